// The real SDK over HTTP: create, read, update, list, page, expand; errors as the SDK maps them; idempotency.
import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from './harness.ts';
import {
  collect,
  createCatalogue,
  createCustomerWithCard,
  failureOf,
  idOf,
  sdkFor,
  startWorld,
  subscribe,
} from './harness.ts';

let world: World;
let sdk: Stripe;

beforeEach(async () => {
  world = await startWorld();
  sdk = world.sdk;
});
afterEach(() => world.close());

describe('objects', () => {
  test('a customer is created, read, updated, deleted', async () => {
    const made = await sdk.customers.create({
      name: "D'Arcy & Co",
      metadata: { org_id: 'org-9', keep: 'yes' },
      address: { city: 'Hobart', state: 'TAS' },
    });
    const updated = await sdk.customers.update(made.id, {
      phone: '(03) 5550 0001',
      metadata: { org_id: 'org-10', keep: '' },
    });
    expect(updated).toMatchObject({
      name: "D'Arcy & Co",
      phone: '(03) 5550 0001',
      metadata: { org_id: 'org-10' },
      address: { city: 'Hobart', country: null },
    });
    expect(updated.metadata).not.toHaveProperty('keep');
    expect(await sdk.customers.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect(await sdk.customers.retrieve(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect((await sdk.customers.list()).data).toEqual([]);
  });

  test('nested parameters, lists and unicode survive the form encoding', async () => {
    const made = await sdk.customers.create({
      name: 'Ünïcode & "quotes" = [brackets] 100%',
      metadata: { 'a.b': 'c=d&e', __proto__x: '1' },
    });
    expect(made).toMatchObject({
      name: 'Ünïcode & "quotes" = [brackets] 100%',
      metadata: { 'a.b': 'c=d&e', __proto__x: '1' },
    });
  });

  test('a subscription is paid at once, its invoice carries GST inside the price', async () => {
    const catalogue = await createCatalogue(sdk);
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    const invoice = await sdk.invoices.retrieve(idOf(subscription.latest_invoice), { expand: ['payments'] });
    expect(subscription.status).toBe('active');
    expect(invoice).toMatchObject({
      status: 'paid',
      total: 39_900,
      total_excluding_tax: 36_273,
      amount_paid: 39_900,
      billing_reason: 'subscription_create',
    });
    expect(invoice.total_taxes).toMatchObject([{ amount: 3627, tax_behavior: 'inclusive' }]);
    expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
    const payment = invoice.payments?.data[0];
    const intent = await sdk.paymentIntents.retrieve(idOf(payment?.payment.payment_intent), {
      expand: ['latest_charge'],
    });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      amount: 39_900,
      paid: true,
      balance_transaction: null,
    });
    expect((await sdk.invoicePayments.list({ invoice: invoice.id })).data.map((row) => row.id)).toEqual([payment?.id]);
  });

  test('expansion replaces ids, in lists too, and refuses what cannot be expanded', async () => {
    const catalogue = await createCatalogue(sdk);
    await subscribe(sdk, catalogue, catalogue.pro);
    world.simulator.clock.advance(3_600_000);
    const charges = await sdk.charges.list({ expand: ['data.balance_transaction', 'data.customer'] });
    expect(charges.data[0]).toMatchObject({
      balance_transaction: { object: 'balance_transaction', fee: 1218 },
      customer: { object: 'customer' },
    });
    const payments = await sdk.invoicePayments.list({ status: 'paid', expand: ['data.payment.payment_intent'] });
    expect(payments.data[0]?.payment.payment_intent).toMatchObject({ object: 'payment_intent' });
    const error = await failureOf(sdk.charges.list({ expand: ['data.nonsense'] }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error.message).toContain('cannot be expanded');
  });

  test('a test card number that fails its check digit is refused', async () => {
    const card = { number: '1111111111111111', exp_month: 1, exp_year: 2031 };
    const error = await failureOf(sdk.paymentMethods.create({ type: 'card', card }));
    expect(error).toMatchObject({ type: 'StripeCardError', code: 'incorrect_number', statusCode: 402 });
    const good = await sdk.paymentMethods.create({ type: 'card', card: { ...card, number: '4111111111111111' } });
    expect(good.card).toMatchObject({ brand: 'visa', last4: '1111' });
    expect(JSON.stringify(world.simulator.all('payment_method'))).not.toContain('4111111111111111');
  });
});

describe('lists', () => {
  test('newest first, paged both ways, auto-paged without loss', async () => {
    for (let i = 0; i < 25; i += 1) {
      await sdk.customers.create({ name: `Customer ${i}` });
      if (i % 5 === 0) world.simulator.clock.advance(1000);
    }
    const names = (page: Stripe.ApiList<Stripe.Customer>): (string | null | undefined)[] =>
      page.data.map((customer) => customer.name);
    const first = await sdk.customers.list({ limit: 10 });
    expect(names(first)).toEqual(Array.from({ length: 10 }, (_, i) => `Customer ${24 - i}`));
    expect(first.has_more).toBe(true);
    const second = await sdk.customers.list({ limit: 10, starting_after: idOf(first.data.at(-1)) });
    const back = await sdk.customers.list({ limit: 10, ending_before: idOf(second.data[0]) });
    expect(names(back)).toEqual(names(first));
    const all = await collect(sdk.customers.list({ limit: 7 }));
    expect(all.map((customer) => customer.name)).toEqual(Array.from({ length: 25 }, (_, i) => `Customer ${24 - i}`));
  });

  test('created ranges are inclusive or not, as asked', async () => {
    const made: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      made.push((await sdk.customers.create({ name: `C${i}` })).created);
      world.simulator.clock.advance(60_000);
    }
    const [, second = 0, third = 0] = made;
    const count = async (created: Stripe.RangeQueryParam): Promise<number> =>
      (await sdk.customers.list({ created })).data.length;
    expect(await count({ gte: second })).toBe(3);
    expect(await count({ gt: second })).toBe(2);
    expect(await count({ lte: third })).toBe(3);
    expect(await count({ lt: third, gte: second })).toBe(1);
  });

  test('canceled subscriptions are listed only on request', async () => {
    const catalogue = await createCatalogue(sdk);
    const subscription = await subscribe(sdk, catalogue, catalogue.essential);
    await sdk.subscriptions.cancel(subscription.id, { invoice_now: false, prorate: false });
    expect((await sdk.subscriptions.list()).data).toEqual([]);
    expect((await sdk.subscriptions.list({ status: 'all' })).data.map((row) => row.status)).toEqual(['canceled']);
  });

  test('an invoice with more than ten lines shows ten and pages the rest', async () => {
    const { customer } = await createCustomerWithCard(sdk);
    for (let i = 0; i < 13; i += 1)
      await sdk.invoiceItems.create({ customer, amount: 100 + i, currency: 'aud', description: `Item ${i}` });
    const invoice = await sdk.invoices.create({ customer });
    expect(invoice.lines.data).toHaveLength(10);
    expect(invoice.lines.has_more).toBe(true);
    const lines = await collect(sdk.invoices.listLineItems(invoice.id, { limit: 6 }));
    expect(lines.map((line) => line.description)).toEqual(Array.from({ length: 13 }, (_, i) => `Item ${i}`));
    expect(invoice.total).toBe(lines.reduce((sum, line) => sum + line.amount, 0));
  });
});

describe('errors', () => {
  test('404 in the path, 400 in a parameter', async () => {
    expect(await failureOf(sdk.invoices.retrieve('in_missing'))).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 404,
      code: 'resource_missing',
      message: "No such invoice: 'in_missing'",
    });
    expect(await failureOf(sdk.subscriptions.create({ customer: 'cus_missing', items: [] }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    });
  });

  test('an unknown key is 401, a key without the permission 403 with its name', async () => {
    await world.close();
    world = await startWorld({
      apiKeys: [
        { key: 'rk_test_everything_0123456789', permissions: 'all' },
        { key: 'rk_test_readonly_0123456789ab', permissions: { customer: 'read', invoice: 'write' } },
      ],
    });
    const wrong = await failureOf(sdkFor(world.simulator, 'sk_test_not_a_known_key_1234').customers.list());
    expect(wrong).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect(wrong.message).not.toContain('not_a_known_key');
    const restricted = sdkFor(world.simulator, 'rk_test_readonly_0123456789ab');
    expect((await restricted.customers.list()).data).toEqual([]);
    const denied = await failureOf(restricted.customers.create({ name: 'x' }));
    expect(denied).toMatchObject({ type: 'StripePermissionError', statusCode: 403, rawType: 'invalid_request_error' });
    expect(denied.message).toContain("Having the 'rak_customer_write' permission");
    expect((await failureOf(restricted.payouts.list())).message).toContain('rak_payout_read');
  });

  test('an unknown parameter is refused by name', async () => {
    const withTypo = { name: 'x', shoe_size: '44' };
    const error = await failureOf(sdk.customers.create(withTypo));
    expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'shoe_size' });
  });

  test('429 of the rate limit', async () => {
    await world.close();
    world = await startWorld({ rateLimitPerSecond: 3 });
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => world.sdk.customers.list()));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.reason).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
  });

  test('every answer has its Request-Id and version', async () => {
    const customer = await sdk.customers.create({ name: 'x' });
    expect(customer.lastResponse.requestId).toMatch(/^req_[0-9A-Za-z]{14}$/);
    expect(customer.lastResponse.apiVersion).toMatch(/\.dahlia$/);
  });
});

