// The back-fill: lists everything that Stripe holds into the mirror, page by page, then writes the facts in order of time.
import { AppError } from '../../contract/errors.ts';
import { instantFromUnixSeconds } from '../../domain/calendar.ts';
import { enqueueStripeBalance } from '../clearing/readStripeBalance.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { WorkHandle } from '../jobs/workTracker.ts';
import { refreshRevenue } from '../metrics/refreshRevenue.ts';
import type { JobRecord } from '../ports/records.ts';
import { applyListed } from './applyListed.ts';
import { applyObject } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';
import { fetchUnknownCustomer } from './fetchNamed.ts';
import { isPermissionMissing, makeFetchRun } from './fetchRun.ts';
import { permissionLost } from './permissions.ts';
import { listings, readListing, type ListedObjects, type Listing } from './listings.ts';
import { rememberDemoFeeInvoices } from '../services/demoFeeInvoices.ts';
import { rememberDemoLodgements } from '../services/demoLodgements.ts';
import { bindAccount } from './stripeAccount.ts';
import { stripeNowSeconds } from './stripeClock.ts';
import { syncKeys, type BackfillProgress } from './syncState.ts';
import { yieldThread } from './yieldThread.ts';

const factsPerTransaction = 500;
/** Each commit waits for the disk: a page of 50 alone would spend most of its time there. */
const objectsPerTransaction = 200;

/** Job `stripe.backfill`: resumable from the page it stopped at; Cancel keeps what was done. */
export async function backfillStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const work = context.work.begin({ id: 'stripe.backfill', kind: 'backfill', doing: 'Reading Stripe', cancellable: true }, signal);
  try {
    await bindAccount(context, work.signal);
    await readAllOfStripe(context, work);
    return done;
  } catch (error) {
    if (!work.signal.aborted || signal.aborted) throw error;
    context.store.log.append({ source: 'person', kind: 'sync', result: 'info', summary: 'The back-fill from Stripe was cancelled; it goes on from the same page at the next sync' });
    return { kind: 'failed', code: 'CANCELLED' };
  } finally {
    work.end();
    context.changed('overview', 'invoices', 'ledger', 'gst', 'activity', 'billing');
  }
}

/** Goes on from the page where the last one stopped; throws AppError CANCELLED when `work` is. */
export async function readAllOfStripe(context: EngineContext, work: WorkHandle): Promise<void> {
  await listEverything(context, work);
  await readPlaceholders(context, work);
  await writeFacts(context, work);
  const readThrough = instantFromUnixSeconds(progressOf(context).t0Seconds);
  await refreshRevenue(context, work.signal, { readThrough, progress: (clients) => work.progress('Working out the revenue', clients, null) });
  finish(context);
}

function progressOf(context: EngineContext): BackfillProgress {
  const stored = context.store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined;
  if (stored != null && stored.finishedAt === null) return stored;
  const started: BackfillProgress = { t0Seconds: stripeNowSeconds(context), phase: 0, after: null, objects: 0, finishedAt: null };
  context.store.state.saveSync(syncKeys.backfill, started);
  return started;
}

async function listEverything(context: EngineContext, work: WorkHandle): Promise<void> {
  let progress = progressOf(context);
  while (progress.phase < listings.length) {
    const phase = listings[progress.phase];
    if (phase === undefined) break;
    progress = await listPhase(context, phase, progress, work);
  }
}

interface ReadPage {
  readonly objects: ListedObjects;
  /** Where to go on once this page is written. */
  readonly next: BackfillProgress;
}

/**
 * Lists one type to its end. Each page's cursor is the last id of the page before, so pages come one by one; the next is on
 * its way while those that came are written, several to a transaction. What came is written whatever happens to the next.
 */
