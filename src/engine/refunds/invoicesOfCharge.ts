// Which invoices in the books a charge paid: what a refund or a dispute of the charge is about.
import type { EngineContext } from '../context.ts';
import { paidFactKey } from '../intake/mirrorInvoice.ts';
import type { InvoiceRecord } from '../ports/records.ts';

export interface ChargedInvoice {
  readonly invoice: InvoiceRecord;
  /** What this charge paid of it. */
  readonly paidCents: number;
}

/**
 * `waiting`: not everything is mirrored or booked yet. Otherwise the invoices, the largest share first; none where the charge
 * belongs to no invoice of these books (a payment taken without one, or an invoice that was never paid in full).
 */
export function invoicesOfCharge(context: EngineContext, { chargeId, paymentIntentId }: { chargeId: string | null; paymentIntentId: string | null }): readonly ChargedInvoice[] | 'waiting' {
  const { mirror, invoices, ledger } = context.store;
  const charge = chargeId === null ? undefined : mirror.charge(chargeId);
  if (chargeId === null || charge === undefined) return 'waiting';
  const intent = charge.paymentIntentId ?? paymentIntentId;
  const found: ChargedInvoice[] = [];
  for (const stripeInvoiceId of mirror.invoicesPaidBy({ chargeId, paymentIntentId: intent })) {
    const invoice = invoices.byStripeId(stripeInvoiceId);
    if (invoice === undefined) return 'waiting';
    if (invoice.status === 'void' || invoice.status === 'uncollectible') continue;
    if (!ledger.has(paidFactKey(stripeInvoiceId))) return 'waiting';
    const payment = mirror.paymentsOf(stripeInvoiceId).find((paid) => paid.chargeId === chargeId || (intent !== null && paid.paymentIntentId === intent));
    found.push({ invoice, paidCents: payment?.amountPaidCents ?? invoice.totalCents });
  }
  return found.toSorted((left, right) => right.paidCents - left.paidCents || (left.invoice.stripeInvoiceId < right.invoice.stripeInvoiceId ? -1 : 1));
}
