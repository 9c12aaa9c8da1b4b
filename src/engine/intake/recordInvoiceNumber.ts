// Writes our invoice number into the Stripe invoice's metadata, so that a mirror built from nothing finds it there.
import { AppError } from '../../contract/errors.ts';
import { localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { GroupHandler } from '../jobs/runner.ts';
import type { JobRecord } from '../ports/records.ts';
import type { OutboxRow } from '../ports/stripeWriteTables.ts';
import { performWrite } from '../stripeWrites/performWrite.ts';
import { writeKeyFor } from '../stripeWrites/writeKey.ts';
import { numberMetadataKey } from './mirrorInvoice.ts';

/**
 * One job `stripe.recordNumber`: looks first, stores the intent with its key, then writes. A key without write permission degrades
 * only this: the number then lives in QuickBooks' DocNumber.
 */
async function recordInvoiceNumber(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store } = context;
  const { invoiceId } = job.input as { invoiceId: number };
  const today = localDateOf(context.now(), context.profile().timeZone);
  const invoice = store.invoices.get(invoiceId);
  if (invoice?.number == null || invoice.numberRecordedAt !== null || store.state.sync('stripe.metadataNotWritable') === today) return done;
  const present = await context.stripe().retrieve('invoices', invoice.stripeInvoiceId, undefined, signal);
  const metadata = present['metadata'];
  const found = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>)[numberMetadataKey] : undefined;
  if (found !== undefined && found !== invoice.number) {
    store.log.append({ source: 'stripe', kind: 'sync', result: 'warning', summary: `Stripe's metadata has another number for ${invoice.number}`, invoiceId });
    return done;
  }
  const open = store.outbox.of('invoice.metadata', invoice.stripeInvoiceId).find((row) => row.state === 'intended');
  if (found !== undefined && open === undefined) {
    store.invoices.setNumberRecorded(invoiceId);
    return done;
  }
  const outcome = await performWrite(context, open ?? intend(context, invoice.stripeInvoiceId, invoice.number), signal);
  // The act itself has noted it, in the transaction that settled the write.
  if (outcome.kind === 'done') return done;
  if (outcome.kind !== 'waiting' && outcome.code !== 'STRIPE_PERMISSION_MISSING') throw new AppError(outcome.code, outcome.sentence);
  if (outcome.kind !== 'waiting') {
    store.transaction(() => {
      // Asked again tomorrow: a permission may have been added.
      store.state.saveSync('stripe.metadataNotWritable', today);
      store.log.append({ source: 'stripe', kind: 'permission', result: 'info', summary: 'The Stripe key may not write to invoices, so invoice numbers are not noted there', detail: outcome.sentence });
    });
  }
  return done;
}

/** Jobs `stripe.recordNumber`, taken up and ended several at a time: a busy poll has hundreds. One after the other, since nobody waits. */
export const recordInvoiceNumbers: GroupHandler = {
  most: 20,
  together: async (context, jobs, signal) => {
    const ends: PromiseSettledResult<JobOutcome>[] = [];
    for (const job of jobs) {
      const [end] = await Promise.allSettled([signal.aborted ? Promise.reject(new AppError('CANCELLED')) : recordInvoiceNumber(context, job, signal)]);
      ends.push(end);
    }
    return ends;
  },
};

/** The stored intent, as it was before it is sent; that it may be on its way is stored with it. */
function intend(context: EngineContext, stripeInvoiceId: string, number: string): OutboxRow {
  const { store } = context;
  const intent = { act: 'invoice.metadata', targetId: stripeInvoiceId, request: { metadata: { [numberMetadataKey]: number } } };
  const idempotencyKey = writeKeyFor(context, intent);
  const row = store.transaction(() => {
    store.outbox.intend({ ...intent, idempotencyKey, changeId: null, stepPosition: null });
    const unsent = store.outbox.get(idempotencyKey);
    store.outbox.markSent(idempotencyKey);
    return unsent;
  });
  if (row === undefined) throw new Error('an outbox row was written and is not there');
  return row;
}
