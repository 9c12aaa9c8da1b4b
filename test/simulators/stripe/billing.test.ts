// Billing over time: renewals, retries, prorations, schedules, cancellation, late balance transactions, payouts, disputes.
import type { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue, World } from './harness.ts';
import {
  collect,
  createCatalogue,
  createCustomerWithCard,
  DAY_MS,
  failureOf,
  idOf,
  startWorld,
  subscribe,
} from './harness.ts';

let world: World;
let sdk: Stripe;
let catalogue: Catalogue;

beforeEach(async () => {
  world = await startWorld();
  sdk = world.sdk;
  catalogue = await createCatalogue(sdk);
});
afterEach(() => world.close());

const advance = (ms: number): void => {
  world.simulator.clock.advance(ms);
};

async function invoicesOf(subscription: string): Promise<Stripe.Invoice[]> {
  return collect(sdk.invoices.list({ subscription, limit: 100 }));
}

describe('renewal', () => {
  test('a month later: draft, finalised an hour on, paid; the period moves by the calendar', async () => {
    const { id } = await subscribe(sdk, catalogue, catalogue.pro);
    advance(31 * DAY_MS);
    const draft = (await invoicesOf(id))[0];
    expect(draft).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle', number: null });
    advance(3_600_000);
    const paid = await sdk.invoices.retrieve(idOf(draft));
    expect(paid).toMatchObject({ status: 'paid', total: 69_900 });
    expect((paid.status_transitions.finalized_at ?? 0) - paid.created).toBe(3600);
    const item = (await sdk.subscriptions.retrieve(id)).items.data[0];
    expect(
      [item?.current_period_start, item?.current_period_end].map((at) =>
        new Date((at ?? 0) * 1000).toISOString().slice(0, 10),
      ),
    ).toEqual(['2026-04-02', '2026-05-02']);
    expect(paid.lines.data[0]?.period).toEqual({ start: item?.current_period_start, end: item?.current_period_end });
  });

  test('a year makes thirteen invoices, one for each month, numbered in sequence', async () => {
    const { id } = await subscribe(sdk, catalogue, catalogue.essential);
    advance(366 * DAY_MS);
    const invoices = await invoicesOf(id);
    expect(invoices).toHaveLength(13);
    expect(invoices.map((invoice) => invoice.number?.split('-')[1])).toEqual(
      Array.from({ length: 13 }, (_, i) => String(13 - i).padStart(4, '0')),
    );
  });

  test('anchored on the 31st, it keeps to the last day of short months', async () => {
    world.simulator.clock.set(Date.UTC(2026, 4, 31, 2));
    const { id } = await subscribe(sdk, catalogue, catalogue.essential);
    advance(100 * DAY_MS);
    const days = (await invoicesOf(id)).map((invoice) => new Date(invoice.created * 1000).toISOString().slice(0, 10));
    expect(days).toEqual(['2026-08-31', '2026-07-31', '2026-06-30', '2026-05-31']);
  });
});

