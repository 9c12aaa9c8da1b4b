// What the bookkeeper decides: approve, take back, retry, abandon. Each act is stored before anything is sent.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import { enqueuePush } from './enqueuePush.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import { actOnEach } from './actOnEach.ts';
import { ledgerNote } from './endPush.ts';
import { pushJobKey } from './pushJobKind.ts';

type Items = OperationParsedInput<'push.approve'>['items'];
type PerItem = OperationOutput<'push.approve'>;

function onEach(context: EngineContext, items: Items, act: (invoice: InvoiceRecord) => ErrorCode | undefined): PerItem {
  const rows = items.map(({ invoiceId, expectedVersion }) => ({ id: invoiceId, expectedVersion }));
  const { done, refused } = actOnEach(context, rows, (id) => context.store.invoices.get(id), act);
  return { done, refused: refused.map(({ id, ...why }) => ({ invoiceId: id, ...why })) };
}

const activity = (context: EngineContext, invoice: InvoiceRecord, kind: string, summary: string, detail: string | null = null): void =>
  context.store.log.append({ source: 'person', kind, result: 'ok', summary: `${invoice.number ?? 'An invoice'} for ${invoice.clientName} ${summary}`, detail, invoiceId: invoice.id });

export function approve(context: EngineContext, input: OperationParsedInput<'push.approve'>): PerItem {
  return onEach(context, input.items, (invoice) => {
    if (invoice.qbStatus !== 'awaiting_review') return 'NOT_ALLOWED_NOW';
    if (invoice.number === null) return 'PUSH_DATA_INCOMPLETE';
    context.store.invoices.patchPush(invoice.id, { qbStatus: 'approved', approvedAt: context.now(), qbError: null });
    enqueuePush(context, invoice.id);
    ledgerNote(context, invoice, { eventType: 'qb_approved', factKey: `${invoice.stripeInvoiceId} qb_approved ${invoice.version}`, description: `${invoice.number} for ${invoice.clientName}: approved for QuickBooks` });
    activity(context, invoice, 'approval', 'was approved for QuickBooks');
    return undefined;
  });
}

/** Possible as long as nothing was sent. */
export function withdraw(context: EngineContext, input: OperationParsedInput<'push.withdraw'>): PerItem {
  return onEach(context, input.items, (invoice) => {
    if (invoice.qbStatus !== 'approved' || invoice.qbInvoiceId !== null) return 'NOT_ALLOWED_NOW';
    const key = pushJobKey(invoice.id);
    const job = context.store.jobs.byKey(key);
    if (job?.state === 'running') return 'NOT_ALLOWED_NOW';
    context.store.jobs.cancel(key);
    context.store.invoices.patchPush(invoice.id, { qbStatus: 'awaiting_review', approvedAt: null, qbError: null });
    ledgerNote(context, invoice, { eventType: 'qb_approval_withdrawn', factKey: `${invoice.stripeInvoiceId} qb_approval_withdrawn ${invoice.version}`, description: `${invoice.number} for ${invoice.clientName}: approval taken back` });
    activity(context, invoice, 'approval', 'was taken back to review');
    return undefined;
  });
}

const retryable = new Set(['failed', 'payment_pending', 'abandoned', 'approved']);

/** A person asks again: the count of failures starts anew, and the push looks before it creates anything. */
export function retry(context: EngineContext, input: OperationParsedInput<'push.retry'>): PerItem {
  return onEach(context, input.items, (invoice) => requestRetry(context, invoice));
}

function requestRetry(context: EngineContext, invoice: InvoiceRecord): ErrorCode | undefined {
  if (!retryable.has(invoice.qbStatus)) return 'NOT_ALLOWED_NOW';
  // An abandoned one goes on where its documents say: with an invoice in QuickBooks only the payment is left.
  const qbStatus = invoice.qbStatus === 'abandoned' ? 'failed' : invoice.qbStatus;
  context.store.invoices.patchPush(invoice.id, { qbStatus, qbConsecutiveFailures: 0, approvedAt: invoice.approvedAt ?? context.now() });
  enqueuePush(context, invoice.id);
  ledgerNote(context, invoice, { eventType: 'qb_retry_requested', factKey: `${invoice.stripeInvoiceId} qb_retry_requested ${invoice.version}`, description: `${invoice.number} for ${invoice.clientName}: retry requested` });
  activity(context, invoice, 'retry', 'is tried again');
  return undefined;
}

/** The hosted product's form: by row id, our number or Stripe's id; without a version. Throws NOT_FOUND, NOT_ALLOWED_NOW. */
export function retryByReference(context: EngineContext, input: OperationParsedInput<'push.retryByReference'>): OperationOutput<'push.retryByReference'> {
  const { invoices } = context.store;
  const reference = input.invoice_id;
  const invoice = typeof reference === 'number' ? invoices.get(reference) : (invoices.byNumber(reference) ?? invoices.byStripeId(reference) ?? (/^\d{1,15}$/.test(reference) ? invoices.get(Number(reference)) : undefined));
  if (invoice === undefined) throw new AppError('NOT_FOUND', `invoice ${reference}`);
  const { refused } = retry(context, { items: [{ invoiceId: invoice.id, expectedVersion: invoice.version }] });
  if (refused[0] !== undefined) throw new AppError('NOT_ALLOWED_NOW', `the invoice is ${invoice.qbStatus}`);
  return { invoice_id: invoice.id, status: invoices.get(invoice.id)?.qbStatus ?? 'failed' };
}

const abandonable = new Set(['awaiting_review', 'approved', 'failed', 'payment_pending']);

export function abandon(context: EngineContext, input: OperationParsedInput<'push.abandon'>): OperationOutput<'push.abandon'> {
  const { refused } = onEach(context, [input], (invoice) => {
    if (!abandonable.has(invoice.qbStatus)) return 'NOT_ALLOWED_NOW';
    if (context.store.jobs.byKey(pushJobKey(invoice.id))?.state === 'running') return 'NOT_ALLOWED_NOW';
    context.store.jobs.cancel(pushJobKey(invoice.id));
    context.store.invoices.patchPush(invoice.id, { qbStatus: 'abandoned', abandonReason: input.reason, qbError: `Abandoned by hand: ${input.reason}` });
    ledgerNote(context, invoice, { eventType: 'qb_sync_abandoned', factKey: `${invoice.stripeInvoiceId} qb_sync_abandoned by hand ${invoice.version}`, description: `${invoice.number ?? 'Invoice'} for ${invoice.clientName}: abandoned by hand — ${input.reason}` });
    activity(context, invoice, 'abandon', 'was abandoned', input.reason);
    return undefined;
  });
  const first = refused[0];
  if (first !== undefined) throw new AppError(first.code as ErrorCode);
  return { invoiceId: input.invoiceId };
}
