// Stripe's charge to the business in one balance transaction: which kind of fee it is, what it cost, and the GST estimated in it.
import { gstRateOn, splitGstInclusive } from '../gst.ts';
import { scaleHalfUp } from '../money.ts';
import type { BalanceTransactionFacts } from '../stripe/readBalanceTransaction.ts';

/** Ours, not Stripe's: Stripe names its products in descriptions only. `other`: nothing is estimated until the tax invoice says. */
export type FeeType = 'payment' | 'dispute' | 'radar' | 'connect' | 'tax' | 'other';

export interface FeeFacts {
  readonly type: FeeType;
  /** What Stripe took with this transaction; negative where it gave something back. */
  readonly costCents: number;
  /** GST that is part of `costCents`. */
  readonly gstIncludedCents: number;
  /** GST that is charged in addition, as a transaction of its own or on the tax invoice only. */
  readonly gstOnTopCents: number;
}

/** Their whole amount is what Stripe charges; elsewhere it is the `fee` beside the amount. */
const feeCategories: ReadonlySet<string> = new Set(['fee', 'network_cost', 'tax']);

/** By the words in which Stripe bills its products; source: Stripe, "Balance transaction types" and the monthly invoice's lines. */
const productWords: readonly (readonly [RegExp, FeeType])[] = [
  [/radar/i, 'radar'],
  [/connect|active account|payout volume/i, 'connect'],
  [/dispute|chargeback/i, 'dispute'],
];

/**
 * Australia: GST is included in payment and dispute fees (1/11 of them) and added on top of Connect and Radar fees. A tax that
 * Stripe states itself in `fee_details` wins over the estimate. Null: nothing was charged.
 */
export function feeOf(transaction: BalanceTransactionFacts, localDate: string): FeeFacts | null {
  const isFeeRow = feeCategories.has(transaction.reportingCategory);
  const costCents = transaction.feeCents - (isFeeRow ? transaction.amountCents : 0);
  if (costCents === 0) return null;
  const type = typeOf(transaction, isFeeRow);
  if (type === 'tax') return { type, costCents, gstIncludedCents: costCents, gstOnTopCents: 0 };
  const statedCents = transaction.feeDetails.filter((detail) => detail.type === 'tax').reduce((sum, detail) => sum + detail.amountCents, 0);
  if (statedCents !== 0) return { type, costCents, gstIncludedCents: statedCents, gstOnTopCents: 0 };
  const rate = gstRateOn(localDate);
  if (type === 'payment' || type === 'dispute') return { type, costCents, gstIncludedCents: splitGstInclusive(costCents, rate).gstCents, gstOnTopCents: 0 };
  if (type === 'other') return { type, costCents, gstIncludedCents: 0, gstOnTopCents: 0 };
  return { type, costCents, gstIncludedCents: 0, gstOnTopCents: scaleHalfUp(costCents, rate.numerator, rate.denominator) };
}

function typeOf(transaction: BalanceTransactionFacts, isFeeRow: boolean): FeeType {
  if (transaction.reportingCategory === 'tax' || transaction.type === 'tax_fee') return 'tax';
  if (!isFeeRow) return transaction.reportingCategory.startsWith('dispute') ? 'dispute' : 'payment';
  const words = transaction.description ?? '';
  return productWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'other';
}
