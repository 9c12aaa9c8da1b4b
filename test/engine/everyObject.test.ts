// Every kind of object that Stripe holds reaches the mirror: by the back-fill, by events, by the sweep; what may not be read waits.
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { StripeGateway, StripeJson } from '../../src/engine/ports/stripeGateway.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const start = async (options: Parameters<typeof startTestWorld>[0] = {}): Promise<TestWorld> => {
  world = await startTestWorld({ isConnected: false, ...options });
  makeCatalogue(world.stripe);
  return world;
};

function rows<T>(made: TestWorld, sql: string): T[] {
  const db = new Database(`${made.folder}/tieout.sqlite`, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

const idsOf = (made: TestWorld, table: string): string[] => rows<{ id: string }>(made, `SELECT id FROM ${table} ORDER BY id`).map((row) => row.id);
const inStripe = (made: TestWorld, type: Parameters<TestWorld['stripe']['all']>[0]): string[] => made.stripe.all(type).map((object) => object.id).toSorted();
const results = (made: TestWorld, type: string): (string | null)[] => rows<{ result: string | null }>(made, `SELECT result FROM stripe_events WHERE type = '${type}'`).map((row) => row.result);

/** A paid client whose charge was warned of, with a second one credited, a planned downgrade, and money paid out to the bank. */
function makeOneOfEach(made: TestWorld): { invoiceId: string; chargeId: string } {
  const { stripe } = made;
  const invoiceId = newPayment(stripe, 'pro', { orgId: 'org-1' });
  const credited = newPayment(stripe, 'essential', { orgId: 'org-2' });
  stripe.call('POST', '/v1/credit_notes', { invoice: credited, amount: '1100', refund_amount: '1100', reason: 'order_change' });
  const subscription = stripe.all('subscription')[0];
  stripe.call('POST', '/v1/subscription_schedules', { from_subscription: String(subscription?.id) });
  const charge = stripe.all('charge').find((one) => one._.invoice === invoiceId);
  stripe.act({ act: 'warn-of-fraud', charge: String(charge?.id) });
  return { invoiceId, chargeId: String(charge?.id) };
}

const mirrored = [
  ['stripe_payment_methods', 'payment_method'],
  ['stripe_payment_intents', 'payment_intent'],
  ['stripe_credit_notes', 'credit_note'],
  ['stripe_fraud_warnings', 'early_fraud_warning'],
  ['stripe_subscription_schedules', 'subscription_schedule'],
  ['stripe_refunds', 'refund'],
] as const;

describe('every object of Stripe', () => {
  it.each(['the back-fill', 'events'])('is mirrored by %s', async (way) => {
    const made = await start();
    if (way === 'events') await made.settle();
    const { invoiceId, chargeId } = makeOneOfEach(made);
    await made.call('sync.now', {});
    await made.settle();
    for (const [table, type] of mirrored) expect([table, idsOf(made, table)]).toEqual([table, inStripe(made, type)]);
    expect(made.store.stripeRecords.fraudWarningsOf(chargeId)).toMatchObject([{ fraudType: 'unauthorized_use_of_card', isActionable: true }]);
    const credited = made.store.invoices.byStripeId(String(made.stripe.all('credit_note')[0]?.invoice));
    expect(made.store.stripeRecords.creditNotesOf(String(credited?.stripeInvoiceId))).toMatchObject([{ amountCents: 1_100, postPaymentCents: 1_100, refundIds: inStripe(made, 'refund') }]);
    expect(credited?.refundedCents).toBe(1_100);
    const customerId = String(made.store.invoices.byStripeId(invoiceId)?.stripeCustomerId);
    const method = made.stripe.all('payment_method').find((one) => one.customer === customerId);
    expect(made.store.stripeRecords.defaultPaymentMethodOf(customerId)).toBe(method?.id);
    expect(made.store.orgs.customer(customerId)).toMatchObject({ cardBrand: method?.card.brand, cardLast4: method?.card.last4 });
    expect((await made.call('activity.canary', {})).rows).toEqual([]);
  });

  it('mirrors every movement of money, and knows which payout it went with', async () => {
    const made = await start();
    makeOneOfEach(made);
    await made.call('sync.now', {});
    await made.settle();
    // Two weeks in which payouts are made, one of them after an adjustment without a charge (the dispute's fee).
    made.stripe.act({ act: 'open-dispute', charge: String(made.stripe.all('charge')[0]?.id) });
    for (let day = 0; day < 9; day += 1) {
      made.time.set(made.time.clock.nowMs() + dayMs);
      await made.pass(2 * minuteMs);
    }
    expect(idsOf(made, 'stripe_balance_transactions')).toEqual(inStripe(made, 'balance_transaction'));
    const expected = made.stripe.all('balance_transaction').map((one) => [one.id, one._.payout] as const).filter(([, payout]) => payout !== null);
    const known = rows<{ id: string; payout: string | null }>(made, 'SELECT id, payout_id AS payout FROM stripe_balance_transactions').map((row) => [row.id, row.payout]);
    expect(expected.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(expected));
  });

  it('keeps neither expiry nor fingerprint of a card', async () => {
    const made = await start();
    makeOneOfEach(made);
    await made.call('sync.now', {});
    await made.settle();
    const texts = rows<{ json: string }>(made, 'SELECT json FROM stripe_objects').map((row) => row.json).join('\n');
    expect(texts).toContain('"last4"');
    for (const { card } of made.stripe.all('payment_method')) expect(texts.includes(card.fingerprint)).toBe(false);
    expect(texts).not.toMatch(/exp_month|exp_year|fingerprint|client_secret/);
  });

  it('settles deletions, and what tells of nothing that exists yet', async () => {
    const made = await start();
    newPayment(made.stripe, 'essential', { orgId: 'org-1' });
    const product = made.stripe.call('POST', '/v1/products', { name: 'Short-lived', metadata: { tieout_plan: 'short' } });
    const customer = String(made.stripe.all('customer')[0]?.id);
    const draft = made.stripe.call('POST', '/v1/invoices', { customer });
    await made.call('sync.now', {});
    await made.settle();
    expect(made.store.invoices.byStripeId(String(draft['id']))?.status).toBe('draft');
    made.stripe.call('DELETE', `/v1/products/${String(product['id'])}`);
    made.stripe.call('DELETE', `/v1/invoices/${String(draft['id'])}`);
    await made.pass(2 * minuteMs);
    expect(made.store.invoices.byStripeId(String(draft['id']))?.status).toBe('deleted');
    expect(made.store.mirror.product(String(product['id']))).toMatchObject({ name: 'Short-lived', planTier: 'short' });
    expect(rows(made, `SELECT is_active FROM stripe_products WHERE id = '${String(product['id'])}'`)).toEqual([{ is_active: 0 }]);
    expect([...results(made, 'product.deleted'), ...results(made, 'invoice.deleted')]).toEqual(['applied: deleted', 'applied: deleted']);
    for (let hop = 0; hop < 2; hop += 1) {
      made.time.set(made.time.clock.nowMs() + 14 * dayMs);
      await made.pass(2 * minuteMs);
    }
    expect(results(made, 'invoice.upcoming')).toEqual(['ignored: invoice.upcoming tells of nothing that exists yet']);
    made.stripe.call('DELETE', `/v1/customers/${customer}`);
    await made.pass(2 * minuteMs);
    expect(rows(made, `SELECT is_deleted FROM billing_customers WHERE stripe_customer_id = '${customer}'`)).toEqual([{ is_deleted: 1 }]);
    expect(made.store.events.waitingCount()).toBe(0);
  });

  it('knows a payment that waits for the customer, and its end', async () => {
    const made = await start();
    await made.settle();
    const invoiceId = newPayment(made.stripe, 'pro', { orgId: 'org-1', card: 'pm_card_authenticationRequired' });
    await made.pass(2 * minuteMs);
    const intentId = String(made.stripe.all('payment_intent')[0]?.id);
    expect(made.store.stripeRecords.paymentIntent(intentId)).toMatchObject({ status: 'requires_action', amountReceivedCents: 0 });
    made.stripe.act({ act: 'complete-authentication', invoice: invoiceId });
    await made.pass(2 * minuteMs);
    expect(made.store.stripeRecords.paymentIntent(intentId)).toMatchObject({ status: 'succeeded', amountReceivedCents: 69_900 });
    expect(made.store.invoices.byStripeId(invoiceId)?.status).toBe('paid');
  });
});

describe('fetching', () => {
  it('asks once for each object of a new paid client, however many events and objects point at it', async () => {
    const made = await start();
    await made.settle();
    newPayment(made.stripe, 'pro', { orgId: 'org-0' });
    await made.pass(2 * minuteMs);
    const before = new Map(made.stripe.stats);
    newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    const asked = [...made.stripe.stats].flatMap(([route, count]) => {
      const more = count - (before.get(route) ?? 0);
      return more > 0 && route.startsWith('GET') && route !== 'GET /v1/events' ? [[route, more] as const] : [];
    });
    // The invoice again before its number is noted, and again, with its charge, for the event of that note; the newest
    // movements of money and the balance that the clearing book is tied to.
    expect(Object.fromEntries(asked)).toEqual({
      'GET /v1/customers/:id': 1, 'GET /v1/subscriptions/:id': 1, 'GET /v1/invoices/:id': 3, 'GET /v1/charges': 2, 'GET /v1/payment_methods/:id': 1, 'GET /v1/balance': 1, 'GET /v1/balance_transactions': 1,
    });
    expect(made.store.events.waitingCount()).toBe(0);
  });

  it('shares fees and payments where several payments meet several invoices', async () => {
    const changed = new Map<string, readonly StripeJson[]>();
    const made = await start({ wrapStripe: (gateway) => withPayments(gateway, changed) });
    const first = newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    const second = newPayment(made.stripe, 'essential', { orgId: 'org-1' });
    for (const charge of made.stripe.all('charge')) made.stripe.act({ act: 'settle-charge', charge: charge.id });
    const [ofSecond, ofFirst] = made.stripe.all('invoice_payment').toSorted((a) => (a.invoice === second ? -1 : 1));
    if (ofFirst === undefined || ofSecond === undefined) throw new Error('two payments were made');
    const paid = (id: string, like: typeof ofFirst, invoice: string, amount: number): StripeJson => ({ ...like, _: undefined, id, invoice, amount_paid: amount });
    // The first invoice took 599.00 of its own intent and 100.00 of the second's, which also paid the second invoice.
    changed.set(first, [paid('inpay_a', ofFirst, first, 59_900), paid('inpay_b', ofSecond, first, 10_000)]);
    changed.set(second, [paid('inpay_c', ofSecond, second, 29_900)]);
    await made.call('sync.now', {});
    await made.settle();
    expect(made.store.mirror.paymentsOf(first).map((payment) => payment.amountPaidCents)).toEqual([59_900, 10_000]);
    const fees = made.stripe.all('balance_transaction').filter((one) => one.type === 'charge').reduce((sum, one) => sum + one.fee, 0);
    const booked = [first, second].map((id) => made.store.invoices.byStripeId(id));
    expect(booked.map((invoice) => invoice?.feeState)).toEqual(['known', 'known']);
    expect((booked[0]?.feeCents ?? 0) + (booked[1]?.feeCents ?? 0)).toBe(fees);
    const { rows: ledger } = await made.call('ledger.list', { filter: { moneyOnly: true } });
    expect(ledger.map((row) => row.totalCents).toSorted((a, b) => a - b)).toEqual([39_900, 69_900]);
  });
});

/** The lists of invoice payments as the test says they are. */
function withPayments(gateway: StripeGateway, changed: ReadonlyMap<string, readonly StripeJson[]>): StripeGateway {
  return {
    ...gateway,
    retrieve: async (type, id, expand, signal) => {
      const { payments: _payments, ...raw } = await gateway.retrieve(type, id, expand, signal);
      return raw;
    },
    list: async (type, params, signal) => {
      if (type !== 'invoice_payments') return gateway.list(type, params, signal);
      const invoice = params.filter?.['invoice'];
      return { data: invoice === undefined ? [...changed.values()].flat() : (changed.get(invoice) ?? []), hasMore: false };
    },
  };
}

describe('a permission', () => {
  const everything = [
    'account', 'balance', 'balance_transaction_source', 'charge', 'credit_note', 'customer', 'dispute', 'early_fraud_warning', 'event', 'invoice', 'payment_intent', 'payment_method', 'payout', 'plan', 'product',
    'subscription',
  ];
  const startRestricted = async (): Promise<{ made: TestWorld; permissions: Record<string, 'none' | 'read' | 'write'> }> => {
    const permissions: Record<string, 'none' | 'read' | 'write'> = Object.fromEntries(everything.map((name) => [name, 'write']));
    const key = 'rk_test_restricted_of_the_test';
    return { made: await start({ apiKey: key, apiKeys: [{ key, permissions }] }), permissions };
  };
  const lines = async (made: TestWorld): Promise<string> => (await made.call('activity.list', { limit: 500 })).rows.map((row) => `${row.summary} | ${row.detail ?? ''}`).join('\n');
  const accessOf = async (made: TestWorld, resource: string): Promise<string | undefined> => (await made.call('settings.get', {})).stripe.permissions.find((one) => one.resource === resource)?.access;

  it.each([
    ['charge', 'Charges', 'rak_charge_read'],
    ['customer', 'Customers', 'rak_customer_read'],
    ['payment_intent', 'Payment intents', 'rak_payment_intent_read'],
    ['subscription', 'Subscriptions', 'rak_subscription_read'],
    ['payout', 'Payouts', 'rak_payout_read'],
    ['balance_transaction_source', 'Balance transactions', 'rak_balance_transaction_source_read'],
  ])('to read %s that goes missing mid-run holds up nothing else, is named, and costs nothing in the end', async (name, resource, permission) => {
    const { made, permissions } = await startRestricted();
    newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    await made.call('sync.now', {});
    await made.settle();
    permissions[name] = 'none';
    const later = newPayment(made.stripe, 'essential', { orgId: 'org-2' });
    await made.pass(2 * minuteMs);
    made.time.set(made.time.clock.nowMs() + dayMs);
    await made.pass(2 * minuteMs);
    expect(made.store.invoices.byStripeId(later)).toMatchObject({ status: 'paid', number: 'RTP-0002' });
    expect(made.store.events.waitingCount()).toBe(0);
    expect(await lines(made)).toContain(permission);
    expect(await accessOf(made, resource)).toBe('missing');
    // Forty days on, longer than the sweep looks back, the permission is granted again.
    made.time.set(made.time.clock.nowMs() + 40 * dayMs);
    permissions[name] = 'write';
    await made.call('settings.setStripeKey', { key: 'rk_test_restricted_of_the_test' });
    await made.settle();
    expect(await accessOf(made, resource)).toBe('granted');
    const { rows: ledger } = await made.call('ledger.list', { filter: { moneyOnly: true }, limit: 500 });
    expect(ledger.filter((row) => row.invoiceId === made.store.invoices.byStripeId(later)?.id)).toHaveLength(1);
    expect(idsOf(made, 'stripe_charges')).toEqual(inStripe(made, 'charge'));
    expect(idsOf(made, 'stripe_payment_intents')).toEqual(inStripe(made, 'payment_intent'));
    expect((await made.call('books.check', {})).checks.filter((check) => !check.ok)).toEqual([]);
  });

  it('that a first read lacks leaves the rest of the back-fill whole', async () => {
    const { made, permissions } = await startRestricted();
    for (const name of ['credit_note', 'early_fraud_warning', 'payment_method', 'dispute', 'payout', 'balance_transaction_source', 'charge']) permissions[name] = 'none';
    const { invoiceId } = makeOneOfEach(made);
    await made.call('sync.now', {});
    await made.settle();
    expect(made.store.invoices.byStripeId(invoiceId)).toMatchObject({ status: 'paid', feeState: 'pending' });
    for (const name of everything) permissions[name] = 'write';
    await made.call('settings.setStripeKey', { key: 'rk_test_restricted_of_the_test' });
    await made.settle();
    for (const [table, type] of mirrored) expect([table, idsOf(made, table)]).toEqual([table, inStripe(made, type)]);
    expect(idsOf(made, 'stripe_balance_transactions')).toEqual(inStripe(made, 'balance_transaction'));
  });
});
