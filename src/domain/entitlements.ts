// Gates: seats and features of a plan. A gate whose answer can't be computed is open, and says so.
import type { DunningStatus } from './dunning.ts';

export interface SeatGate {
  readonly allowed: boolean;
  readonly reason: string;
  readonly code: null | 'BILLING_SEAT_LIMIT';
}

/** Whether one more member may be added: `seatLimit` = base seats + purchased seats. */
export function seatGate(state: {
  readonly seatLimit: number | null;
  readonly activeMembers: number | null;
  readonly dunning: DunningStatus | (string & {});
}): SeatGate {
  const { seatLimit, activeMembers } = state;
  if (state.dunning === 'restricted') {
    return {
      allowed: false,
      reason: 'Payments have failed several times: the account is read-only until one succeeds.',
      code: null,
    };
  }
  if (seatLimit === null || activeMembers === null) {
    const missing = seatLimit === null ? 'The seat limit' : 'The number of active members';
    return { allowed: true, reason: `${missing} is not known, so the gate is open.`, code: null };
  }
  if (activeMembers >= seatLimit) {
    return {
      allowed: false,
      reason: `All seats are taken (${activeMembers} of ${seatLimit}).`,
      code: 'BILLING_SEAT_LIMIT',
    };
  }
  return { allowed: true, reason: `${activeMembers} of ${seatLimit} seats are taken.`, code: null };
}

/** Whether a feature is granted by its stored value: `true`, `false`, or a number as text (more than 0 grants). */
export function entitlementDecision(
  value: string | null | undefined,
  feature: string,
): { granted: boolean; reason: string } {
  const word = value?.trim().toLowerCase() ?? '';
  if (word === 'true') return { granted: true, reason: `The plan includes ${feature}.` };
  if (word === 'false') return { granted: false, reason: `The plan does not include ${feature}.` };
  if (/^\d{1,9}$/.test(word)) {
    const amount = Number(word);
    return amount > 0
      ? { granted: true, reason: `The plan includes ${feature}: ${amount}.` }
      : { granted: false, reason: `The plan does not include ${feature}.` };
  }
  return { granted: true, reason: `No value is stored for ${feature}, so the gate is open.` };
}
