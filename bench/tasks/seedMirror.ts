// What Stripe and QuickBooks hold beside the invoices of a seeded database: subscriptions, payments, refunds, disputes, payouts, documents.
import type Database from 'better-sqlite3';
import { localMonthOf } from '../../src/domain/calendar.ts';

/** Of a seeded invoice that was paid. */
export interface SeededPayment {
  readonly index: number;
  readonly stripeInvoiceId: string;
  readonly clientId: string;
  readonly customerId: string;
  readonly localDate: string;
  readonly at: string;
  readonly totalCents: number;
}

/** Stripe's Australian rate for a domestic card: 1.7 % and 30 c. */
const feeCents = 708;
const refundEvery = 100;
const disputeEvery = 2000;

export const isRefunded = (index: number): boolean => index % refundEvery === 50;

export interface MirrorSeed {
  readonly addPayment: (payment: SeededPayment) => void;
  /** Of an invoice whose index says `isRefunded`, after its payment. */
  readonly addRefund: (payment: SeededPayment) => void;
  /** The payouts of the days that had payments. */
  readonly finish: () => void;
}

const insertPosting = `
  INSERT INTO clearing_postings (balance_transaction_id, rule_version, account_class, reporting_category, balance_type, amount, fee, net, currency,
    fee_type, fee_cost, fee_gst_included, fee_gst_on_top, effective_at, recorded_at, local_date, month, source_id, source_digest)
  VALUES (@id, 1, @account, @category, 'payments', @amount, @fee, @net, 'aud', @feeType, @fee, @gst, 0, @at, @at, @localDate, @month, @sourceId, 'seeded')`;

const insertTransaction = `
  INSERT INTO stripe_balance_transactions (id, type, reporting_category, amount, fee, net, currency, source_id, payout_id, available_on, created_at, updated_at, balance_type)
  VALUES (@id, @category, @category, @amount, @fee, @net, 'aud', @sourceId, @payoutId, @at, @at, @at, 'payments')`;

interface Movement {
  readonly id: string;
  readonly account: 'payments' | 'refunds' | 'bank';
  readonly category: 'charge' | 'refund' | 'payout';
  readonly amount: number;
  readonly fee: number;
  readonly sourceId: string;
  readonly localDate: string;
  readonly at: string;
}

const payoutIdOf = (localDate: string): string => `po_bench${localDate.replaceAll('-', '')}`;

