// The port to what the screen of refunds and disputes reads.
import type { OperationParsedInput } from '../../contract/operations.ts';
import type { RefundFilter, RefundRow } from '../../contract/refunds.ts';

export interface RefundsQuestion {
  readonly filter: RefundFilter;
  /** The filter's dates as instants of the business's days: from inclusive, to exclusive. */
  readonly fromAt: string | null;
  readonly beforeAt: string | null;
  readonly sort: OperationParsedInput<'refunds.list'>['sort'];
  readonly cursor: string | null;
  readonly limit: number;
  readonly withTotals: boolean;
  readonly homeCurrency: string;
  readonly numberFormat: { readonly prefix: string; readonly digits: number };
}

/** The local date of one that is not booked is the caller's to compute. */
export type StoredRefund = Omit<RefundRow, 'date'> & { readonly bookedDate: string | null };

export interface RefundsPage {
  readonly rows: readonly StoredRefund[];
  readonly nextCursor: string | null;
  readonly totals: { readonly count: number; readonly totalCents: number; readonly gstCents: number; readonly toReview: number } | null;
  readonly allCount: number;
}

export interface StoredDisputeRow {
  readonly id: string;
  readonly clientName: string;
  readonly invoiceId: number | null;
  readonly invoiceNumber: string | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly dueBy: string | null;
  readonly submissionCount: number;
  readonly hasEvidenceInStripe: boolean;
  readonly withheldCents: number;
  readonly feeCents: number | null;
  readonly draftVersion: number | null;
  readonly sentVersion: number | null;
  readonly submittedAt: string | null;
}

export interface RefundReads {
  refundsPage(question: RefundsQuestion): RefundsPage;
  /** Undecided by deadline, then decided, newest first; at most 1000. `disputeId`: that one only. */
  disputeRows(only?: { readonly disputeId?: string; readonly invoiceId?: number }): readonly StoredDisputeRow[];
  disputeLedger(disputeId: string): readonly { readonly id: number; readonly date: string; readonly description: string; readonly totalCents: number; readonly gstCents: number }[];
}
