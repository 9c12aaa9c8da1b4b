// The demo company's figures hold together as an accountant would want them, and are the same every time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDemoCompany, UNPUSHED_DAYS } from '../../../src/simulators/demo-company/buildDemoCompany.ts';
import type { DemoCompanyHistory } from '../../../src/simulators/demo-company/buildDemoCompany.ts';
import type { StripeSimulator } from '../../../src/simulators/stripe/server.ts';
import { startStripeSimulator } from '../../../src/simulators/stripe/server.ts';

const END_MS = Date.UTC(2026, 10, 21, 5, 30);
const SEED = 20_261_121;
const DAY_SECONDS = 86_400;

let stripe: StripeSimulator;
let history: DemoCompanyHistory;

async function build(seed: number, endMs = END_MS): Promise<{ stripe: StripeSimulator; history: DemoCompanyHistory }> {
  const simulator = await startStripeSimulator({ seed, clock: { nowMs: () => endMs } });
  return { stripe: simulator, history: buildDemoCompany({ stripe: simulator, seed, endInstantMs: endMs }) };
}

beforeAll(async () => {
  ({ stripe, history } = await build(SEED));
});
afterAll(() => stripe.close());

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
/** Half up, by big integers: a second way to the rule. */
const exOf = (total: number): number => Number((BigInt(total) * 20n + 11n) / 22n);

describe('invoices', () => {
  test('totals are the sums of their lines; GST follows the rule on the total', () => {
    for (const invoice of stripe.all('invoice')) {
      expect(invoice.total).toBe(sum(invoice.lines.data.map((line) => line.amount)));
      // An export has none.
      const gst = invoice.currency === 'aud' ? invoice.total - exOf(invoice.total) : 0;
      expect(invoice.total_excluding_tax).toBe(invoice.total - gst);
      expect(sum(invoice.total_taxes.map((tax) => tax.amount))).toBe(gst);
      expect(sum(invoice.lines.data.flatMap((line) => line.taxes.map((tax) => tax.amount)))).toBe(gst);
    }
  });

  test('every paid one has one payment, one charge of that amount, and its fee unless it is minutes old', () => {
    const paid = stripe.all('invoice').filter((invoice) => invoice.status === 'paid' && invoice.amount_paid > 0);
    expect(paid.length).toBeGreaterThan(380);
    const payments = new Map(stripe.all('invoice_payment').map((payment) => [payment.invoice, payment]));
    for (const invoice of paid) {
      const payment = payments.get(invoice.id);
      expect(payment).toMatchObject({ status: 'paid', amount_paid: invoice.amount_paid });
      const intent = stripe.find('payment_intent', payment?.payment.payment_intent ?? '');
      const charge = stripe.find('charge', intent?.latest_charge ?? '');
      expect(charge).toMatchObject({ amount: invoice.amount_paid, status: 'succeeded' });
      const isRecent = (charge?.created ?? 0) >= END_MS / 1000 - 1800;
      expect(isRecent || charge?.balance_transaction !== null).toBe(true);
    }
  });

  test('revenue looks like a business: monthly recurring revenue of A$20,000 to A$25,000 from some forty clients', () => {
    const live = stripe
      .all('subscription')
      .filter((subscription) => ['active', 'past_due'].includes(subscription.status) && subscription.currency === 'aud');
    const mrrCents = sum(
      live.flatMap((subscription) => subscription.items.data.map((item) => item.price.unit_amount * item.quantity)),
    );
    expect(mrrCents).toBeGreaterThanOrEqual(2_000_000);
    expect(mrrCents).toBeLessThanOrEqual(2_500_000);
    expect(live.length).toBeGreaterThanOrEqual(38);
    expect(stripe.all('customer')).toHaveLength(61);
  });
});

