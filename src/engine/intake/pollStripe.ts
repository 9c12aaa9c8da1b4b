// The poll: walks the event list since the cursor, notes every event once, then takes each object's present state.
import { AppError } from '../../contract/errors.ts';
import { readEvent } from '../../domain/stripe/readEvent.ts';
import { enqueueStripeBalance } from '../clearing/readStripeBalance.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import { refreshRevenue } from '../metrics/refreshRevenue.ts';
import type { JobRecord } from '../ports/records.ts';
import { noteEventOddities } from './observe.ts';
import { processEvents } from './processEvents.ts';
import { syncKeys } from './syncState.ts';

const overlapSeconds = 120;
/** After start or wake the clock or the vendor may be further apart. */
const wideOverlapSeconds = 600;
/** Stripe keeps events for 30 days; short of that a back-fill is the safe way. */
export const oldestCursorSeconds = 25 * 24 * 3600;

/** Job `stripe.poll`. Without a cursor, or with one too old, it asks for a back-fill instead. */
export async function pollStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store, clock, flags } = context;
  const cursor = store.state.sync(syncKeys.cursorSeconds);
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  if (typeof cursor !== 'number' || nowSeconds - cursor > oldestCursorSeconds) return askForBackfill(context, typeof cursor === 'number');
  const work = context.work.begin({ id: 'stripe.poll', kind: 'poll', doing: 'Asking Stripe what happened', cancellable: false }, signal);
  try {
    const since = cursor - (flags.wideOverlap ? wideOverlapSeconds : overlapSeconds);
    const newest = await noteNewEvents(context, since, signal);
    // Only after a full walk, and never past now: a vendor clock that runs ahead must not hide later events.
    const next = Math.min(Math.max(cursor, newest), nowSeconds);
    store.state.saveSync(syncKeys.cursorSeconds, next);
    flags.wideOverlap = false;
    const processed = await processEvents(context, signal, (count, total) => work.progress('Applying what happened in Stripe', count, total));
    await refreshRevenue(context, signal);
    store.state.saveSync(syncKeys.stripeAsOf, context.now());
    store.state.saveSync(syncKeys.stripeFailure, null);
    if (processed > 0) enqueueStripeBalance(context);
    if (processed > 0) context.changed('overview', 'invoices', 'ledger', 'gst', 'activity', 'billing');
    return done;
  } finally {
    work.end();
    context.changed();
  }
}

function askForBackfill(context: EngineContext, isGap: boolean): JobOutcome {
  if (isGap) {
    context.store.state.saveSync(syncKeys.backfill, null);
    context.store.log.append({ source: 'stripe', kind: 'sync', result: 'warning', summary: 'More than 25 days have passed since the last sync, so everything is read again' });
  }
  context.store.jobs.enqueue({ kind: 'stripe.backfill', uniqueKey: 'stripe.backfill', lane: 'stripe', input: {} });
  context.kick();
  return done;
}

/** Inserts what is new, page by page; answers the newest `created` seen. */
async function noteNewEvents(context: EngineContext, sinceSeconds: number, signal: AbortSignal): Promise<number> {
  let after: string | undefined;
  let newest = 0;
  for (;;) {
    const page = await context.stripe().list('events', { limit: 100, createdGte: sinceSeconds, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
    context.store.transaction(() => {
      for (const raw of page.data) {
        const reading = readEvent(raw);
        noteEventOddities(context, raw, reading);
        if (!reading.ok) continue;
        newest = Math.max(newest, reading.value.createdSeconds);
        context.store.events.insertIfAbsent(reading.value, 'poll');
      }
    });
    const last = page.data.at(-1)?.['id'];
    if (!page.hasMore || typeof last !== 'string') return newest;
    if (signal.aborted) throw new AppError('CANCELLED');
    after = last;
  }
}