describe('idempotency', () => {
  const key = 'subscribe:org-1:pro';

  test('the same key and parameters answer the first result again, and do nothing', async () => {
    const first = await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    const second = await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(world.simulator.all('customer')).toHaveLength(1);
  });

  test('the key comes back in the events of the request', async () => {
    await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    expect((await sdk.events.list({ type: 'customer.created' })).data[0]?.request?.idempotency_key).toBe(key);
  });

  test('other parameters or another endpoint are an idempotency_error', async () => {
    await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    expect(await failureOf(sdk.customers.create({ name: 'Twice' }, { idempotencyKey: key }))).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
    expect(await failureOf(sdk.products.create({ name: 'Once' }, { idempotencyKey: key }))).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  test('a second request while the first is under way is 409', async () => {
    world.simulator.addFault({ route: 'POST /v1/customers$', times: 1, kind: 'delay', delayMs: 150 });
    const first = sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    const answers = await Promise.allSettled([first, sdk.customers.create({ name: 'Once' }, { idempotencyKey: key })]);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(world.simulator.all('customer')).toHaveLength(1);
  });

  test('refused parameters are not remembered; keys are pruned after a day', async () => {
    await failureOf(sdk.subscriptions.create({ customer: 'cus_missing', items: [] }, { idempotencyKey: key }));
    const first = await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    world.simulator.clock.advance(25 * 3_600_000);
    const later = await sdk.customers.create({ name: 'Once' }, { idempotencyKey: key });
    expect(later.id).not.toBe(first.id);
  });
});