describe('failed payments', () => {
  async function failing(): Promise<{ id: string; card: string }> {
    const { id, card } = await subscribe(sdk, catalogue, catalogue.essential);
    world.simulator.act({ act: 'set-card-outcome', paymentMethod: card, outcome: 'insufficient_funds' });
    advance(31 * DAY_MS + 3_600_000);
    return { id, card };
  }

  test('past due, four retries over fourteen days, then canceled', async () => {
    const { id } = await failing();
    const invoice = idOf((await invoicesOf(id))[0]);
    expect((await sdk.subscriptions.retrieve(id)).status).toBe('past_due');
    const attempts: number[] = [];
    for (const days of [0, 2, 3, 4, 5]) {
      advance(days * DAY_MS);
      const seen = await sdk.invoices.retrieve(invoice);
      attempts.push(seen.attempt_count);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(await sdk.subscriptions.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    });
    expect(await sdk.invoices.retrieve(invoice)).toMatchObject({ status: 'open', next_payment_attempt: null });
  });

  test('a retry that succeeds makes it active again', async () => {
    const { id, card } = await failing();
    world.simulator.act({ act: 'set-card-outcome', paymentMethod: card, outcome: 'success' });
    advance(2 * DAY_MS);
    expect((await sdk.subscriptions.retrieve(id)).status).toBe('active');
    expect((await invoicesOf(id))[0]).toMatchObject({ status: 'paid', attempt_count: 2 });
  });

  test('exhausted retries leave it unpaid where the account says so', async () => {
    await world.close();
    world = await startWorld({ billing: { whenRetriesEnd: 'unpaid' } });
    sdk = world.sdk;
    catalogue = await createCatalogue(sdk);
    const { id } = await failing();
    advance(15 * DAY_MS);
    expect((await sdk.subscriptions.retrieve(id)).status).toBe('unpaid');
  });

  test('a first payment that fails leaves it incomplete, expired after 23 hours', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential, 'pm_card_chargeCustomerFail');
    expect(subscription.status).toBe('incomplete');
    advance(DAY_MS);
    expect((await sdk.subscriptions.retrieve(subscription.id)).status).toBe('incomplete_expired');
    expect((await invoicesOf(subscription.id))[0]?.status).toBe('void');
  });

  test('error_if_incomplete leaves nothing behind', async () => {
    const { customer } = await createCustomerWithCard(sdk, 'pm_card_chargeCustomerFail');
    const error = await failureOf(
      sdk.subscriptions.create({
        customer,
        items: [{ price: catalogue.pro }],
        payment_behavior: 'error_if_incomplete',
      }),
    );
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code: 'card_declined' });
    expect((await sdk.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await sdk.invoices.list()).data).toEqual([]);
  });

  test('paying by hand with a failing card is a card error, with another it is paid', async () => {
    const { id } = await failing();
    const invoice = idOf((await invoicesOf(id))[0]);
    expect(await failureOf(sdk.invoices.pay(invoice))).toMatchObject({
      type: 'StripeCardError',
      decline_code: 'insufficient_funds',
    });
    expect(await sdk.invoices.pay(invoice, { payment_method: 'pm_card_visa' })).toMatchObject({ status: 'paid' });
  });

  test('3-D Secure is a state of its own', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.pro, 'pm_card_authenticationRequired');
    expect(subscription.status).toBe('incomplete');
    const types = (await sdk.events.list({ types: ['invoice.payment_action_required', 'charge.succeeded'] })).data.map(
      (event) => event.type,
    );
    expect(types).toEqual(['invoice.payment_action_required']);
    world.simulator.act({ act: 'complete-authentication', invoice: idOf(subscription.latest_invoice) });
    expect((await sdk.subscriptions.retrieve(subscription.id)).status).toBe('active');
  });
});

