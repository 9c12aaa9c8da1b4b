// The port to refunds and disputes: what was given back on an invoice, refunds recorded by hand, evidence and reminders.
import type { GivenBack } from '../../domain/refundGst.ts';

/** A ledger row as it was booked. */
export interface BookedRow {
  readonly factKey: string;
  readonly invoiceId: number | null;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly currency: string;
  readonly localDate: string;
}

export interface HandRefund {
  readonly id: string;
  readonly invoiceId: number;
  /** Positive. */
  readonly amountCents: number;
  readonly currency: string;
  readonly localDate: string;
  readonly how: string;
  readonly note: string;
  readonly recordedAt: string;
  readonly undoneAt: string | null;
  readonly undoneReason: string | null;
}

export interface CreditNoteRecord {
  readonly creditNoteId: string;
  readonly stripeInvoiceId: string | null;
  readonly number: string | null;
  readonly status: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly refunds: readonly { readonly refundId: string; readonly amountCents: number | null }[];
}

export interface RefundTables {
  /** The rows of one fact: the one with this key, and its further rows where one charge paid several invoices. */
  booked(factKey: string): readonly BookedRow[];
  /** Net of what was taken back, with what lost disputes took of the GST; `lostDisputes`: those booked on this invoice. */
  givenBack(invoiceId: number): GivenBack & { readonly lostDisputes: readonly string[] };
  creditNote(id: string): CreditNoteRecord | undefined;
  addHandRefund(refund: Omit<HandRefund, 'recordedAt' | 'undoneAt' | 'undoneReason'>): void;
  handRefund(id: string): HandRefund | undefined;
  handRefundsOf(invoiceId: number): readonly HandRefund[];
  undoHandRefund(id: string, reason: string): void;
  /** Refunds in Stripe of these charges, whatever became of them, oldest first. */
  stripeRefundsOf(chargeIds: readonly string[]): readonly { readonly refundId: string; readonly chargeId: string; readonly amountCents: number; readonly status: string; readonly createdAt: string }[];
}

export interface DisputeRecord {
  readonly disputeId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: string;
  readonly reason: string | null;
  readonly dueBy: string | null;
  readonly submissionCount: number;
  /** As Stripe holds it. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly feeCents: number | null;
  readonly createdAt: string;
}

export interface EvidenceRecord {
  readonly disputeId: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly checklist: Readonly<Record<string, { readonly isAtHand: boolean; readonly where: string }>>;
  readonly version: number;
  readonly updatedAt: string;
  readonly sentVersion: number | null;
  readonly sentAt: string | null;
  readonly submittedAt: string | null;
}

export interface DisputeTables {
  get(disputeId: string): DisputeRecord | undefined;
  ofCharges(chargeIds: readonly string[]): readonly DisputeRecord[];
  /** Not decided yet, with a deadline after `now`, by deadline. */
  withDeadline(now: string): readonly DisputeRecord[];
  /** When Stripe's feed says that it was closed; null: that event was not seen. */
  closedAt(disputeId: string): string | null;
  /** A balance transaction of a dispute. */
  movement(transactionId: string): { readonly amountCents: number; readonly feeCents: number; readonly currency: string } | undefined;
  /** False: that reminder was given already. */
  remind(disputeId: string, dueBy: string, daysBefore: number): boolean;
  evidence(disputeId: string): EvidenceRecord | undefined;
  saveEvidence(evidence: Pick<EvidenceRecord, 'disputeId' | 'texts' | 'checklist'>): EvidenceRecord;
  markSent(disputeId: string, version: number, isSubmitted: boolean): void;
}
