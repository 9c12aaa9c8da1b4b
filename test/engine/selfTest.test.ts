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
  expect(report.findings).toContainEqual({ name: 'A payment of 0 that links a refund', ok: true, sentence: 'It was taken, and sets the adjustment note against the expense.' });
  expect(world.quickBooks.store.list(realmId, 'Invoice').map((found) => found['TotalAmt'])).toEqual([0, 0, 0]);
  expect(world.quickBooks.store.list(realmId, 'Payment').map((found) => found['TotalAmt'])).toEqual([0, 0, 0, 0]);
  expect(world.quickBooks.store.list(realmId, 'CreditMemo').map((found) => found['TotalAmt'])).toEqual([0]);
  expect(world.quickBooks.store.list(realmId, 'Purchase')).toEqual([]);
  expect(world.quickBooks.store.list(realmId, 'Customer').map((found) => found['Balance'])).toEqual([0]);
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

it.each([
  ['Invoice', 'invoice'],
  ['Payment', 'payment'],
  ['CreditMemo', 'creditmemo'],
  ['Purchase', 'purchase'],
] as const)('voids a document that it never heard back of: %s', async (entity, path) => {
  world = await startTestWorld();
  // Made there; here the request never comes back, as after the program's death.
  world.quickBooks.faults.add({ kind: 'dropResponse', route: `^POST /v3/company/[0-9]+/${path}` });
  // And nothing can be looked for or voided any more while it lasts.
  world.quickBooks.faults.add({ kind: 'http500', route: 'operation=void|operation=update|operation=delete|query=.*(TEST-|test-)', times: 50 });
  const { report } = await world.call('quickbooks.selfTest', {});
  expect(report.failure).not.toBeNull();
  expect(report.leftBehind).toBeGreaterThan(0);
  world.quickBooks.faults.clear();
  await world.restart();
  expect((await world.call('quickbooks.selfTest', {})).report).toMatchObject({ failure: null, leftBehind: 0 });
  const live = world.quickBooks.store.list(realmId, entity).filter((found) => found['TotalAmt'] !== 0);
  expect(live).toEqual([]);
});

it('says so where QuickBooks refuses the payment of 0, and goes on', async () => {
  world = await startTestWorld();
  world.quickBooks.faults.add({ kind: 'faultIn200', route: '^POST /v3/company/[0-9]+/payment', skip: 3 });
  const { report } = await world.call('quickbooks.selfTest', {});
  expect(report).toMatchObject({ failure: null, leftBehind: 0 });
  expect(report.findings.find(({ name }) => name === 'A payment of 0 that links a refund')).toMatchObject({ ok: false, sentence: expect.stringContaining('QuickBooks refused it') as unknown });
});

it('is refused in a production company before anything is asked of it', async () => {
  world = await startTestWorld();
  await world.settle();
  world.store.connection.patch({ environment: 'production' });
  await expect(world.call('quickbooks.selfTest', {})).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  expect(world.quickBooks.store.list(realmId, 'Customer')).toEqual([]);
});