async function listPhase(context: EngineContext, phase: Listing, from: BackfillProgress, work: WorkHandle): Promise<BackfillProgress> {
  let progress = from;
  let read: ReadPage[] = [];
  work.progress(phase.doing, progress.objects, null);
  let asked: Promise<ReadPage> | null = askPage(context, phase, progress, work.signal);
  while (asked !== null) {
    let page: ReadPage;
    try {
      page = await asked;
    } catch (error) {
      writePages(context, read);
      if (!isPermissionMissing(error)) throw error;
      // One missing permission degrades one feature; the sweep reads all of it once it is granted.
      permissionLost(context, phase.type, error);
      return skipPhase(context, progress);
    }
    read.push(page);
    progress = page.next;
    const isOver = progress.phase !== from.phase || work.signal.aborted;
    asked = isOver ? null : askPage(context, phase, progress, work.signal);
    if (!isOver && objectsIn(read) < objectsPerTransaction) continue;
    await yieldThread();
    writePages(context, read);
    read = [];
    work.progress(phase.doing, progress.objects, null);
  }
  if (work.signal.aborted) throw new AppError('CANCELLED');
  return progress;
}

function askPage(context: EngineContext, phase: Listing, progress: BackfillProgress, signal: AbortSignal): Promise<ReadPage> {
  const asked = readPage(context, phase, progress, signal);
  // It may fail while the pages before it are being written; whoever waits for it hears of it.
  asked.catch(() => undefined);
  return asked;
}

async function readPage(context: EngineContext, phase: Listing, progress: BackfillProgress, signal: AbortSignal): Promise<ReadPage> {
  const { objects, after } = await readListing(context, phase, { after: progress.after }, signal);
  return { objects, next: { ...progress, phase: after === null ? progress.phase + 1 : progress.phase, after, objects: progress.objects + objects.length } };
}

const objectsIn = (pages: readonly ReadPage[]): number => pages.reduce((count, page) => count + page.objects.length, 0);

/** Objects and the place to go on from, in one transaction. */
function writePages(context: EngineContext, pages: readonly ReadPage[]): void {
  const last = pages.at(-1);
  if (last === undefined) return;
  applyListed(context, pages.flatMap(({ objects }) => objects), () => context.store.state.saveSync(syncKeys.backfill, last.next));
}

function skipPhase(context: EngineContext, progress: BackfillProgress): BackfillProgress {
  const next = { ...progress, phase: progress.phase + 1, after: null };
  context.store.state.saveSync(syncKeys.backfill, next);
  return next;
}

/** Customers that only an invoice named: deleted ones are in no list, and nothing is booked before they were asked for. */
async function readPlaceholders(context: EngineContext, work: WorkHandle): Promise<void> {
  const run = makeFetchRun(context, work.signal);
  for (const stripeCustomerId of context.store.orgs.placeholders()) {
    const found = await fetchUnknownCustomer(context, stripeCustomerId, run);
    context.store.transaction(() => found.forEach((raw) => applyObject(context, raw, null)));
    if (work.signal.aborted) throw new AppError('CANCELLED');
  }
}

/** Facts are written oldest first although Stripe lists newest first: numbers and running totals follow the business. */
async function writeFacts(context: EngineContext, work: WorkHandle): Promise<void> {
  const total = context.store.facts.count();
  let written = 0;
  for (;;) {
    const now = context.store.transaction(() => drainFacts(context, factsPerTransaction));
    written += now;
    // Totals kept per day take these rows in now, so that the first screen afterwards need not.
    context.store.reads.foldTotals();
    work.progress('Writing the books', written, total);
    if (now === 0) return;
    await yieldThread();
    if (work.signal.aborted) throw new AppError('CANCELLED');
  }
}

function finish(context: EngineContext): void {
  const { store } = context;
  store.transaction(() => {
    const progress = progressOf(context);
    store.state.saveSync(syncKeys.backfill, { ...progress, finishedAt: context.now() });
    rememberDemoLodgements(context);
    rememberDemoFeeInvoices(context);
    store.state.saveSync(syncKeys.cursorSeconds, progress.t0Seconds);
    store.state.saveSync(syncKeys.stripeAsOf, context.now());
    store.log.append({ source: 'stripe', kind: 'sync', result: 'ok', summary: `Everything in Stripe was read: ${progress.objects.toLocaleString('en-AU')} objects` });
    store.jobs.enqueue({ kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} });
    // Before the sweep, which takes longer: payouts tie out once their members are listed.
    enqueueStripeBalance(context);
    store.jobs.enqueue({ kind: 'stripe.sweep', uniqueKey: 'stripe.sweep', lane: 'background', input: {} });
    store.jobs.enqueue({ kind: 'quickbooks.link', uniqueKey: 'quickbooks.link', lane: 'quickbooks', input: {} });
  });
  context.kick();
}
