// Reads a charge: whether the card was charged, what came of it, and where its fee is found.
import { cardBrand } from './cardBrand.ts';
import { readBalanceTransaction, type BalanceTransactionFacts } from './readBalanceTransaction.ts';
import {
  isJsonObject,
  metadataOf,
  nested,
  notAnObject,
  optionalBoolean,
  optionalInteger,
  optionalText,
  reference,
  requiredBoolean,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripeChargeFacts {
  readonly chargeId: string;
  readonly paymentIntentId: string | null;
  /** Before 2025-03-31 (basil) only; since then by way of invoice_payments. */
  readonly stripeInvoiceId: string | null;
  readonly stripeCustomerId: string | null;
  readonly amountCents: number;
  readonly amountRefundedCents: number;
  readonly currency: string;
  /** Open set: succeeded, pending, failed. */
  readonly status: string;
  readonly isPaid: boolean;
  readonly isDisputed: boolean;
  readonly createdAt: string;
  /** Null at first (asynchronous capture): the fee is pending. */
  readonly balanceTransactionId: string | null;
  /** Where it was expanded. */
  readonly balanceTransaction: BalanceTransactionFacts | null;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly cardCountry: string | null;
  readonly failureCode: string | null;
  readonly metadata: Record<string, string>;
  readonly livemode: boolean;
}

export function readCharge(json: unknown): Reading<StripeChargeFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const chargeId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const status = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  const livemode = requiredBoolean(json, 'livemode', oddities);
  if (
    chargeId === null ||
    amountCents === null ||
    currency === null ||
    status === null ||
    createdAt === null ||
    livemode === null
  ) {
    return unreadable(json, oddities);
  }
  const card = cardOf(json, oddities);
  return {
    ok: true,
    oddities,
    value: {
      chargeId,
      paymentIntentId: reference(json, 'payment_intent', oddities),
      stripeInvoiceId: reference(json, 'invoice', oddities),
      stripeCustomerId: reference(json, 'customer', oddities),
      amountCents,
      amountRefundedCents: optionalInteger(json, 'amount_refunded', oddities) ?? 0,
      currency,
      status,
      isPaid: optionalBoolean(json, 'paid', oddities) ?? status === 'succeeded',
      isDisputed: optionalBoolean(json, 'disputed', oddities) ?? reference(json, 'dispute', oddities) !== null,
      createdAt,
      balanceTransactionId: reference(json, 'balance_transaction', oddities),
      balanceTransaction: expandedBalanceTransaction(json, oddities),
      cardBrand: cardBrand(optionalText(card, 'brand', oddities, 'card.brand')),
      cardLast4: optionalText(card, 'last4', oddities, 'card.last4'),
      cardCountry: optionalText(card, 'country', oddities, 'card.country'),
      failureCode: optionalText(json, 'failure_code', oddities),
      metadata: metadataOf(json, 'metadata', oddities),
      livemode,
    },
  };
}

function expandedBalanceTransaction(json: JsonObject, oddities: string[]): BalanceTransactionFacts | null {
  if (!isJsonObject(json['balance_transaction'])) return null;
  const reading = readBalanceTransaction(json['balance_transaction']);
  for (const oddity of reading.oddities) oddities.push(`balance_transaction.${oddity}`);
  return reading.ok ? reading.value : null;
}

/** `payment_method_details.card` (or `card_present`); before 2018 `source`, either the card itself or holding it as `card`. */
function cardOf(json: JsonObject, oddities: string[]): JsonObject {
  const details = nested(json, 'payment_method_details', oddities);
  if (isJsonObject(details['card'])) return details['card'];
  if (isJsonObject(details['card_present'])) return details['card_present'];
  const source = nested(json, 'source', oddities);
  if (isJsonObject(source['card'])) return source['card'];
  return source['object'] === 'card' ? source : nested(json, 'card', oddities);
}
