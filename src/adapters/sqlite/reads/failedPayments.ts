// Payments that failed at least once, by the instant of the first failure, and what became of them.
import { fragment, type Fragment } from './statements.ts';

const result = `
  CASE WHEN invoice.status = 'paid' THEN 'recovered'
       WHEN invoice.status = 'open' AND COALESCE(subscription.status, 'active') NOT IN ('cancelled', 'unpaid') THEN 'open' ELSE 'lost' END`;

/** The charge that was declined, of the same amount; without one, when the invoice was finalised, which is when it is first tried. */
const firstDeclined = `
  COALESCE((SELECT MIN(charge.created_at) FROM stripe_charges AS charge INDEXED BY stripe_charges_failed_by_customer
            WHERE charge.stripe_customer_id = invoice.stripe_customer_id AND charge.is_paid = 0 AND charge.status = 'failed'
              AND charge.amount = invoice.amount_total AND charge.created_at >= invoice.finalized_at AND charge.created_at <= COALESCE(invoice.paid_at, '9999')),
           invoice.finalized_at)`;

/**
 * Rows of `invoice_id`, `failed_at`, `org_id`, `amount` ex GST, `result` (recovered, open, lost). Stripe counts automatic
 * attempts only: one that failed once and was then paid by hand is found by its declined charge. Source: Stripe, *Invoice*,
 * `attempt_count`. A first payment that succeeds with another card is a sign-up, not a recovery.
 */
export function failedPayments(homeCurrency: string, fromInstant: string, toInstant: string): Fragment {
  return fragment(
    `SELECT invoice.id AS invoice_id, failure.failed_at, COALESCE(invoice.org_id, invoice.invoice_number, invoice.stripe_invoice_id) AS org_id, invoice.amount_ex_gst AS amount, ${result} AS result
     FROM (
       SELECT invoice.id, ${firstDeclined} AS failed_at
       FROM billing_invoices AS invoice INDEXED BY billing_invoices_failed_payments
       WHERE (invoice.attempt_count > 1 OR (invoice.attempt_count = 1 AND invoice.status <> 'paid'))
         AND invoice.finalized_at >= strftime('%Y-%m-%dT%H:%M:%fZ', ?, '-90 days')
       UNION ALL
       SELECT invoice.id, MIN(charge.created_at)
       FROM stripe_charges AS charge INDEXED BY stripe_charges_failed
       CROSS JOIN stripe_invoice_payments AS payment ON payment.payment_intent_id = charge.payment_intent_id
       CROSS JOIN billing_invoices AS invoice ON invoice.stripe_invoice_id = payment.stripe_invoice_id
       WHERE charge.is_paid = 0 AND charge.status = 'failed' AND charge.created_at >= ?
         AND invoice.status = 'paid' AND invoice.attempt_count <= 1 AND COALESCE(invoice.billing_reason, '') <> 'subscription_create'
       GROUP BY invoice.id
     ) AS failure
     JOIN billing_invoices AS invoice ON invoice.id = failure.id
     LEFT JOIN billing_subscriptions AS subscription ON subscription.stripe_subscription_id = invoice.stripe_subscription_id
     WHERE failure.failed_at >= ? AND failure.failed_at < ? AND invoice.is_test = 0 AND invoice.currency = ? AND invoice.amount_total > 0`,
    fromInstant, fromInstant, fromInstant, toInstant, homeCurrency,
  );
}
