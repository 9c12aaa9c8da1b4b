// The back-fill: lists everything that Stripe holds into the mirror, page by page, then writes the facts in order of time.
import { AppError } from '../../contract/errors.ts';
import { readInvoice } from '../../domain/stripe/readInvoice.ts';
import type { StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { WorkHandle } from '../jobs/workTracker.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripeJson, StripeListParams, StripeListType } from '../ports/stripeGateway.ts';
import { applyObject, type Extras } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';
import { fetchFurtherLines, fetchUnknownCustomer } from './fetchObject.ts';
import { bindAccount } from './stripeAccount.ts';
import { syncKeys, type BackfillProgress } from './syncState.ts';
import { yieldThread } from './yieldThread.ts';

interface Phase {
  readonly type: StripeListType;
  readonly doing: string;
  readonly pageSize: number;
  readonly expand?: readonly string[];
  readonly filter?: Readonly<Record<string, string>>;
  /** Without this permission the books still hold; the feature that needs it says so. */
  readonly isOptional?: boolean;
}

/** What names others comes before what is named: plans before customers before payments before invoices. */
const phases: readonly Phase[] = [
  { type: 'products', doing: 'Reading products from Stripe', pageSize: 100 },
  { type: 'prices', doing: 'Reading prices from Stripe', pageSize: 100 },
  { type: 'customers', doing: 'Reading customers from Stripe', pageSize: 100 },
  // Large pages of subscriptions and invoices have been cut mid-body.
  { type: 'subscriptions', doing: 'Reading subscriptions from Stripe', pageSize: 50, filter: { status: 'all' } },
  { type: 'charges', doing: 'Reading charges and fees from Stripe', pageSize: 100, expand: ['data.balance_transaction'] },
  { type: 'invoice_payments', doing: 'Reading invoice payments from Stripe', pageSize: 100 },
  { type: 'invoices', doing: 'Reading invoices from Stripe', pageSize: 50 },
  { type: 'refunds', doing: 'Reading refunds from Stripe', pageSize: 100, isOptional: true },
  { type: 'disputes', doing: 'Reading disputes from Stripe', pageSize: 100, isOptional: true },
  { type: 'payouts', doing: 'Reading payouts from Stripe', pageSize: 100, isOptional: true },
];

const factsPerTransaction = 500;
/** Each commit waits for the disk: a page of 50 alone would spend most of its time there. */
const objectsPerTransaction = 400;

/** Job `stripe.backfill`: resumable from the page it stopped at; Cancel keeps what was done. */
export async function backfillStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const work = context.work.begin({ id: 'stripe.backfill', kind: 'backfill', doing: 'Reading Stripe', cancellable: true }, signal);
  try {
    await bindAccount(context, work.signal);
    await listEverything(context, work);
    await readPlaceholders(context, work);
    await writeFacts(context, work);
    finish(context);
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

function progressOf(context: EngineContext): BackfillProgress {
  const stored = context.store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined;
  if (stored != null && stored.finishedAt === null) return stored;
  const started: BackfillProgress = { t0Seconds: Math.floor(context.clock.nowMs() / 1000), phase: 0, after: null, objects: 0, finishedAt: null };
  context.store.state.saveSync(syncKeys.backfill, started);
  return started;
}

async function listEverything(context: EngineContext, work: WorkHandle): Promise<void> {
  let progress = progressOf(context);
  while (progress.phase < phases.length) {
    const phase = phases[progress.phase];
    if (phase === undefined) break;
    progress = await listPhase(context, phase, progress, work);
  }
}

interface ReadPage {
  readonly objects: readonly { readonly raw: StripeJson; readonly extras: Extras }[];
  /** Where to go on once this page is written. */
  readonly next: BackfillProgress;
}

/**
 * Lists one type to its end. Each page's cursor is the last id of the page before, so pages come one by one; the next is on
 * its way while those that came are written, several to a transaction. What came is written whatever happens to the next.
 */
async function listPhase(context: EngineContext, phase: Phase, from: BackfillProgress, work: WorkHandle): Promise<BackfillProgress> {
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
      if (!(error instanceof AppError) || error.code !== 'STRIPE_PERMISSION_MISSING' || phase.isOptional !== true) throw error;
      return skipPhase(context, phase, progress, error);
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

function askPage(context: EngineContext, phase: Phase, progress: BackfillProgress, signal: AbortSignal): Promise<ReadPage> {
  const asked = readPage(context, phase, progress, signal);
  // It may fail while the pages before it are being written; whoever waits for it hears of it.
  asked.catch(() => undefined);
  return asked;
}

async function readPage(context: EngineContext, phase: Phase, progress: BackfillProgress, signal: AbortSignal): Promise<ReadPage> {
  const params: StripeListParams = {
    limit: phase.pageSize,
    ...(progress.after === null ? {} : { startingAfter: progress.after }),
    ...(phase.expand === undefined ? {} : { expand: phase.expand }),
    ...(phase.filter === undefined ? {} : { filter: phase.filter }),
  };
  const page = await context.stripe().list(phase.type, params, signal);
  const extras = await Promise.all(page.data.map((raw) => extrasOf(context, phase, raw, signal)));
  const last = page.data.at(-1)?.['id'];
  const isLastPage = !page.hasMore || typeof last !== 'string';
  return {
    objects: page.data.map((raw, index) => ({ raw, extras: extras[index] ?? {} })),
    next: {
      ...progress,
      phase: isLastPage ? progress.phase + 1 : progress.phase,
      after: isLastPage ? null : last,
      objects: progress.objects + page.data.length,
    },
  };
}

const objectsIn = (pages: readonly ReadPage[]): number => pages.reduce((count, page) => count + page.objects.length, 0);

/** Objects and the place to go on from, in one transaction. */
function writePages(context: EngineContext, pages: readonly ReadPage[]): void {
  const last = pages.at(-1);
  if (last === undefined) return;
  context.store.transaction(() => {
    for (const { objects } of pages) for (const { raw, extras } of objects) applyObject(context, raw, null, extras);
    context.store.state.saveSync(syncKeys.backfill, last.next);
  });
}

async function extrasOf(context: EngineContext, phase: Phase, raw: StripeJson, signal: AbortSignal): Promise<Extras> {
  if (phase.type !== 'invoices') return {};
  const lines = raw['lines'];
  const hasMore = typeof lines === 'object' && lines !== null && 'has_more' in lines && lines.has_more === true;
  if (!hasMore) return {};
  const reading = readInvoice(raw);
  const furtherLines: readonly StripeInvoiceLineFacts[] = reading.ok ? await fetchFurtherLines(context, reading.value, signal) : [];
  return { furtherLines };
}

function skipPhase(context: EngineContext, phase: Phase, progress: BackfillProgress, error: AppError): BackfillProgress {
  const next = { ...progress, phase: progress.phase + 1, after: null };
  context.store.transaction(() => {
    context.store.state.saveSync(syncKeys.backfill, next);
    context.store.log.append({ source: 'stripe', kind: 'permission', result: 'warning', summary: `The Stripe key may not read ${phase.type}, so they are not mirrored`, detail: error.detail ?? null });
  });
  return next;
}

/** Customers that only an invoice named: deleted ones are in no list, and nothing is booked before they were asked for. */
async function readPlaceholders(context: EngineContext, work: WorkHandle): Promise<void> {
  for (const stripeCustomerId of context.store.orgs.placeholders()) {
    const found = await fetchUnknownCustomer(context, stripeCustomerId, work.signal);
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
    store.state.saveSync(syncKeys.cursorSeconds, progress.t0Seconds);
    store.state.saveSync(syncKeys.stripeAsOf, context.now());
    store.log.append({ source: 'stripe', kind: 'sync', result: 'ok', summary: `Everything in Stripe was read: ${progress.objects} objects` });
    store.jobs.enqueue({ kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} });
    store.jobs.enqueue({ kind: 'stripe.sweep', uniqueKey: 'stripe.sweep', lane: 'background', input: {} });
    store.jobs.enqueue({ kind: 'quickbooks.link', uniqueKey: 'quickbooks.link', lane: 'quickbooks', input: {} });
  });
  context.kick();
}