describe('the ledger of Stripe', () => {
  test('amount less fee is net in every row; fees are the Australian ones; details add up', () => {
    for (const row of stripe.all('balance_transaction')) {
      expect(row.net).toBe(row.amount - row.fee);
      expect(sum(row.fee_details.map((detail) => detail.amount))).toBe(row.fee);
      if (row.type !== 'charge') continue;
      const charge = stripe.find('charge', row.source ?? '');
      const perMille = charge?.payment_method_details.card.country === 'AU' ? 17n : 35n;
      expect(row.fee).toBe(Number((BigInt(row.amount) * perMille * 2n + 1000n) / 2000n) + 30);
      // New Zealand's dollars come in as Australian ones.
      const perMilleOfAustralian = charge?.currency === 'nzd' ? 910 : 1000;
      expect([row.currency, row.amount * 1000]).toEqual(['aud', (charge?.amount ?? 0) * perMilleOfAustralian]);
    }
  });

  test('each payout is what its rows leave, and with its own row they come to nothing', () => {
    for (const payout of stripe.all('payout')) {
      const rows = stripe.all('balance_transaction').filter((row) => row._.payout === payout.id);
      expect(sum(rows.map((row) => row.net))).toBe(0);
      expect(sum(rows.filter((row) => row.type !== 'payout').map((row) => row.net))).toBe(payout.amount);
    }
  });

  test('what came in less what went out is what is still there', () => {
    const rows = stripe.all('balance_transaction');
    const paidOut = sum(stripe.all('payout').map((payout) => payout.amount));
    const unpaid = rows.filter((row) => row._.payout === null);
    expect(sum(rows.filter((row) => row.type !== 'payout').map((row) => row.net)) - paidOut).toBe(
      sum(unpaid.map((row) => row.net)),
    );
  });
});

describe('the plot', () => {
  test('one open dispute with time left, one won; one full and one partial refund', () => {
    const disputes = stripe.all('dispute');
    expect(disputes.map((dispute) => dispute.status).toSorted()).toEqual(['needs_response', 'won']);
    const open = disputes.find((dispute) => dispute.status === 'needs_response');
    expect((open?.evidence_details.due_by ?? 0) * 1000).toBeGreaterThan(END_MS + 4 * DAY_SECONDS * 1000);
    const refunds = stripe.all('refund').map((refund) => stripe.find('charge', refund.charge)?.refunded);
    expect(refunds.toSorted()).toEqual([false, true]);
  });

  test('dunning: one warned, one restricted, one to confirm at the bank; some lost, some recovered', () => {
    const overdue = stripe.all('subscription').filter((subscription) => subscription.status === 'past_due');
    const attempts = overdue.map(
      (subscription) => stripe.find('invoice', subscription.latest_invoice ?? '')?.attempt_count,
    );
    expect(attempts.toSorted()).toEqual([1, 2, 4]);
    expect(stripe.all('payment_intent').filter((intent) => intent.status === 'requires_action')).toHaveLength(1);
    const lost = stripe
      .all('subscription')
      .filter((subscription) => subscription.cancellation_details.reason === 'payment_failed');
    expect(lost).toHaveLength(2);
    const recovered = stripe.all('invoice').filter((invoice) => invoice.status === 'paid' && invoice.attempt_count > 1);
    expect(recovered).toHaveLength(3);
  });

  test('a stolen card to refund, a payment from overseas in its own dollars, a first payment that was declined', () => {
    const [warning, ...others] = stripe.all('early_fraud_warning');
    expect([warning?.actionable, warning?.fraud_type, others]).toEqual([true, 'made_with_stolen_card', []]);
    expect(stripe.find('charge', warning?.charge ?? '')).toMatchObject({ status: 'succeeded', refunded: false, disputed: false });
    const abroad = stripe.all('invoice').filter((invoice) => invoice.currency !== 'aud');
    expect(abroad.map((invoice) => [invoice.currency, invoice.status, invoice.total])).toEqual(Array.from({ length: 4 }, () => ['nzd', 'paid', 42_900]));
    const incomplete = stripe.all('subscription').filter((subscription) => subscription.status === 'incomplete');
    expect(incomplete.map((subscription) => stripe.find('invoice', subscription.latest_invoice ?? '')?.status)).toEqual(['open']);
  });

  test('cancellations to come, a downgrade to come, a pause, seats, prorations, course bundles', () => {
    const subscriptions = stripe.all('subscription');
    expect(
      subscriptions.filter((subscription) => subscription.status === 'active' && subscription.cancel_at_period_end),
    ).toHaveLength(2);
    expect(stripe.all('subscription_schedule').filter((schedule) => schedule.status === 'active')).toHaveLength(1);
    expect(subscriptions.filter((subscription) => subscription.pause_collection !== null)).toHaveLength(1);
    expect(subscriptions.filter((subscription) => subscription.items.data.length > 1).length).toBeGreaterThanOrEqual(4);
    const lines = stripe.all('invoice').flatMap((invoice) => invoice.lines.data);
    expect(
      lines.filter((line) => line.parent.subscription_item_details?.proration === true && line.amount < 0).length,
    ).toBeGreaterThanOrEqual(5);
    expect(
      stripe.all('invoice').filter((invoice) => invoice.metadata['revenue_type'] === 'one_off_purchase'),
    ).toHaveLength(4);
  });
});