describe('changes', () => {
  test('an upgrade with create_prorations: preview and next invoice agree to the cent', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    advance(10 * DAY_MS);
    const date = Math.floor(world.simulator.clock.nowMs() / 1000);
    const items = [{ id: idOf(subscription.items.data[0]), price: catalogue.pro }];
    const preview = await sdk.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, proration_behavior: 'create_prorations', proration_date: date },
    });
    await sdk.subscriptions.update(subscription.id, {
      items,
      proration_behavior: 'create_prorations',
      proration_date: date,
    });
    advance(21 * DAY_MS + 3_600_000);
    const renewal = (await invoicesOf(subscription.id))[0];
    // 21 of 31 days are left: 39900 × 21/31 back, 69900 × 21/31 due, 69900 for the new month.
    expect(renewal?.lines.data.map((line) => line.amount)).toEqual([-27_029, 47_352, 69_900]);
    expect(renewal?.lines.data.map((line) => line.parent?.subscription_item_details?.proration)).toEqual([
      true,
      true,
      false,
    ]);
    expect(preview.lines.data.map((line) => line.amount)).toEqual(renewal?.lines.data.map((line) => line.amount));
    expect(preview.total).toBe(renewal?.total);
    expect(preview.id).toMatch(/^upcoming_in_/);
  });

  test('always_invoice bills the difference at once; none bills nothing', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    const items = [{ id: idOf(subscription.items.data[0]), price: catalogue.pro }];
    await sdk.subscriptions.update(subscription.id, { items, proration_behavior: 'always_invoice' });
    expect((await invoicesOf(subscription.id))[0]).toMatchObject({
      status: 'paid',
      total: 30_000,
      billing_reason: 'subscription_update',
    });
    await sdk.subscriptions.update(subscription.id, {
      items: [{ id: items[0]?.id ?? '', price: catalogue.essential }],
      proration_behavior: 'none',
    });
    expect(await invoicesOf(subscription.id)).toHaveLength(2);
    expect((await sdk.invoiceItems.list({ pending: true })).data).toEqual([]);
  });

  test('a preview leaves no trace', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    const before = JSON.stringify(world.simulator.all('invoice'));
    await sdk.invoices.createPreview({ subscription: subscription.id });
    expect(JSON.stringify(world.simulator.all('invoice'))).toBe(before);
  });

  test('an item without an id is added, not replaced', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.pro);
    const after = await sdk.subscriptions.update(subscription.id, {
      items: [{ price: catalogue.seat, quantity: 2 }],
      proration_behavior: 'none',
    });
    expect(after.items.data.map((item) => [item.price.id, item.quantity])).toEqual([
      [catalogue.pro, 1],
      [catalogue.seat, 2],
    ]);
  });

  test('a downgrade by schedule takes effect at the renewal, without proration; a release undoes it', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.pro);
    const plan = async (id: string): Promise<Stripe.SubscriptionSchedule> => {
      const schedule = await sdk.subscriptionSchedules.create({ from_subscription: id });
      const current = schedule.phases[0];
      return sdk.subscriptionSchedules.update(schedule.id, {
        end_behavior: 'release',
        phases: [
          {
            start_date: current?.start_date ?? 0,
            end_date: current?.end_date ?? 0,
            items: [{ price: catalogue.pro, quantity: 1 }],
          },
          { items: [{ price: catalogue.essential, quantity: 1 }], proration_behavior: 'none' },
        ],
      });
    };
    const schedule = await plan(subscription.id);
    await sdk.subscriptionSchedules.release(schedule.id);
    await plan(subscription.id);
    advance(31 * DAY_MS + 3_600_000);
    expect((await invoicesOf(subscription.id))[0]).toMatchObject({ total: 39_900, status: 'paid' });
    advance(31 * DAY_MS);
    expect(await sdk.subscriptions.retrieve(subscription.id)).toMatchObject({ schedule: null, status: 'active' });
  });

  test('cancellation at period end, and its undo', async () => {
    const { id } = await subscribe(sdk, catalogue, catalogue.pro);
    const scheduled = await sdk.subscriptions.update(id, { cancel_at_period_end: true });
    expect(scheduled).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
      cancel_at: scheduled.items.data[0]?.current_period_end,
    });
    expect(await sdk.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({
      cancel_at: null,
      canceled_at: null,
    });
    await sdk.subscriptions.update(id, { cancel_at_period_end: true });
    advance(32 * DAY_MS);
    expect((await sdk.subscriptions.retrieve(id)).status).toBe('canceled');
    expect(await invoicesOf(id)).toHaveLength(1);
  });

  test('a trial bills nothing, then the price', async () => {
    const { customer } = await createCustomerWithCard(sdk);
    const subscription = await sdk.subscriptions.create({
      customer,
      items: [{ price: catalogue.pro }],
      trial_period_days: 14,
      default_tax_rates: [catalogue.taxRate],
    });
    expect(subscription.status).toBe('trialing');
    expect((await invoicesOf(subscription.id))[0]).toMatchObject({ total: 0, status: 'paid' });
    advance(14 * DAY_MS + 3_600_000);
    expect((await sdk.subscriptions.retrieve(subscription.id)).status).toBe('active');
    expect((await invoicesOf(subscription.id))[0]).toMatchObject({ total: 69_900, status: 'paid' });
  });

  test.each([
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
    ['keep_as_draft', 'draft'],
  ] as const)('paused with %s, a renewal ends %s', async (behavior, status) => {
    const { id } = await subscribe(sdk, catalogue, catalogue.pro);
    await sdk.subscriptions.update(id, { pause_collection: { behavior } });
    advance(32 * DAY_MS);
    expect((await invoicesOf(id))[0]?.status).toBe(status);
  });
});

test('a card left on the checkout page becomes the default', async () => {
  const customer = await sdk.customers.create({ name: 'No card yet' });
  const session = await sdk.checkout.sessions.create({ mode: 'setup', currency: 'aud', customer: customer.id });
  expect(session).toMatchObject({ status: 'open', mode: 'setup' });
  const made = world.simulator.act({ act: 'complete-checkout', session: session.id, card: 'pm_card_mastercard' });
  const after = await sdk.customers.retrieve(customer.id);
  expect(after).toMatchObject({ invoice_settings: { default_payment_method: made['paymentMethod'] } });
  expect((await sdk.events.list({ limit: 1 })).data[0]?.type).toBe('checkout.session.completed');
});

