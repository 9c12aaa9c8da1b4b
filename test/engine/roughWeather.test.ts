// What the vendor, the network and the clock may do at their worst: storms of 429, clocks apart, gaps, and answers of any shape.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/contract/errors.ts';
import type { StripeGateway, StripeJson } from '../../src/engine/ports/stripeGateway.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { restThrough } from './restThrough.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const start = async (options: Parameters<typeof startTestWorld>[0] = {}): Promise<TestWorld> => {
  world = await startTestWorld({ isConnected: false, ...options });
  makeCatalogue(world.stripe);
  return world;
};
const money = async (made: TestWorld): Promise<number[]> => (await made.call('ledger.list', { filter: { moneyOnly: true }, limit: 500 })).rows.map((row) => row.totalCents).toSorted((a, b) => a - b);
const lines = async (made: TestWorld): Promise<string[]> => (await made.call('activity.list', { limit: 500 })).rows.map((row) => row.summary);
const fullReads = async (made: TestWorld): Promise<number> => (await lines(made)).filter((line) => line.startsWith('Everything in Stripe was read')).length;
const expectSound = async (made: TestWorld): Promise<void> => expect((await made.call('books.check', {})).checks.filter((check) => !check.ok)).toEqual([]);

describe('clocks apart', () => {
  it.each([
    ['two hours ahead', 2 * hourMs],
    ['two hours behind', -2 * hourMs],
    ['forty days ahead', 40 * dayMs],
    ['forty days behind', -40 * dayMs],
  ])('ours %s: nothing is missed, nothing is read again and again, and it is said', async (_what, ms) => {
    const made = await start({ ahead: { ms } });
    newPayment(made.stripe, 'essential', { orgId: 'org-1' });
    await made.call('sync.now', {});
    await made.settle();
    for (let time = 0; time < 3; time += 1) {
      newPayment(made.stripe, 'pro', { orgId: `org-${time + 2}` });
      await made.pass(3 * minuteMs);
    }
    expect(await money(made)).toEqual([39_900, 69_900, 69_900, 69_900]);
    expect(await fullReads(made)).toBe(1);
    expect((await lines(made)).filter((line) => line.includes('This machine’s clock'))).toHaveLength(1);
    const cursor = made.store.state.sync('stripe.cursor');
    expect(Number(cursor)).toBeLessThanOrEqual(made.time.clock.nowMs() / 1000 + 1);
    await expectSound(made);
  });

  it('ours jumps while running: no read of everything for it, and no event lost when it jumps back', async () => {
    const ahead = { ms: 0 };
    const made = await start({ ahead });
    newPayment(made.stripe, 'essential', { orgId: 'org-1' });
    await made.call('sync.now', {});
    await made.settle();
    for (const ms of [40 * dayMs, 0, -10 * dayMs, 0]) {
      ahead.ms = ms;
      newPayment(made.stripe, 'pro', { orgId: `org ${ms}` });
      await made.call('sync.now', {});
      await made.settle();
      await made.pass(3 * minuteMs);
    }
    expect(await money(made)).toEqual([39_900, 69_900, 69_900, 69_900, 69_900]);
    expect(await fullReads(made)).toBe(1);
  });
});

describe('a gap', () => {
  it('of a month in which nothing happened is none, as long as we looked', async () => {
    const made = await start();
    await made.call('sync.now', {});
    await made.settle();
    for (let day = 0; day < 32; day += 1) {
      made.time.set(made.time.clock.nowMs() + dayMs);
      await made.call('sync.now', {});
      await made.settle();
    }
    expect(await fullReads(made)).toBe(1);
  });

  it('is filled by reading everything where Stripe no longer keeps the events asked for', async () => {
    let refusals = 0;
    const made = await start({
      wrapStripe: (gateway) => ({
        ...gateway,
        list: async (type, params, signal) => {
          if (type === 'events' && params.startingAfter !== undefined && refusals > 0) {
            refusals -= 1;
            throw new AppError('NOT_FOUND', 'No such event');
          }
          return gateway.list(type, params, signal);
        },
      }),
    });
    await made.call('sync.now', {});
    await made.settle();
    made.time.set(made.time.clock.nowMs() + 2 * hourMs);
    refusals = 1;
    for (let client = 0; client < 10; client += 1) newPayment(made.stripe, 'essential', { orgId: `org-${client}` });
    await made.call('sync.now', {});
    await made.settle();
    expect(await money(made)).toHaveLength(10);
    expect(await lines(made)).toContain('Stripe no longer has the events that were asked for, so everything is read again');
    await made.pass(3 * minuteMs);
    expect(await money(made)).toHaveLength(10);
    await expectSound(made);
  });
});

