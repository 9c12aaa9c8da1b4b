// What a subscription's status gives access to, and what it makes of the organisation.
import { instantFromMs, msFromInstant } from './calendar.ts';

export type Access = 'full' | 'grace' | 'none';

/** A renewal is known with some delay (Stripe finalises an hour late, the machine sleeps): so long access is not cut off. */
const renewalGraceDays = 3;
const dayMs = 86_400_000;

/**
 * Access now, from status and period end together, never from `active` alone. `trialing`, `active`: full until the period's
 * end, then grace for three days; `past_due`: grace; `cancelled`: full until the end of the paid period; `unpaid`,
 * `incomplete`, `incomplete_expired`: none; `paused`: as configured. A status that isn't known goes by the period's end, and
 * an end that isn't known leaves the gate open.
 *
 * @param state.now ISO instant
 * @param state.pausedAccess as configured; none by default
 */
export function accessOf(state: {
  readonly status: string;
  readonly currentPeriodEnd: string | null;
  readonly now: string;
  readonly pausedAccess?: Access;
}): Access {
  const { status, currentPeriodEnd, now } = state;
  const isWithinPeriod = currentPeriodEnd === null || now < currentPeriodEnd;
  if (status === 'past_due') return 'grace';
  if (status === 'unpaid' || status === 'incomplete' || status === 'incomplete_expired') return 'none';
  if (status === 'paused') return state.pausedAccess ?? 'none';
  if (isWithinPeriod) return status === 'cancelled' && currentPeriodEnd === null ? 'none' : 'full';
  if (status !== 'active' && status !== 'trialing') return 'none';
  return now < instantFromMs(msFromInstant(currentPeriodEnd) + renewalGraceDays * dayMs) ? 'grace' : 'none';
}

/** `orgs.billing_status` of an organisation with this subscription. */
export function billingStatusOf(status: string): 'active' | 'past_due' | 'cancelled' {
  if (status === 'past_due' || status === 'unpaid') return 'past_due';
  return status === 'cancelled' || status === 'incomplete_expired' ? 'cancelled' : 'active';
}
