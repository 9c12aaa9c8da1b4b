// Writes our invoice number into the Stripe invoice's metadata, so that a mirror built from nothing finds it there.
import { AppError } from '../../contract/errors.ts';
import { localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import { numberMetadataKey } from './mirrorInvoice.ts';

/**
 * Job `stripe.recordNumber`: looks first, stores the intent with its key (made of what it does), then writes. A key without
 * write permission degrades only this: the number then lives in QuickBooks' DocNumber.
 */
export async function recordInvoiceNumber(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store } = context;
  const { invoiceId } = job.input as { invoiceId: number };
  const today = localDateOf(context.now(), context.profile().timeZone);
  const invoice = store.invoices.get(invoiceId);
  if (invoice?.number == null || invoice.numberRecordedAt !== null || store.state.sync('stripe.metadataNotWritable') === today) return done;
  const present = await context.stripe().retrieve('invoices', invoice.stripeInvoiceId, undefined, signal);
  const metadata = present['metadata'];
  const found = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>)[numberMetadataKey] : undefined;
  if (found === undefined) {
    const idempotencyKey = `number ${invoice.stripeInvoiceId} ${invoice.number}`;
    const request = { [numberMetadataKey]: invoice.number };
    store.outbox.intend({ idempotencyKey, act: 'invoice.metadata', targetId: invoice.stripeInvoiceId, request });
    try {
      await context.stripe().updateInvoiceMetadata(invoice.stripeInvoiceId, request, idempotencyKey);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'STRIPE_PERMISSION_MISSING') throw error;
      store.transaction(() => {
        store.outbox.settle(idempotencyKey, { state: 'failed', code: error.code });
        // Asked again tomorrow: a permission may have been added.
        store.state.saveSync('stripe.metadataNotWritable', today);
        store.log.append({ source: 'stripe', kind: 'permission', result: 'info', summary: 'The Stripe key may not write to invoices, so invoice numbers are not noted there', detail: error.detail ?? null });
      });
      return done;
    }
    store.outbox.settle(idempotencyKey, { state: 'done', code: null });
  }
  if (found === undefined || found === invoice.number) store.invoices.setNumberRecorded(invoiceId);
  else store.log.append({ source: 'stripe', kind: 'sync', result: 'warning', summary: `Stripe's metadata has another number for ${invoice.number}`, invoiceId });
  return done;
}
