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
  const rows = world.program.looking.prepare<[], MoneyRow>('SELECT * FROM billing_ledger WHERE amount_total <> 0').all();
  const byFact = new Map(rows.map((row) => [row.fact_key, row]));
  const meant = new Map<string, number>();
  const add = (quarter: string, cents: number): void => void meant.set(quarter, (meant.get(quarter) ?? 0) + cents);
  const isTest = (customer: string | null): boolean => world.stripe.find('customer', customer ?? '')?.metadata['is_test'] === 'true';
  for (const invoice of world.stripe.all('invoice')) {
    const row = byFact.get(`${invoice.id} paid`);
    if (row !== undefined && (row.is_test === 1) !== isTest(invoice.customer)) world.violate(`${invoice.id} is ${row.is_test === 1 ? '' : 'not '}booked as a test; its customer says otherwise`);
    checkPaid(world, invoice, byFact, (quarter, cents) => isTest(invoice.customer) || add(quarter, cents));
  }
  for (const refund of world.stripe.all('refund')) {
    const row = byFact.get(`${refund.id} refunded`);
    const undone = byFact.get(`${refund.id} failed`);
    byFact.delete(`${refund.id} refunded`);
    byFact.delete(`${refund.id} failed`);
    // One that came back is in the books twice or, when it was only learned of afterwards, not at all.
    if (refund.status === 'failed' && row === undefined && undone === undefined) continue;
    if (row === undefined) {
      world.violate(`refund ${refund.id} of ${refund.amount} is not in the ledger`);
      continue;
    }
    if (row.amount_total !== -refund.amount || row.effective_at !== iso(refund.created)) world.violate(`refund ${refund.id}: ${row.amount_total} at ${row.effective_at}, meant ${-refund.amount} at ${iso(refund.created)}`);
    if (refund.status === 'failed' && undone?.amount_total !== refund.amount) world.violate(`refund ${refund.id} failed and is not taken back`);
    if (row.is_test === 1) continue;
    add(fiscalQuarter(localDate(refund.created, world.timeZone)), gstCents(-refund.amount));
    if (undone !== undefined) add(undone.quarter, gstCents(refund.amount));
  }
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
