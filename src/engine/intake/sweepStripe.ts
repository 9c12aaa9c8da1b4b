// The sweep: looks again at what has no events, can change silently, or whose event was missed.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import { enqueueNumberNote } from './allocateNumber.ts';
import { applyObject } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';
import { fetchObject, fetchUnknownCustomer } from './fetchObject.ts';
import { listings, readListing, type ListedObjects, type Listing } from './listings.ts';

const chargesPerSweep = 200;
const payoutsPerSweep = 20;
const openInvoicesPerSweep = 200;
const numbersPerSweep = 500;
/** Events are kept for 30 days: what one of them failed to tell is found by listing a little further back. */
const sweepBackSeconds = 35 * 24 * 3600;

/** Job `stripe.sweep`, daily, after a back-fill and with a new key. */
export async function sweepStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  for (const listing of listings) await relist(context, listing, signal);
  for (const stripeInvoiceId of context.store.invoices.unsettled(openInvoicesPerSweep)) {
    const fetched = await fetchObject(context, 'invoice', stripeInvoiceId, signal);
    apply(context, fetched?.objects ?? []);
  }
  for (const stripeCustomerId of context.store.orgs.placeholders()) {
    apply(context, (await fetchUnknownCustomer(context, stripeCustomerId, signal)).map((raw) => ({ raw, extras: {} })));
  }
  for (const chargeId of context.store.mirror.chargesWithoutBalance(chargesPerSweep)) {
    apply(context, [{ raw: await context.stripe().retrieve('charges', chargeId, ['balance_transaction'], signal), extras: {} }]);
  }
  for (const payoutId of context.store.mirror.payoutsWithoutMembers(payoutsPerSweep)) await readPayoutMembers(context, payoutId, signal);
  // A number whose note in Stripe failed is noted again: a rebuild reads it from there.
  for (const invoiceId of context.store.invoices.numbersNotRecorded(numbersPerSweep)) enqueueNumberNote(context, invoiceId);
  context.changed('invoices', 'overview', 'ledger', 'gst');
  return done;
}

/** What late or missed events would have told: everything created lately, and the small lists whole. */
async function relist(context: EngineContext, listing: Listing, signal: AbortSignal): Promise<void> {
  const createdGte = Math.floor(context.clock.nowMs() / 1000) - sweepBackSeconds;
  let after: string | null = null;
  do {
    if (signal.aborted) throw new AppError('CANCELLED');
    try {
      const page = await readListing(context, listing, { after, ...(listing.isSmall === true ? {} : { createdGte }) }, signal);
      apply(context, page.objects);
      after = page.after;
    } catch (error) {
      // One missing permission degrades one feature; it was reported when it was met first.
      if (!(error instanceof AppError) || error.code !== 'STRIPE_PERMISSION_MISSING') throw error;
      return;
    }
  } while (after !== null);
}

/** A balance transaction doesn't say which payout it went with; listing by payout does (automatic payouts only). */
async function readPayoutMembers(context: EngineContext, payoutId: string, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  do {
    const page = await context.stripe().list('balance_transactions', { limit: 100, filter: { payout: payoutId }, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
    apply(context, page.data.map((raw) => ({ raw, extras: { payoutId } })));
    const last = page.data.at(-1)?.['id'];
    after = page.hasMore && typeof last === 'string' ? last : undefined;
  } while (after !== undefined);
}

function apply(context: EngineContext, objects: ListedObjects): void {
  context.store.transaction(() => {
    for (const { raw, extras } of objects) applyObject(context, raw, null, extras);
    drainFacts(context, 1000);
  });
}
