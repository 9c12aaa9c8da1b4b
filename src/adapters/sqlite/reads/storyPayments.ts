// What paid an invoice: each payment's charge, its fee and net in the balance, and the payout that carried it to the bank.
import type { StoryPaymentRow } from '../../../engine/ports/storeReads.ts';
import type { Statements } from './statements.ts';

interface StoredPayment {
  id: string | null;
  chargeId: string | null;
  paymentIntentId: string | null;
  amountPaidCents: number;
  paidAt: string | null;
  status: string;
  cardBrand: string | null;
  cardLast4: string | null;
  balanceTransactionId: string | null;
  chargeFeeCents: number | null;
  chargeNetCents: number | null;
  balanceCurrency: string | null;
  payoutId: string | null;
  payoutStatus: string | null;
  payoutArrivalDate: string | null;
}

const chargeColumns = `charge.card_brand AS cardBrand, charge.card_last4 AS cardLast4,
            charge.balance_transaction_id AS balanceTransactionId,
            balance.fee AS chargeFeeCents, balance.net AS chargeNetCents, balance.currency AS balanceCurrency,
            balance.payout_id AS payoutId, payout.status AS payoutStatus, payout.arrival_date AS payoutArrivalDate`;

const behindCharge = `LEFT JOIN stripe_balance_transactions AS balance ON balance.id = charge.balance_transaction_id
     LEFT JOIN stripe_payouts AS payout ON payout.id = balance.payout_id`;

/** In the order in which they were paid. An invoice of an older shape has no payments but names its charge. */
export function paymentsOfStory(statements: Statements, stripeInvoiceId: string, stripeChargeId: string | null): StoryPaymentRow[] {
  const payments = statements.all<StoredPayment>(
    `SELECT payment.id, COALESCE(payment.charge_id, charge.id) AS chargeId,
            COALESCE(payment.payment_intent_id, charge.payment_intent_id) AS paymentIntentId,
            COALESCE(payment.amount_paid, 0) AS amountPaidCents, payment.paid_at AS paidAt, payment.status, ${chargeColumns}
     FROM stripe_invoice_payments AS payment
     LEFT JOIN stripe_charges AS charge ON charge.id = COALESCE(
       payment.charge_id,
       (SELECT candidate.id FROM stripe_charges AS candidate
        WHERE candidate.payment_intent_id = payment.payment_intent_id
        ORDER BY candidate.is_paid DESC, candidate.created_at DESC, candidate.id LIMIT 1))
     ${behindCharge}
     WHERE payment.stripe_invoice_id = ?
     ORDER BY payment.paid_at IS NULL, payment.paid_at, payment.id`,
    [stripeInvoiceId],
  );
  if (payments.length > 0) return payments.map(paymentOf);
  if (stripeChargeId === null) return [];
  return statements
    .all<StoredPayment>(
      `SELECT NULL AS id, charge.id AS chargeId, charge.payment_intent_id AS paymentIntentId, charge.amount AS amountPaidCents,
              charge.created_at AS paidAt, charge.status, ${chargeColumns}
       FROM stripe_charges AS charge
       ${behindCharge}
       WHERE charge.id = ?`,
      [stripeChargeId],
    )
    .map(paymentOf);
}

function paymentOf(stored: StoredPayment): StoryPaymentRow {
  const { payoutId, payoutStatus, payoutArrivalDate, ...payment } = stored;
  return {
    ...payment,
    payout: payoutId === null ? null : { id: payoutId, status: payoutStatus ?? 'unknown', arrivalDate: payoutArrivalDate },
  };
}
