// The poll: walks the event list since the cursor, notes every event once, then takes each object's present state.
import { AppError } from '../../contract/errors.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import { readEvent } from '../../domain/stripe/readEvent.ts';
import { enqueueStripeBalance } from '../clearing/readStripeBalance.ts';
import type { EngineContext } from '../context.ts';
import { noteReached } from '../jobs/noteReached.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import { refreshRevenue } from '../metrics/refreshRevenue.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripePage } from '../ports/stripeGateway.ts';
import { noteEventOddities } from './observe.ts';
import { processEvents } from './processEvents.ts';
import { queueSubscriptionSteps } from './queueSubscriptionFacts.ts';
import { noteClockSkew, stripeNowSeconds } from './stripeClock.ts';
import { syncKeys, type BackfillProgress } from './syncState.ts';

const overlapSeconds = 120;
/** After start or wake the clock or the vendor may be further apart. */
const wideOverlapSeconds = 600;
/** Without any event the cursor follows Stripe's time at this distance: events may show up late, and a quiet month is no gap. */
const quietSeconds = 24 * 3600;
const againAfterMs = 3600_000;
/** Stripe keeps events for 30 days; short of that a back-fill is the safe way. */
export const oldestCursorSeconds = 25 * 24 * 3600;

/** Job `stripe.poll`. Without a cursor, or with one too old, it asks for a back-fill instead. */
export async function pollStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store, flags } = context;
  const cursor = store.state.sync(syncKeys.cursorSeconds);
  if (typeof cursor !== 'number') return askForBackfill(context, null);
  if (await isTooLongAgo(context, cursor, signal)) return askForBackfill(context, 'More than 25 days have passed since the last sync, so everything is read again');
  const work = context.work.begin({ id: 'stripe.poll', kind: 'poll', doing: 'Asking Stripe what happened', cancellable: false }, signal);
  try {
    const readThrough = context.now();
    const since = cursor - (flags.wideOverlap ? wideOverlapSeconds : overlapSeconds);
    const newest = await noteNewEvents(context, since, signal);
    if (newest === 'gone' && !hasJustReadEverything(context)) return askForBackfill(context, 'Stripe no longer has the events that were asked for, so everything is read again');
    if (newest === 'gone') throw new AppError('STRIPE_REJECTED', 'the list of events');
    // Only after a full walk, and never past Stripe's own now, wherever our clock stands.
    const nowSeconds = stripeNowSeconds(context);
    store.state.saveSync(syncKeys.cursorSeconds, Math.min(Math.max(cursor, newest, nowSeconds - quietSeconds), nowSeconds));
    noteClockSkew(context);
    flags.wideOverlap = false;
    const processed = await processEvents(context, signal, (count, total) => work.progress('Applying what happened in Stripe', count, total));
    await refreshRevenue(context, signal, { readThrough });
    store.state.saveSync(syncKeys.stripeAsOf, context.now());
    noteReached(context, 'stripe');
    if (processed > 0) enqueueStripeBalance(context);
    if (processed > 0) context.changed('overview', 'invoices', 'ledger', 'gst', 'activity', 'billing');
    return done;
  } finally {
    work.end();
    context.changed();
  }
}

/** By Stripe's time: before a clock of ours that may have jumped is believed, Stripe is asked for its own. */
async function isTooLongAgo(context: EngineContext, cursor: number, signal: AbortSignal): Promise<boolean> {
  if (stripeNowSeconds(context) - cursor <= oldestCursorSeconds) return false;
  await context.stripe().list('events', { limit: 1 }, signal);
  return stripeNowSeconds(context) - cursor > oldestCursorSeconds;
}

/** Reading everything again and again would not bring the events back. */
function hasJustReadEverything(context: EngineContext): boolean {
  const { finishedAt } = (context.store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined) ?? { finishedAt: null };
  return finishedAt !== null && Math.abs(context.clock.nowMs() - msFromInstant(finishedAt)) < againAfterMs;
}

/** `reason`: why what was read before does not count; null: nothing was. */
function askForBackfill(context: EngineContext, reason: string | null): JobOutcome {
  if (reason !== null) {
    context.store.state.saveSync(syncKeys.backfill, null);
    context.store.log.append({ source: 'stripe', kind: 'sync', result: 'warning', summary: reason });
  }
  context.store.jobs.enqueue({ kind: 'stripe.backfill', uniqueKey: 'stripe.backfill', lane: 'stripe', input: {} });
  context.kick();
  return done;
}

/** Inserts what is new, page by page; answers the newest `created` seen. `gone`: they fell out of Stripe's 30 days on the way. */
async function noteNewEvents(context: EngineContext, sinceSeconds: number, signal: AbortSignal): Promise<number | 'gone'> {
  let after: string | undefined;
  let newest = 0;
  for (;;) {
    const page = await listEvents(context, { createdGte: sinceSeconds, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
    if (page === 'gone') return 'gone';
    context.store.transaction(() => {
      for (const raw of page.data) {
        const reading = readEvent(raw);
        noteEventOddities(context, raw, reading);
        if (!reading.ok) continue;
        newest = Math.max(newest, reading.value.createdSeconds);
        if (context.store.events.insertIfAbsent(reading.value, 'poll')) queueSubscriptionSteps(context, reading.value, raw);
      }
    });
    const last = page.data.at(-1)?.['id'];
    if (!page.hasMore || typeof last !== 'string') return newest;
    if (signal.aborted) throw new AppError('CANCELLED');
    after = last;
  }
}

/** Stripe refuses a page after an event that it no longer keeps, or a time that lies too far back; anything else is a failure. */
async function listEvents(context: EngineContext, from: { createdGte: number; startingAfter?: string }, signal: AbortSignal): Promise<StripePage | 'gone'> {
  try {
    return await context.stripe().list('events', { limit: 100, ...from }, signal);
  } catch (error) {
    const isRefused = error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'STRIPE_REJECTED');
    const isOld = from.startingAfter !== undefined || stripeNowSeconds(context) - from.createdGte > 2 * quietSeconds;
    if (isRefused && isOld) return 'gone';
    throw error;
  }
}
