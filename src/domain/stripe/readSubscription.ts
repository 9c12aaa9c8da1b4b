// Reads a Stripe subscription; its state in the local spelling, its period from its items.
import { jsonNumberToCents } from '../money.ts';
import { priceFacts } from './readPrice.ts';
import {
  isJsonObject,
  metadataOf,
  nested,
  nestedList,
  notAnObject,
  noteOddity,
  noteUnknownWord,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredBoolean,
  requiredInstant,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripeSubscriptionItemFacts {
  readonly id: string;
  readonly stripePriceId: string | null;
  readonly stripeProductId: string | null;
  readonly unitAmountCents: number | null;
  /** 0 for metered items, which have none. */
  readonly quantity: number;
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly currency: string;
  readonly isMetered: boolean;
  readonly discounts: StripeCouponFacts[];
}

/** A coupon in force, where the discount was expanded. */
export interface StripeCouponFacts {
  readonly couponId: string;
  /** Hundredths of a per cent: 2550 is 25.5 %. */
  readonly percentOffBasisPoints: number | null;
  readonly amountOffCents: number | null;
  /** Open set: forever, once, repeating. */
  readonly duration: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

export interface StripeSubscriptionFacts {
  readonly stripeSubscriptionId: string;
  readonly stripeCustomerId: string | null;
  /** Local spelling: `cancelled`. Open set. */
  readonly status: string;
  readonly currency: string | null;
  readonly items: StripeSubscriptionItemFacts[];
  readonly itemsHasMore: boolean;
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  readonly isCancelScheduled: boolean;
  readonly cancelAt: string | null;
  readonly cancelledAt: string | null;
  readonly cancellationReason: string | null;
  readonly endedAt: string | null;
  readonly trialEnd: string | null;
  /** Null: not paused. Open set: keep_as_draft, mark_uncollectible, void. */
  readonly pauseBehaviour: string | null;
  readonly latestInvoiceId: string | null;
  /** Where a change waits for the end of the period. */
  readonly scheduleId: string | null;
  readonly metadata: Record<string, string>;
  readonly createdAt: string;
  readonly livemode: boolean;
  readonly discounts: StripeCouponFacts[];
}

const knownStatuses: ReadonlySet<string> = new Set([
  'active',
  'cancelled',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
]);

export function readSubscription(json: unknown): Reading<StripeSubscriptionFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const stripeSubscriptionId = requiredText(json, 'id', oddities);
  const stripeStatus = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  const livemode = requiredBoolean(json, 'livemode', oddities);
  if (stripeSubscriptionId === null || stripeStatus === null || createdAt === null || livemode === null)
    return unreadable(json, oddities);
  const status = localSubscriptionStatus(stripeStatus);
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const itemList = nestedList(json, 'items', oddities);
  const period = periodOf(json, itemList.items, oddities);
  const cancelAt = optionalInstant(json, 'cancel_at', oddities);
  return {
    ok: true,
    oddities,
    value: {
      stripeSubscriptionId,
      stripeCustomerId: reference(json, 'customer', oddities),
      status,
      currency: optionalText(json, 'currency', oddities)?.toLowerCase() ?? null,
      items: itemsOf(json, itemList.items, oddities),
      itemsHasMore: itemList.hasMore,
      currentPeriodStart: period.start,
      currentPeriodEnd: period.end,
      // Two encodings of the same decision; un-cancelling clears whichever is set.
      isCancelScheduled: json['cancel_at_period_end'] === true || cancelAt !== null,
      cancelAt,
      cancelledAt: optionalInstant(json, 'canceled_at', oddities),
      cancellationReason: optionalText(
        nested(json, 'cancellation_details', oddities),
        'reason',
        oddities,
        'cancellation_details.reason',
      ),
      endedAt: optionalInstant(json, 'ended_at', oddities),
      trialEnd: optionalInstant(json, 'trial_end', oddities),
      pauseBehaviour: optionalText(
        nested(json, 'pause_collection', oddities),
        'behavior',
        oddities,
        'pause_collection.behavior',
      ),
      latestInvoiceId: reference(json, 'latest_invoice', oddities),
      scheduleId: reference(json, 'schedule', oddities),
      metadata: metadataOf(json, 'metadata', oddities),
      createdAt,
      livemode,
      discounts: discountsOf(json, oddities, ''),
    },
  };
}

/** Stripe spells `canceled`. */
export function localSubscriptionStatus(stripeStatus: string): string {
  return stripeStatus === 'canceled' ? 'cancelled' : stripeStatus;
}

/** Since 2025-03-31 (basil) the period is each item's own: from the earliest start to the latest end. */
function periodOf(
  json: JsonObject,
  items: readonly unknown[],
  oddities: string[],
): { start: string | null; end: string | null } {
  let start: string | null = null;
  let end: string | null = null;
  for (const item of items) {
    if (!isJsonObject(item)) continue;
    const itemStart = optionalInstant(item, 'current_period_start', oddities, 'items.data[].current_period_start');
    const itemEnd = optionalInstant(item, 'current_period_end', oddities, 'items.data[].current_period_end');
    if (itemStart !== null && (start === null || itemStart < start)) start = itemStart;
    if (itemEnd !== null && (end === null || itemEnd > end)) end = itemEnd;
  }
  return {
    start: start ?? optionalInstant(json, 'current_period_start', oddities),
    end: end ?? optionalInstant(json, 'current_period_end', oddities),
  };
}

function itemsOf(json: JsonObject, items: readonly unknown[], oddities: string[]): StripeSubscriptionItemFacts[] {
  const result: StripeSubscriptionItemFacts[] = [];
  for (const item of items) {
    if (!isJsonObject(item)) noteOddity(oddities, 'items.data[]', 'object', item);
    else {
      const facts = itemFacts(item, oddities);
      if (facts !== null) result.push(facts);
    }
  }
  // Before items existed a subscription had one `plan` and a `quantity`.
  if (items.length === 0 && isJsonObject(json['plan'])) {
    const only = itemFacts({ id: json['id'], plan: json['plan'], quantity: json['quantity'] }, oddities);
    if (only !== null) result.push(only);
  }
  return result;
}

function itemFacts(item: JsonObject, oddities: string[]): StripeSubscriptionItemFacts | null {
  const prefix = 'items.data[].';
  const id = requiredText(item, 'id', oddities, `${prefix}id`);
  const source = isJsonObject(item['price']) ? item['price'] : item['plan'];
  if (!isJsonObject(source)) noteOddity(oddities, `${prefix}price`, 'object', source);
  const price = isJsonObject(source) ? priceFacts(source, oddities, `${prefix}price.`) : null;
  if (id === null || price === null) return null;
  return {
    id,
    stripePriceId: price.stripePriceId,
    stripeProductId: price.stripeProductId,
    unitAmountCents: price.unitAmountCents,
    quantity: optionalInteger(item, 'quantity', oddities, `${prefix}quantity`) ?? (price.isMetered ? 0 : 1),
    interval: price.interval,
    intervalCount: price.intervalCount,
    currency: price.currency,
    isMetered: price.isMetered,
    discounts: discountsOf(item, oddities, prefix),
  };
}

/** `discounts[].source.coupon` (newest), `discounts[].coupon`, `discount.coupon`; bare ids can't be read further. */
function discountsOf(json: JsonObject, oddities: string[], prefix: string): StripeCouponFacts[] {
  const result: StripeCouponFacts[] = [];
  const items = nestedList(json, 'discounts', oddities, `${prefix}discounts`).items;
  const candidates = items.length > 0 ? items : [json['discount']];
  for (const discount of candidates) {
    if (!isJsonObject(discount)) continue;
    const source = nested(discount, 'source', oddities, `${prefix}discounts[].source`);
    const coupon = isJsonObject(source['coupon']) ? source['coupon'] : discount['coupon'];
    if (!isJsonObject(coupon)) continue;
    const couponId = requiredText(coupon, 'id', oddities, `${prefix}discounts[].source.coupon.id`);
    if (couponId === null) continue;
    result.push({
      couponId,
      percentOffBasisPoints: jsonNumberToCents(coupon['percent_off']),
      amountOffCents: optionalInteger(coupon, 'amount_off', oddities, `${prefix}discounts[].source.coupon.amount_off`),
      duration: optionalText(coupon, 'duration', oddities, `${prefix}discounts[].source.coupon.duration`),
      startsAt: optionalInstant(discount, 'start', oddities, `${prefix}discounts[].start`),
      endsAt: optionalInstant(discount, 'end', oddities, `${prefix}discounts[].end`),
    });
  }
  return result;
}
