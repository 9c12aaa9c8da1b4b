// Early fraud warnings with the payment and the invoice they are about.
import type { FraudWarningReads, StoredFraudWarning } from '../../../engine/ports/fraudWarningReads.ts';
import { allOf, fragment, type Statements } from './statements.ts';

type Row = Omit<StoredFraudWarning, 'isOpen'> & { readonly isOpen: number };

/** Stripe's word, and what the mirror knows by now: a full refund or a dispute leaves nothing to prevent. */
const isOpen = `(warning.is_actionable = 1 AND COALESCE(charge.amount_refunded < charge.amount, 1)
  AND NOT EXISTS (SELECT 1 FROM stripe_disputes AS dispute WHERE dispute.charge_id = warning.charge_id))`;

const listed = `
  FROM stripe_fraud_warnings AS warning
  LEFT JOIN stripe_charges AS charge ON charge.id = warning.charge_id
  LEFT JOIN billing_customers AS customer ON customer.stripe_customer_id = charge.stripe_customer_id
  LEFT JOIN orgs AS org ON org.id = customer.org_id
  LEFT JOIN billing_invoices AS invoice ON invoice.id = (
    SELECT paid.id FROM billing_invoices AS paid
    WHERE paid.stripe_invoice_id IN (
      SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE charge_id = warning.charge_id
      UNION ALL SELECT stripe_invoice_id FROM stripe_invoice_payments WHERE payment_intent_id = COALESCE(warning.payment_intent_id, charge.payment_intent_id))
    ORDER BY paid.amount_total DESC, paid.id LIMIT 1)`;

export function fraudWarningReads(statements: Statements): FraudWarningReads {
  return {
    list: ({ openOnly = false, invoiceId } = {}) => {
      const where = allOf([...(openOnly ? [fragment(isOpen)] : []), ...(invoiceId === undefined ? [] : [fragment('invoice.id = ?', invoiceId)])]);
      return statements
        .all<Row>(
          `SELECT warning.id, COALESCE(invoice.client_name, org.name, 'Unknown client') AS clientName, org.id AS orgId, invoice.id AS invoiceId,
                  invoice.invoice_number AS invoiceNumber, warning.charge_id AS chargeId, charge.amount AS amountCents,
                  COALESCE(charge.currency, 'aud') AS currency, warning.fraud_type AS fraudType, warning.created_at AS warnedAt, ${isOpen} AS isOpen
           ${listed}
           WHERE ${where.sql}
           ORDER BY ${isOpen} DESC, warning.created_at DESC, warning.id
           LIMIT 200`,
          where.values,
        )
        .map((row) => ({ ...row, isOpen: row.isOpen === 1 }));
    },
    openCount: () =>
      statements.get<{ n: number }>(
        `SELECT COUNT(*) AS n FROM stripe_fraud_warnings AS warning LEFT JOIN stripe_charges AS charge ON charge.id = warning.charge_id WHERE ${isOpen}`,
      )?.n ?? 0,
  };
}
