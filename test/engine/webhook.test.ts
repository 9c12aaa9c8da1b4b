// The webhook through the real engine: signed events are noted once and applied; everything else has its answer, its count, no effect.
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { Stripe } from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../src/simulators/stripe/shapes.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

const secret = 'whsec_of_the_test_0123456789';
const minuteMs = 60_000;

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const start = async (seed = 7): Promise<TestWorld> => {
  const made = await startTestWorld({ isConnected: false, seed });
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  await made.call('settings.setWebhookSecret', { secret });
  return made;
};

const nowSecondsOf = (made: TestWorld): number => Math.floor(made.time.clock.nowMs() / 1000);
const bodyOf = ({ _: _internal, ...event }: StripeEvent): string => JSON.stringify(event, null, 2);
const headerOf = (made: TestWorld, payload: string, timestamp = nowSecondsOf(made), key = secret): string => Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp });
const deliver = (made: TestWorld, body: string, signature: string | null = headerOf(made, body)): Promise<{ isNew: boolean }> => made.call('stripe.webhook', { body, signature });
const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'taken', (error: unknown) => String((error as { code?: unknown }).code));

/** Everything that an event could have changed. */
function books(made: TestWorld): string {
  const db = new Database(`${made.folder}/tieout.sqlite`, { readonly: true });
  try {
    const tables = ['stripe_events', 'stripe_objects', 'billing_invoices', 'billing_ledger', 'gst_accrual', 'fact_queue', 'orgs', 'billing_customers', 'jobs'];
    return JSON.stringify(tables.map((table) => db.prepare(`SELECT * FROM ${table}`).all()));
  } finally {
    db.close();
  }
}

