// The machinery of writes to Stripe over HTTP: whatever is lost on the way, each intent is carried out once and settled truly.
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineContext } from '../../../src/engine/context.ts';
import { beginChange } from '../../../src/engine/stripeWrites/beginChange.ts';
import type { RouteFault } from '../../../src/simulators/stripe/faults.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { restThrough } from '../restThrough.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Two notes on two invoices, as the steps of one change. */
async function begin(made: TestWorld): Promise<{ id: number; invoices: readonly string[] }> {
  makeCatalogue(made.stripe);
  const invoices = [newPayment(made.stripe, 'essential'), newPayment(made.stripe, 'pro')];
  await made.pass(2 * minuteMs);
  return { id: note(made, invoices), invoices };
}

function note(made: TestWorld, invoices: readonly string[], text = 'yes'): number {
  const context = { store: made.store, clock: made.time.clock } as unknown as EngineContext;
  const id = made.store.transaction(() =>
    beginChange(context, {
      kind: 'note',
      subjectId: 'subject-1',
      orgId: null,
      stripeSubscriptionId: null,
      summary: 'Note something on two invoices',
      choice: {},
      steps: invoices.map((targetId, index) => ({ act: 'invoice.metadata', title: `Note ${index + 1}`, targetId, request: { metadata: { noted: text } } })),
    }),
  );
  return id;
}

const stateOf = (made: TestWorld, id: number): unknown => ({ state: made.store.changes.get(id)?.state, steps: made.store.changes.steps(id).map((step) => step.state) });
const noted = (made: TestWorld, id: string): unknown => made.stripe.find('invoice', id)?.metadata['noted'];

