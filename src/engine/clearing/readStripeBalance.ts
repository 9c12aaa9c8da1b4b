// The clearing book beside Stripe: lists the newest balance transactions and the members of payouts, then asks for the balance itself.
import { AppError } from '../../contract/errors.ts';
import { addDays, instantFromMs, localDateOf, msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { lookForLeftOver } from './leftOver.ts';
import { applyObject } from '../intake/applyObject.ts';
import { drainFacts } from '../intake/drainFacts.ts';
import { fetchObject } from '../intake/fetchObject.ts';
import { makeFetchRun } from '../intake/fetchRun.ts';
import type { Extras } from '../intake/objectWriter.ts';
import { syncKeys, type BackfillProgress } from '../intake/syncState.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { readBalanceObject, type StripeBalanceReading } from '../../domain/clearing/readBalanceObject.ts';

export const stripeBalanceKey = 'stripe.balance';
const stripeBalanceJob = 'stripe.balance';

/** What was last read, with the clearing book's own sums of that moment. */
export interface BalanceComparison {
  readonly at: string;
  readonly currencies: readonly { readonly currency: string; readonly stripeCents: number; readonly availableCents: number; readonly pendingCents: number; readonly clearingCents: number }[];
}

/** Fees and adjustments have no events; their rows can be made a little late. */
const overlapDays = 3;
const payoutsPerRun = 500;

/** Job `stripe.balance`: after a poll that brought something, after a back-fill, and with the daily sweep. */
export async function readStripeBalance(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store } = context;
  try {
    await refreshClearing(context, signal);
    const isDaily = (job.input as { isDaily?: boolean }).isDaily === true;
    for (const payoutId of store.clearing.payoutsToList(payoutsPerRun, isDaily)) await readPayoutMembers(context, payoutId, signal);
    if (isDaily) lookForLeftOver(context);
  } catch (error) {
    // One missing permission degrades one feature: Check the books says that the balance could not be asked.
    if (!(error instanceof AppError) || error.code !== 'STRIPE_PERMISSION_MISSING') throw error;
    store.state.saveSync(`${stripeBalanceKey}.refused`, error.detail ?? 'read balance');
  }
  context.changed('reconcile', 'ledger', 'overview');
  return done;
}

/** The daily one has a key of its own: one that waits already would otherwise stand for it and not list unequal payouts again. */
export function enqueueStripeBalance(context: EngineContext, isDaily = false): void {
  context.store.jobs.enqueue({ kind: stripeBalanceJob, uniqueKey: isDaily ? `${stripeBalanceJob} daily` : stripeBalanceJob, lane: 'background', input: { isDaily } });
}

/**
 * Lists what is new, then compares with /v1/balance. What moved between the two requests would look like a difference, so one
 * that was found is looked at again.
 */
export async function refreshClearing(context: EngineContext, signal: AbortSignal): Promise<BalanceComparison> {
  await listNewest(context, signal);
  const first = await compareBalance(context, signal);
  if (first.currencies.every((row) => row.clearingCents === row.stripeCents)) return first;
  await listNewest(context, signal);
  return compareBalance(context, signal);
}

/** Stored with the book's sums of the same moment. */
async function compareBalance(context: EngineContext, signal: AbortSignal): Promise<BalanceComparison> {
  const balance = readBalanceObject(await context.stripe().read({ route: '/v1/balance', needs: 'read balance' }, signal));
  const comparison = comparisonOf(context, balance);
  context.store.state.saveSync(stripeBalanceKey, comparison);
  context.store.state.saveSync(`${stripeBalanceKey}.refused`, null);
  return comparison;
}

function comparisonOf(context: EngineContext, balance: readonly StripeBalanceReading[]): BalanceComparison {
  const clearing = new Map(context.store.clearing.balances().map((row) => [row.currency, row.netCents]));
  const currencies = new Set([...balance.map((row) => row.currency), ...clearing.keys()]);
  return {
    at: context.now(),
    currencies: [...currencies].sort().map((currency) => {
      const found = balance.find((row) => row.currency === currency);
      const availableCents = found?.availableCents ?? 0;
      const pendingCents = found?.pendingCents ?? 0;
      return { currency, stripeCents: availableCents + pendingCents, availableCents, pendingCents, clearingCents: clearing.get(currency) ?? 0 };
    }),
  };
}

/** Its own balance transaction can be known before the payout, or tell that it failed before its event does. */
async function readUnmatchedPayouts(context: EngineContext, signal: AbortSignal): Promise<void> {
  for (const { id } of context.store.clearing.unmatchedBankMovements()) {
    if (!id.startsWith('po_')) continue;
    try {
      const fetched = await fetchObject(context, 'payout', id, makeFetchRun(context, signal));
      context.store.transaction(() => {
        for (const { raw, extras } of fetched?.objects ?? []) applyObject(context, raw, null, extras);
        drainFacts(context, 1000);
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    }
  }
}

async function listNewest(context: EngineContext, signal: AbortSignal): Promise<void> {
  const newestAt = context.store.clearing.newestAt() ?? backfilledAt(context);
  // The back-fill lists them all.
  if (newestAt === null) return;
  const from = `${addDays(localDateOf(newestAt, 'UTC'), -overlapDays)}T00:00:00.000Z`;
  await listTransactions(context, { createdGte: Math.floor(msFromInstant(from) / 1000) }, {}, signal);
  await readUnmatchedPayouts(context, signal);
}

/** Where the back-fill found none, the first one came after it began. */
function backfilledAt({ store }: EngineContext): string | null {
  const progress = store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined;
  return progress?.finishedAt == null ? null : instantFromMs(progress.t0Seconds * 1000);
}

/** A balance transaction doesn't say which payout it went with; listing by payout does (automatic payouts only). */
async function readPayoutMembers(context: EngineContext, payoutId: string, signal: AbortSignal): Promise<void> {
  await listTransactions(context, { filter: { payout: payoutId } }, { payoutId }, signal);
  context.store.clearing.markMembersListed(payoutId);
}

async function listTransactions(context: EngineContext, which: { createdGte?: number; filter?: Readonly<Record<string, string>> }, extras: Extras, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  do {
    if (signal.aborted) throw new AppError('CANCELLED');
    const page = await context.stripe().list('balance_transactions', { limit: 100, ...which, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
    apply(context, page.data, extras);
    const last = page.data.at(-1)?.['id'];
    after = page.hasMore && typeof last === 'string' ? last : undefined;
  } while (after !== undefined);
}

function apply(context: EngineContext, objects: readonly StripeJson[], extras: Extras): void {
  context.store.transaction(() => {
    for (const raw of objects) applyObject(context, raw, null, extras);
    drainFacts(context, 1000);
  });
}
