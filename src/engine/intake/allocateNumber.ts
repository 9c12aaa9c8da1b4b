// Gives a finalised invoice its number; numbers rise in the order of finalisation and are never reused.
import { formatInvoiceNumber } from '../../domain/invoiceNumber.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import { areWritesHeld } from '../setup/writesHeld.ts';
import type { FactResult } from './factResult.ts';

/** A number that already stands in Stripe's metadata was taken when the invoice was mirrored; this is for those without. */
export function allocateNumber(context: EngineContext, fact: FactQueued): FactResult {
  const { invoices } = context.store;
  const invoice = invoices.byStripeId(fact.sourceId);
  if (invoice === undefined) return 'waiting';
  if (invoice.number !== null) return 'written';
  const profile = context.profile();
  invoices.setNumber(invoice.id, formatInvoiceNumber({ prefix: profile.invoicePrefix, digits: profile.invoiceDigits }, invoices.nextSequence()));
  enqueueNumberNote(context, invoice.id);
  return 'written';
}

/** Has the number written into Stripe's metadata, where the profile wants it. */
export function enqueueNumberNote(context: EngineContext, invoiceId: number): void {
  if (!context.profile().recordInvoiceNumbersInStripe || areWritesHeld(context)) return;
  context.store.jobs.enqueue({ kind: 'stripe.recordNumber', uniqueKey: `stripe.recordNumber ${invoiceId}`, lane: 'background', input: { invoiceId } });
}