/** Events of Stripe's that this key made, by key: each write that had an effect makes exactly one. */
function effects(made: TestWorld): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const event of made.stripe.all('event')) {
    const key = event.request?.idempotency_key;
    if (event.type === 'invoice.updated' && typeof key === 'string' && key.startsWith('tieout ')) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Has the runner look for work, without a poll of the events. */
async function rouse(made: TestWorld): Promise<void> {
  await made.call('push.approve', { items: [{ invoiceId: 999_999, expectedVersion: 0 }] });
  await made.settle();
}

describe('a change in Stripe', () => {
  it.each<{ name: string; kind: RouteFault['kind']; status?: number }>([
    { name: 'the request is lost', kind: 'drop-before' },
    { name: 'the answer is lost', kind: 'drop-after-commit' },
    { name: 'the answer is cut', kind: 'reset-mid-body' },
    { name: 'a gateway answers for it', kind: 'html-body' },
    { name: 'Stripe fails', kind: 'status', status: 500 },
    { name: 'Stripe asks to slow down', kind: 'status', status: 429 },
    { name: 'a lock is held', kind: 'lock-timeout' },
  ])('is done once when $name, at each step', async ({ kind, status }) => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    const invoices = [newPayment(world.stripe, 'essential'), newPayment(world.stripe, 'pro')];
    await world.pass(2 * minuteMs);
    await restThrough(world);
    for (const invoice of invoices) world.stripe.addFault({ route: `POST /v1/invoices/${invoice}`, times: 1, kind, ...(status === undefined ? {} : { status }) });
    const before = effects(world);
    const id = note(world, invoices);
    await restThrough(world);
    expect(world.stripe.faults.routes).toEqual([]);
    expect(stateOf(world, id)).toEqual({ state: 'done', steps: ['done', 'done'] });
    expect(invoices.map((invoice) => noted(world as TestWorld, invoice))).toEqual(['yes', 'yes']);
    const made = Object.entries(effects(world)).filter(([key]) => before[key] === undefined);
    expect(made.map(([, count]) => count)).toEqual([1, 1]);
  });

  it('goes on after the program died, with the same key', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    const invoices = [newPayment(world.stripe, 'essential'), newPayment(world.stripe, 'pro')];
    await restThrough(world);
    world.stripe.addFault({ route: `POST /v1/invoices/${invoices[0]}`, times: 1, kind: 'drop-after-commit' });
    const id = note(world, invoices);
    await rouse(world);
    expect(stateOf(world, id)).toEqual({ state: 'running', steps: ['sending', 'planned'] });
    const key = world.store.changes.steps(id)[0]?.idempotencyKey ?? '';
    await world.restart();
    await restThrough(world);
    expect(stateOf(world, id)).toEqual({ state: 'done', steps: ['done', 'done'] });
    expect(world.store.changes.steps(id)[0]?.idempotencyKey).toBe(key);
    expect(effects(world)[key]).toBe(1);
  });

  it('is proved by an event that carries its key, and then read instead of repeated', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    const invoices = [newPayment(world.stripe, 'essential')];
    await restThrough(world);
    world.stripe.addFault({ route: `POST /v1/invoices/${invoices[0]}`, times: 1, kind: 'drop-after-commit' });
    const id = note(world, invoices);
    await rouse(world);
    const key = world.store.changes.steps(id)[0]?.idempotencyKey ?? '';
    const asked = (): number => world?.stripe.stats.get('POST /v1/invoices/:id') ?? 0;
    const before = asked();
    await world.call('sync.now', {});
    await world.settle();
    expect(world.store.outbox.get(key)?.seenInEventId).toMatch(/^evt_/);
    await restThrough(world);
    expect(stateOf(world, id)).toEqual({ state: 'done', steps: ['done'] });
    expect(asked()).toBe(before);
  });

  /** One step whose request or answer was lost more than 23 hours ago, and no event that tells of it. */
  async function longAgo(kind: 'drop-before' | 'drop-after-commit'): Promise<{ made: TestWorld; id: number; sent: () => number }> {
    const made = await startTestWorld();
    world = made;
    makeCatalogue(made.stripe);
    const invoices = [newPayment(made.stripe, 'essential')];
    await restThrough(made);
    made.stripe.addFault({ route: `POST /v1/invoices/${invoices[0]}`, times: 1, kind });
    made.stripe.faults.hideNextEvents = 50;
    const id = note(made, invoices);
    await rouse(made);
    made.time.set(made.time.clock.nowMs() + 23 * hourMs + minuteMs);
    return { made, id, sent: () => made.stripe.stats.get('POST /v1/invoices/:id') ?? 0 };
  }

  it('older than 23 hours is settled by reading: it had landed', async () => {
    const { made, id, sent } = await longAgo('drop-after-commit');
    const before = sent();
    await made.restart();
    await made.settle();
    expect(stateOf(made, id)).toMatchObject({ state: 'done' });
    expect(sent()).toBe(before);
  });

  it('older than 23 hours is settled by reading: it had not, and a person decides', async () => {
    const { made, id, sent } = await longAgo('drop-before');
    const before = sent();
    await made.restart();
    await made.settle();
    expect(made.store.changes.get(id)).toMatchObject({ state: 'paused', errorCode: 'STRIPE_WRITE_NOT_SHOWN' });
    expect(sent()).toBe(before);
    await made.call('changes.continue', { changeId: id, expectedVersion: made.store.changes.get(id)?.version ?? -1 });
    await restThrough(made);
    expect(stateOf(made, id)).toMatchObject({ state: 'done' });
  });

  it('that Stripe refuses stops with its sentence; the rest is not sent; it can be given up', async () => {
    world = await startTestWorld();
    const { invoices } = await begin(world);
    await restThrough(world);
    const id = note(world, ['in_gone', invoices[1] ?? ''], 'later');
    await rouse(world);
    expect(stateOf(world, id)).toEqual({ state: 'paused', steps: ['failed', 'planned'] });
    expect(world.store.changes.get(id)).toMatchObject({ errorCode: 'NOT_FOUND', errorSentence: expect.stringContaining('No such invoice') });
    expect(noted(world, invoices[1] ?? '')).toBe('yes');
    expect(() => note(world as TestWorld, invoices)).toThrow(/not finished/);
    const expectedVersion = world.store.changes.get(id)?.version ?? -1;
    await expect(world.call('changes.giveUp', { changeId: id, expectedVersion: expectedVersion - 1 })).rejects.toMatchObject({ code: 'STALE_VIEW' });
    await world.call('changes.giveUp', { changeId: id, expectedVersion });
    expect(stateOf(world, id)).toEqual({ state: 'given_up', steps: ['failed', 'planned'] });
    // The way is free again.
    expect(note(world, invoices, 'again')).toBeGreaterThan(id);
  });

  it('done again after it was settled is another write', async () => {
    world = await startTestWorld();
    const { id, invoices } = await begin(world);
    await restThrough(world);
    const second = note(world, invoices, 'no');
    await restThrough(world);
    const third = note(world, invoices, 'yes');
    await restThrough(world);
    const keys = [id, second, third].map((one) => world?.store.changes.steps(one)[0]?.idempotencyKey);
    expect(new Set(keys).size).toBe(3);
    expect(noted(world, invoices[0] ?? '')).toBe('yes');
  });
});
