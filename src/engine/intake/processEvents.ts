// Applies the noted events: for each object named, one fetch of its present state and one transaction with all effects.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { StripeEventStub } from '../ports/records.ts';
import { isIndigestible } from './applyListed.ts';
import { applyObject, isMirrored } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';
import type { Fetched } from './fetched.ts';
import { fetchObject } from './fetchObject.ts';
import { makeFetchRun, type FetchRun } from './fetchRun.ts';
import { noteOddity } from './observe.ts';

const batchSize = 200;
const announceEveryMs = 250;

/** Events about one object. */
interface Group {
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly stubs: StripeEventStub[];
}

/** What brings others with it comes first, so that they need no fetch of their own: an invoice brings its charge and intent. */
const fetchedFirst: readonly string[] = ['customer', 'product', 'price', 'subscription', 'invoice'];
const rankOf = ({ objectType }: Group): number => {
  const rank = objectType === null ? -1 : fetchedFirst.indexOf(objectType);
  return rank < 0 ? fetchedFirst.length : rank;
};

/** An event is a hint: several about one object need one fetch. Answers how many events were settled. */
export async function processEvents(context: EngineContext, signal: AbortSignal, progress: (done: number, total: number) => void): Promise<number> {
  const total = context.store.events.waitingCount();
  let settled = 0;
  let announcedMs = 0;
  for (;;) {
    const batch = context.store.events.waiting(batchSize);
    if (batch.length === 0) return settled;
    const waiting = groupsByObject(batch);
    const run = makeFetchRun(context, signal);
    for (const group of [...waiting.values()].toSorted((a, b) => rankOf(a) - rankOf(b))) {
      if (signal.aborted) throw new AppError('CANCELLED');
      // Settled already, together with an object that brought it.
      if (!waiting.has(keyOf(group))) continue;
      settled += await settleGroup(context, group, waiting, run);
      // Screens hear of it while the rest is still being applied, a few times a second.
      if (context.clock.nowMs() - announcedMs >= announceEveryMs) {
        announcedMs = context.clock.nowMs();
        context.changed('invoices', 'ledger', 'gst', 'overview');
      }
      progress(settled, Math.max(total, settled));
    }
  }
}

const keyOf = ({ objectType, objectId, stubs }: Group): string => `${objectType} ${objectId ?? stubs[0]?.eventId}`;

function groupsByObject(stubs: readonly StripeEventStub[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const stub of stubs) {
    const made: Group = { objectType: stub.objectType, objectId: stub.objectId, stubs: [stub] };
    const group = groups.get(keyOf(made));
    if (group === undefined) groups.set(keyOf(made), made);
    else group.stubs.push(stub);
  }
  return groups;
}

/** Answers how many events were settled: those of the group, and of the objects that came with it. */
async function settleGroup(context: EngineContext, group: Group, waiting: Map<string, Group>, run: FetchRun): Promise<number> {
  const { objectType, objectId } = group;
  waiting.delete(keyOf(group));
  if (objectType === null || objectId === null || !isMirrored(objectType)) return settle(context, [group], reasonToIgnore(group));
  let fetched: Fetched | undefined;
  try {
    fetched = await fetchObject(context, objectType, objectId, run);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'NOT_FOUND') return settleGone(context, group, objectType, objectId);
    // What the key may not read was noted; the sweep reads it all once it may.
    if (error.code === 'STRIPE_PERMISSION_MISSING') return settle(context, [group], `not applied: ${error.code}`);
    // One request that Stripe refuses must not hold up the rest of the feed; the sweep asks again.
    if (error.code === 'STRIPE_REJECTED') return settleRefused(context, group, error);
    throw error;
  }
  if (fetched === undefined) return settle(context, [group], `ignored: ${objectType} is mirrored by listing`);
  return applyFetched(context, group, fetched, waiting);
}

function applyFetched(context: EngineContext, group: Group, { objects }: Fetched, waiting: Map<string, Group>): number {
  const newest = group.stubs.at(-1);
  const via = newest === undefined ? null : { eventId: newest.eventId, eventType: newest.type, at: newest.createdAt };
  const brought = objects.flatMap(({ raw }) => waiting.get(`${String(raw['object'])} ${String(raw['id'])}`) ?? []);
  try {
    const settled = context.store.transaction(() => {
      const outcomes = objects.map(({ raw, extras }) => applyObject(context, raw, via, extras));
      drainFacts(context, 1000);
      return settle(context, [group, ...brought], outcomes.includes('wrong_mode') ? 'refused: an object of the other mode' : 'applied');
    });
    for (const one of brought) waiting.delete(keyOf(one));
    return settled;
  } catch (error) {
    // The database's own trouble ends the run; an object that the program can't digest must not hold up the others.
    if (!isIndigestible(context, error)) throw error;
    context.log.error('an object could not be applied', { code: 'INTERNAL', stack: error instanceof Error ? (error.stack ?? error.message) : 'not an error' });
    return context.store.transaction(() => {
      noteOddity(context, group.objectType ?? 'unknown', 'could not be applied; nothing of it was written', via, group.objectId, objects.at(-1)?.raw);
      return settle(context, [group], 'not applied: INTERNAL');
    });
  }
}

function reasonToIgnore({ objectType, objectId, stubs }: Group): string {
  if (objectType === null) return 'ignored: an event without an object';
  // `invoice.upcoming` shows an invoice that does not exist yet, hence without an id.
  if (objectId === null) return `ignored: ${stubs[0]?.type ?? objectType} tells of nothing that exists yet`;
  return `ignored: ${objectType} is not mirrored`;
}

function settle(context: EngineContext, groups: readonly Group[], result: string): number {
  const stubs = groups.flatMap((group) => group.stubs);
  context.store.transaction(() => {
    for (const stub of stubs) context.store.events.markProcessed(stub.eventId, result);
  });
  return stubs.length;
}

function settleGone(context: EngineContext, group: Group, objectType: string, objectId: string): number {
  return context.store.transaction(() => {
    context.store.stripeRecords.markGone(objectType, objectId);
    return settle(context, [group], group.stubs.some((stub) => stub.type.endsWith('.deleted')) ? 'applied: deleted' : 'ignored: the object is gone');
  });
}

function settleRefused(context: EngineContext, group: Group, error: AppError): number {
  return context.store.transaction(() => {
    context.store.log.append({ source: 'stripe', kind: 'sync', result: 'warning', summary: `Stripe refused to show ${group.objectType ?? 'an object'}; what happened to it is not mirrored yet`, detail: error.detail ?? null });
    return settle(context, [group], `not applied: ${error.code}`);
  });
}
