// How an attempt at a document ends: synced, failed (or abandoned after three in a row), or waiting with its place kept.
import { type AppError, errorCatalogue } from '../../contract/errors.ts';
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { rolesOf, type DocumentRecipe, documentSteps } from '../../domain/push/documentSteps.ts';
import { errorText, isAbandoned } from '../../domain/push/steps.ts';
import type { EngineContext } from '../context.ts';
import { noteReached } from '../jobs/noteReached.ts';
import { syncKeys } from '../intake/syncState.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import type { StepRun } from '../push/pushRun.ts';

export interface DocumentAttempt {
  readonly documentId: number;
  readonly attempt: number;
  readonly recipe: DocumentRecipe;
  readonly run: StepRun;
}

/** "RTP-0001-R1 — Refund to …", as people read it. */
export const documentName = (document: QbDocumentRecord): string => `${document.number} (${document.description})`;

/** A ledger row without money: what happened to this document on its way into QuickBooks. */
export function documentNote(context: EngineContext, document: QbDocumentRecord, note: { eventType: string; about: string | number; description: string; effectiveAt?: string | undefined }): void {
  const effectiveAt = note.effectiveAt ?? context.now();
  const localDate = localDateOf(effectiveAt, context.profile().timeZone);
  const invoice = document.invoiceId === null ? undefined : context.store.invoices.get(document.invoiceId);
  context.store.ledger.append({
    factKey: `${document.kind} ${document.sourceId} ${note.eventType} ${note.about}`,
    eventType: note.eventType,
    description: note.description,
    revenueType: null,
    exGstCents: 0,
    gstCents: 0,
    totalCents: 0,
    currency: document.currency,
    stripeEventId: null,
    invoiceId: document.invoiceId,
    orgId: invoice?.orgId ?? null,
    effectiveAt,
    sourceType: 'push',
    sourceId: document.sourceId,
    isTest: document.isTest,
    localDate,
    quarter: quarterOf(localDate),
  });
}

/** The only place that calls a document synced: every part of its recipe was read back and found equal. `linkedSince`: found there, where it has been since then. */
export function endDocumentSynced(context: EngineContext, { documentId, attempt, recipe, run }: DocumentAttempt, { linkedSince }: { linkedSince?: string | undefined } = {}): void {
  const { store } = context;
  const at = context.now();
  store.transaction(() => {
    const document = current(context, documentId);
    const parts = store.documents.parts(documentId);
    const isWhole = rolesOf[recipe].every((role) => parts.some((part) => part.role === role && part.qbId !== null && part.verifiedAt !== null));
    if (!isWhole) throw new Error('a push ended without its documents');
    const last = documentSteps(recipe).at(-1);
    store.push.putStep({
      attemptId: run.attemptId, step: last?.step ?? 0, name: last?.name ?? '', state: 'done', requestId: null, request: [], responseDigest: null, intuitTid: null, error: null, startedAt: at, endedAt: at,
      evidence: [...parts.map((part) => [part.role.replaceAll('_', ' '), part.qbId ?? ''] as const), ['Verified at', at]],
    });
    store.push.endAttempt(run.attemptId, { state: 'synced', errorCode: null, errorMessage: null });
    const hadFailed = store.push.documentAttempts(documentId).some((earlier) => earlier.state === 'failed');
    store.documents.patch(documentId, { status: 'synced', syncedAt: at, error: null, consecutiveFailures: 0, realmId: store.connection.get()?.realmId ?? null });
    if (hadFailed) documentNote(context, document, { eventType: 'qb_sync_recovered', about: attempt, description: `${documentName(document)}: pushed after an earlier failure` });
    documentNote(context, document, { eventType: 'qb_synced', about: parts.map((part) => part.qbId).join('/'), description: `${documentName(document)}: in QuickBooks, read back and equal`, effectiveAt: linkedSince });
    if (linkedSince === undefined) store.log.append({ source: 'quickbooks', kind: 'push', result: 'ok', summary: `${documentName(document)} is in QuickBooks and verified`, invoiceId: document.invoiceId });
    store.state.saveSync(syncKeys.quickBooksAsOf, at);
    noteReached(context, 'quickbooks');
  });
}

/** Answers whether it is abandoned now. */
export function endDocumentFailed(context: EngineContext, { documentId, attempt, recipe, run }: DocumentAttempt, failure: AppError): boolean {
  const { store } = context;
  const known = errorCatalogue[failure.code];
  const message = failure.detail === undefined ? known.sentence : `${known.sentence} (${failure.detail})`;
  const text = errorText(run.step(), message, documentSteps(recipe));
  return store.transaction(() => {
    const document = current(context, documentId);
    // An outage says nothing about the document: it is tried again for as long as it lasts and never abandoned for it.
    const failures = document.consecutiveFailures + (failure.code === 'QB_UNAVAILABLE' ? 0 : 1);
    const isOver = isAbandoned(failures);
    const before = store.push.documentAttempts(documentId).findLast((earlier) => earlier.id !== run.attemptId);
    run.fail(message);
    store.push.endAttempt(run.attemptId, { state: 'failed', errorCode: failure.code, errorMessage: text });
    store.documents.patch(documentId, { status: isOver ? 'abandoned' : unfinished(context, documentId), error: text, consecutiveFailures: failures });
    const name = documentName(document);
    // The same failure again is one fact, not a row for every try.
    if (before?.errorMessage !== text) documentNote(context, document, { eventType: 'qb_sync_failed', about: attempt, description: `${name}: ${text}` });
    if (isOver) documentNote(context, document, { eventType: 'qb_sync_abandoned', about: attempt, description: `${name}: no further automatic attempts after three failures in a row` });
    store.log.append({ source: 'quickbooks', kind: 'push', result: 'failed', summary: `${name} was not pushed: ${known.sentence}`, detail: `${text} ${known.nextAction}`, invoiceId: document.invoiceId });
    return isOver;
  });
}

/** The state before the attempt comes back; what exists in QuickBooks so far is remembered by its ids. */
export function endDocumentWaiting(context: EngineContext, { documentId, recipe, run }: DocumentAttempt, failure: AppError): void {
  const { store } = context;
  const { sentence } = errorCatalogue[failure.code];
  const text = errorText(run.step(), sentence, documentSteps(recipe));
  store.transaction(() => {
    run.fail(sentence);
    store.push.endAttempt(run.attemptId, { state: 'waiting', errorCode: failure.code, errorMessage: text });
    store.documents.patch(documentId, { status: unfinished(context, documentId) === 'part_done' ? 'part_done' : 'approved', error: text });
    store.state.saveSync(syncKeys.quickBooksFailure, { code: failure.code, at: context.now() });
  });
}

function unfinished(context: EngineContext, documentId: number): 'failed' | 'part_done' {
  return context.store.documents.parts(documentId).some((part) => part.verifiedAt !== null) ? 'part_done' : 'failed';
}

function current(context: EngineContext, documentId: number): QbDocumentRecord {
  const document = context.store.documents.get(documentId);
  if (document === undefined) throw new Error('the document of a push is gone');
  return document;
}
