// A rebuilt mirror gives numbers in the order of finalisation; where QuickBooks already holds another for the same Stripe charge, that one stands.
import { formatInvoiceNumber, parseInvoiceNumber } from '../../domain/invoiceNumber.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { QboJson } from '../ports/quickBooksGateway.ts';

/** Never noted in Stripe and never sent to QuickBooks: nobody but this database has seen its number. */
const isUnused = (invoice: InvoiceRecord): boolean => invoice.numberRecordedAt === null && invoice.qbStatus === 'awaiting_review' && invoice.qbInvoiceId === null;

/** `payments` by the number in their reference; their note names the Stripe charge. Runs inside a transaction. */
export function adoptNumbers(context: EngineContext, payments: ReadonlyMap<string, QboJson>): number {
  const { invoices, log } = context.store;
  const { invoicePrefix: prefix, invoiceDigits: digits } = context.profile();
  const wanted = new Map<number, string>();
  for (const [number, payment] of payments) {
    const sequence = parseInvoiceNumber({ prefix }, number);
    if (sequence === null) continue;
    // New numbers go on above the highest that was ever given.
    invoices.ensureSequenceAtLeast(sequence);
    const invoice = invoiceOf(context, payment);
    if (invoice !== undefined && invoice.number !== number && isUnused(invoice)) wanted.set(invoice.id, number);
  }
  const displaced: number[] = [];
  for (const [id, number] of wanted) {
    const holder = invoices.byNumber(number);
    if (holder === undefined || wanted.has(holder.id)) continue;
    if (isUnused(holder)) displaced.push(holder.id);
    else {
      wanted.delete(id);
      log.append({ source: 'quickbooks', kind: 'link', result: 'warning', summary: `QuickBooks has ${number} for a payment whose invoice has another number here, and ${number} is in use`, invoiceId: id });
    }
  }
  for (const id of [...wanted.keys(), ...displaced]) invoices.setNumber(id, null);
  for (const [id, number] of wanted) invoices.setNumber(id, number);
  for (const id of displaced) invoices.setNumber(id, formatInvoiceNumber({ prefix, digits }, invoices.nextSequence()));
  if (wanted.size > 0) log.append({ source: 'quickbooks', kind: 'link', result: 'ok', summary: `${wanted.size} invoices took the number that QuickBooks holds for their payment` });
  return wanted.size;
}

/** Only where the charge paid one invoice: of several, the note does not say which. */
function invoiceOf(context: EngineContext, payment: QboJson): InvoiceRecord | undefined {
  const note = payment['PrivateNote'];
  const chargeId = typeof note === 'string' ? /(?:^| \| )Stripe charge (\S+)/.exec(note)?.[1] : undefined;
  if (chargeId === undefined) return undefined;
  const paid = context.store.mirror.invoicesPaidBy({ chargeId, paymentIntentId: context.store.mirror.charge(chargeId)?.paymentIntentId ?? null });
  return paid.length === 1 ? context.store.invoices.byStripeId(paid[0] ?? '') : undefined;
}
