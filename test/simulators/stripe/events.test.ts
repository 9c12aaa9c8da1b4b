// Events: order, filters, retention; signed webhooks, verified by the SDK; what the knobs do to both.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import type { World } from './harness.ts';
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
afterEach(() => world.close());

describe('the list of events', () => {
  test('newest first, whole seconds, filtered by type, with what a payment causes', async () => {
    world = await startWorld();
    const catalogue = await createCatalogue(world.sdk);
    await subscribe(world.sdk, catalogue, catalogue.essential);
    const events = await collect(world.sdk.events.list({ limit: 5 }));
    expect(events.map((event) => event.created)).toEqual(
      events.map((event) => event.created).toSorted((a, b) => b - a),
    );
    expect(events.every((event) => Number.isInteger(event.created))).toBe(true);
    const types = events.map((event) => event.type);
    for (const type of [
      'customer.created',
      'payment_method.attached',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated',
    ])
      expect(types).toContain(type);
    const paid = (await world.sdk.events.list({ types: ['invoice.paid', 'invoice.payment_failed'] })).data;
    expect(paid.map((event) => event.type)).toEqual(['invoice.paid']);
    expect(paid[0]?.data.object).toMatchObject({ object: 'invoice', status: 'paid' });
  });

  test('kept for thirty days', async () => {
    world = await startWorld();
    const customer = await world.sdk.customers.create({ name: 'Old' });
    const event = idOf((await world.sdk.events.list()).data[0]);
    world.simulator.clock.advance(30 * DAY_MS);
    expect((await world.sdk.events.list()).data.map((row) => row.id)).toEqual([event]);
    world.simulator.clock.advance(1000);
    expect((await world.sdk.events.list()).data).toEqual([]);
    expect(await failureOf(world.sdk.events.retrieve(event))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await world.sdk.customers.retrieve(customer.id)).toMatchObject({ name: 'Old' });
  });

  test('ids do not sort by time', async () => {
    world = await startWorld();
    for (let i = 0; i < 20; i += 1) await world.sdk.customers.create({ name: `C${i}` });
    const ids = (await collect(world.sdk.events.list({ limit: 100 }))).map((event) => event.id);
    expect(ids).not.toEqual(ids.toSorted());
    expect(ids).not.toEqual(ids.toSorted().reverse());
  });

  test('hidden events appear when released; twins have two ids; a second can be listed backwards', async () => {
    world = await startWorld();
    const { sdk, simulator } = world;
    simulator.faults.hideNextEvents = 1;
    await sdk.customers.create({ name: 'Hidden' });
    expect((await sdk.events.list()).data).toEqual([]);
    simulator.act({ act: 'release-hidden-events' });
    expect((await sdk.events.list()).data).toHaveLength(1);
    simulator.faults.twinNextEvents = 1;
    await sdk.customers.create({ name: 'Twin' });
    const twins = (await sdk.events.list({ limit: 2 })).data;
    expect(new Set(twins.map((event) => event.id)).size).toBe(2);
    expect(twins.map((event) => (event.data.object as Stripe.Customer).name)).toEqual(['Twin', 'Twin']);
    const inOrder = (await sdk.events.list()).data.map((event) => event.id);
    simulator.faults.reorderEvents = true;
    expect((await sdk.events.list()).data.map((event) => event.id)).toEqual(inOrder.toReversed());
  });

  test('payloads can be of an older version than the answers', async () => {
    world = await startWorld({ eventApiVersion: '2024-06-20' });
    const catalogue = await createCatalogue(world.sdk);
    const subscription = await subscribe(world.sdk, catalogue, catalogue.essential);
    const event = (await world.sdk.events.list({ type: 'invoice.paid' })).data[0];
    expect(event?.api_version).toBe('2024-06-20');
    expect(event?.data.object).toMatchObject({ subscription: subscription.id, tax: 3627, paid: true });
    expect(event?.data.object).not.toHaveProperty('parent');
    expect(await world.sdk.invoices.retrieve(idOf(subscription.latest_invoice))).toHaveProperty('parent');
  });
});

type Received = { body: string; signature: string };

async function startReceiver(): Promise<{ url: string; received: Received[]; close(): void }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        body: Buffer.concat(chunks).toString('utf8'),
        signature: String(request.headers['stripe-signature']),
      });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/billing/webhook`,
    received,
    close: () => {
      server.close();
    },
  };
}

describe('webhooks', () => {
  const secret = 'whsec_test_secret';

  async function deliveries(knobs: Partial<World['simulator']['faults']>): Promise<Stripe.Event[]> {
    const receiver = await startReceiver();
    world = await startWorld({ webhook: { url: receiver.url, secret } });
    Object.assign(world.simulator.faults, knobs);
    await createCustomerWithCard(world.sdk);
    await world.simulator.webhooksIdle();
    receiver.close();
    const nowSeconds = Math.floor(world.simulator.clock.nowMs() / 1000);
    return receiver.received.map(({ body, signature }) =>
      world.sdk.webhooks.constructEvent(body, signature, secret, 300, undefined, nowSeconds * 1000),
    );
  }

  test('are signed so that the SDK accepts them, in the order of the events', async () => {
    const events = await deliveries({});
    expect(events.map((event) => event.type)).toEqual([
      'customer.created',
      'payment_method.attached',
      'customer.updated',
    ]);
    const listed = (await world.sdk.events.list()).data.map((event) => event.id).toReversed();
    expect(events.map((event) => event.id)).toEqual(listed);
  });

  test('can come twice, backwards within a request, or not at all', async () => {
    expect(await deliveries({ duplicateWebhooks: true })).toHaveLength(6);
    await world.close();
    expect(await deliveries({ dropWebhooks: true })).toHaveLength(0);
  });

  test('a body changed on the way is refused', async () => {
    const receiver = await startReceiver();
    world = await startWorld({ webhook: { url: receiver.url, secret } });
    await world.sdk.customers.create({ name: 'Ten dollars' });
    await world.simulator.webhooksIdle();
    receiver.close();
    const { body = '', signature = '' } = receiver.received[0] ?? {};
    const changed = body.replace('Ten dollars', 'Two dollars');
    expect(changed).not.toBe(body);
    expect(() =>
      world.sdk.webhooks.constructEvent(changed, signature, secret, 300, undefined, world.simulator.clock.nowMs()),
    ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });
});
