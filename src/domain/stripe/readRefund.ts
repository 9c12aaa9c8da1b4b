// Reads a refund.
import {
  isJsonObject,
  metadataOf,
  notAnObject,
  optionalInstant,
  optionalText,
  reference,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export interface StripeRefundFacts {
  readonly refundId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  /** Positive, as Stripe states it. */
  readonly amountCents: number;
  readonly currency: string;
  /** Open set: pending, requires_action, succeeded, failed, canceled. */
  readonly status: string;
  readonly reason: string | null;
  readonly failureReason: string | null;
  readonly createdAt: string;
  /** Set once money moved, also where it came back later. */
  readonly balanceTransactionId: string | null;
  /** When the money of a failed refund came back; known where the failure's balance transaction was expanded. */
  readonly failedAt: string | null;
  readonly metadata: Record<string, string>;
}

export function readRefund(json: unknown): Reading<StripeRefundFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const refundId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (refundId === null || amountCents === null || currency === null || createdAt === null)
    return unreadable(json, oddities);
  return {
    ok: true,
    oddities,
    value: {
      refundId,
      chargeId: reference(json, 'charge', oddities),
      paymentIntentId: reference(json, 'payment_intent', oddities),
      amountCents,
      currency,
      // Null on the oldest refunds, all of which succeeded (the declarations say so).
      status: optionalText(json, 'status', oddities) ?? 'succeeded',
      reason: optionalText(json, 'reason', oddities),
      failureReason: optionalText(json, 'failure_reason', oddities),
      createdAt,
      balanceTransactionId: reference(json, 'balance_transaction', oddities),
      failedAt: failedAtOf(json, oddities),
      metadata: metadataOf(json, 'metadata', oddities),
    },
  };
}

function failedAtOf(json: JsonObject, oddities: string[]): string | null {
  const failure = json['failure_balance_transaction'];
  return isJsonObject(failure) ? optionalInstant(failure, 'created', oddities, 'failure_balance_transaction.created') : null;
}
