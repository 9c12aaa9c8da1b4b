// How a refund, a month's fees or a payout enters the queue for QuickBooks, and leaves it while nothing of it was sent.
import { feeNumber, payoutNumber, refundNumber } from '../../domain/push/documentNumber.ts';
import type { EngineContext } from '../context.ts';
import type { DocumentKind } from '../../contract/documents.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import { documentJobKey, enqueueDocument } from './enqueueDocument.ts';

export interface DocumentToQueue {
  readonly kind: DocumentKind;
  /** Stripe's id of the refund (`re_…`) or payout (`po_…`); of fees their month (`2026-10`). Together with `kind` its identity. */
  readonly sourceId: string;
  /** The refunded invoice; null for fees and payouts. */
  readonly invoiceId: number | null;
  /** Local date of the business on which QuickBooks books it; of fees the last day of their month. */
  readonly localDate: string;
  readonly currency: string;
  /** Positive for refunds and fees; a payout that Stripe took from the bank is negative. Home-currency cents including GST. */
  readonly totalCents: number;
  /** The part of it that is GST; 0 for payouts. */
  readonly gstCents: number;
  /** What a bookkeeper reads, without ids. */
  readonly description: string;
}

/**
 * Puts a document into the review queue, or approves it where the profile says to approve all. Call it inside the
 * transaction that writes the fact: it is idempotent by kind and source, so a fact that is told twice queues once. While the
 * document is in review, a repeat with other figures corrects it; from approval on it stays as it was approved.
 * Null: not for QuickBooks (test data, another currency, before the books begin, nothing to book, payouts while the profile
 * does not want transfers). A refund may be queued before its invoice is in QuickBooks: its push waits and says so.
 */
export function queueDocument(context: EngineContext, wanted: DocumentToQueue): QbDocumentRecord | null {
  const { documents } = context.store;
  const known = documents.bySource(wanted.kind, wanted.sourceId);
  if (known !== undefined) return correct(context, known, wanted);
  const invoice = wanted.invoiceId === null ? undefined : context.store.invoices.get(wanted.invoiceId);
  if (!isForQuickBooks(context, wanted) || invoice?.isTest === true) return null;
  const { exGstCents, gstCents, totalCents } = split(wanted);
  const number = numberOf(context, wanted, invoice?.number ?? null);
  const { kind, sourceId, invoiceId, localDate, currency, description } = wanted;
  const queued = documents.add({ kind, sourceId, invoiceId, number, localDate, currency, description, exGstCents, gstCents, totalCents, isTest: false });
  if (context.profile().pushPolicy === 'auto_all') {
    documents.patch(queued.id, { status: 'approved', approvedAt: context.now() });
    enqueueDocument(context, queued.id);
  }
  context.changed('quickbooks', 'overview');
  return documents.get(queued.id) ?? queued;
}

/**
 * The cause is gone (a refund failed, a payout was cancelled). `withdrawn`: nothing was sent, and nothing will be.
 * `in_quickbooks`: some of it may stand there; a person is told to void it. `absent`: it was never queued.
 * Call it inside the transaction that writes the fact.
 */
export function withdrawDocument(context: EngineContext, kind: DocumentKind, sourceId: string, reason: string): 'withdrawn' | 'in_quickbooks' | 'absent' {
  const { documents, jobs, log } = context.store;
  const document = documents.bySource(kind, sourceId);
  if (document === undefined) return 'absent';
  if (document.status === 'withdrawn') return 'withdrawn';
  const isSent = document.status === 'pushing' || documents.parts(document.id).length > 0;
  if (!isSent) jobs.cancel(documentJobKey(document.id));
  documents.patch(document.id, isSent ? { statusReason: reason } : { status: 'withdrawn', statusReason: reason, approvedAt: null, error: null });
  log.append({
    source: 'program',
    kind: 'document',
    result: isSent ? 'warning' : 'info',
    summary: isSent ? `${document.number} is in QuickBooks, but no longer holds: ${reason}` : `${document.number} is no longer for QuickBooks: ${reason}`,
    detail: isSent ? 'Void its documents in QuickBooks; their ids are in its steps.' : null,
    invoiceId: document.invoiceId,
  });
  context.changed('quickbooks', 'overview', 'activity');
  return isSent ? 'in_quickbooks' : 'withdrawn';
}

function isForQuickBooks(context: EngineContext, wanted: DocumentToQueue): boolean {
  const { homeCurrency, booksStartDate, quickBooksPayoutTransfers } = context.profile();
  if (wanted.currency !== homeCurrency || (booksStartDate !== null && wanted.localDate < booksStartDate)) return false;
  return wanted.kind === 'payout' ? quickBooksPayoutTransfers && wanted.totalCents !== 0 : wanted.totalCents > 0;
}

function numberOf(context: EngineContext, { kind, sourceId, invoiceId }: DocumentToQueue, invoiceNumber: string | null): string {
  if (kind === 'fee') return feeNumber(sourceId);
  if (kind === 'payout') return payoutNumber(sourceId);
  const nth = invoiceId === null ? 1 : context.store.documents.ofInvoice(invoiceId).filter((earlier) => earlier.kind === 'refund').length + 1;
  // Every paid invoice has a number; a refund that came before it is known by the end of its own id.
  return refundNumber(invoiceNumber ?? sourceId.slice(-16), nth);
}

function correct(context: EngineContext, known: QbDocumentRecord, wanted: DocumentToQueue): QbDocumentRecord {
  const figures = { ...split(wanted), localDate: wanted.localDate, description: wanted.description };
  const isSame = known.totalCents === figures.totalCents && known.gstCents === figures.gstCents && known.localDate === figures.localDate && known.description === figures.description;
  if (known.status !== 'awaiting_review' || isSame) return known;
  context.store.documents.patch(known.id, figures);
  context.changed('quickbooks');
  return context.store.documents.get(known.id) ?? known;
}

const split = ({ totalCents, gstCents }: DocumentToQueue): { exGstCents: number; gstCents: number; totalCents: number } => ({ totalCents, gstCents, exGstCents: totalCents - gstCents });