export function seedMirror(db: Database.Database): MirrorSeed {
  const charge = db.prepare(
    `INSERT INTO stripe_charges (id, payment_intent_id, stripe_invoice_id, stripe_customer_id, amount, amount_refunded, currency, status, is_paid, is_disputed,
       balance_transaction_id, card_brand, card_last4, created_at, updated_at)
     VALUES (@chargeId, @intentId, @stripeInvoiceId, @customerId, @totalCents, 0, 'aud', 'succeeded', 1, 0, @transactionId, 'visa', '4242', @at, @at)`,
  );
  const invoicePayment = db.prepare(
    `INSERT INTO stripe_invoice_payments (id, stripe_invoice_id, payment_type, payment_intent_id, charge_id, amount_paid, status, paid_at, updated_at)
     VALUES (@paymentId, @stripeInvoiceId, 'payment_intent', @intentId, @chargeId, @totalCents, 'paid', @at, @at)`,
  );
  const transaction = db.prepare(insertTransaction);
  const posting = db.prepare(insertPosting);
  const refund = db.prepare(
    `INSERT INTO stripe_refunds (id, charge_id, payment_intent_id, amount, currency, status, reason, balance_transaction_id, created_at, updated_at)
     VALUES (@refundId, @chargeId, @intentId, @totalCents, 'aud', 'succeeded', 'requested_by_customer', @transactionId, @at, @at)`,
  );
  const document = db.prepare(
    `INSERT INTO qb_documents (kind, source_id, invoice_id, document_number, local_date, currency, amount_ex_gst, gst_amount, amount_total, description, recipe, status,
       synced_at, realm_id, created_at, updated_at)
     VALUES ('refund', @refundId, @invoiceId, @number, @localDate, 'aud', @totalCents - @gstCents, @gstCents, @totalCents, 'Refund', 'linked', @status,
       CASE WHEN @status = 'synced' THEN @at END, CASE WHEN @status = 'synced' THEN '9130350000000003' END, @at, @at)`,
  );
  const dispute = db.prepare(
    `INSERT INTO stripe_disputes (id, charge_id, amount, currency, status, reason, due_by, created_at, updated_at)
     VALUES (@disputeId, @chargeId, @totalCents, 'aud', @status, 'fraudulent', @at, @at, @at)`,
  );
  const payout = db.prepare(
    `INSERT INTO stripe_payouts (id, amount, currency, status, arrival_date, is_automatic, balance_transaction_id, created_at, updated_at, members_listed_at)
     VALUES (@id, @amount, 'aud', 'paid', @localDate, 1, @transactionId, @at, @at, @at)`,
  );
  const paidOut = new Map<string, { cents: number; at: string }>();
  const move = (movement: Movement): void => {
    const { amount, fee, localDate, at } = movement;
    const net = amount - fee;
    transaction.run({ ...movement, net, payoutId: payoutIdOf(localDate) });
    posting.run({ ...movement, net, month: localMonthOf(localDate), feeType: fee === 0 ? null : 'processing', gst: Math.round(fee / 11) });
    if (movement.account !== 'bank') paidOut.set(localDate, { cents: (paidOut.get(localDate)?.cents ?? 0) + net, at });
  };
  const idsOf = ({ index }: SeededPayment): { chargeId: string; intentId: string; paymentId: string } => ({ chargeId: `ch_bench${index}`, intentId: `pi_bench${index}`, paymentId: `inpay_bench${index}` });
  return {
    addPayment: (payment) => {
      const ids = { ...payment, ...idsOf(payment), transactionId: `txn_bench${payment.index}` };
      charge.run(ids);
      invoicePayment.run(ids);
      move({ id: ids.transactionId, account: 'payments', category: 'charge', amount: payment.totalCents, fee: feeCents, sourceId: ids.chargeId, localDate: payment.localDate, at: payment.at });
      if (payment.index % disputeEvery !== 300) return;
      dispute.run({ ...ids, disputeId: `du_bench${payment.index}`, status: payment.index % (disputeEvery * 10) === 300 ? 'needs_response' : 'won' });
    },
    addRefund: (payment) => {
      const { index, totalCents } = payment;
      const ids = { ...payment, ...idsOf(payment), refundId: refundIdOf(index), transactionId: `txn_bench_re${index}`, invoiceId: index + 1 };
      refund.run(ids);
      move({ id: ids.transactionId, account: 'refunds', category: 'refund', amount: -totalCents, fee: 0, sourceId: ids.refundId, localDate: payment.localDate, at: payment.at });
      document.run({ ...ids, number: `RF-${index}`, gstCents: Math.round(totalCents / 11), status: index % (refundEvery * 20) === 50 ? 'awaiting_review' : 'synced' });
    },
    finish: () => {
      for (const [localDate, { cents, at }] of paidOut) {
        const id = payoutIdOf(localDate);
        payout.run({ id, amount: cents, localDate, at, transactionId: `txn_${id}` });
        move({ id: `txn_${id}`, account: 'bank', category: 'payout', amount: -cents, fee: 0, sourceId: id, localDate, at });
      }
    },
  };
}

export const refundIdOf = (index: number): string => `re_bench${index}`;

/** One each; some are about to end, late or cancelled. */
export function seedSubscriptions(db: Database.Database, clients: number, now: string): void {
  const subscription = db.prepare(
    `INSERT INTO billing_subscriptions (stripe_subscription_id, org_id, stripe_customer_id, plan_tier, status, base_seats, purchased_seats, current_period_start, current_period_end,
       cancel_at_period_end, currency, monthly_ex_gst, next_amount_total, started_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'aud', ?, ?, ?, ?, ?)`,
  );
  for (let client = 0; client < clients; client += 1) {
    const isPro = client % 7 === 0;
    const status = client % 11 === 0 ? 'cancelled' : client % 50 === 1 ? 'past_due' : 'active';
    const end = `2027-${String(1 + (client % 12)).padStart(2, '0')}-${String(1 + (client % 28)).padStart(2, '0')}T02:00:00.000Z`;
    subscription.run(
      `sub_bench${client}`, `org-${client}`, `cus_bench${client}`, isPro ? 'pro' : 'essential', status, isPro ? 5 : 1, client % 3, now, end, client % 40 === 2 ? 1 : 0,
      status === 'cancelled' ? 0 : isPro ? 63_545 : 36_273, status === 'cancelled' ? null : isPro ? 69_900 : 39_900, now, now, now,
    );
  }
}

/** What the program tells of each push. */
export function seedActivity(db: Database.Database, rows: number, now: string): void {
  const activity = db.prepare(`INSERT INTO activity (at, source, kind, result, summary, invoice_id) VALUES (?, 'quickbooks', 'push', ?, ?, ?)`);
  for (let row = 1; row <= rows; row += 1) activity.run(now, row % 90 === 0 ? 'failed' : 'ok', `RTP-${row} was pushed to QuickBooks`, row);
}
