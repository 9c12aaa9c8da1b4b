// The Stripe fee of one invoice from the charges that paid it; "pending" while Stripe has not settled them.
import { allocateFee, invoiceFee } from '../../domain/fees.ts';
import type { EngineContext } from '../context.ts';

/** Runs inside a transaction; writes only what changed. */
export function deriveFee(context: EngineContext, invoiceId: number): void {
  const { invoices, mirror } = context.store;
  const invoice = invoices.get(invoiceId);
  if (invoice === undefined) return;
  const seen = new Set<string>();
  const payments = mirror.paymentsOf(invoice.stripeInvoiceId).filter((payment) => {
    const key = payment.chargeId ?? payment.paymentIntentId ?? payment.id;
    return seen.has(key) ? false : seen.add(key);
  });
  // A payment recorded outside Stripe has no charge and no fee.
  const charged = payments.filter((payment) => payment.chargeId !== null || payment.paymentIntentId !== null);
  const fee = invoiceFee({
    payments: charged.map((payment) => {
      if (payment.chargeFeeCents === null) return { amountPaidCents: payment.amountPaidCents, feeCents: null };
      const index = payment.chargeSharesCents.findIndex((share) => share.stripeInvoiceId === invoice.stripeInvoiceId);
      const shares = allocateFee(payment.chargeFeeCents, payment.chargeSharesCents.map((share) => share.amountPaidCents));
      return { amountPaidCents: payment.amountPaidCents, feeCents: index < 0 ? payment.chargeFeeCents : (shares[index] ?? 0) };
    }),
  });
  invoices.setFee(invoiceId, { ...fee, chargeId: charged[0]?.chargeId ?? null });
}

/** After a charge or its balance transaction changed. */
export function deriveFeesOfCharge(context: EngineContext, chargeId: string): void {
  const { invoices, mirror } = context.store;
  const charge = mirror.charge(chargeId);
  if (charge === undefined) return;
  for (const stripeInvoiceId of mirror.invoicesPaidBy({ chargeId, paymentIntentId: charge.paymentIntentId })) {
    const invoice = invoices.byStripeId(stripeInvoiceId);
    if (invoice !== undefined) deriveFee(context, invoice.id);
  }
}
