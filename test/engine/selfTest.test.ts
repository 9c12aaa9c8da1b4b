// The self-test of a sandbox company: which way kept the cents in either tax mode, everything voided, never in production.
import { afterEach, expect, it } from 'vitest';
import { realmId, startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

it.each([
  [true, 'The first way kept it'],
  [false, 'The second way kept it'],
])('pinned tax kept: %s', async (keepsPinnedTaxLine, sentence) => {
  world = await startTestWorld({ company: { keepsPinnedTaxLine } });
  const { report } = await world.call('quickbooks.selfTest', {});
  expect(report).toMatchObject({ failure: null, leftBehind: 0, environment: 'simulator' });
  expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
  expect(report.findings.find((finding) => finding.name === 'A$49.00: GST kept to the cent')?.sentence).toContain(sentence);
  expect(report.findings.map((finding) => finding.name)).toContain('Rename of a voided number');
  for (const entity of ['Invoice', 'Payment'] as const) expect(world.quickBooks.store.list(realmId, entity).map((found) => found['TotalAmt'])).toEqual([0, 0, 0]);
  expect(await world.call('quickbooks.selfTestReport', {})).toEqual({ report });
});

it('voids what a failed test left behind, at the latest with the next one', async () => {
  world = await startTestWorld();
  world.quickBooks.faults.add({ kind: 'http500', route: '^POST /v3/company/[0-9]+/payment' });
  world.quickBooks.faults.add({ kind: 'http500', route: 'operation=void' });
  const { report } = await world.call('quickbooks.selfTest', {});
  expect(report.failure).not.toBeNull();
  expect(report.leftBehind).toBe(1);
  expect((await world.call('quickbooks.selfTest', {})).report).toMatchObject({ failure: null, leftBehind: 0 });
  expect(world.quickBooks.store.list(realmId, 'Invoice').every((found) => found['TotalAmt'] === 0)).toBe(true);
});

it('is refused in a production company before anything is asked of it', async () => {
  world = await startTestWorld();
  await world.settle();
  world.store.connection.patch({ environment: 'production' });
  await expect(world.call('quickbooks.selfTest', {})).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  expect(world.quickBooks.store.list(realmId, 'Customer')).toEqual([]);
});
