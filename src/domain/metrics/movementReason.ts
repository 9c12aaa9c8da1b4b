// Why a client's MRR went up or down: the reason of the largest of the day's changes in that direction.
import type { ItemState } from './billingHistory.ts';

export type ExpansionReason = 'upgrade' | 'seats' | 'price rise' | 'discount expiry' | 'add-on' | 'interval change' | 'resume';
export type ContractionReason = 'downgrade' | 'seats' | 'discount' | 'interval change' | 'pause' | 'comp';

const seatTier = 'seat_addon';

export interface ItemDifference {
  readonly before: ItemState | null;
  readonly after: ItemState | null;
}

/** `differences`: what changed on the day, item by item. The larger change wins, then the alphabet. */
export function reasonOfChange(differences: readonly ItemDifference[], isRise: boolean): ExpansionReason | ContractionReason {
  const sums = new Map<ExpansionReason | ContractionReason, number>();
  for (const difference of pairSwaps(differences)) {
    const cents = (difference.after?.monthlyCents ?? 0) - (difference.before?.monthlyCents ?? 0);
    if (cents === 0 || cents > 0 !== isRise) continue;
    const reason = reasonOf(difference, isRise);
    sums.set(reason, (sums.get(reason) ?? 0) + Math.abs(cents));
  }
  const [first] = [...sums].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0] ?? (isRise ? 'add-on' : 'downgrade');
}

/** A plan that ended and one that began on the same day are one change, whatever item ids they carry. */
function pairSwaps(differences: readonly ItemDifference[]): ItemDifference[] {
  const isPlan = (state: ItemState | null): state is ItemState => state !== null && state.planTier !== seatTier;
  const rest = [...differences];
  const paired: ItemDifference[] = [];
  for (const gone of differences.filter(({ before, after }) => after === null && isPlan(before))) {
    const come = rest.find(({ before, after }) => before === null && isPlan(after));
    if (come === undefined) continue;
    rest.splice(rest.indexOf(come), 1);
    rest.splice(rest.indexOf(gone), 1);
    paired.push({ before: gone.before, after: come.after });
  }
  return [...paired, ...rest];
}

function reasonOf({ before, after }: ItemDifference, isRise: boolean): ExpansionReason | ContractionReason {
  if (before === null || after === null) {
    if ((before ?? after)?.planTier === seatTier) return 'seats';
    return isRise ? 'add-on' : 'downgrade';
  }
  if (before.isPaused !== after.isPaused) return isRise ? 'resume' : 'pause';
  if (before.period !== after.period) return 'interval change';
  if (before.planTier !== after.planTier) return isRise ? 'upgrade' : 'downgrade';
  if (before.quantity !== after.quantity) return 'seats';
  if (!isRise && after.monthlyCents === 0) return 'comp';
  if (before.unitAmountCents === after.unitAmountCents) return isRise ? 'discount expiry' : 'discount';
  return isRise ? 'price rise' : 'discount';
}
