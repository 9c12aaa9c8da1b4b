// Applies the noted events: for each object named, one fetch of its present state and one transaction with all effects.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { StripeEventStub } from '../ports/records.ts';
import { applyObject, isMirrored } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';
import { fetchObject } from './fetchObject.ts';

const batchSize = 200;
const announceEveryMs = 250;

/** An event is a hint: several about one object need one fetch. Answers how many events were settled. */
export async function processEvents(context: EngineContext, signal: AbortSignal, progress: (done: number, total: number) => void): Promise<number> {
  const total = context.store.events.waitingCount();
  let settled = 0;
  let announcedMs = 0;
  for (;;) {
    const batch = context.store.events.waiting(batchSize);
    if (batch.length === 0) return settled;
    for (const group of groupsByObject(batch)) {
      if (signal.aborted) throw new AppError('CANCELLED');
      await settleGroup(context, group, signal);
      settled += group.length;
      // Screens hear of it while the rest is still being applied, a few times a second.
      if (context.clock.nowMs() - announcedMs >= announceEveryMs) {
        announcedMs = context.clock.nowMs();
        context.changed('invoices', 'ledger', 'gst', 'overview');
      }
      progress(settled, total);
    }
  }
}

function groupsByObject(stubs: readonly StripeEventStub[]): readonly (readonly StripeEventStub[])[] {
  const groups = new Map<string, StripeEventStub[]>();
  for (const stub of stubs) {
    const key = `${stub.objectType} ${stub.objectId ?? stub.eventId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stub]);
    else group.push(stub);
  }
  return [...groups.values()];
}

async function settleGroup(context: EngineContext, group: readonly StripeEventStub[], signal: AbortSignal): Promise<void> {
  const newest = group.at(-1);
  if (newest === undefined) return;
  const { objectType, objectId } = newest;
  if (objectType === null || objectId === null || !isMirrored(objectType)) {
    return settle(context, group, `ignored: ${objectType ?? 'events without an object'} is not mirrored`);
  }
  let fetched;
  try {
    fetched = await fetchObject(context, objectType, objectId, signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'NOT_FOUND') return settle(context, group, 'ignored: the object is gone');
    // One missing permission, or one request that Stripe refuses, must not hold up the rest of the feed; the sweep asks again.
    if (error.code === 'STRIPE_PERMISSION_MISSING' || error.code === 'STRIPE_REJECTED') return settleRefused(context, group, error);
    throw error;
  }
  if (fetched === undefined) return settle(context, group, `ignored: ${objectType} is not mirrored`);
  const { objects } = fetched;
  context.store.transaction(() => {
    for (const { raw, extras } of objects) applyObject(context, raw, { eventId: newest.eventId, eventType: newest.type }, extras);
    drainFacts(context, 1000);
    settle(context, group, 'applied');
  });
}

function settle(context: EngineContext, group: readonly StripeEventStub[], result: string): void {
  context.store.transaction(() => {
    for (const stub of group) context.store.events.markProcessed(stub.eventId, result);
  });
}

function settleRefused(context: EngineContext, group: readonly StripeEventStub[], error: AppError): void {
  context.store.transaction(() => {
    const what = group[0]?.objectType ?? 'an object';
    const isPermission = error.code === 'STRIPE_PERMISSION_MISSING';
    const summary = isPermission ? `The Stripe key may not read ${what}; what happened to it is not mirrored yet` : `Stripe refused to show ${what}; what happened to it is not mirrored yet`;
    context.store.log.append({ source: 'stripe', kind: isPermission ? 'permission' : 'sync', result: 'warning', summary, detail: error.detail ?? null });
    settle(context, group, `not applied: ${error.code}`);
  });
}
