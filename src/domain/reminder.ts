// Whether to remind a client of a failed payment: never in a grace period that a contract gives, nor while a dispute is open.
import type { DunningStatus } from './dunning.ts';

export interface ReminderAdvice {
  readonly isSuggested: boolean;
  readonly reason: string;
}

/**
 * @param state.today local date
 * @param state.graceUntil local date, inclusive; null: no agreement
 */
export function reminderAdvice(state: {
  readonly dunning: DunningStatus | (string & {});
  readonly today: string;
  readonly graceUntil: string | null;
  readonly hasOpenDispute: boolean;
}): ReminderAdvice {
  const { dunning, today, graceUntil } = state;
  if (state.hasOpenDispute) return { isSuggested: false, reason: 'A dispute is open: no reminder until it is decided.' };
  if (graceUntil !== null && today <= graceUntil) return { isSuggested: false, reason: 'A contractual grace period runs: no reminder until it has ended.' };
  if (dunning === 'requires_action') return { isSuggested: true, reason: 'The bank asks for a confirmation that only the client can give: send the link to the invoice page.' };
  if (dunning === 'restricted') return { isSuggested: true, reason: 'Several attempts failed: ask for another card before Stripe gives up.' };
  if (dunning === 'warning') return { isSuggested: true, reason: 'A payment failed: ask for another card.' };
  if (dunning === 'cancelled') return { isSuggested: false, reason: 'The subscription has ended: there is nothing to remind of.' };
  return { isSuggested: false, reason: 'Nothing is owed.' };
}
