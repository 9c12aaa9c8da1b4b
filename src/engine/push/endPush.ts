// How an attempt ends: synced, failed (or abandoned after three in a row), or waiting with its place kept; each in one transaction.
import { type AppError, errorCatalogue } from '../../contract/errors.ts';
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { errorText, failureState, isAbandoned } from '../../domain/push/steps.ts';
import type { EngineContext } from '../context.ts';
import { noteReached } from '../jobs/noteReached.ts';
import { enqueueDocument } from '../documents/enqueueDocument.ts';
import { syncKeys } from '../intake/syncState.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { PushRun } from './pushRun.ts';

/** A ledger row without money: what happened to this invoice on its way into QuickBooks. */
export function ledgerNote(context: EngineContext, invoice: InvoiceRecord, note: { eventType: string; factKey: string; description: string; effectiveAt?: string }): void {
  const effectiveAt = note.effectiveAt ?? context.now();
  const localDate = localDateOf(effectiveAt, context.profile().timeZone);
  context.store.ledger.append({
    ...note,
    revenueType: invoice.revenueType,
    exGstCents: 0,
    gstCents: 0,
    totalCents: 0,
    currency: invoice.currency,
    stripeEventId: null,
    invoiceId: invoice.id,
    orgId: invoice.orgId,
    effectiveAt,
    sourceType: 'push',
    sourceId: invoice.stripeInvoiceId,
    isTest: invoice.isTest,
    localDate,
    quarter: quarterOf(localDate),
  });
}

/**
 * Step 8, the only place that writes `synced`. `linkedSince`: found in QuickBooks, where it has been since
 * then; one of many, so the link is logged once for all.
 */
export function endSynced(context: EngineContext, run: PushRun, attempt: number, { linkedSince }: { linkedSince?: string } = {}): void {
  const { store } = context;
  const at = context.now();
  store.transaction(() => {
    const invoice = current(context, run.invoiceId);
    if (invoice.qbInvoiceId === null || invoice.qbPaymentId === null) throw new Error('a push ended without its documents');
    const name = `${invoice.number} for ${invoice.clientName}`;
    store.push.putStep({
      attemptId: run.attemptId, step: 8, name: 'write_synced', state: 'done', requestId: null, request: [], responseDigest: null, intuitTid: null, error: null, startedAt: at, endedAt: at,
      evidence: [['QuickBooks invoice', invoice.qbInvoiceId], ['QuickBooks payment', invoice.qbPaymentId], ['Verified at', at]],
    });
    store.push.endAttempt(run.attemptId, { state: 'synced', errorCode: null, errorMessage: null });
    const hadFailed = store.push.attempts(run.invoiceId).some((earlier) => earlier.state === 'failed');
    store.invoices.patchPush(run.invoiceId, { qbStatus: 'synced', qbSyncedAt: at, qbError: null, qbConsecutiveFailures: 0 });
    if (hadFailed) ledgerNote(context, invoice, { eventType: 'qb_sync_recovered', factKey: `${invoice.stripeInvoiceId} qb_sync_recovered ${attempt}`, description: `${name}: pushed after an earlier failure` });
    ledgerNote(context, invoice, { eventType: 'qb_synced', factKey: `${invoice.stripeInvoiceId} qb_synced ${invoice.qbRealmId ?? ''}/${invoice.qbInvoiceId}`, description: `${name}: in QuickBooks, read back and equal`, ...(linkedSince === undefined ? {} : { effectiveAt: linkedSince }) });
    if (linkedSince === undefined) store.log.append({ source: 'quickbooks', kind: 'push', result: 'ok', summary: `${name} is in QuickBooks, paid and verified`, invoiceId: run.invoiceId });
    // Refunds that were approved meanwhile have waited for it.
    for (const document of store.documents.ofInvoice(run.invoiceId)) if (document.status === 'approved') enqueueDocument(context, document.id);
    store.state.saveSync(syncKeys.quickBooksAsOf, at);
    noteReached(context, 'quickbooks');
  });
  if (linkedSince === undefined) context.publish({ kind: 'push', invoiceId: run.invoiceId, step: 8, state: 'done' });
}

export function endFailed(context: EngineContext, run: PushRun, attempt: number, failure: AppError): 'failed' | 'payment_pending' | 'abandoned' {
  const { store } = context;
  const step = run.step();
  const known = errorCatalogue[failure.code];
  const message = failure.detail === undefined ? known.sentence : `${known.sentence} (${failure.detail})`;
  return store.transaction(() => {
    const invoice = current(context, run.invoiceId);
    // An outage says nothing about the document: it is tried again for as long as it lasts and never abandoned for it.
    const failures = invoice.qbConsecutiveFailures + (failure.code === 'QB_UNAVAILABLE' ? 0 : 1);
    const state = isAbandoned(failures) ? 'abandoned' : failureState(step);
    const text = errorText(step, message);
    const before = store.push.attempts(run.invoiceId).findLast((earlier) => earlier.id !== run.attemptId);
    run.fail(message);
    store.push.endAttempt(run.attemptId, { state: 'failed', errorCode: failure.code, errorMessage: text });
    store.invoices.patchPush(run.invoiceId, { qbStatus: state, qbError: text, qbConsecutiveFailures: failures });
    const name = `${invoice.number} for ${invoice.clientName}`;
    // The same failure again is one fact, not a row for every try.
    if (before?.errorMessage !== text) ledgerNote(context, invoice, { eventType: 'qb_sync_failed', factKey: `${invoice.stripeInvoiceId} qb_sync_failed ${attempt}`, description: `${name}: ${text}` });
    if (state === 'abandoned') ledgerNote(context, invoice, { eventType: 'qb_sync_abandoned', factKey: `${invoice.stripeInvoiceId} qb_sync_abandoned ${attempt}`, description: `${name}: no further automatic attempts after three failures in a row` });
    store.log.append({ source: 'quickbooks', kind: 'push', result: 'failed', summary: `${name} was not pushed: ${known.sentence}`, detail: `${text} ${known.nextAction}`, invoiceId: run.invoiceId });
    return state;
  });
}

/** The state before the attempt comes back; what exists in QuickBooks so far is remembered by its ids. */
export function endWaiting(context: EngineContext, run: PushRun, failure: AppError): void {
  const { store } = context;
  const { sentence } = errorCatalogue[failure.code];
  store.transaction(() => {
    run.fail(sentence);
    store.push.endAttempt(run.attemptId, { state: 'waiting', errorCode: failure.code, errorMessage: errorText(run.step(), sentence) });
    store.invoices.patchPush(run.invoiceId, { qbStatus: run.step() > 5 ? 'payment_pending' : 'approved', qbError: errorText(run.step(), sentence) });
    store.state.saveSync(syncKeys.quickBooksFailure, { code: failure.code, at: context.now() });
  });
}

function current(context: EngineContext, invoiceId: number): InvoiceRecord {
  const invoice = context.store.invoices.get(invoiceId);
  if (invoice === undefined) throw new Error('the invoice of a push is gone');
  return invoice;
}
