// The sweep: looks again at what has no events, can change silently, or whose event was missed.
import { AppError } from '../../contract/errors.ts';
import { enqueueStripeBalance } from '../clearing/readStripeBalance.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import { checkRollForward } from '../metrics/checkRollForward.ts';
import { refreshRevenue } from '../metrics/refreshRevenue.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripeListType } from '../ports/stripeGateway.ts';
import { enqueueNumberNote } from './allocateNumber.ts';
import { applyListed } from './applyListed.ts';
import { drainFacts } from './drainFacts.ts';
import { plain } from './fetched.ts';
import { fetchUnknownCustomer } from './fetchNamed.ts';
import { fetchObject } from './fetchObject.ts';
import { isPermissionMissing, makeFetchRun, type FetchRun } from './fetchRun.ts';
import { listings, readListing, type ListedObjects, type Listing } from './listings.ts';
import { permissionLost, permissionRegained, unreadTypes } from './permissions.ts';
import { syncKeys } from './syncState.ts';

/** Of each kind, how many are looked at again in one sweep: those that were looked at longest ago come first. */
const atMostPerSweep = { invoices: 200, charges: 200, payouts: 20, disputes: 100, refunds: 100, intents: 100 } as const;
const numbersPerSweep = 500;
/** Events are kept for 30 days: what one of them failed to tell is found by listing a little further back. */
const usualSweepDays = 35;

/** Job `stripe.sweep`, daily, after a back-fill and with a new key. */
export async function sweepStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const readableAgain = await expansionsReadableAgain(context, signal);
  for (const listing of listings) await relist(context, listing, readableAgain, signal);
  for (const type of readableAgain) permissionRegained(context, type);
  const run = makeFetchRun(context, signal);
  for (const { objectType, ids } of toLookAtAgain(context)) for (const id of ids) await lookAgain(context, objectType, id, run);
  for (const stripeCustomerId of context.store.orgs.placeholders()) {
    apply(context, (await fetchUnknownCustomer(context, stripeCustomerId, run)).map(plain));
  }
  // What the sweep found late has no event that would lead to it.
  await refreshRevenue(context, signal, { readThrough: (context.store.state.sync(syncKeys.stripeAsOf) as string | null | undefined) ?? null });
  checkRollForward(context, true);
  enqueueStripeBalance(context, true);
  // A number whose note in Stripe failed is noted again: a rebuild reads it from there.
  for (const invoiceId of context.store.invoices.numbersNotRecorded(numbersPerSweep)) enqueueNumberNote(context, invoiceId);
  context.changed('invoices', 'overview', 'ledger', 'gst');
  return done;
}

/** What may have changed without a word, however long ago it was created. */
function toLookAtAgain({ store }: EngineContext): readonly { objectType: string; ids: readonly string[] }[] {
  const { stripeRecords } = store;
  return [
    { objectType: 'invoice', ids: store.invoices.unsettled(atMostPerSweep.invoices) },
    { objectType: 'charge', ids: store.mirror.chargesWithoutBalance(atMostPerSweep.charges) },
    { objectType: 'dispute', ids: stripeRecords.openDisputes(atMostPerSweep.disputes) },
    { objectType: 'refund', ids: stripeRecords.pendingRefunds(atMostPerSweep.refunds) },
    { objectType: 'payment_intent', ids: stripeRecords.intentsWaitingForCustomer(atMostPerSweep.intents) },
    { objectType: 'payout', ids: stripeRecords.payoutsWithoutMembers(atMostPerSweep.payouts) },
  ];
}

async function lookAgain(context: EngineContext, objectType: string, id: string, run: FetchRun): Promise<void> {
  if (run.signal.aborted) throw new AppError('CANCELLED');
  try {
    apply(context, (await fetchObject(context, objectType, id, run))?.objects ?? []);
  } catch (error) {
    if (isPermissionMissing(error)) return;
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    context.store.stripeRecords.markGone(objectType, id);
  }
}

/**
 * What late or missed events would have told: everything created lately, and the small lists whole. So is a list that was
 * refused since it was last read: nothing is known of what happened meanwhile.
 */
async function relist(context: EngineContext, listing: Listing, readableAgain: readonly StripeListType[], signal: AbortSignal): Promise<void> {
  const unread = unreadTypes(context);
  const isExpansionReadableAgain = listing.expandNeeds !== undefined && readableAgain.includes(listing.expandNeeds);
  const isWhole = listing.isSmall === true || isExpansionReadableAgain || unread.includes(listing.type);
  const createdGte = Math.floor(context.clock.nowMs() / 1000) - (listing.sweepDays ?? usualSweepDays) * 24 * 3600;
  let after: string | null = null;
  do {
    if (signal.aborted) throw new AppError('CANCELLED');
    try {
      const page = await readListing(context, listing, { after, ...(isWhole ? {} : { createdGte }) }, signal);
      apply(context, page.objects);
      after = page.after;
    } catch (error) {
      if (!isPermissionMissing(error)) throw error;
      permissionLost(context, listing.type, error);
      return;
    }
  } while (after !== null);
  permissionRegained(context, listing.type);
}

/** What comes inside lists and was refused before: a bare list would not tell that it may be read by now. */
async function expansionsReadableAgain(context: EngineContext, signal: AbortSignal): Promise<readonly StripeListType[]> {
  const unread = unreadTypes(context);
  const needed = [...new Set(listings.flatMap(({ expandNeeds }) => (expandNeeds === undefined ? [] : [expandNeeds])))];
  const again: StripeListType[] = [];
  for (const type of needed) if (unread.includes(type) && (await mayRead(context, type, signal))) again.push(type);
  return again;
}

async function mayRead(context: EngineContext, type: StripeListType, signal: AbortSignal): Promise<boolean> {
  try {
    await context.stripe().list(type, { limit: 1 }, signal);
    return true;
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    return false;
  }
}

function apply(context: EngineContext, objects: ListedObjects): void {
  applyListed(context, objects, () => void drainFacts(context, 1000));
}
