// Reads one line of a Stripe invoice, from the newest shape back to the oldest that may still arrive.
import {
  isJsonObject,
  metadataOf,
  nested,
  nestedList,
  notAnObject,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredInteger,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripeInvoiceLineFacts {
  readonly stripeLineId: string;
  readonly description: string | null;
  /** Before discounts, and before tax where the tax is exclusive. */
  readonly amountCents: number;
  /** Positive: taken off the amount. */
  readonly discountCents: number;
  /** Tax that comes on top of the amount; 0 where prices include it. */
  readonly taxOnTopCents: number;
  readonly quantity: number | null;
  readonly stripePriceId: string | null;
  readonly stripeProductId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly stripeSubscriptionItemId: string | null;
  readonly isProration: boolean;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly metadata: Record<string, string>;
}

export function readInvoiceLine(json: unknown): Reading<StripeInvoiceLineFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const value = invoiceLineFacts(json, oddities, '');
  return value === null ? unreadable(json, oddities) : { ok: true, value, oddities };
}

/** The facts of a line within an object that is being read; null where id or amount are missing. */
export function invoiceLineFacts(json: JsonObject, oddities: string[], prefix: string): StripeInvoiceLineFacts | null {
  const id = requiredText(json, 'id', oddities, `${prefix}id`);
  const amountCents = requiredInteger(json, 'amount', oddities, `${prefix}amount`);
  if (id === null || amountCents === null) return null;
  // Before 2019-12-03 `id` was the id of the invoice item or the subscription and `unique_id` the line's own.
  const uniqueId = json['unique_id'];
  const parent = nested(json, 'parent', oddities, `${prefix}parent`);
  const bySubscription = nested(
    parent,
    'subscription_item_details',
    oddities,
    `${prefix}parent.subscription_item_details`,
  );
  const byItem = nested(parent, 'invoice_item_details', oddities, `${prefix}parent.invoice_item_details`);
  const details = nested(
    nested(json, 'pricing', oddities, `${prefix}pricing`),
    'price_details',
    oddities,
    `${prefix}pricing.price_details`,
  );
  const price = isJsonObject(json['price']) ? json['price'] : null;
  const plan = isJsonObject(json['plan']) ? json['plan'] : null;
  const period = nested(json, 'period', oddities, `${prefix}period`);
  return {
    stripeLineId: typeof uniqueId === 'string' && uniqueId.startsWith('il_') ? uniqueId : id,
    description: optionalText(json, 'description', oddities, `${prefix}description`),
    amountCents,
    discountCents: sumOfAmounts(json, 'discount_amounts', oddities, prefix),
    taxOnTopCents: taxOnTopCents(json, oddities, prefix),
    quantity: optionalInteger(json, 'quantity', oddities, `${prefix}quantity`),
    stripePriceId:
      reference(details, 'price', oddities, `${prefix}pricing.price_details.price`) ??
      reference(json, 'price', oddities, `${prefix}price`) ??
      reference(json, 'plan', oddities, `${prefix}plan`),
    stripeProductId:
      reference(details, 'product', oddities, `${prefix}pricing.price_details.product`) ??
      (price === null ? null : reference(price, 'product', oddities, `${prefix}price.product`)) ??
      (plan === null ? null : reference(plan, 'product', oddities, `${prefix}plan.product`)),
    stripeSubscriptionId:
      reference(bySubscription, 'subscription', oddities, `${prefix}parent.subscription_item_details.subscription`) ??
      reference(byItem, 'subscription', oddities, `${prefix}parent.invoice_item_details.subscription`) ??
      reference(json, 'subscription', oddities, `${prefix}subscription`),
    stripeSubscriptionItemId:
      reference(
        bySubscription,
        'subscription_item',
        oddities,
        `${prefix}parent.subscription_item_details.subscription_item`,
      ) ?? reference(json, 'subscription_item', oddities, `${prefix}subscription_item`),
    isProration:
      optionalBoolean(bySubscription, 'proration', oddities, `${prefix}parent.subscription_item_details.proration`) ??
      optionalBoolean(byItem, 'proration', oddities, `${prefix}parent.invoice_item_details.proration`) ??
      optionalBoolean(json, 'proration', oddities, `${prefix}proration`) ??
      false,
    periodStart: optionalInstant(period, 'start', oddities, `${prefix}period.start`),
    periodEnd: optionalInstant(period, 'end', oddities, `${prefix}period.end`),
    metadata: metadataOf(json, 'metadata', oddities, `${prefix}metadata`),
  };
}

function sumOfAmounts(json: JsonObject, key: string, oddities: string[], prefix: string): number {
  let sum = 0;
  for (const item of nestedList(json, key, oddities, `${prefix}${key}`).items) {
    if (isJsonObject(item)) sum += optionalInteger(item, 'amount', oddities, `${prefix}${key}[].amount`) ?? 0;
  }
  return Number.isSafeInteger(sum) ? sum : 0;
}

/** `taxes` (newest), `tax_amounts` before; only what is exclusive is added to the amount. */
function taxOnTopCents(json: JsonObject, oddities: string[], prefix: string): number {
  let sum = 0;
  const key = json['taxes'] === null || json['taxes'] === undefined ? 'tax_amounts' : 'taxes';
  for (const item of nestedList(json, key, oddities, `${prefix}${key}`).items) {
    if (!isJsonObject(item)) continue;
    const isOnTop = key === 'taxes' ? item['tax_behavior'] === 'exclusive' : item['inclusive'] === false;
    if (isOnTop) sum += optionalInteger(item, 'amount', oddities, `${prefix}${key}[].amount`) ?? 0;
  }
  return Number.isSafeInteger(sum) ? sum : 0;
}
