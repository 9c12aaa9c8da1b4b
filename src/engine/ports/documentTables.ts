// The port to the queue of QuickBooks documents other than invoices: refunds, the month's fees, payouts.

/** `fee`: one purchase a month; `payout`: one transfer per payout. */
export type QbDocumentKind = 'refund' | 'fee' | 'payout';

/** The same words as an invoice's; `part_done`: some of its QuickBooks documents exist; `withdrawn`: its cause is gone (a refund that failed). */
export type QbDocumentStatus = 'awaiting_review' | 'approved' | 'pushing' | 'synced' | 'failed' | 'part_done' | 'abandoned' | 'withdrawn';

/** Which QuickBooks documents it becomes; fixed when the first of them is about to be sent. */
export type QbDocumentRecipe = 'linked' | 'refund_receipt' | 'purchase' | 'transfer';

export type QbDocumentRole = 'adjustment_note' | 'expense' | 'link_payment' | 'refund_receipt' | 'purchase' | 'transfer';

export interface QbDocumentRecord {
  readonly id: number;
  readonly version: number;
  readonly kind: QbDocumentKind;
  /** Stripe's id of the refund or payout; of fees their month, `2026-10`. */
  readonly sourceId: string;
  readonly invoiceId: number | null;
  /** `RTP-0001-R1`, `STRIPE-FEES-2026-10`; at most 21 characters. */
  readonly number: string;
  readonly localDate: string;
  readonly currency: string;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  readonly description: string;
  readonly recipe: QbDocumentRecipe | null;
  readonly status: QbDocumentStatus;
  /** Why it was abandoned or withdrawn, or what a person has to do about it. */
  readonly statusReason: string | null;
  readonly error: string | null;
  readonly consecutiveFailures: number;
  readonly approvedAt: string | null;
  readonly syncedAt: string | null;
  readonly qbCustomerId: string | null;
  readonly realmId: string | null;
  readonly isTest: boolean;
  readonly createdAt: string;
}

export type QbDocumentAdd = Pick<QbDocumentRecord, 'kind' | 'sourceId' | 'invoiceId' | 'number' | 'localDate' | 'currency' | 'exGstCents' | 'gstCents' | 'totalCents' | 'description' | 'isTest'>;

/** Every change raises the row's version. */
export type QbDocumentPatch = Partial<Pick<QbDocumentRecord,
  'status' | 'statusReason' | 'error' | 'consecutiveFailures' | 'approvedAt' | 'syncedAt' | 'qbCustomerId' | 'realmId' | 'recipe' | 'localDate' | 'exGstCents' | 'gstCents' | 'totalCents' | 'description'>>;

export interface QbDocumentPart {
  readonly role: QbDocumentRole;
  /** Null: its request was about to go out; whether it arrived is not known. */
  readonly qbId: string | null;
  readonly docNumber: string;
  readonly requestId: string;
  readonly verifiedAt: string | null;
}

export interface DocumentTables {
  get(id: number): QbDocumentRecord | undefined;
  bySource(kind: QbDocumentKind, sourceId: string): QbDocumentRecord | undefined;
  /** All of an invoice, whatever became of them. */
  ofInvoice(invoiceId: number): readonly QbDocumentRecord[];
  /** In state `awaiting_review`. */
  add(document: QbDocumentAdd): QbDocumentRecord;
  patch(id: number, patch: QbDocumentPatch): void;
  parts(documentId: number): readonly QbDocumentPart[];
  putPart(documentId: number, part: QbDocumentPart): void;
}