describe('a webhook', () => {
  it('brings a payment into the books without a poll, after its answer', async () => {
    const made = await start();
    const known = new Set(made.stripe.all('event').map((event) => event.id));
    const stripeId = newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    const before = made.stripe.stats.get('GET /v1/events') ?? 0;
    const events = made.stripe.all('event').filter((event) => !known.has(event.id));
    for (const event of events.toReversed()) expect(await deliver(made, bodyOf(event))).toEqual({ received: true, isNew: true });
    await made.settle();
    expect(made.store.invoices.byStripeId(stripeId)).toMatchObject({ status: 'paid', number: 'RTP-0001' });
    expect(made.stripe.stats.get('GET /v1/events') ?? 0).toBe(before);
    expect((await made.call('settings.get', {})).stripe.webhook).toMatchObject({ secret: { isStored: true, hint: '6789' }, lastReceivedAt: new Date(made.time.clock.nowMs()).toISOString() });
    // The poll finds the same events and has nothing left to do.
    await made.pass(2 * minuteMs);
    expect((await made.call('ledger.list', { filter: { moneyOnly: true } })).rows).toHaveLength(1);
  });

  it.each<[string, string, (made: TestWorld, body: string) => Promise<unknown>, string]>([
    ['forged', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body, headerOf(made, body, nowSecondsOf(made), 'whsec_someone_else')), 'the signature is not that of the stored secret'],
    ['changed on the way', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body.replace('evt_', 'evt_x'), headerOf(made, body)), 'the signature is not that of the stored secret'],
    ['without a signature', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body, null), 'the Stripe-Signature header is missing'],
    ['with half a header', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body, 't=1'), 'can not be read'],
    ['old', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body, headerOf(made, body, nowSecondsOf(made) - 301)), 'more than five minutes ago'],
    ['from the future', 'WEBHOOK_REFUSED', (made, body) => deliver(made, body, headerOf(made, body, nowSecondsOf(made) + 301)), 'more than five minutes ahead'],
    ['of the other mode', 'STRIPE_WRONG_MODE', (made, body) => deliver(made, body.replace('"livemode": false', '"livemode": true')), 'other mode'],
    ['that is no JSON', 'BAD_INPUT', (made) => deliver(made, '{"id":'), 'not JSON'],
    ['that is no event', 'BAD_INPUT', (made) => deliver(made, '[1, 2]'), 'not an event'],
    ['too large', 'TOO_LARGE', (made) => made.call('stripe.webhook', { body: '', signature: null, refused: 'too_large' }), 'larger than any event'],
    ['that is no text', 'BAD_INPUT', (made) => made.call('stripe.webhook', { body: '', signature: null, refused: 'not_text' }), 'not UTF-8'],
  ])('%s is refused, counted and told, and changes nothing', async (_what, code, send, told) => {
    const made = await start();
    newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    const body = bodyOf(made.stripe.all('event').find((event) => event.type === 'invoice.paid') as StripeEvent);
    const before = books(made);
    for (let time = 0; time < 3; time += 1) expect(await codeOf(send(made, body))).toBe(code);
    await made.settle();
    expect(books(made)).toBe(before);
    const { rows } = await made.call('activity.list', {});
    expect(rows.filter((row) => row.kind === 'webhook' && row.summary.includes(told))).toHaveLength(1);
    const canary = (await made.call('activity.canary', {})).rows.filter((row) => row.objectType === 'webhook');
    expect(canary.map((row) => [row.count, row.problem.includes(told)])).toEqual([[3, true]]);
  });

  it('is refused while no secret is stored, and after it was taken away', async () => {
    const made = await start();
    newPayment(made.stripe, 'pro');
    const body = bodyOf(made.stripe.all('event')[0] as StripeEvent);
    await made.call('settings.setWebhookSecret', { secret: null });
    expect(await codeOf(deliver(made, body))).toBe('WEBHOOK_NOT_SET_UP');
    expect(await codeOf(made.call('settings.setWebhookSecret', { secret: 'rk_test_no_signing_secret' }))).toBe('WEBHOOK_NOT_SET_UP');
    await made.call('settings.setWebhookSecret', { secret });
    expect(await codeOf(deliver(made, body))).toBe('taken');
  });

  it('that is replayed is taken once: within the five minutes as known, after them not at all', async () => {
    const made = await start();
    newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    const body = bodyOf(made.stripe.all('event').find((event) => event.type === 'invoice.paid') as StripeEvent);
    const signature = headerOf(made, body);
    expect(await deliver(made, body, signature)).toMatchObject({ isNew: true });
    await made.settle();
    expect(await deliver(made, body, signature)).toMatchObject({ isNew: false });
    made.time.set(made.time.clock.nowMs() + 6 * minuteMs);
    expect(await codeOf(deliver(made, body, signature))).toBe('WEBHOOK_REFUSED');
    await made.settle();
    expect((await made.call('ledger.list', { filter: { moneyOnly: true } })).rows).toHaveLength(1);
  });

  it('waits for the first read of everything, which then applies it', async () => {
    world = await startTestWorld({ isConnected: false, apiKey: 'rk_test_nobody_knows' });
    const made = world;
    makeCatalogue(made.stripe);
    await made.call('settings.setWebhookSecret', { secret });
    newPayment(made.stripe, 'pro', { orgId: 'org-1' });
    for (const event of made.stripe.all('event')) await deliver(made, bodyOf(event));
    await made.settle();
    expect(made.store.events.waitingCount()).toBe(made.stripe.all('event').length);
    await made.call('settings.setStripeKey', { key: made.stripe.apiKey });
    await made.settle();
    expect(made.store.events.waitingCount()).toBe(0);
    expect((await made.call('ledger.list', { filter: { moneyOnly: true } })).rows).toHaveLength(1);
  });

  it('and the poll may bring the same events any number of times in any order: one effect', async () => {
    const made = await start();
    let clients = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ at: fc.nat(), polls: fc.boolean() }), { minLength: 1, maxLength: 25 }), async (steps) => {
        const known = new Set(made.stripe.all('event').map((event) => event.id));
        clients += 1;
        const stripeId = newPayment(made.stripe, clients % 2 === 0 ? 'pro' : 'essential', { orgId: `org-${clients}` });
        const charge = made.stripe.all('charge').find((one) => one._.invoice === stripeId);
        made.stripe.call('POST', '/v1/refunds', { charge: String(charge?.id), amount: '1000' });
        const events = made.stripe.all('event').filter((event) => !known.has(event.id));
        for (const { at, polls } of steps) {
          if (polls) await made.call('sync.now', {});
          await deliver(made, bodyOf(events[at % events.length] as StripeEvent));
        }
        await made.call('sync.now', {});
        await made.settle();
        const id = made.store.invoices.byStripeId(stripeId)?.id;
        const { rows } = await made.call('ledger.list', { filter: { moneyOnly: true }, limit: 500 });
        expect(rows.filter((row) => row.invoiceId === id).map((row) => row.totalCents).toSorted((a, b) => a - b)).toEqual([-1_000, clients % 2 === 0 ? 69_900 : 39_900]);
        expect(made.store.invoices.byStripeId(stripeId)).toMatchObject({ status: 'paid', refundedCents: 1_000 });
        expect(made.store.events.waitingCount()).toBe(0);
      }),
      { numRuns: 12, seed: 20_261_121 },
    );
    expect((await made.call('books.check', {})).checks.filter((check) => !check.ok)).toEqual([]);
    const numbers = (await made.call('invoices.list', { limit: 100 })).rows.map((row) => row.number);
    expect(new Set(numbers).size).toBe(clients);
  });
});
