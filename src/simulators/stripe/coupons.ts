// Coupons, and the discounts that they make of a subscription: for ever, for some months, or on one invoice.
import type { Coupon, Discount, DiscountAmount, Subscription } from './billingShapes.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import type { Metadata } from './jsonShapes.ts';
import type { World } from './world.ts';

export type CouponDraft = {
  id: string | undefined;
  name: string | null;
  amountOff: number | null;
  currency: string | null;
  percentOff: number | null;
  duration: Coupon['duration'];
  durationInMonths: number | null;
  metadata: Metadata;
};

export function createCoupon(world: World, draft: CouponDraft): Coupon {
  const constants = { max_redemptions: null, redeem_by: null };
  const coupon = world.store.add('coupon', {
    ...constants,
    id: draft.id ?? world.newId('', 8),
    object: 'coupon',
    ...world.base(),
    amount_off: draft.amountOff,
    currency: draft.currency,
    duration: draft.duration,
    duration_in_months: draft.durationInMonths,
    metadata: draft.metadata,
    name: draft.name,
    percent_off: draft.percentOff,
    times_redeemed: 0,
    valid: true,
  });
  world.emit('coupon.created', 'coupon', coupon.id);
  return coupon;
}

/** A discount of the subscription by the coupon, from now on. */
export function discountBy(world: World, coupon: Coupon, owner: { subscription: string; customer: string }): Discount {
  const start = world.now();
  world.store.update('coupon', coupon.id, { times_redeemed: coupon.times_redeemed + 1 });
  return {
    id: world.newId('di_1'),
    object: 'discount',
    checkout_session: null,
    customer: owner.customer,
    customer_account: null,
    end: coupon.duration === 'repeating' ? monthsAfter(start, coupon.duration_in_months ?? 1) : null,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: coupon.id, type: 'coupon' },
    start,
    subscription: owner.subscription,
    subscription_item: null,
  };
}

function monthsAfter(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime() / 1000;
}

/** In force for what is billed from the instant on. */
export const discountsAt = ({ discounts, _: kept }: Subscription, at: number): Discount[] =>
  (kept?.discounts ?? []).filter(({ id, end }) => discounts.includes(id) && (end === null || end > at));

/** What each discount takes off each line; the lines' own order. Percentages per line, half up; amounts in proportion, the rest on the last line. */
export function discountLines(world: World, lines: readonly UntaxedLine[], discounts: readonly Discount[]): UntaxedLine[] {
  let result = lines.map((line): UntaxedLine => ({ ...line, discount_amounts: [] }));
  for (const { id, source } of discounts) {
    const coupon = world.store.get('coupon', source.coupon);
    const left = result.map((line) => (isDiscountable(line) ? line.amount - sumOf(line.discount_amounts) : 0));
    const off = coupon.percent_off === null ? shared(coupon.amount_off ?? 0, left) : left.map((cents) => percentOf(cents, coupon.percent_off ?? 0));
    result = result.map((line, index) => ((off[index] ?? 0) === 0 ? line : { ...line, discount_amounts: [...line.discount_amounts, { amount: off[index] ?? 0, discount: id }] }));
  }
  return result;
}

const isDiscountable = ({ amount, parent }: UntaxedLine): boolean => amount > 0 && !(parent.subscription_item_details?.proration ?? parent.invoice_item_details?.proration ?? false);
const percentOf = (cents: number, percent: number): number => Math.floor((cents * Math.round(percent * 100) + 5_000) / 10_000);

function shared(amount: number, left: readonly number[]): number[] {
  const whole = left.reduce((sum, cents) => sum + cents, 0);
  const total = Math.min(amount, whole);
  let rest = total;
  const last = left.findLastIndex((cents) => cents > 0);
  return left.map((cents, index) => {
    const share = index === last ? rest : whole === 0 ? 0 : Math.floor((total * cents) / whole);
    rest -= share;
    return share;
  });
}

export const sumOf = (amounts: readonly DiscountAmount[]): number => amounts.reduce((sum, { amount }) => sum + amount, 0);

/** A coupon for one invoice is used up by it. */
export function useUpOnce(world: World, subscriptionId: string, used: readonly Discount[]): void {
  const once = used.filter(({ source }) => world.store.get('coupon', source.coupon).duration === 'once').map(({ id }) => id);
  if (once.length === 0) return;
  const { discounts } = world.store.get('subscription', subscriptionId);
  world.store.update('subscription', subscriptionId, { discounts: discounts.filter((id) => !once.includes(id)) });
}

/** By id, also of one that is over. */
export function findDiscount(world: World, id: string): Discount | undefined {
  for (const subscription of world.store.all('subscription')) {
    const found = subscription._?.discounts.find((discount) => discount.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
