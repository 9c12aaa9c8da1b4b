// What one subscription item is worth a month: from the line that billed it, or from the item as it was seen.
import { scaleHalfUp } from '../money.ts';
import type { BilledLine, ItemState, ObservedState, SoldItem } from './billingHistory.ts';
import { coversAYear, monthlyExGstCents, monthlyExGstOfItems, type RecurringItem, type TaxCharged } from './monthlyAmount.ts';

const recurring = (item: SoldItem, unitAmountCents: number | null): RecurringItem => ({
  unitAmountCents,
  quantity: item.quantity,
  interval: item.interval,
  intervalCount: item.intervalCount,
  isMetered: item.isMetered,
});

/** The catalogue's price where it is higher than the one sold: an override, or a price kept from before. */
function listCents(item: SoldItem, unitAmountCents: number | null, tax: TaxCharged): number {
  const list = Math.max(item.listUnitAmountCents ?? 0, unitAmountCents ?? 0);
  return monthlyExGstCents(recurring(item, list), tax);
}

function stateOf(item: SoldItem, subscriptionId: string, amounts: { monthlyCents: number; listCents: number }): ItemState {
  return {
    subscriptionId,
    itemKey: item.itemKey,
    priceId: item.priceId,
    planTier: item.planTier,
    quantity: item.quantity,
    unitAmountCents: item.unitAmountCents,
    period: `${item.interval ?? 'once'}×${item.intervalCount}`,
    ...amounts,
    isPaused: false,
  };
}

/**
 * By the price on the item, less the discounts that last (D4, D5); a tiered price by what was charged. A line over nothing
 * without a discount is a trial or a gift: it counts nothing (D6).
 */
export function stateOfLine(line: BilledLine, subscriptionId: string): ItemState {
  // Tiers have no unit amount: the whole line stands for one unit.
  const isTiered = line.unitAmountCents === null;
  const item = isTiered ? { ...line, quantity: 1 } : line;
  const unit = isTiered ? line.amountCents : line.unitAmountCents;
  const list = listCents(item, unit, line.tax);
  if (line.amountCents === 0) return stateOf(line, subscriptionId, { monthlyCents: 0, listCents: list });
  const grossCents = (unit ?? 0) * item.quantity;
  const lastingCents = line.discounts
    .filter(({ duration }) => duration !== 'once' || coversAYear(line.interval, line.intervalCount))
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
  // The line may cover part of a period; its discount is brought to the whole.
  const offCents = lastingCents === 0 ? 0 : scaleHalfUp(lastingCents, grossCents, Math.abs(line.amountCents));
  const discounts = [{ percentOffBasisPoints: null, amountOffCents: offCents, duration: 'forever' }];
  const monthlyCents = monthlyExGstCents({ ...recurring(item, unit), discounts: offCents === 0 ? [] : discounts }, line.tax);
  return stateOf(line, subscriptionId, { monthlyCents, listCents: list });
}

/** The items as seen, taxed as the subscription's latest line was; tiered ones can't be priced from what is seen. */
export function statesOfObservation(observed: ObservedState, subscriptionId: string, tax: TaxCharged): ItemState[] {
  const items = observed.items.filter((item) => item.unitAmountCents !== null);
  const priced = items.map((item) => ({ ...recurring(item, item.unitAmountCents), discounts: item.discounts }));
  const monthly = monthlyExGstOfItems(priced, observed.discounts ?? [], tax, observed.at);
  return items.map((item, index) =>
    stateOf(item, subscriptionId, { monthlyCents: monthly[index] ?? 0, listCents: listCents(item, item.unitAmountCents, tax) }),
  );
}

/** Both are the same price, quantity and period: what differs, if anything, is the discount. */
export const isSoldAlike = (a: ItemState, b: ItemState): boolean =>
  a.priceId === b.priceId && a.quantity === b.quantity && a.unitAmountCents === b.unitAmountCents && a.period === b.period;
