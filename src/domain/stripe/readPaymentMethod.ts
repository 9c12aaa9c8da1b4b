// Reads a payment method: whose it is, and of a card the brand and last four digits. Expiry and fingerprint are never read.
import { cardBrand } from './cardBrand.ts';
import {
  isJsonObject,
  nested,
  notAnObject,
  optionalBoolean,
  optionalText,
  reference,
  requiredInstant,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripePaymentMethodFacts {
  readonly paymentMethodId: string;
  /** Null once it was detached: it can't be used again. */
  readonly stripeCustomerId: string | null;
  /** Open set: card, au_becs_debit, link … */
  readonly type: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly createdAt: string;
  readonly livemode: boolean | null;
}

export function readPaymentMethod(json: unknown): Reading<StripePaymentMethodFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const paymentMethodId = requiredText(json, 'id', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (paymentMethodId === null || createdAt === null) return unreadable(json, oddities);
  const card = nested(json, 'card', oddities);
  return {
    ok: true,
    oddities,
    value: {
      paymentMethodId,
      stripeCustomerId: reference(json, 'customer', oddities),
      type: optionalText(json, 'type', oddities) ?? 'unknown',
      cardBrand: cardBrand(optionalText(card, 'brand', oddities, 'card.brand')),
      cardLast4: optionalText(card, 'last4', oddities, 'card.last4'),
      createdAt,
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}
