// Reads a Stripe price, or the plan that stood in its place in older versions.
import { decimalTextToCents } from '../money.ts';
import {
  isJsonObject,
  metadataOf,
  nested,
  notAnObject,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredCurrency,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripePriceFacts {
  readonly stripePriceId: string;
  readonly stripeProductId: string | null;
  /** Null for tiered prices and those with fractions of a cent. */
  readonly unitAmountCents: number | null;
  readonly currency: string;
  readonly isRecurring: boolean;
  /** Open set: day, week, month, year; null for one-off prices. */
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly isMetered: boolean;
  readonly isActive: boolean;
  readonly nickname: string | null;
  readonly lookupKey: string | null;
  readonly metadata: Record<string, string>;
  readonly createdAt: string | null;
  readonly livemode: boolean | null;
}

export function readPrice(json: unknown): Reading<StripePriceFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const value = priceFacts(json, oddities, '');
  return value === null ? unreadable(json, oddities) : { ok: true, value, oddities };
}

/** The facts of a price within an object that is being read; null where id or currency are missing. */
export function priceFacts(json: JsonObject, oddities: string[], prefix: string): StripePriceFacts | null {
  const stripePriceId = requiredText(json, 'id', oddities, `${prefix}id`);
  const currency = requiredCurrency(json, 'currency', oddities, `${prefix}currency`);
  if (stripePriceId === null || currency === null) return null;
  // A plan has the fields of `recurring` on itself.
  const recurring = json['object'] === 'plan' ? json : nested(json, 'recurring', oddities, `${prefix}recurring`);
  const interval = optionalText(recurring, 'interval', oddities, `${prefix}recurring.interval`);
  return {
    stripePriceId,
    stripeProductId: reference(json, 'product', oddities, `${prefix}product`),
    unitAmountCents: unitAmountOf(json, oddities, prefix),
    currency,
    isRecurring: interval !== null,
    interval,
    intervalCount: optionalInteger(recurring, 'interval_count', oddities, `${prefix}recurring.interval_count`) ?? 1,
    isMetered: optionalText(recurring, 'usage_type', oddities, `${prefix}recurring.usage_type`) === 'metered',
    isActive: optionalBoolean(json, 'active', oddities, `${prefix}active`) ?? true,
    nickname: optionalText(json, 'nickname', oddities, `${prefix}nickname`),
    lookupKey: optionalText(json, 'lookup_key', oddities, `${prefix}lookup_key`),
    metadata: metadataOf(json, 'metadata', oddities, `${prefix}metadata`),
    createdAt: optionalInstant(json, 'created', oddities, `${prefix}created`),
    livemode: optionalBoolean(json, 'livemode', oddities, `${prefix}livemode`),
  };
}

function unitAmountOf(json: JsonObject, oddities: string[], prefix: string): number | null {
  const amount =
    optionalInteger(json, 'unit_amount', oddities, `${prefix}unit_amount`) ??
    (json['object'] === 'plan' ? optionalInteger(json, 'amount', oddities, `${prefix}amount`) : null);
  if (amount !== null) return amount;
  const decimal = json['unit_amount_decimal'];
  return typeof decimal === 'string' ? decimalTextToCents(decimal, 0) : null;
}
