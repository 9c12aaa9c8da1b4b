// What the bookkeeper decides about documents other than invoices: approve, take back, retry, abandon.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import { actOnEach } from '../push/actOnEach.ts';
import { documentName, documentNote } from './endDocument.ts';
import { documentJobKey, enqueueDocument } from './enqueueDocument.ts';

type Items = OperationParsedInput<'documents.approve'>['items'];
type PerDocument = OperationOutput<'documents.approve'>;

function onEach(context: EngineContext, items: Items, act: (document: QbDocumentRecord) => ErrorCode | undefined): PerDocument {
  const rows = items.map(({ documentId, expectedVersion }) => ({ id: documentId, expectedVersion }));
  const { done, refused } = actOnEach(context, rows, (id) => context.store.documents.get(id), act);
  return { done, refused: refused.map(({ id, ...why }) => ({ documentId: id, ...why })) };
}

function note(context: EngineContext, document: QbDocumentRecord, act: { eventType: string; kind: string; words: string; detail?: string }): void {
  documentNote(context, document, { eventType: act.eventType, about: document.version, description: `${documentName(document)}: ${act.words}` });
  context.store.log.append({ source: 'person', kind: act.kind, result: 'ok', summary: `${documentName(document)}: ${act.words}`, detail: act.detail ?? null, invoiceId: document.invoiceId });
}

const isRunning = (context: EngineContext, document: QbDocumentRecord): boolean => context.store.jobs.byKey(documentJobKey(document.id))?.state === 'running';

export function approveDocuments(context: EngineContext, input: OperationParsedInput<'documents.approve'>): PerDocument {
  return onEach(context, input.items, (document) => {
    if (document.status !== 'awaiting_review') return 'NOT_ALLOWED_NOW';
    context.store.documents.patch(document.id, { status: 'approved', approvedAt: context.now(), error: null });
    enqueueDocument(context, document.id);
    note(context, document, { eventType: 'qb_approved', kind: 'approval', words: 'approved for QuickBooks' });
    return undefined;
  });
}

/** Possible as long as nothing was sent. */
export function withdrawDocumentApprovals(context: EngineContext, input: OperationParsedInput<'documents.withdraw'>): PerDocument {
  return onEach(context, input.items, (document) => {
    if (document.status !== 'approved' || isRunning(context, document) || context.store.documents.parts(document.id).length > 0) return 'NOT_ALLOWED_NOW';
    context.store.jobs.cancel(documentJobKey(document.id));
    context.store.documents.patch(document.id, { status: 'awaiting_review', approvedAt: null, error: null, recipe: null });
    note(context, document, { eventType: 'qb_approval_withdrawn', kind: 'approval', words: 'approval taken back' });
    return undefined;
  });
}

const retryable = new Set(['failed', 'part_done', 'abandoned', 'approved']);

/** A person asks again: the count of failures starts anew, and the push looks before it creates anything. */
export function retryDocuments(context: EngineContext, input: OperationParsedInput<'documents.retry'>): PerDocument {
  return onEach(context, input.items, (document) => {
    if (!retryable.has(document.status)) return 'NOT_ALLOWED_NOW';
    const status = document.status === 'abandoned' ? 'failed' : document.status;
    context.store.documents.patch(document.id, { status, consecutiveFailures: 0, statusReason: null, approvedAt: document.approvedAt ?? context.now() });
    enqueueDocument(context, document.id);
    note(context, document, { eventType: 'qb_retry_requested', kind: 'retry', words: 'retry requested' });
    return undefined;
  });
}

const abandonable = new Set(['awaiting_review', 'approved', 'failed', 'part_done']);

/** Throws NOT_FOUND, STALE_VIEW, NOT_ALLOWED_NOW. */
export function abandonDocument(context: EngineContext, input: OperationParsedInput<'documents.abandon'>): OperationOutput<'documents.abandon'> {
  const { refused } = onEach(context, [input], (document) => {
    if (!abandonable.has(document.status) || isRunning(context, document)) return 'NOT_ALLOWED_NOW';
    context.store.jobs.cancel(documentJobKey(document.id));
    context.store.documents.patch(document.id, { status: 'abandoned', statusReason: input.reason, error: `Abandoned by hand: ${input.reason}` });
    note(context, document, { eventType: 'qb_sync_abandoned', kind: 'abandon', words: `abandoned by hand — ${input.reason}`, detail: input.reason });
    return undefined;
  });
  const first = refused[0];
  if (first !== undefined) throw new AppError(first.code as ErrorCode);
  return { documentId: input.documentId };
}
