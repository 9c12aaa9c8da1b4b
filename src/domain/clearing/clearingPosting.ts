// One posting in the Stripe clearing book from one balance transaction: a pure function of the transaction and this rule version.
import { localDateOf, localMonthOf } from '../calendar.ts';
import type { BalanceTransactionFacts } from '../stripe/readBalanceTransaction.ts';
import { feeOf, type FeeType } from './feeOf.ts';

/** Raised whenever the same transaction would be posted differently: what was posted before keeps its version. */
export const clearingRuleVersion = 1;

/** What the amount of a posting is, in the business's own books. `suspense`: nobody said yet; an alert is shown. */
export type ClearingAccount = 'payments' | 'refunds' | 'disputes' | 'fees' | 'bank' | 'adjustments' | 'reserves' | 'connect' | 'suspense';

export interface ClearingPosting {
  readonly balanceTransactionId: string;
  readonly ruleVersion: number;
  readonly accountClass: ClearingAccount;
  readonly reportingCategory: string;
  readonly balanceType: string;
  readonly amountCents: number;
  readonly feeCents: number;
  readonly netCents: number;
  readonly currency: string;
  readonly feeType: FeeType | null;
  readonly feeCostCents: number;
  readonly feeGstIncludedCents: number;
  readonly feeGstOnTopCents: number;
  readonly effectiveAt: string;
  readonly localDate: string;
  readonly month: string;
  readonly sourceId: string | null;
  /** Everything the posting rests on, as one text: a later reading with another text is a changed source. */
  readonly sourceDigest: string;
}

/** Stripe's accounting key → account. Source: Stripe, "Reporting categories"; an open set, so what is missing here is suspense. */
const accountByCategory: ReadonlyMap<string, ClearingAccount> = new Map([
  ['charge', 'payments'],
  ['charge_failure', 'payments'],
  ['partial_capture_reversal', 'payments'],
  ['refund', 'refunds'],
  ['refund_failure', 'refunds'],
  ['dispute', 'disputes'],
  ['dispute_reversal', 'disputes'],
  ['fee', 'fees'],
  ['network_cost', 'fees'],
  ['tax', 'fees'],
  ['payout', 'bank'],
  ['payout_reversal', 'bank'],
  ['topup', 'bank'],
  ['topup_reversal', 'bank'],
  ['adjustment', 'adjustments'],
  ['other_adjustment', 'adjustments'],
  ['contribution', 'adjustments'],
  ['reserve_hold', 'reserves'],
  ['reserve_release', 'reserves'],
  ['reserved_funds', 'reserves'],
  ['risk_reserved_funds', 'reserves'],
  ['payout_minimum_balance_hold', 'reserves'],
  ['payout_minimum_balance_release', 'reserves'],
  ['transfer', 'connect'],
  ['transfer_reversal', 'connect'],
  ['platform_earning', 'connect'],
  ['platform_earning_refund', 'connect'],
  ['connect_collection_transfer', 'connect'],
  ['connect_reserved_funds', 'connect'],
]);

/** Older API versions have no reporting category; these types map one to one (Stripe, "Reporting categories"). */
const categoryByType: ReadonlyMap<string, string> = new Map([
  ['charge', 'charge'],
  ['payment', 'charge'],
  ['refund', 'refund'],
  ['payment_refund', 'refund'],
  ['refund_failure', 'refund_failure'],
  ['payout', 'payout'],
  ['payout_cancel', 'payout_reversal'],
  ['payout_failure', 'payout_reversal'],
  ['stripe_fee', 'fee'],
  ['tax_fee', 'tax'],
  ['topup', 'topup'],
  ['transfer', 'transfer'],
]);

export const accountOfCategory = (reportingCategory: string): ClearingAccount => accountByCategory.get(reportingCategory) ?? 'suspense';

/** `timeZone` is the business's: it decides the day and month of the posting. */
export function clearingPosting(transaction: BalanceTransactionFacts, timeZone: string): ClearingPosting {
  const localDate = localDateOf(transaction.createdAt, timeZone);
  const reportingCategory = transaction.reportingCategory === '' ? (categoryByType.get(transaction.type) ?? transaction.type) : transaction.reportingCategory;
  const fee = feeOf({ ...transaction, reportingCategory }, localDate);
  return {
    balanceTransactionId: transaction.id,
    ruleVersion: clearingRuleVersion,
    accountClass: accountOfCategory(reportingCategory),
    reportingCategory,
    balanceType: transaction.balanceType ?? 'payments',
    amountCents: transaction.amountCents,
    feeCents: transaction.feeCents,
    netCents: transaction.netCents,
    currency: transaction.currency,
    feeType: fee?.type ?? null,
    feeCostCents: fee?.costCents ?? 0,
    feeGstIncludedCents: fee?.gstIncludedCents ?? 0,
    feeGstOnTopCents: fee?.gstOnTopCents ?? 0,
    effectiveAt: transaction.createdAt,
    localDate,
    month: localMonthOf(localDate),
    sourceId: transaction.sourceId,
    sourceDigest: [transaction.amountCents, transaction.feeCents, transaction.netCents, transaction.currency, reportingCategory, transaction.balanceType ?? 'payments', transaction.sourceId ?? '', transaction.createdAt].join('|'),
  };
}
