// Exports and saved views through the door: the PDF is a PDF, an export is noted, a view is kept, replaced and removed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld();
});
afterAll(() => world.close());

test('a table comes back as a PDF', async () => {
  const { base64 } = await world.call('exports.pdf', { title: 'T', about: [], columns: [{ header: 'A', align: 'start', widthRem: 5 }], rows: [['x']], totals: null });
  expect(Buffer.from(base64, 'base64').subarray(0, 5).toString('latin1')).toBe('%PDF-');
});

test('an export is in the log, with its filter and without its rows', async () => {
  await world.call('exports.note', { title: 'Invoices', format: 'CSV', rowCount: 1, filter: 'Status: paid' }, 'export-key-1');
  const { rows } = await world.call('activity.list', { search: 'exported' });
  expect(rows[0]).toMatchObject({ kind: 'export', summary: 'Invoices: 1 row exported as CSV', detail: 'Status: paid' });
});

test('a view is kept over a restart, replaced under its name whatever the case, and removed', async () => {
  const saved = await world.call('views.save', { tableId: 'invoices', name: 'Unpaid', params: 'status=open', columns: ['number', 'total'] }, 'view-key-1');
  await world.call('views.save', { tableId: 'ledger', name: 'Unpaid', params: '', columns: null }, 'view-key-2');
  await world.restart();
  expect((await world.call('views.list', { tableId: 'invoices' })).views).toEqual([saved]);
  const replaced = await world.call('views.save', { tableId: 'invoices', name: 'unpaid', params: 'status=draft', columns: null }, 'view-key-3');
  expect(replaced).toEqual({ id: saved.id, name: 'unpaid', params: 'status=draft', columns: null });
  expect(await world.call('views.remove', { id: saved.id }, 'view-key-4')).toEqual({ removed: true });
  expect(await world.call('views.remove', { id: saved.id }, 'view-key-5')).toEqual({ removed: false });
  expect((await world.call('views.list', { tableId: 'invoices' })).views).toEqual([]);
  expect((await world.call('views.list', { tableId: 'ledger' })).views).toHaveLength(1);
});

test('a nameless view is refused', async () => {
  await expect(world.call('views.save', { tableId: 'invoices', name: '   ', params: '', columns: null }, 'view-key-6')).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