describe('a storm of 429', () => {
  it.each(['the first read', 'a poll', 'the sweep'])('in %s delays, and loses nothing', async (when) => {
    const made = await start();
    if (when !== 'the first read') {
      await made.call('sync.now', {});
      await made.settle();
    }
    for (let client = 0; client < 4; client += 1) newPayment(made.stripe, 'pro', { orgId: `org-${client}` });
    made.stripe.addFault({ route: '^GET /v1/', times: 12, kind: 'status', status: 429 });
    if (when === 'the sweep') made.time.set(made.time.clock.nowMs() + dayMs);
    else await made.call('sync.now', {});
    await restThrough(made, 20);
    expect(await money(made)).toEqual([69_900, 69_900, 69_900, 69_900]);
    expect(made.store.events.waitingCount()).toBe(0);
    expect(made.stripe.faults.routes).toEqual([]);
    await expectSound(made);
  }, 120_000);
});

const nonsense = fc.oneof(
  fc.constantFrom<unknown>(null, '', '\uD800', 'a\u0000b', '__proto__', true, -0, 1.5, -1, 2 ** 53, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e308, [], {}, [[[[]]]], { id: 7 }, { object: 'list', data: [null, 3, { id: {} }] }),
  fc.constant(null).map(() => JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown),
  fc.constant(null).map(() => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as unknown),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
);
const mutation = fc.record({ path: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), value: nonsense, isRemoved: fc.boolean() });
type Mutation = { path: number[]; value: unknown; isRemoved: boolean };

/** The object with one of its members, near or deep, replaced or taken away; what the call named it stays. */
function mutated(json: StripeJson, { path, value, isRemoved }: Mutation): StripeJson {
  const copy = structuredClone(json) as Record<string, unknown>;
  let at: Record<string, unknown> = copy;
  for (const [depth, step] of path.entries()) {
    const names = Object.keys(at).filter((name) => at !== copy || (name !== 'id' && name !== 'object'));
    const name = names[step % Math.max(names.length, 1)];
    if (name === undefined) return copy;
    const next = at[name];
    if (depth < path.length - 1 && typeof next === 'object' && next !== null) {
      at = next as Record<string, unknown>;
      continue;
    }
    if (isRemoved) delete at[name];
    else at[name] = value;
    return copy;
  }
  return copy;
}

describe('answers of any shape', () => {
  it.each(['by events', 'by listing'])('%s: nothing breaks, nothing else is held up, the books stay sound', async (way) => {
    let mutations: readonly Mutation[] = [];
    let calls = 0;
    const distort = (raw: StripeJson): StripeJson => {
      const one = mutations[calls % Math.max(mutations.length, 1)];
      calls += 1;
      return one === undefined ? raw : mutated(raw, one);
    };
    const wrapStripe = (gateway: StripeGateway): StripeGateway => ({
      ...gateway,
      retrieve: async (type, id, expand, signal) => distort(await gateway.retrieve(type, id, expand, signal)),
      list: async (type, params, signal) => {
        const page = await gateway.list(type, params, signal);
        return type === 'events' && way === 'by listing' ? page : { ...page, data: page.data.map(distort) };
      },
    });
    const made = await start({ wrapStripe });
    await made.call('sync.now', {});
    await made.settle();
    let clients = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), async (chosen) => {
        mutations = chosen;
        clients += 1;
        newPayment(made.stripe, 'pro', { orgId: `odd-${clients}` });
        if (way === 'by listing') {
          made.time.set(made.time.clock.nowMs() + dayMs);
          await made.pass(2 * minuteMs);
        } else await made.call('sync.now', {});
        await made.settle();
        // Whatever came, what comes next in its right shape is booked.
        mutations = [];
        const clean = newPayment(made.stripe, 'essential', { orgId: `clean-${clients}` });
        await made.call('sync.now', {});
        await made.settle();
        expect(made.store.invoices.byStripeId(clean)).toMatchObject({ status: 'paid', totalCents: 39_900 });
        expect(made.store.ledger.has(`${clean} paid`)).toBe(true);
        expect(made.store.events.waitingCount()).toBe(0);
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { numRuns: way === 'by listing' ? 8 : 20, seed: 411 },
    );
    // A payout that came in a wrong shape is read again by one day's sweep; its members are listed again by the next day's.
    for (let day = 1; day <= 2; day += 1) {
      made.time.set(made.time.clock.nowMs() + dayMs);
      await made.pass(2 * minuteMs);
      await made.call('sync.now', {});
      await made.settle();
    }
    await expectSound(made);
  }, 240_000);
});
