// The sweep: looks again at what has no events or can change silently: charges not yet settled, members of payouts.
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { applyObject } from './applyObject.ts';
import { drainFacts } from './drainFacts.ts';

const chargesPerSweep = 200;
const payoutsPerSweep = 20;

/** Job `stripe.sweep`, daily and after a back-fill. */
export async function sweepStripe(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  for (const chargeId of context.store.mirror.chargesWithoutBalance(chargesPerSweep)) {
    apply(context, [await context.stripe().retrieve('charges', chargeId, ['balance_transaction'], signal)], undefined);
    if (signal.aborted) return done;
  }
  for (const payoutId of context.store.mirror.payoutsWithoutMembers(payoutsPerSweep)) {
    await readPayoutMembers(context, payoutId, signal);
    if (signal.aborted) return done;
  }
  context.changed('invoices');
  return done;
}

/** A balance transaction doesn't say which payout it went with; listing by payout does (automatic payouts only). */
async function readPayoutMembers(context: EngineContext, payoutId: string, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  do {
    const page = await context.stripe().list('balance_transactions', { limit: 100, filter: { payout: payoutId }, ...(after === undefined ? {} : { startingAfter: after }) }, signal);
    apply(context, page.data, payoutId);
    const last = page.data.at(-1)?.['id'];
    after = page.hasMore && typeof last === 'string' ? last : undefined;
  } while (after !== undefined);
}

function apply(context: EngineContext, objects: readonly StripeJson[], payoutId: string | undefined): void {
  context.store.transaction(() => {
    for (const raw of objects) applyObject(context, raw, null, payoutId === undefined ? {} : { payoutId });
    drainFacts(context, 1000);
  });
}