describe('numbers of the earlier installation', () => {
  test('RTP-0001 on, without a gap, in the order of finalisation and id, for all but the last days', () => {
    const numbered = stripe.all('invoice').filter((invoice) => invoice.metadata['tieout_invoice_number'] !== undefined);
    const inOrder = numbered.toSorted((a, b) => {
      const difference = (a.status_transitions.finalized_at ?? 0) - (b.status_transitions.finalized_at ?? 0);
      return difference === 0 ? (a.id < b.id ? -1 : 1) : difference;
    });
    expect(inOrder.map((invoice) => invoice.metadata['tieout_invoice_number'])).toEqual(
      inOrder.map((_, index) => `RTP-${String(index + 1).padStart(4, '0')}`),
    );
    const cutOff = Date.UTC(2026, 10, 21) / 1000 - UNPUSHED_DAYS * DAY_SECONDS;
    for (const invoice of stripe
      .all('invoice')
      .filter((candidate) => candidate.status === 'paid' && candidate.amount_paid > 0)) {
      expect(invoice.metadata['tieout_invoice_number'] !== undefined).toBe(
        (invoice.status_transitions.paid_at ?? 0) < cutOff,
      );
    }
    expect(stripe.all('invoice').length - numbered.length).toBeGreaterThan(10);
  });

  test('what was pushed: lines without GST add up, dates are local, texts are for people', () => {
    // All that have a number, but for those in another currency.
    const numbered = stripe.all('invoice').filter((invoice) => invoice.metadata['tieout_invoice_number'] !== undefined && invoice.currency === 'aud');
    expect(history.pushedInvoices.map((invoice) => invoice.docNumber)).toEqual(numbered.map((invoice) => invoice.metadata['tieout_invoice_number']).toSorted());
    for (const invoice of history.pushedInvoices) {
      expect(invoice.exCents).toBe(exOf(invoice.totalCents));
      expect(sum(invoice.lines.map((line) => line.exCents))).toBe(invoice.exCents);
      expect(invoice.exCents + invoice.gstCents).toBe(invoice.totalCents);
      expect(invoice.txnDate).toBe(new Date(Date.parse(invoice.paidAt) + 10 * 3_600_000).toISOString().slice(0, 10));
      for (const line of invoice.lines) expect(line.description).not.toMatch(/[a-z]+_[A-Za-z0-9]/);
    }
    const texts = new Set(history.pushedInvoices.flatMap((invoice) => invoice.lines.map((line) => line.description)));
    expect(texts).toContain('RTOpacks Essential — monthly subscription, 1 seat, April 2026');
    expect(texts).toContain('RTOpacks Pro — monthly subscription, 5 seats, April 2026');
    expect([...texts].some((text) => text.startsWith('Additional seat — RTOpacks Pro, '))).toBe(true);
  });
});

describe('the same again', () => {
  test('one seed and one end give the same account, byte for byte', async () => {
    const again = await build(SEED);
    for (const type of [
      'customer',
      'invoice',
      'charge',
      'balance_transaction',
      'payout',
      'event',
      'subscription',
    ] as const) {
      expect(JSON.stringify(again.stripe.all(type))).toBe(JSON.stringify(stripe.all(type)));
    }
    await again.stripe.close();
  });

  test.each([
    ['a leap day', Date.UTC(2028, 1, 29, 12)],
    ['the last of a month', Date.UTC(2027, 2, 31, 23, 59)],
    ['new year', Date.UTC(2027, 0, 1, 0, 0, 1)],
  ])('another end works as well: %s', async (_name, endMs) => {
    const other = await build(SEED + 1, endMs);
    expect(other.history.pushedInvoices.length).toBeGreaterThan(380);
    expect(
      other.stripe
        .all('dispute')
        .map((dispute) => dispute.status)
        .toSorted(),
    ).toEqual(['needs_response', 'won']);
    await other.stripe.close();
  });
});
