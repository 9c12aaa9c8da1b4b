// The port to the Stripe clearing book: postings, payouts with their members, fee tax invoices and what does not tie out.
import type { OperationParsedInput } from '../../contract/operations.ts';
import type { PayoutsFilter } from '../../contract/reconcile.ts';
import type { ClearingPosting } from '../../domain/clearing/clearingPosting.ts';

/** One row of a list that sums to a difference. */
export interface DifferenceRow {
  readonly id: string;
  readonly what: string;
  readonly amountCents: number;
  readonly currency: string;
}

export interface PayoutRecord {
  readonly payoutId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: string;
  readonly arrivalDate: string;
  readonly isAutomatic: boolean;
  readonly failureCode: string | null;
  readonly balanceTransactionId: string | null;
  readonly createdAt: string;
  readonly membersListedAt: string | null;
  /** Balance transactions of the payout, its own rows left out. */
  readonly memberCount: number;
  readonly memberNetCents: number;
}

export interface PayoutMemberRecord {
  readonly balanceTransactionId: string;
  readonly accountClass: string;
  readonly reportingCategory: string;
  readonly amountCents: number;
  readonly feeCents: number;
  readonly netCents: number;
  readonly currency: string;
  readonly localDate: string;
  readonly sourceId: string | null;
  readonly invoiceId: number | null;
  readonly invoiceNumber: string | null;
  readonly clientName: string | null;
}

export interface FeeMonthRow {
  readonly month: string;
  readonly feeType: string;
  readonly count: number;
  readonly costCents: number;
  readonly gstIncludedCents: number;
  readonly gstOnTopCents: number;
}

export interface FeeTaxInvoiceRecord {
  readonly id: number;
  readonly month: string;
  readonly invoiceNumber: string;
  readonly invoiceDate: string;
  readonly totalCents: number;
  readonly gstCents: number;
  readonly varianceClass: string | null;
  readonly varianceNote: string | null;
  readonly attachment: { readonly id: number; readonly fileName: string; readonly sizeBytes: number } | null;
  readonly recordedAt: string;
}

export interface ClearingMonthRow {
  readonly month: string;
  readonly currency: string;
  readonly openingCents: number;
  /** Net of everything but what went to and came back from the bank. */
  readonly activityCents: number;
  /** Positive: paid out, less what came back. */
  readonly paidOutCents: number;
  readonly closingCents: number;
}

export interface PayoutsQuestion {
  readonly filter: PayoutsFilter;
  readonly sort: OperationParsedInput<'payouts.list'>['sort'];
  readonly cursor: string | null;
  readonly limit: number;
  readonly withTotals: boolean;
  readonly homeCurrency: string;
}

export interface PayoutsPage {
  readonly rows: readonly PayoutRecord[];
  readonly nextCursor: string | null;
  /** Amounts of the home currency that arrived or will; failed and cancelled ones are counted only. */
  readonly totals: { readonly count: number; readonly amountCents: number } | null;
  readonly allCount: number;
  readonly manualCount: number;
}

export interface ClearingTables {
  /** Appends once per balance transaction. `changed`: it was posted from another reading, which is noted once. */
  post(posting: ClearingPosting): 'posted' | 'known' | 'changed';
  count(): number;
  /** Sum of net by currency, all balance types that Stripe's /v1/balance counts (`payments`). */
  balances(): readonly { readonly currency: string; readonly netCents: number }[];
  has(balanceTransactionId: string): boolean;
  /** Unix-sortable time of the newest transaction; null: none yet. */
  newestAt(): string | null;
  suspense(): readonly DifferenceRow[];
  changes(): readonly { readonly balanceTransactionId: string; readonly was: string; readonly found: string; readonly recordedAt: string }[];
  /** I1: postings whose amount less fee is not their net. */
  unequalNets(): readonly DifferenceRow[];
  /** I2: automatic payouts whose members were listed and do not sum to the payout; `amountCents` is what is missing. */
  unequalPayouts(): readonly DifferenceRow[];
  /** Sums that are kept and differ from the book summed again; reads the whole book. */
  unequalKeptSums(): readonly DifferenceRow[];
  /** I3: what moved to or from the bank without a payout of that amount, and payouts without their movement. */
  unmatchedBankMovements(): readonly DifferenceRow[];
  /** I3: mirrored transactions that the book doesn't hold with the same net. */
  unposted(): readonly DifferenceRow[];
  /** I12: financial objects that are neither in the books, nor queued, nor left out with a reason. */
  unaccounted(): readonly DifferenceRow[];
  months(): readonly ClearingMonthRow[];
  /** Manual and failed payouts, newest first, at most 2,000: what a person may have to look at. */
  payoutsToLookAt(): readonly PayoutRecord[];
  /** Throws AppError BAD_INPUT for a cursor of another list or order. */
  payoutsPage(question: PayoutsQuestion): PayoutsPage;
  payout(payoutId: string): PayoutRecord | undefined;
  payoutMembers(payoutId: string): readonly PayoutMemberRecord[];
  /** When money of this refund or payout came back into the balance; null: it did not, or that was not read yet. */
  cameBackAt(sourceId: string): string | null;
  /** All postings with this source: a payout's own rows. */
  transactionsOf(sourceId: string): readonly PayoutMemberRecord[];
  markMembersListed(payoutId: string): void;
  /** Automatic payouts that their members do not sum to yet, newest first; those listed whole only `withUnequal`. */
  payoutsToList(limit: number, withUnequal: boolean): readonly string[];
  /** Transactions of the home currency that no automatic payout took yet and that manual payouts may have drawn on. */
  unallocated(currency: string): { readonly count: number; readonly netCents: number };
  /** By month (newest first) and type. */
  fees(currency: string): readonly FeeMonthRow[];
  feeTransactions(month: string, currency: string): readonly PayoutMemberRecord[];
  /** In force, by month. */
  feeTaxInvoices(): readonly FeeTaxInvoiceRecord[];
  /** All of one month, the latest first. */
  feeTaxInvoiceHistory(month: string): readonly FeeTaxInvoiceRecord[];
  addFeeTaxInvoice(invoice: Omit<FeeTaxInvoiceRecord, 'id' | 'recordedAt' | 'attachment'> & { readonly attachmentId: number | null }): void;
  addAttachment(file: { readonly fileName: string; readonly mediaType: string; readonly sha256: string; readonly contentBase64: string }): number;
  attachment(id: number): { readonly fileName: string; readonly mediaType: string; readonly contentBase64: string } | undefined;
}
