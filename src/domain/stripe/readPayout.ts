// Reads a payout to the bank account.
import {
  isJsonObject,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalText,
  reference,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripePayoutFacts {
  readonly payoutId: string;
  readonly amountCents: number;
  readonly currency: string;
  /** Open set: pending, in_transit, paid, failed, canceled. `paid` may still turn into `failed`. */
  readonly status: string;
  /** Instant; Stripe gives midnight UTC of the day. */
  readonly arrivalDate: string | null;
  readonly createdAt: string;
  readonly isAutomatic: boolean;
  readonly method: string | null;
  readonly balanceTransactionId: string | null;
  readonly failureCode: string | null;
  /** Open set: completed (its members can be listed), in_progress, not_applicable (manual ones). */
  readonly reconciliationStatus: string | null;
  /** The transaction by which the money came back. */
  readonly failureBalanceTransactionId: string | null;
  /** When it came back; known where that transaction was expanded. */
  readonly failedAt: string | null;
  readonly livemode: boolean | null;
}

const knownStatuses: ReadonlySet<string> = new Set(['canceled', 'failed', 'in_transit', 'paid', 'pending']);

export function readPayout(json: unknown): Reading<StripePayoutFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const payoutId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const status = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (payoutId === null || amountCents === null || currency === null || status === null || createdAt === null)
    return unreadable(json, oddities);
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const failure = json['failure_balance_transaction'];
  return {
    ok: true,
    oddities,
    value: {
      payoutId,
      amountCents,
      currency,
      status,
      arrivalDate: optionalInstant(json, 'arrival_date', oddities),
      createdAt,
      isAutomatic: optionalBoolean(json, 'automatic', oddities) ?? true,
      method: optionalText(json, 'method', oddities),
      balanceTransactionId: reference(json, 'balance_transaction', oddities),
      failureCode: optionalText(json, 'failure_code', oddities),
      failureBalanceTransactionId: reference(json, 'failure_balance_transaction', oddities),
      reconciliationStatus: optionalText(json, 'reconciliation_status', oddities),
      failedAt: isJsonObject(failure) ? optionalInstant(failure, 'created', oddities, 'failure_balance_transaction.created') : null,
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}
