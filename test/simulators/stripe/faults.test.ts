// The knobs: what is lost, late, broken or old, and the same seed giving the same bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import type { World } from './harness.ts';
import {
  createCatalogue,
  createCustomerWithCard,
  DAY_MS,
  failureOf,
  idOf,
  sdkFor,
  START_MS,
  startWorld,
  subscribe,
} from './harness.ts';
import { startStripeSimulator } from '../../../src/simulators/stripe/server.ts';

let world: World;
afterEach(() => world.close());

describe('requests that go wrong', () => {
  test('lost before: nothing happened; lost after: it happened, and the key proves it', async () => {
    world = await startWorld();
    // Twice, for the SDK repeats a request by itself when the connection is reset, even with no retries asked for.
    world.simulator.addFault({ route: 'POST /v1/customers$', times: 2, kind: 'drop-before' });
    expect(await failureOf(world.sdk.customers.create({ name: 'A' }))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(world.simulator.all('customer')).toHaveLength(0);
    world.simulator.addFault({ route: 'POST /v1/customers$', times: 2, kind: 'drop-after-commit' });
    expect(await failureOf(world.sdk.customers.create({ name: 'A' }, { idempotencyKey: 'k' }))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(world.simulator.all('customer')).toHaveLength(1);
    const replayed = await world.sdk.customers.create({ name: 'A' }, { idempotencyKey: 'k' });
    expect(replayed.id).toBe(world.simulator.all('customer')[0]?.id);
  });

  test('cut in mid-body', async () => {
    world = await startWorld();
    world.simulator.addFault({ route: '^GET /v1/events', times: 1, kind: 'reset-mid-body' });
    expect(await failureOf(world.sdk.events.list())).toBeInstanceOf(Stripe.errors.StripeError);
    expect((await world.sdk.events.list()).data).toEqual([]);
  });

  test.each([
    [429, 'StripeRateLimitError'],
    [500, 'StripeAPIError'],
    [503, 'StripeAPIError'],
  ])('answered %i for the next two matching requests', async (status, type) => {
    world = await startWorld();
    world.simulator.addFault({ route: '/v1/invoices', times: 2, kind: 'status', status });
    const seen = [await failureOf(world.sdk.invoices.list()), await failureOf(world.sdk.invoices.list())];
    expect(seen.map((error) => [error.statusCode, error.type])).toEqual([
      [status, type],
      [status, type],
    ]);
    expect((await world.sdk.customers.list()).data).toEqual([]);
    expect((await world.sdk.invoices.list()).data).toEqual([]);
  });

  test('a page of HTML instead of JSON', async () => {
    world = await startWorld();
    world.simulator.addFault({ route: '/v1/payouts', times: 1, kind: 'html-body', status: 502 });
    expect(await failureOf(world.sdk.payouts.list())).toMatchObject({ type: 'StripeAPIError' });
  });

  test('an object that does not parse', async () => {
    world = await startWorld();
    const catalogue = await createCatalogue(world.sdk);
    await subscribe(world.sdk, catalogue, catalogue.essential);
    world.simulator.addFault({ route: '/v1/invoices', times: 1, kind: 'malformed', malformation: 'amount-as-text' });
    world.simulator.addFault({ route: '/v1/charges', times: 1, kind: 'malformed', malformation: 'missing-id' });
    expect((await world.sdk.invoices.list()).data[0]?.total).toBe('39900');
    expect((await world.sdk.charges.list()).data[0]).not.toHaveProperty('id');
  });
});

describe('older shapes', () => {
  test('before basil: subscription, charge, payment_intent, tax, line price, current_period on the subscription', async () => {
    world = await startWorld();
    const catalogue = await createCatalogue(world.sdk);
    const subscription = await subscribe(world.sdk, catalogue, catalogue.essential);
    world.simulator.faults.olderResponses = true;
    const invoice: unknown = await world.sdk.invoices.retrieve(idOf(subscription.latest_invoice));
    expect(invoice).toMatchObject({
      subscription: subscription.id,
      charge: world.simulator.all('charge')[0]?.id,
      payment_intent: world.simulator.all('payment_intent')[0]?.id,
      tax: 3627,
      total_tax_amounts: [{ amount: 3627, inclusive: true, tax_rate: catalogue.taxRate }],
      lines: { data: [{ type: 'subscription', proration: false, price: { id: catalogue.essential } }] },
    });
    expect(invoice).not.toHaveProperty('parent');
    const seen: unknown = await world.sdk.subscriptions.retrieve(subscription.id);
    expect(seen).toMatchObject({ current_period_start: Math.floor(START_MS / 1000) });
    expect(seen).not.toHaveProperty('items.data[0].current_period_start');
  });

  test('a request that asks for an old version gets it', async () => {
    world = await startWorld();
    const catalogue = await createCatalogue(world.sdk);
    await subscribe(world.sdk, catalogue, catalogue.essential);
    const invoices: unknown = await world.sdk.invoices.list({}, { apiVersion: '2024-06-20' });
    expect(invoices).toHaveProperty('data[0].subscription');
  });
});

async function story(options: Parameters<typeof startWorld>[0]): Promise<string> {
  const made = await startWorld(options);
  const catalogue = await createCatalogue(made.sdk);
  await subscribe(made.sdk, catalogue, catalogue.pro);
  await createCustomerWithCard(made.sdk, 'pm_card_visa', 'Another');
  made.simulator.clock.advance(45 * DAY_MS);
  const everything = (['customer', 'invoice', 'charge', 'balance_transaction', 'payout', 'event'] as const).map(
    (type) => JSON.stringify(made.simulator.all(type)),
  );
  await made.close();
  return everything.join('\n');
}

describe('the same again', () => {
  test('one seed and the same calls give the same bytes; another seed does not', async () => {
    world = await startWorld();
    const first = await story({ seed: 11 });
    expect(await story({ seed: 11 })).toBe(first);
    expect(await story({ seed: 12 })).not.toBe(first);
  });

  test('how often one looks changes nothing', async () => {
    const run = async (looks: number): Promise<string> => {
      const made = await startWorld({ seed: 5 });
      for (let i = 0; i < looks; i += 1) await made.sdk.events.list();
      const customer = await made.sdk.customers.create({ name: 'Same' });
      await made.close();
      return customer.id;
    };
    world = await startWorld();
    expect(await run(7)).toBe(await run(0));
  });
});

describe('restart', () => {
  test('the account, its pending work, its keys and its ids survive', async () => {
    world = await startWorld();
    const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
    const databaseFile = join(folder, 'stripe.sqlite');
    try {
      const first = await startWorld({ databaseFile });
      const catalogue = await createCatalogue(first.sdk);
      const subscription = await subscribe(first.sdk, catalogue, catalogue.essential);
      const keyed = await first.sdk.customers.create({ name: 'Keyed' }, { idempotencyKey: 'k' });
      first.simulator.clock.advance(5 * DAY_MS);
      const before = ['customer', 'invoice', 'charge', 'event', 'task'] as const;
      const state = before.map((type) => JSON.stringify(first.simulator.all(type)));
      const nowMs = first.simulator.clock.nowMs();
      await first.close();

      const second = await startWorld({ databaseFile });
      expect(second.simulator.clock.nowMs()).toBe(nowMs);
      expect(before.map((type) => JSON.stringify(second.simulator.all(type)))).toEqual(state);
      expect((await second.sdk.customers.create({ name: 'Keyed' }, { idempotencyKey: 'late' })).id).not.toBe(keyed.id);
      second.simulator.clock.advance(27 * DAY_MS);
      const invoices = (await second.sdk.invoices.list({ subscription: subscription.id })).data;
      expect(invoices.map((invoice) => invoice.status)).toEqual(['paid', 'paid']);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('control over HTTP', () => {
  test('clock, faults, acts, state; only from a loopback page', async () => {
    world = await startWorld();
    const catalogue = await createCatalogue(world.sdk);
    const post = async (path: string, body: unknown): Promise<unknown> =>
      (await fetch(`${world.simulator.url}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
    const made = await post('act', {
      act: 'new-payment',
      name: 'New & Shiny',
      plan: 'pro',
      metadata: { rto_code: '48888' },
    });
    expect(made).toMatchObject({ status: 'active' });
    const invoice = await world.sdk.invoices.retrieve(String((made as { invoice: string }).invoice));
    expect(invoice).toMatchObject({ status: 'paid', total: 69_900, customer_name: 'New & Shiny' });
    expect(invoice.lines.data[0]?.pricing?.price_details?.price).toBe(catalogue.pro);
    const before = world.simulator.clock.nowMs();
    await post('clock', { advanceMs: 32 * DAY_MS });
    expect(world.simulator.clock.nowMs() - before).toBe(32 * DAY_MS);
    expect(await (await fetch(`${world.simulator.url}/_simulator/state?type=invoice`)).json()).toHaveLength(2);
    await post('faults', { routes: [{ route: '/v1/customers', times: 1, kind: 'status', status: 503 }] });
    expect((await failureOf(world.sdk.customers.list())).statusCode).toBe(503);
    expect(await post('act', { act: 'nonsense' })).toHaveProperty('error');
    expect(await post('act', { act: 'renewal' })).toMatchObject({ status: 'paid' });
  });
});

describe('many invoices', () => {
  test('seeded in bulk: all listable without a call per invoice, and true to the cent', async () => {
    world = await startWorld({ bulkPaidInvoices: 250 });
    const { sdk } = world;
    const invoices = [];
    for await (const invoice of sdk.invoices.list({ limit: 100, status: 'paid' })) invoices.push(invoice);
    const payments = [];
    for await (const payment of sdk.invoicePayments.list({ limit: 100, status: 'paid' })) payments.push(payment);
    const charges = [];
    for await (const charge of sdk.charges.list({ limit: 100, expand: ['data.balance_transaction'] }))
      charges.push(charge);
    expect([invoices.length, payments.length, charges.length]).toEqual([250, 250, 250]);
    expect(new Set(payments.map((payment) => payment.invoice))).toEqual(new Set(invoices.map((invoice) => invoice.id)));
    expect(
      charges.every((charge) => typeof charge.balance_transaction === 'object' && charge.balance_transaction !== null),
    ).toBe(true);
    expect(world.simulator.all('event')).toEqual([]);
  });

  test('another simulator can be reached with another key only', async () => {
    world = await startWorld();
    const other = await startStripeSimulator({
      seed: 1,
      apiKeys: [{ key: 'rk_test_other_key_0123456789', permissions: 'all' }],
    });
    expect((await failureOf(sdkFor(other, world.simulator.apiKey).customers.list())).statusCode).toBe(401);
    await other.close();
  });
});
