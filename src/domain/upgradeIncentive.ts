// What a client's extra seats cost beside the next plan, in which some are included: the reason for going up.
export interface PricedPlan {
  readonly planTier: string;
  /** A month, incl. GST; 0 for a paid tier: by agreement. */
  readonly totalCents: number;
  readonly baseSeats: number;
}

export interface UpgradeIncentive {
  readonly nextTier: string;
  /** Plan and extra seats as they are, a month, incl. GST. */
  readonly currentTotalCents: number;
  /** The next plan for the same number of seats; null: its price is by agreement. */
  readonly nextTotalCents: number | null;
  readonly seats: number;
  readonly nextSeats: number;
  /** Next less current: positive is what going up costs more, negative what it saves. */
  readonly differenceCents: number | null;
  /** From so many extra seats on, the next plan costs no more than seats added one by one; null: it can't be told. */
  readonly breakEvenExtraSeats: number | null;
}

/** Tiers from small to large. */
const ladder = ['free', 'essential', 'pro', 'enterprise'] as const;

/** Null: there is no next plan, or the present one is not of the ladder. */
export function upgradeIncentive(state: {
  readonly planTier: string;
  readonly purchasedSeats: number;
  readonly plans: readonly PricedPlan[];
  readonly seatTotalCents: number;
}): UpgradeIncentive | null {
  const { plans, purchasedSeats, seatTotalCents } = state;
  const step = ladder.findIndex((tier) => tier === state.planTier);
  const nextTier = step === -1 ? undefined : ladder[step + 1];
  const current = plans.find((plan) => plan.planTier === state.planTier);
  const next = plans.find((plan) => plan.planTier === nextTier);
  if (current === undefined || next === undefined) return null;
  // An agreed price is not in the list, so nothing can be compared with it.
  const isCurrentAgreed = current.totalCents === 0 && current.planTier !== 'free';
  if (isCurrentAgreed) return null;
  const seats = current.baseSeats + purchasedSeats;
  const currentTotalCents = current.totalCents + purchasedSeats * seatTotalCents;
  const isAgreed = next.totalCents === 0;
  const nextTotalCents = isAgreed ? null : next.totalCents + Math.max(0, seats - next.baseSeats) * seatTotalCents;
  return {
    nextTier: next.planTier,
    currentTotalCents,
    nextTotalCents,
    seats,
    nextSeats: Math.max(next.baseSeats, seats),
    differenceCents: nextTotalCents === null ? null : nextTotalCents - currentTotalCents,
    breakEvenExtraSeats: isAgreed ? null : breakEven(current, next, seatTotalCents),
  };
}

/** Smallest number of extra seats at which `current + seats` costs at least as much as `next` with as many seats. */
function breakEven(current: PricedPlan, next: PricedPlan, seatTotalCents: number): number | null {
  if (seatTotalCents <= 0) return null;
  const gapCents = next.totalCents - current.totalCents;
  if (gapCents <= 0) return 0;
  const extra = Math.ceil(gapCents / seatTotalCents);
  // Beyond the seats that the next plan includes, both pay for each seat: the gap closes no further.
  return current.baseSeats + extra <= next.baseSeats ? extra : gapBeyond(current, next, seatTotalCents);
}

const gapBeyond = (current: PricedPlan, next: PricedPlan, seatTotalCents: number): number | null => {
  const includedCents = (next.baseSeats - current.baseSeats) * seatTotalCents;
  return includedCents >= next.totalCents - current.totalCents ? next.baseSeats - current.baseSeats : null;
};
