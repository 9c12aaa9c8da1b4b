// Setting up a company of one's own: permissions tried, names suggested, a dry run, and nothing written before it was looked at.
import { afterEach, expect, test } from 'vitest';
import { lastFullMonth } from '../../src/engine/setup/dryRun.ts';
import { paidInvoice } from './pushSteps.ts';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

test.each([
  ['2026-04-17', { month: '2026-03', from: '2026-03-01', to: '2026-03-31' }],
  ['2026-01-01', { month: '2025-12', from: '2025-12-01', to: '2025-12-31' }],
  ['2028-03-31', { month: '2028-02', from: '2028-02-01', to: '2028-02-29' }],
])('the last full month before %s', (today, expected) => {
  expect(lastFullMonth(today)).toEqual(expected);
});

test('write permissions are tried without changing anything; what the key lacks is named', async () => {
  const key = 'rk_test_reads_all_writes_invoices';
  const read = { customer: 'read', product: 'read', plan: 'read', subscription: 'read', charge: 'read', dispute: 'read' } as const;
  world = await startTestWorld({ apiKey: key, apiKeys: [{ key, permissions: { ...read, invoice: 'write' } }] });
  const { permissions } = await world.call('setup.testStripeWrites', {});
  expect(permissions.map(({ resource, access }) => [resource, access])).toEqual([
    ['Invoices', 'granted'],
    ['Charges and refunds', 'missing'],
    ['Subscriptions', 'missing'],
    ['Subscription schedules', 'missing'],
    ['Customers', 'missing'],
    ['Disputes', 'missing'],
  ]);
  expect(permissions.filter(({ isNeededNow }) => isNeededNow).map(({ resource }) => resource)).toEqual(['Invoices']);
});

test('until the dry run was looked at, no number goes to Stripe and no item is made in QuickBooks; then both go on', async () => {
  world = await startTestWorld({ environment: 'test', isConnected: false });
  const { stripe } = world;
  await world.secrets.delete('stripe.key');
  await world.restart();
  await world.call('settings.setStripeKey', { key: stripe.apiKey });
  await world.settle();
  expect(await world.call('setup.get', {})).toMatchObject({ areWritesHeld: true, isDone: false, steps: expect.arrayContaining([expect.objectContaining({ id: 'stripe', isDone: true })]) });
  await world.call('setup.confirm', { item: 'dry_run', by: 'JB' });
  const after = await world.call('setup.get', {});
  expect(after.areWritesHeld).toBe(false);
  expect(after.goLive.find(({ id }) => id === 'dry_run')).toMatchObject({ isDone: true, sentence: 'By JB.' });
  await world.call('setup.confirm', { item: 'tax_agent', by: 'JB' });
  await world.call('setup.confirm', { item: 'tax_agent', by: 'MK', isConfirmed: false });
  expect((await world.call('setup.get', {})).goLive.find(({ id }) => id === 'tax_agent')).toMatchObject({ isDone: false, confirmation: null });
});

test('the dry run counts the month and works out each push, and QuickBooks stays as it was', async () => {
  // The last evening of a month in Brisbane.
  world = await startTestWorld({ startMs: Date.parse('2026-04-30T12:00:00.000Z') });
  const { quickBooks } = world;
  await paidInvoice(world, { name: 'Careful College', rtoCode: '40321' });
  await paidInvoice(world, { name: 'No Code Training' });
  await world.pass(2 * 3600_000);
  const held = (): number => (['Customer', 'Invoice', 'Payment', 'Item'] as const).flatMap((kind) => [...quickBooks.store.list(realmId, kind)]).length;
  const before = held();
  const found = await world.call('setup.dryRun', {});
  expect(found).toMatchObject({ month: '2026-04', from: '2026-04-01', to: '2026-04-30', mirrored: { count: 2, exGstCents: 72_546, gstCents: 7_254, totalCents: 79_800 } });
  expect(found.groups).toEqual([
    { id: 'would_be_pushed', count: 2, totalCents: 79_800 },
    { id: 'already_there', count: 0, totalCents: 0 },
    { id: 'not_offered', count: 0, totalCents: 0 },
  ]);
  expect(found.previewed).toEqual({ count: 2, linkedCustomers: 0, newCustomers: 2, unknownCustomers: 0 });
  expect(found.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(held()).toBe(before);
});

test('another company can only be opened where the shell can do it', async () => {
  world = await startTestWorld();
  await expect(world.call('company.open', { company: 'test' })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
});
