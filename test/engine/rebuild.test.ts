// The mirror read again: beside the books (every difference is seen, what is missing is taken in, the ledger stays), and from nothing.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { compareDatabases } from '../../src/adapters/sqlite/compareDatabases.ts';
import type { RebuildDifference } from '../../src/contract/rebuild.ts';
import { liveThroughMonths } from './businessYear.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { approve } from './pushSteps.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const readsOnly = Object.fromEntries(
  ['account', 'balance', 'balance_transaction_source', 'charge', 'credit_note', 'customer', 'dispute', 'early_fraud_warning', 'event', 'invoice', 'payment_intent', 'payment_method', 'payout', 'plan', 'product', 'subscription'].map((name) => [name, 'read' as const]),
);
const file = (made: TestWorld): string => path.join(made.folder, 'tieout.sqlite');

/** As somebody with a database tool would, past the triggers that guard the ledger. */
function tamper(made: TestWorld, sql: string): void {
  const database = new Database(file(made));
  database.unsafeMode(true);
  database.pragma('foreign_keys = OFF');
  const guards = database.prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'billing_ledger'`).all();
  for (const { name } of guards) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
  for (const guard of guards) database.exec(guard.sql);
  database.close();
}

async function readAgain(made: TestWorld): Promise<readonly RebuildDifference[]> {
  await made.call('rebuild.start', {});
  await made.settle();
  const { run } = await made.call('rebuild.status', {});
  expect(run).toMatchObject({ state: 'ready', isWorking: false });
  return (await made.call('rebuild.differences', { limit: 500 })).rows;
}

const ledgerOf = (made: TestWorld): readonly unknown[] => {
  const database = new Database(file(made), { readonly: true });
  try {
    return database.prepare('SELECT * FROM billing_ledger ORDER BY id').all();
  } finally {
    database.close();
  }
};

describe('refresh', () => {
  it('of sound books finds nothing, every row compared, and changes nothing', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    const before = ledgerOf(world);
    expect(before.length).toBeGreaterThan(6);
    expect(await readAgain(world)).toEqual([]);
    expect(ledgerOf(world)).toEqual(before);
    const { run } = await world.call('rebuild.status', {});
    await expect(world.call('rebuild.apply', { runId: run?.id ?? 0, mendable: 0 })).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' });
    await world.call('rebuild.discard', { runId: run?.id ?? 0 });
    expect(await world.call('rebuild.status', {})).toEqual({ run: null });
  });

  /** What is changed, and the difference that must be seen. */
  type Tampered = readonly [what: string, sql: string, expected: Partial<RebuildDifference>];
  const mendable: readonly Tampered[] = [
    ['a charge that was lost', `DELETE FROM stripe_charges WHERE id = (SELECT MIN(id) FROM stripe_charges)`, { kind: 'missing_here', what: 'Charges' }],
    ['a customer’s e-mail that was changed', `UPDATE billing_customers SET billing_email = 'other@example.com' WHERE stripe_customer_id = (SELECT MIN(stripe_customer_id) FROM billing_customers)`, { kind: 'mirror_differs', what: 'Customers', field: 'billing_email', here: 'other@example.com' }],
    ['an invoice’s amount that was changed', `UPDATE billing_invoices SET amount_ex_gst = amount_ex_gst - 100, amount_total = amount_total - 100 WHERE id = 2`, { kind: 'mirror_differs', what: 'Invoices', field: 'amount_total' }],
    ['a paid invoice that was set back', `UPDATE billing_invoices SET description = 'Nothing' WHERE id = 1`, { kind: 'mirror_differs', what: 'Invoices', field: 'description', here: 'Nothing' }],
    ['a refund’s status that was changed', `UPDATE stripe_refunds SET status = 'failed'`, { kind: 'mirror_differs', what: 'Refunds', field: 'status', here: 'failed', there: 'succeeded' }],
    ['an agreed price that stands nowhere in Stripe', `UPDATE billing_subscriptions SET price_override_active = 1, price_override_amount = 100, price_override_note = 'Mine' WHERE stripe_subscription_id = (SELECT MIN(stripe_subscription_id) FROM billing_subscriptions)`, { kind: 'mirror_differs', what: 'Subscriptions', field: 'price_override_note', here: 'Mine' }],
    ['a lost dispute that the ledger lacks', `DELETE FROM billing_ledger WHERE event_type = 'dispute_lost'`, { kind: 'missing_here', what: 'Ledger', key: expect.stringMatching(/^dp_\w+ lost/) as unknown as string }],
    ['an invoice line that was lost', `DELETE FROM billing_invoice_lines WHERE id = (SELECT MIN(id) FROM billing_invoice_lines)`, { kind: 'missing_here', what: 'Invoice lines' }],
    ['a payment that the ledger lacks', `DELETE FROM billing_ledger WHERE id = (SELECT MAX(id) FROM billing_ledger WHERE event_type = 'refund')`, { kind: 'missing_here', what: 'Ledger' }],
  ];
  const forPeople: readonly Tampered[] = [
    ['an amount in the ledger', `UPDATE billing_ledger SET amount_ex_gst = amount_ex_gst + 10, amount_total = amount_total + 10 WHERE event_type = 'subscription_payment'`, { kind: 'money_differs', what: 'Ledger', field: 'amount_total' }],
    ['the GST of a ledger row', `UPDATE billing_ledger SET amount_ex_gst = amount_ex_gst + 1, gst_amount = gst_amount - 1 WHERE event_type = 'refund'`, { kind: 'money_differs', what: 'Ledger', field: 'gst_amount' }],
    ['the date of a ledger row', `UPDATE billing_ledger SET effective_at = '2025-01-01T00:00:00.000Z' WHERE event_type = 'refund'`, { kind: 'money_differs', what: 'Ledger', field: 'effective_at' }],
    ['a payment that Stripe does not know', `UPDATE billing_ledger SET fact_key = 'in_invented paid' WHERE event_type = 'subscription_payment' AND id = (SELECT MAX(id) FROM billing_ledger WHERE event_type = 'subscription_payment')`, { kind: 'not_in_stripe', what: 'Ledger', key: 'in_invented paid' }],
    ['a quarter’s GST', `UPDATE gst_accrual SET gst_collected = gst_collected + 1, gst_net = gst_net + 1`, { kind: 'money_differs', what: 'GST by quarter', field: 'gst_collected' }],
  ];

  it.each([
    ['what was lost or changed in the mirror, and takes it in', mendable, true],
    ['what differs in the books, and leaves it to a person', forPeople, false],
  ])('sees %s', async (_what, tampered, isMendable) => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    for (const [, sql] of tampered) tamper(world, sql);
    const found = await readAgain(world);
    expect(found).toEqual(expect.arrayContaining(tampered.map(([, , expected]) => expect.objectContaining(expected) as unknown)));
    const before = ledgerOf(world);
    const { run } = await world.call('rebuild.status', {});
    if (run !== null && run.mendable > 0) {
      await world.call('rebuild.apply', { runId: run.id, mendable: run.mendable });
      await world.settle();
    }
    // What was in the ledger is as it was, whatever differed.
    expect(ledgerOf(world).slice(0, before.length)).toEqual(before);
    const left = (await world.call('rebuild.differences', { limit: 500 })).rows;
    const isLeft = ({ kind, what, field }: Partial<RebuildDifference>): boolean => left.some((row) => row.kind === kind && row.what === what && (field === undefined || row.field === field));
    expect(tampered.filter(([, , expected]) => isLeft(expected) === isMendable).map(([what]) => what)).toEqual([]);
  });

  it('goes on while business does, and afterwards still finds nothing', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    await world.call('rebuild.start', {});
    newPayment(world.stripe, 'pro', { name: 'Meanwhile Skills' });
    await world.settle();
    expect((await world.call('rebuild.differences', {})).rows).toEqual([]);
    expect((await world.call('invoices.list', { filter: { search: 'Meanwhile Skills' } })).rows).toHaveLength(1);
  });

  it('goes on from where it was when the program was stopped', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    await world.call('rebuild.start', {});
    await world.restart();
    await world.settle();
    expect((await world.call('rebuild.status', {})).run).toMatchObject({ state: 'ready' });
    expect((await world.call('rebuild.differences', {})).rows).toEqual([]);
  });

  it('a stale count is refused', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    tamper(world, `DELETE FROM stripe_payouts`);
    await readAgain(world);
    const { run } = await world.call('rebuild.status', {});
    expect(run?.mendable).toBeGreaterThan(0);
    await expect(world.call('rebuild.apply', { runId: run?.id ?? 0, mendable: 0 })).rejects.toMatchObject({ code: 'STALE_VIEW' });
  });
});

describe('from nothing', () => {
  async function differencesAfterLoss(made: TestWorld, change?: (lost: string) => void): Promise<readonly unknown[]> {
    const lost = path.join(made.folder, 'lost.sqlite');
    copyFileSync(path.join(made.folder, 'backups', (await made.call('backups.create', {})).file), lost);
    change?.(lost);
    await made.startOver();
    await made.settle();
    await made.pass(2 * minuteMs);
    await made.pass(2 * minuteMs);
    const database = new Database(file(made));
    try {
      database.prepare('ATTACH ? AS fresh').run(lost);
      return compareDatabases(database, { withQuickBooks: true, hasRefundsByHand: false });
    } finally {
      database.close();
    }
  }

  it('every row of every mirrored and derived table comes out the same, QuickBooks links too', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    expect(await differencesAfterLoss(world)).toEqual([]);
    expect((await world.call('books.check', {})).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('numbers that only QuickBooks holds come from there, whatever the order, and new ones go on above the highest', async () => {
    // A key that may read everything and write nothing.
    const key = 'rk_test_reads_only_0123456789';
    world = await startTestWorld({ apiKey: key, apiKeys: [{ key, permissions: readsOnly }] });
    makeCatalogue(world.stripe);
    await world.settle();
    const sold: string[] = [];
    for (const name of ['First Skills', 'Second Skills', 'Third Skills']) {
      sold.push(newPayment(world.stripe, 'pro', { name }));
      await world.pass(2 * minuteMs);
    }
    // As if the second had been heard of first, and the third got a higher number for a reason of its time.
    tamper(world, `UPDATE billing_invoices SET invoice_number = 'RTP-0099' WHERE id = 1; UPDATE billing_invoices SET invoice_number = 'RTP-0001' WHERE id = 2;
      UPDATE billing_invoices SET invoice_number = 'RTP-0002' WHERE id = 1; UPDATE billing_invoices SET invoice_number = 'RTP-0007' WHERE id = 3; UPDATE billing_invoice_sequence SET last_number = 7`);
    await world.restart();
    await world.settle();
    const numbers = (): (string | null | undefined)[] => sold.map((id) => world?.store.invoices.byStripeId(id)?.number);
    expect(numbers()).toEqual(['RTP-0002', 'RTP-0001', 'RTP-0007']);
    for (const id of sold) await approve(world, world.store.invoices.byStripeId(id)?.id ?? 0);
    await world.startOver();
    await world.settle();
    await world.pass(2 * minuteMs);
    expect(numbers()).toEqual(['RTP-0002', 'RTP-0001', 'RTP-0007']);
    expect(sold.map((id) => world?.store.invoices.byStripeId(id)?.qbStatus)).toEqual(['synced', 'synced', 'synced']);
    const later = newPayment(world.stripe, 'pro', { name: 'Fourth Skills' });
    await world.pass(2 * minuteMs);
    expect(world.store.invoices.byStripeId(later)?.number).toBe('RTP-0008');
  });

  it('control: one cent altered in what was lost is seen', async () => {
    world = await startTestWorld();
    await liveThroughMonths(world);
    const found = await differencesAfterLoss(world, (lost) => {
      const database = new Database(lost);
      database.exec(`UPDATE stripe_charges SET amount_refunded = amount_refunded + 1 WHERE id = (SELECT MIN(id) FROM stripe_charges)`);
      database.close();
    });
    expect(found).toHaveLength(1);
    expect(found).toContainEqual(expect.objectContaining({ table: 'stripe_charges', field: 'amount_refunded' }));
  });
});
