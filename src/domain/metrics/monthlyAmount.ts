// Monthly recurring revenue of subscription items, ex GST: policy v1, rules D1 to D6.
import { allocateFee as shareByAmount } from '../fees.ts';
import { quotientHalfUp } from '../money.ts';

/** Tax on top of an amount as a fraction of the amount without it: 1/10 for GST, 0/1 where none is charged. */
export interface TaxCharged {
  readonly numerator: number;
  readonly denominator: number;
}

/** A coupon as far as the policy looks at it. */
export interface RecurringDiscount {
  /** Hundredths of a per cent: 2000 is 20 %. */
  readonly percentOffBasisPoints: number | null;
  /** Per billing period, including GST. */
  readonly amountOffCents: number | null;
  /** Open set: forever, repeating, once. */
  readonly duration: string | null;
  readonly endsAt?: string | null;
}

/** A subscription item as sold (D4). */
export interface RecurringItem {
  /** Including GST, per unit and billing period; null for tiered prices: not counted. */
  readonly unitAmountCents: number | null;
  readonly quantity: number;
  /** Open set: day, week, month, year; null: not recurring. */
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly isMetered?: boolean;
  readonly discounts?: readonly RecurringDiscount[];
}

/** Billing periods a month as a fraction (D3): week × 52 ÷ 12, day × 365 ÷ 12. */
const periodsAMonth: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['month', [1, 1]],
  ['year', [1, 12]],
  ['week', [52, 12]],
  ['day', [365, 12]],
]);

/**
 * One item's monthly amount ex GST in cents, rounded once, half up (D1). Nothing for metered, one-off and unpriced items
 * (D6). The rate is the one actually charged on the item's latest invoice line (`gstFree` overseas: D2). Discounts in force
 * at the instant `at` are deducted: forever and repeating always, once only on periods of 12 months or more (D5).
 */
export function monthlyExGstCents(item: RecurringItem, rate: TaxCharged, at?: string): number {
  const factor = item.interval === null ? undefined : periodsAMonth.get(item.interval);
  if (factor === undefined || item.unitAmountCents === null || item.isMetered === true || item.intervalCount < 1)
    return 0;
  // The amount of a period is a fraction all the way: percentages must not be rounded before the end.
  let top = BigInt(item.unitAmountCents) * BigInt(item.quantity);
  let bottom = 1n;
  for (const discount of item.discounts ?? []) {
    if (!isInForce(discount, item, at)) continue;
    if (discount.percentOffBasisPoints !== null) {
      top *= BigInt(10_000 - Math.min(Math.max(discount.percentOffBasisPoints, 0), 10_000));
      bottom *= 10_000n;
    } else if (discount.amountOffCents !== null) {
      top -= BigInt(discount.amountOffCents) * bottom;
    }
  }
  if (top <= 0n) return 0;
  const [multiplier, divisor] = factor;
  return quotientHalfUp(
    top * BigInt(multiplier) * BigInt(rate.denominator),
    bottom * BigInt(divisor) * BigInt(item.intervalCount) * BigInt(rate.denominator + rate.numerator),
  );
}

function isInForce(discount: RecurringDiscount, item: RecurringItem, at: string | undefined): boolean {
  const endsAt = discount.endsAt ?? null;
  if (at !== undefined && endsAt !== null && endsAt <= at) return false;
  if (discount.duration !== 'once') return true;
  return coversAYear(item.interval, item.intervalCount);
}

/** A service period of 12 months or more, over which a `once` discount is spread (D5). */
export const coversAYear = (interval: string | null, intervalCount: number): boolean =>
  (interval === 'year' && intervalCount >= 1) || (interval === 'month' && intervalCount >= 12);

/**
 * The monthly amounts of a subscription's items, in their order, with the subscription's own discounts: percentages fall on
 * every item, amounts are shared over the items in proportion to their price.
 */
export function monthlyExGstOfItems(
  items: readonly RecurringItem[],
  subscriptionDiscounts: readonly RecurringDiscount[],
  rate: TaxCharged,
  at?: string,
): number[] {
  const prices = items.map((item) =>
    item.unitAmountCents === null || item.isMetered === true ? 0 : item.unitAmountCents * item.quantity,
  );
  const shared = subscriptionDiscounts.map((discount) => ({
    discount,
    shares: discount.amountOffCents === null ? [] : shareByAmount(discount.amountOffCents, prices),
  }));
  return items.map((item, index) => {
    const own = shared.map(({ discount, shares }) => ({
      ...discount,
      amountOffCents: discount.amountOffCents === null ? null : (shares[index] ?? 0),
    }));
    return monthlyExGstCents({ ...item, discounts: [...(item.discounts ?? []), ...own] }, rate, at);
  });
}
