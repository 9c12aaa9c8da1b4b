// What waits for a person on the Subscriptions screen: changes that stopped half-way, agreed prices that have run out.
import type { EngineContext } from '../context.ts';
import type { StripeChange } from '../ports/stripeWriteTables.ts';
import { refundChangeKinds } from '../refunds/unfinishedChanges.ts';

/** Those of refunds and disputes stand on their own screen. */
export const unfinishedOnes = (store: EngineContext['store']): StripeChange[] => store.changes.unfinished().filter((change) => !refundChangeKinds.has(change.kind));

export function subscriptionsToDecide({ store, now }: Pick<EngineContext, 'store' | 'now'>): number {
  return unfinishedOnes(store).filter((change) => change.state === 'paused').length + store.subscriptions.overridesExpired(now()).length;
}
