// The port to the queue of QuickBooks documents other than invoices: refunds, the month's fees, payouts.
import type { DocumentKind, DocumentRow, DocumentStatus } from '../../contract/documents.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { DocumentRecipe, DocumentRole } from '../../domain/push/documentSteps.ts';

export interface QbDocumentRecord {
  readonly id: number;
  readonly version: number;
  readonly kind: DocumentKind;
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
  /** Which QuickBooks documents it becomes; fixed when the first of them is about to be sent. */
  readonly recipe: DocumentRecipe | null;
  readonly status: DocumentStatus;
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
  readonly role: DocumentRole;
  /** Null: its request was about to go out; whether it arrived is not known. */
  readonly qbId: string | null;
  readonly docNumber: string;
  readonly requestId: string;
  readonly verifiedAt: string | null;
}

export interface DocumentTables {
  get(id: number): QbDocumentRecord | undefined;
  bySource(kind: DocumentKind, sourceId: string): QbDocumentRecord | undefined;
  /** All of an invoice, whatever became of them. */
  ofInvoice(invoiceId: number): readonly QbDocumentRecord[];
  /** In state `awaiting_review`. */
  add(document: QbDocumentAdd): QbDocumentRecord;
  patch(id: number, patch: QbDocumentPatch): void;
  /** Ids by state, oldest first; `from` is an inclusive local date. */
  idsByStatus(statuses: readonly QbDocumentRecord['status'][], from: string): readonly number[];
  /** Synced ones in all, and those without a verified part or a finished attempt: there must be none. */
  syncedEvidence(): { readonly synced: number; readonly withoutEvidence: number };
  parts(documentId: number): readonly QbDocumentPart[];
  putPart(documentId: number, part: QbDocumentPart): void;
}

/** What the queue's screen shows. */
export interface DocumentReads {
  /** Throws AppError BAD_INPUT for a cursor of another list or order. */
  page(question: OperationParsedInput<'documents.list'>): OperationOutput<'documents.list'>;
  row(documentId: number): DocumentRow | undefined;
  counts(): OperationOutput<'documents.counts'>;
}
