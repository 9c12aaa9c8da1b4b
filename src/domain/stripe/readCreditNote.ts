// Reads a credit note: how much of an invoice was taken back, and what became of that amount.
import { sumCents } from '../money.ts';
import {
  isJsonObject,
  nestedList,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
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

export interface CreditNoteRefund {
  readonly refundId: string;
  readonly amountCents: number | null;
}

export interface StripeCreditNoteFacts {
  readonly creditNoteId: string;
  readonly stripeInvoiceId: string | null;
  readonly stripeCustomerId: string | null;
  readonly number: string | null;
  /** Open set: issued, void. */
  readonly status: string;
  /** Open set: pre_payment, post_payment, mixed. */
  readonly type: string | null;
  readonly reason: string | null;
  readonly amountCents: number;
  /** Null where Stripe states none. */
  readonly taxCents: number | null;
  /** Taken off an invoice that was not paid yet. */
  readonly prePaymentCents: number;
  /** Given back for an invoice that was paid: refunded, put on the balance, or settled outside Stripe. */
  readonly postPaymentCents: number;
  readonly outOfBandCents: number;
  readonly customerBalanceTransactionId: string | null;
  readonly refunds: CreditNoteRefund[];
  readonly currency: string;
  readonly createdAt: string;
  readonly voidedAt: string | null;
  readonly livemode: boolean | null;
}

const knownStatuses: ReadonlySet<string> = new Set(['issued', 'void']);

export function readCreditNote(json: unknown): Reading<StripeCreditNoteFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const creditNoteId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const status = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (creditNoteId === null || amountCents === null || currency === null || status === null || createdAt === null)
    return unreadable(json, oddities);
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const type = optionalText(json, 'type', oddities);
  const isPrePayment = type === 'pre_payment';
  return {
    ok: true,
    oddities,
    value: {
      creditNoteId,
      stripeInvoiceId: reference(json, 'invoice', oddities),
      stripeCustomerId: reference(json, 'customer', oddities),
      number: optionalText(json, 'number', oddities),
      status,
      type,
      reason: optionalText(json, 'reason', oddities),
      amountCents,
      taxCents: taxOf(json, oddities),
      // Before the two amounts were stated, the type alone said it.
      prePaymentCents: optionalInteger(json, 'pre_payment_amount', oddities) ?? (isPrePayment ? amountCents : 0),
      postPaymentCents: optionalInteger(json, 'post_payment_amount', oddities) ?? (isPrePayment ? 0 : amountCents),
      outOfBandCents: optionalInteger(json, 'out_of_band_amount', oddities) ?? 0,
      customerBalanceTransactionId: reference(json, 'customer_balance_transaction', oddities),
      refunds: refundsOf(json, oddities),
      currency,
      createdAt,
      voidedAt: optionalInstant(json, 'voided_at', oddities),
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}

/** `total_taxes`, before it `tax_amounts`, else the difference of the totals. */
function taxOf(json: JsonObject, oddities: string[]): number | null {
  const key = ['total_taxes', 'tax_amounts'].find((name) => json[name] !== null && json[name] !== undefined);
  if (key !== undefined) {
    const amounts = nestedList(json, key, oddities).items.map((item) =>
      isJsonObject(item) ? optionalInteger(item, 'amount', oddities, `${key}[].amount`) : null,
    );
    return sumWithin(amounts.map((amount) => amount ?? 0));
  }
  const total = optionalInteger(json, 'total', oddities);
  const excludingTax = optionalInteger(json, 'total_excluding_tax', oddities);
  return total === null || excludingTax === null ? null : sumWithin([total, -excludingTax]);
}

/** Null where the sum isn't exact: no credit note comes near that. */
function sumWithin(amounts: readonly number[]): number | null {
  try {
    return sumCents(amounts);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Since 2025-03-31 (basil) a list of refunds with their amounts; before, one `refund`. */
function refundsOf(json: JsonObject, oddities: string[]): CreditNoteRefund[] {
  const refunds: CreditNoteRefund[] = [];
  for (const item of nestedList(json, 'refunds', oddities).items) {
    if (!isJsonObject(item)) continue;
    const refundId = reference(item, 'refund', oddities, 'refunds[].refund');
    if (refundId !== null && refunds.every((known) => known.refundId !== refundId))
      refunds.push({ refundId, amountCents: optionalInteger(item, 'amount_refunded', oddities, 'refunds[].amount_refunded') });
  }
  const single = reference(json, 'refund', oddities);
  if (refunds.length === 0 && single !== null) refunds.push({ refundId: single, amountCents: optionalInteger(json, 'refund_amount', oddities) });
  return refunds;
}
