// Which charge paid which invoice, and what Stripe kept of it.
import type { ChargeRow, InvoicePaymentRow, StripeMirrorTables } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

type Share = { stripeInvoiceId: string; amountPaidCents: number };

export function paymentReads({ db }: TableContext): Pick<StripeMirrorTables, 'charge' | 'paymentsOf' | 'invoicesPaidBy'> {
  const charge = db.prepare<[string], ChargeRow>(
    `SELECT id AS chargeId, payment_intent_id AS paymentIntentId, amount AS amountCents, amount_refunded AS amountRefundedCents, currency,
            balance_transaction_id AS balanceTransactionId, card_brand AS cardBrand, card_last4 AS cardLast4
     FROM stripe_charges WHERE id = ?`,
  );
  // A payment names its charge or its payment intent; of an intent's charges the paid one counts.
  const payments = db.prepare<[string], Omit<InvoicePaymentRow, 'chargeSharesCents'>>(
    `SELECT p.id, p.status, COALESCE(p.amount_paid, 0) AS amountPaidCents, p.paid_at AS paidAt, p.payment_intent_id AS paymentIntentId,
            c.id AS chargeId, c.card_brand AS cardBrand, c.card_last4 AS cardLast4, c.amount AS chargeAmountCents, b.fee AS chargeFeeCents
     FROM stripe_invoice_payments p
     LEFT JOIN stripe_charges c ON c.id = COALESCE(
       p.charge_id,
       (SELECT paid.id FROM stripe_charges paid WHERE paid.payment_intent_id = p.payment_intent_id AND paid.is_paid = 1 ORDER BY paid.created_at DESC, paid.id LIMIT 1))
     LEFT JOIN stripe_balance_transactions b ON b.id = c.balance_transaction_id
     WHERE p.stripe_invoice_id = ? AND p.status = 'paid'
     ORDER BY p.paid_at, p.id`,
  );
  const sharesOfIntent = db.prepare<[string], Share>(
    `SELECT stripe_invoice_id AS stripeInvoiceId, COALESCE(amount_paid, 0) AS amountPaidCents FROM stripe_invoice_payments
     WHERE payment_intent_id = ? AND status = 'paid' ORDER BY stripe_invoice_id`,
  );
  const sharesOfCharge = db.prepare<[string], Share>(
    `SELECT stripe_invoice_id AS stripeInvoiceId, COALESCE(amount_paid, 0) AS amountPaidCents FROM stripe_invoice_payments
     WHERE charge_id = ? AND status = 'paid' ORDER BY stripe_invoice_id`,
  );
  const directInvoice = db.prepare<[string], { id: string | null }>(`SELECT stripe_invoice_id AS id FROM stripe_charges WHERE id = ?`);
  const shares = (paymentIntentId: string | null, chargeId: string | null): Share[] => {
    const found = new Map<string, Share>();
    for (const share of paymentIntentId === null ? [] : sharesOfIntent.all(paymentIntentId)) found.set(share.stripeInvoiceId, share);
    for (const share of chargeId === null ? [] : sharesOfCharge.all(chargeId)) found.set(share.stripeInvoiceId, share);
    return [...found.values()];
  };
  return {
    charge: (id) => charge.get(id),
    paymentsOf: (stripeInvoiceId) =>
      payments.all(stripeInvoiceId).map((row) => ({ ...row, chargeSharesCents: shares(row.paymentIntentId, row.chargeId) })),
    invoicesPaidBy: ({ chargeId, paymentIntentId }) => {
      const direct = directInvoice.get(chargeId)?.id;
      const ids = shares(paymentIntentId, chargeId).map((share) => share.stripeInvoiceId);
      return [...new Set(direct === null || direct === undefined ? ids : [...ids, direct])];
    },
  };
}
