// What a person decides about a change in QuickBooks: accept it with a reason, or have it restored; each act is stored before anything is sent.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import { documentNote } from '../documents/endDocument.ts';
import type { DriftRecord } from '../ports/driftTables.ts';
import { ledgerNote } from '../push/endPush.ts';
import { isGone, restoreEffect } from './driftEffects.ts';
import { driftTitle } from './judgeFound.ts';

/** Throws NOT_FOUND, STALE_VIEW, NOT_ALLOWED_NOW. */
export function acceptDrift(context: EngineContext, input: OperationParsedInput<'drift.accept'>): OperationOutput<'drift.accept'> {
  const { store } = context;
  store.transaction(() => {
    const finding = open(context, input);
    store.drift.patch(finding.id, { state: 'accepted', reason: input.reason, decidedAt: context.now() });
    takeOver(context, finding, input.reason);
    tell(context, finding, 'accepted', `accepted as it is in QuickBooks — ${input.reason}`);
  });
  changed(context);
  return { driftId: input.driftId };
}

/** Throws NOT_FOUND, STALE_VIEW, NOT_ALLOWED_NOW, QB_NOT_CONNECTED. */
export function restoreDrift(context: EngineContext, input: OperationParsedInput<'drift.restore'>): OperationOutput<'drift.restore'> {
  const { store } = context;
  store.transaction(() => {
    const finding = open(context, input);
    if (store.connection.get()?.state !== 'connected') throw new AppError('QB_NOT_CONNECTED');
    if (restoreEffect(finding) === null) throw new AppError('NOT_ALLOWED_NOW', 'QuickBooks can not undo this; accept it');
    store.drift.patch(finding.id, { state: 'restoring', error: null, decidedAt: context.now() });
    store.jobs.enqueue({ kind: 'quickbooks.restoreDrift', uniqueKey: `quickbooks.restoreDrift ${finding.id}`, lane: 'quickbooks', input: { driftId: finding.id } });
    tell(context, finding, 'restore', 'to be restored in QuickBooks');
  });
  context.kick();
  changed(context);
  return { driftId: input.driftId };
}

function open(context: EngineContext, { driftId, expectedVersion }: { readonly driftId: number; readonly expectedVersion: number }): DriftRecord {
  const finding = context.store.drift.get(driftId);
  if (finding === undefined) throw new AppError('NOT_FOUND');
  if (finding.version !== expectedVersion) throw new AppError('STALE_VIEW');
  if (finding.state !== 'open') throw new AppError('NOT_ALLOWED_NOW', `it is ${finding.state}`);
  return finding;
}

/** Accepting makes it ours: what is called synced must stand in QuickBooks, and what comes later must go where it is now. */
function takeOver(context: EngineContext, finding: DriftRecord, reason: string): void {
  const { store } = context;
  const { invoiceId, documentId, foundValue } = finding;
  if (finding.role === 'customer') return takeOverCustomer(context, finding);
  const why = `${finding.kind === 'voided' ? 'Voided' : 'Deleted'} in QuickBooks, accepted: ${reason}`;
  if (isGone(finding) && documentId !== null) store.documents.patch(documentId, { status: 'abandoned', statusReason: why, error: why });
  else if (isGone(finding) && invoiceId !== null) store.invoices.patchPush(invoiceId, { qbStatus: 'abandoned', abandonReason: why, qbError: why });
  else if (finding.kind === 'relinked' && foundValue !== null) relink(context, finding, foundValue);
}

function relink(context: EngineContext, { invoiceId, documentId, realmId }: DriftRecord, qbCustomerId: string): void {
  const { store } = context;
  if (documentId !== null) store.documents.patch(documentId, { qbCustomerId });
  const invoice = invoiceId === null ? undefined : store.invoices.get(invoiceId);
  if (invoice === undefined) return;
  store.invoices.patchPush(invoice.id, { qbCustomerId });
  if (invoice.stripeCustomerId !== null) store.orgs.linkQuickBooks(invoice.stripeCustomerId, { qbCustomerId, realmId });
}

function takeOverCustomer(context: EngineContext, { kind, realmId, qbId, foundValue, invoiceId }: DriftRecord): void {
  const { store } = context;
  if (kind === 'renamed' && foundValue !== null) return store.drift.keepCustomerName(realmId, qbId, foundValue);
  const stripeCustomerId = (invoiceId === null ? undefined : store.invoices.get(invoiceId))?.stripeCustomerId;
  const linked = stripeCustomerId == null ? undefined : store.orgs.customer(stripeCustomerId)?.qbCustomerId;
  if (stripeCustomerId != null && linked === qbId) store.orgs.linkQuickBooks(stripeCustomerId, { qbCustomerId: null, realmId });
}

export function tell(context: EngineContext, finding: DriftRecord, act: string, words: string, source: 'person' | 'quickbooks' = 'person'): void {
  const { store } = context;
  const title = driftTitle(context, finding);
  const invoice = finding.invoiceId === null ? undefined : store.invoices.get(finding.invoiceId);
  const document = finding.documentId === null ? undefined : store.documents.get(finding.documentId);
  const about = `${finding.entity} ${finding.qbId} ${finding.version}`;
  const eventType = `qb_drift_${act}`;
  const description = `${title}: ${words}`;
  if (invoice !== undefined && finding.role !== 'customer') ledgerNote(context, invoice, { eventType, factKey: `${invoice.stripeInvoiceId} ${eventType} ${about}`, description });
  if (document !== undefined) documentNote(context, document, { eventType, about, description });
  store.log.append({ source, kind: 'drift', result: 'ok', summary: description, invoiceId: finding.invoiceId });
}

export const changed = (context: EngineContext): void => context.changed('reconcile', 'quickbooks', 'invoices', 'ledger', 'activity');
