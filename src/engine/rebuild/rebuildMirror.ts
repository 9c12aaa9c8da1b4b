// The mirror is read again beside the books, by the same code, into a second database; then the two are compared, every row.
import { AppError } from '../../contract/errors.ts';
import { instantFromMs } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { bindAccount } from '../intake/stripeAccount.ts';
import { applyObject } from '../intake/applyObject.ts';
import { readAllOfStripe } from '../intake/backfillStripe.ts';
import { drainFacts } from '../intake/drainFacts.ts';
import { fetchObject } from '../intake/fetchObject.ts';
import { isPermissionMissing, makeFetchRun, type FetchRun } from '../intake/fetchRun.ts';
import { pollStripe } from '../intake/pollStripe.ts';
import { syncKeys, type BackfillProgress } from '../intake/syncState.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { WorkHandle } from '../jobs/workTracker.ts';
import type { JobRecord } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

const topics = ['settings', 'activity'] as const;

/** Everything that the intake does, done to another store: no screen is told, no job of it ever runs. */
function besideContext(context: EngineContext, store: Store): EngineContext {
  const silent = { ...context.work, begin: (_work: unknown, parent: AbortSignal): WorkHandle => ({ signal: parent, progress: () => undefined, end: () => undefined }) };
  return { ...context, store, profile: () => store.state.profile(), changed: () => undefined, kick: () => undefined, work: silent, flags: { ...context.flags, wideOverlap: true } };
}

const progressOf = (store: Store): BackfillProgress | undefined => (store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined) ?? undefined;

/** Job `rebuild.read`, in the background lane: polls and pushes go on meanwhile. Resumes at the page where it stopped. */
export async function readMirrorAgain(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const run = context.store.rebuild.run();
  if (run?.state !== 'reading') return done;
  const work = context.work.begin({ id: 'rebuild', kind: 'rebuild', doing: 'Reading Stripe again', cancellable: true }, signal);
  let fresh: Store | undefined;
  try {
    await bindAccount(context, work.signal);
    fresh = context.store.rebuild.openFresh();
    const beside = besideContext(context, fresh);
    if (progressOf(fresh)?.finishedAt == null) await readAllOfStripe(beside, work);
    await readAllPayoutMembers(beside, work);
    context.store.transaction(() => {
      context.store.rebuild.setState(run.id, 'comparing');
      context.store.jobs.enqueue({ kind: 'rebuild.compare', uniqueKey: 'rebuild.compare', lane: 'stripe', input: {} });
    });
    return done;
  } catch (error) {
    if (!work.signal.aborted || signal.aborted) throw error;
    context.store.log.append({ source: 'person', kind: 'rebuild', result: 'info', summary: 'Reading the mirror again was cancelled; it goes on from the same page when it is started again' });
    return { kind: 'failed', code: 'CANCELLED' };
  } finally {
    fresh?.close();
    work.end();
    context.changed(...topics);
  }
}

/** The daily sweep takes the latest; here all of them are asked for. One that has no members is asked once. */
async function readAllPayoutMembers(beside: EngineContext, work: WorkHandle): Promise<void> {
  const payouts = beside.store.stripeRecords.payoutsWithoutMembers(1_000_000);
  const run = makeFetchRun(beside, work.signal);
  for (const [index, payoutId] of payouts.entries()) {
    if (work.signal.aborted) throw new AppError('CANCELLED');
    work.progress('Reading what each payout holds', index, payouts.length);
    await applyOne(beside, 'payout', payoutId, run);
  }
}

/** Often enough unless events come faster than two lists of them can be read. */
const mostCatchUps = 5;

/** Job `rebuild.compare`, in the lane of the poll: nothing is taken in between the two catching up with each other. */
export async function compareWithMirror(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { rebuild } = context.store;
  const run = rebuild.run();
  if (run?.state !== 'comparing') return done;
  const work = context.work.begin({ id: 'rebuild', kind: 'rebuild', doing: 'Comparing with the books', cancellable: false }, signal);
  try {
    await catchUp(context, job, signal);
    rebuild.compare(run.id);
    const counts = rebuild.counts(run.id);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    context.store.transaction(() => {
      rebuild.setState(run.id, 'ready', { comparedAt: context.now() });
      context.store.log.append({
        source: 'program', kind: 'rebuild', result: total === 0 ? 'ok' : 'warning',
        summary: total === 0 ? 'The mirror was read again from Stripe: nothing differs' : `The mirror was read again from Stripe: ${total} differences`,
      });
    });
    return done;
  } finally {
    work.end();
    context.changed(...topics);
  }
}

async function catchUp(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<void> {
  const { rebuild } = context.store;
  for (let round = 0; round < mostCatchUps; round += 1) {
    await pollStripe(context, job, signal);
    const fresh = rebuild.openFresh();
    try {
      await pollStripe(besideContext(context, fresh), job, signal);
    } finally {
      fresh.close();
    }
    const startedMs = Date.parse(rebuild.run()?.startedAt ?? context.now());
    if (rebuild.eventsApart(instantFromMs(startedMs)) === 0) return;
  }
}

/** Job `rebuild.apply`, in the lane of the poll: mirror rows are put right, then each object is fetched and taken in as an event's would be. */
export async function applyDifferences(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store } = context;
  const run = store.rebuild.run();
  if (run?.state !== 'applying') return done;
  const work = context.work.begin({ id: 'rebuild', kind: 'rebuild', doing: 'Taking in what was missing', cancellable: false }, signal);
  try {
    const objects = store.rebuild.objectsToApply(run.id);
    store.rebuild.swapMirror(run.id);
    const fetching = makeFetchRun(context, signal);
    for (const [index, { objectType, id }] of objects.entries()) {
      work.progress('Taking in what was missing', index, objects.length);
      await applyOne(context, objectType, id, fetching);
    }
    store.transaction(() => {
      while (drainFacts(context, 1000) > 0);
      store.rebuild.setState(run.id, 'comparing', { appliedAt: context.now() });
      store.log.append({ source: 'person', kind: 'rebuild', result: 'ok', summary: `The mirror was put right from Stripe: ${objects.length.toLocaleString('en-AU')} objects` });
    });
  } finally {
    work.end();
    context.changed('overview', 'invoices', 'ledger', 'gst', 'billing', ...topics);
  }
  return compareWithMirror(context, job, signal);
}

async function applyOne(context: EngineContext, objectType: string, id: string, run: FetchRun): Promise<void> {
  let fetched;
  try {
    fetched = await fetchObject(context, objectType, id, run);
  } catch (error) {
    // Gone since it was listed, or not ours to read.
    if (isPermissionMissing(error)) return;
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    return;
  }
  context.store.transaction(() => {
    for (const { raw, extras } of fetched?.objects ?? []) applyObject(context, raw, null, extras);
    drainFacts(context, 1000);
  });
}
