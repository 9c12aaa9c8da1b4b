// Invariants 3, 4, 5 and 6 at rest: the books hold exactly what Stripe's own state says, computed again from there.
import type { Invoice } from '../../../src/simulators/stripe/billingShapes.ts';
import { fiscalQuarter, gstCents, localDate } from './australianBooks.ts';
import type { World } from '../world.ts';

interface MoneyRow {
  readonly fact_key: string;
  readonly event_type: string;
  readonly amount_total: number;
  readonly gst_amount: number;
  readonly quarter: string;
  readonly is_test: number;
  readonly effective_at: string;
  readonly invoice_id: number | null;
}

interface InvoiceRow {
  readonly stripeId: string;
  readonly status: string;
  readonly total: number;
  readonly number: string | null;
  readonly refunded: number;
  readonly fee: number | null;
  readonly feeState: string;
  readonly recorded: string | null;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

export function checkAgainstStripe(world: World): void {
  const rows = world.program.looking.prepare<[], MoneyRow>('SELECT * FROM billing_ledger WHERE amount_total <> 0 OR gst_amount <> 0').all();
  const byFact = new Map(rows.map((row) => [row.fact_key, row]));
  const meant = new Map<string, number>();
  const add = (quarter: string, cents: number): void => void meant.set(quarter, (meant.get(quarter) ?? 0) + cents);
  const isTest = (customer: string | null): boolean => world.stripe.find('customer', customer ?? '')?.metadata['is_test'] === 'true';
  for (const invoice of world.stripe.all('invoice')) {
    const row = byFact.get(`${invoice.id} paid`);
    if (row !== undefined && (row.is_test === 1) !== isTest(invoice.customer)) world.violate(`${invoice.id} is ${row.is_test === 1 ? '' : 'not '}booked as a test; its customer says otherwise`);
    checkPaid(world, invoice, byFact, (quarter, cents) => isTest(invoice.customer) || add(quarter, cents));
  }
  checkGivenBack(world, byFact, add);
  for (const key of byFact.keys()) world.violate(`the ledger holds a fact that Stripe doesn't: ${key}`);
  const kept = world.program.looking.prepare<[], { quarter: string; net: number }>('SELECT quarter, gst_net AS net FROM gst_accrual').all();
  for (const { quarter, net } of kept) if (net !== (meant.get(quarter) ?? 0)) world.violate(`GST of ${quarter} is ${net}; from Stripe's own objects it is ${meant.get(quarter) ?? 0}`);
  for (const [quarter, cents] of meant) if (cents !== 0 && !kept.some((row) => row.quarter === quarter)) world.violate(`GST of ${quarter} is missing: ${cents}`);
  checkMirror(world);
}

function checkPaid(world: World, invoice: Invoice, byFact: Map<string, MoneyRow>, add: (quarter: string, cents: number) => void): void {
  const key = `${invoice.id} paid`;
  const row = byFact.get(key);
  if (invoice.status !== 'paid' || invoice.total === 0) return;
  byFact.delete(key);
  const paidAt = Number(invoice.status_transitions.paid_at);
  const quarter = fiscalQuarter(localDate(paidAt, world.timeZone));
  if (row === undefined) return world.violate(`${invoice.id}, paid ${iso(paidAt)} with ${invoice.total}, is not in the ledger`);
  if (row.amount_total !== invoice.total || row.gst_amount !== gstCents(invoice.total) || row.quarter !== quarter || row.effective_at !== iso(paidAt)) {
    world.violate(`${invoice.id}: the ledger has ${row.amount_total}, GST ${row.gst_amount}, ${row.quarter}, ${row.effective_at}; Stripe has ${invoice.total}, ${iso(paidAt)} (${quarter})`);
  }
  add(quarter, gstCents(invoice.total));
}

/** Refunds, what came back of them, and disputes: each in the ledger once, with its amount; their GST is that of the sale. */
function checkGivenBack(world: World, byFact: Map<string, MoneyRow>, add: (quarter: string, cents: number) => void): void {
  const givenBack = new Map<number, { refunded: number; gst: number; undone: number }>();
  const take = (key: string, refundedCents: number | null): MoneyRow | undefined => {
    const row = byFact.get(key);
    byFact.delete(key);
    if (row === undefined) return undefined;
    const sum = givenBack.get(row.invoice_id ?? 0) ?? { refunded: 0, gst: 0, undone: 0 };
    givenBack.set(row.invoice_id ?? 0, { refunded: sum.refunded + (refundedCents ?? 0), gst: sum.gst - row.gst_amount, undone: sum.undone + (row.gst_amount > 0 ? 1 : 0) });
    if (row.is_test === 0) add(row.quarter, row.gst_amount);
    return row;
  };
  for (const refund of world.stripe.all('refund')) {
    const row = take(`${refund.id} refunded`, refund.amount);
    const undone = take(`${refund.id} failed`, -refund.amount);
    // One that came back is in the books twice or, when it was only learned of afterwards, not at all.
    if (refund.status === 'failed' && row === undefined && undone === undefined) continue;
    if (row === undefined) {
      world.violate(`refund ${refund.id} of ${refund.amount} is not in the ledger`);
      continue;
    }
    if (row.amount_total !== -refund.amount || row.effective_at !== iso(refund.created)) world.violate(`refund ${refund.id}: ${row.amount_total} at ${row.effective_at}, meant ${-refund.amount} at ${iso(refund.created)}`);
    if (row.quarter !== fiscalQuarter(localDate(refund.created, world.timeZone))) world.violate(`refund ${refund.id} is in ${row.quarter}`);
    if (refund.status === 'failed' && (undone?.amount_total !== refund.amount || undone.gst_amount !== -row.gst_amount)) world.violate(`refund ${refund.id} failed and is not taken back`);
  }
  for (const dispute of world.stripe.all('dispute')) {
    for (const movement of dispute.balance_transactions) {
      const row = take(`${dispute.id} moved ${movement.id}`, null);
      if (row?.amount_total !== movement.amount || row.effective_at !== iso(movement.created)) world.violate(`dispute ${dispute.id}: ${movement.amount} was moved; the ledger has ${row?.amount_total ?? 'nothing'}`);
    }
    const lost = take(`${dispute.id} lost`, dispute.amount);
    if (lost !== undefined && (dispute.status !== 'lost' || lost.amount_total !== 0)) world.violate(`dispute ${dispute.id} is ${dispute.status} and booked as lost with ${lost.amount_total}`);
  }
  const totals = world.program.looking.prepare<[], { id: number; total: number; gst: number }>('SELECT id, amount_total AS total, gst_amount AS gst FROM billing_invoices').all();
  for (const { id, total, gst } of totals) {
    const sum = givenBack.get(id);
    if (sum === undefined) continue;
    const isWhole = sum.refunded >= total;
    const near = Math.abs(sum.gst - gstCents(sum.refunded)) <= 1 + sum.undone;
    if (sum.gst > gst || sum.gst < 0 || (isWhole ? sum.gst !== gst : !near)) world.violate(`invoice ${id} of ${total}, GST ${gst}: ${sum.refunded} was given back with GST ${sum.gst}`);
  }
}

/** Each invoice of the mirror against Stripe's: state, total, number, refunds, fee. */
function checkMirror(world: World): void {
  const rows = new Map(
    world.program.looking
      .prepare<[], InvoiceRow>(
        `SELECT stripe_invoice_id AS stripeId, status, amount_total AS total, invoice_number AS number, amount_refunded AS refunded, stripe_fee_cents AS fee, fee_state AS feeState,
                number_recorded_at AS recorded FROM billing_invoices`,
      )
      .all()
      .map((row) => [row.stripeId, row]),
  );
  for (const invoice of world.stripe.all('invoice')) {
    const row = rows.get(invoice.id);
    rows.delete(invoice.id);
    if (row === undefined) {
      world.violate(`${invoice.id} (${String(invoice.status)}) is not mirrored`);
      continue;
    }
    if (row.status !== invoice.status || row.total !== invoice.total) world.violate(`${invoice.id} is mirrored as ${row.status} ${row.total}; in Stripe it is ${String(invoice.status)} ${invoice.total}`);
    const isNumbered = invoice.status_transitions.finalized_at !== null && invoice.total > 0;
    if (isNumbered && row.number === null) world.violate(`${invoice.id} is finalised and has no number`);
    const noted = invoice.metadata['tieout_invoice_number'];
    if (isNumbered && noted !== undefined && noted !== row.number) world.violate(`${invoice.id} is ${row.number} here and ${noted} in Stripe`);
    if (isNumbered && noted === undefined) world.violate(`${row.number} is not noted in Stripe`);
    if (row.feeState === 'pending') world.violate(`the fee of ${row.number} (${invoice.id}) is still pending`);
  }
  for (const stripeId of rows.keys()) world.violate(`${stripeId} is mirrored and not in Stripe`);
  const subscriptions = world.program.looking.prepare<[], { id: string; status: string }>('SELECT stripe_subscription_id AS id, status FROM billing_subscriptions').all();
  const statuses = new Map(subscriptions.map((row) => [row.id, row.status]));
  for (const subscription of world.stripe.all('subscription')) {
    const status = subscription.status === 'canceled' ? 'cancelled' : subscription.status;
    if (statuses.get(subscription.id) !== status) world.violate(`subscription ${subscription.id} is mirrored as ${statuses.get(subscription.id) ?? 'nothing'}; in Stripe it is ${status}`);
  }
}