describe('money', () => {
  test('the balance transaction is late, announced by charge.updated, with GST in the fee', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    expect((await sdk.charges.list()).data[0]?.balance_transaction).toBeNull();
    advance(20 * 60_000);
    const charge = (await sdk.charges.list({ expand: ['data.balance_transaction'] })).data[0];
    // 1.7 % of 399.00 = 6.783 → 6.78, + 0.30
    expect(charge?.balance_transaction).toMatchObject({
      amount: 39_900,
      fee: 708,
      net: 39_192,
      reporting_category: 'charge',
    });
    expect(charge?.balance_transaction).toMatchObject({
      fee_details: [
        { type: 'stripe_fee', amount: 644 },
        { type: 'tax', amount: 64 },
      ],
    });
    expect((await sdk.events.list({ type: 'charge.updated' })).data[0]?.data.previous_attributes).toEqual({
      balance_transaction: null,
    });
    expect(subscription.status).toBe('active');
  });

  test('a foreign card costs 3.5 % + 30 c', async () => {
    await subscribe(sdk, catalogue, catalogue.essential, 'pm_card_nz');
    advance(3_600_000);
    expect((await sdk.balanceTransactions.list()).data[0]?.fee).toBe(1427);
  });

  test('payouts come on business days, two days on, and tie to their rows', async () => {
    await subscribe(sdk, catalogue, catalogue.pro);
    advance(10 * DAY_MS);
    const payout = (await sdk.payouts.list()).data[0];
    const rows = await collect(sdk.balanceTransactions.list({ payout: idOf(payout) }));
    expect(rows.map((row) => row.type).toSorted()).toEqual(['charge', 'payout']);
    expect(rows.reduce((sum, row) => sum + row.net, 0)).toBe(0);
    expect(payout).toMatchObject({ status: 'paid', automatic: true, reconciliation_status: 'completed' });
    const weekday = new Date((payout?.arrival_date ?? 0) * 1000).getUTCDay();
    expect([1, 2, 3, 4, 5]).toContain(weekday);
  });

  test('refunds: partial, the rest, no more; the fee stays', async () => {
    await subscribe(sdk, catalogue, catalogue.pro);
    advance(3_600_000);
    const charge = idOf((await sdk.charges.list()).data[0]);
    await sdk.refunds.create({ charge, amount: 20_000 });
    expect(await sdk.charges.retrieve(charge)).toMatchObject({ amount_refunded: 20_000, refunded: false });
    await sdk.refunds.create({ charge });
    expect(await sdk.charges.retrieve(charge)).toMatchObject({ amount_refunded: 69_900, refunded: true });
    expect(await failureOf(sdk.refunds.create({ charge }))).toMatchObject({ code: 'charge_already_refunded' });
    const rows = (await sdk.balanceTransactions.list({ type: 'refund' })).data;
    expect(rows.map((row) => [row.amount, row.fee])).toEqual([
      [-49_900, 0],
      [-20_000, 0],
    ]);
  });

  test('a credit note with a refund keeps its tax and its refund', async () => {
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    const invoice = idOf(subscription.latest_invoice);
    const note = await sdk.creditNotes.create({
      invoice,
      amount: 11_000,
      refund_amount: 11_000,
      reason: 'order_change',
    });
    expect(note).toMatchObject({ total: 11_000, total_excluding_tax: 10_000, type: 'post_payment', status: 'issued' });
    expect(await sdk.refunds.retrieve(idOf(note.refunds[0]?.refund))).toMatchObject({ amount: 11_000 });
    expect((await sdk.invoices.retrieve(invoice)).post_payment_credit_notes_amount).toBe(11_000);
  });

  test('a dispute withdraws the money and a fee; evidence is a draft until submitted; winning returns the money', async () => {
    await subscribe(sdk, catalogue, catalogue.essential, 'pm_card_createDispute');
    const dispute = (await sdk.disputes.list()).data[0];
    const id = idOf(dispute);
    expect(dispute?.balance_transactions[0]).toMatchObject({
      amount: -39_900,
      fee: 2500,
      net: -42_400,
      reporting_category: 'dispute',
    });
    expect(await failureOf(sdk.refunds.create({ charge: idOf(dispute?.charge) }))).toMatchObject({
      code: 'charge_disputed',
    });
    const draft = await sdk.disputes.update(id, {
      evidence: { uncategorized_text: 'They used it daily.' },
      submit: false,
    });
    expect(draft).toMatchObject({
      status: 'needs_response',
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    const sent = await sdk.disputes.update(id, { evidence: { customer_name: 'O’Brien' } });
    expect(sent).toMatchObject({ status: 'under_review', evidence_details: { submission_count: 1 } });
    world.simulator.act({ act: 'decide-dispute', dispute: id, decision: 'won' });
    const types = (await sdk.events.list({ type: 'charge.dispute.*', limit: 100 })).data.map((event) => event.type);
    expect(types).toEqual([
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
      'charge.dispute.updated',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.created',
    ]);
  });

  test('a deadline that passes without evidence loses the dispute', async () => {
    await subscribe(sdk, catalogue, catalogue.essential, 'pm_card_createDispute');
    advance(15 * DAY_MS);
    expect((await sdk.disputes.list()).data[0]).toMatchObject({ status: 'lost', evidence_details: { past_due: true } });
  });
});
