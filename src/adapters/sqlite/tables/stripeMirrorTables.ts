// The mirror of Stripe's objects: raw JSON (already cleaned of card data) and the columns that are read.
import type { RefundRow, StripeMirrorTables } from '../../../engine/ports/store.ts';
import { paymentReads } from './paymentReads.ts';
import { subscriptionWriter } from './subscriptionWriter.ts';
import { bit, type TableContext } from './tableContext.ts';

const isUndone = `status IN ('failed', 'canceled')`;
const hasUndone = (chargeId: string): string => `EXISTS (SELECT 1 FROM stripe_refunds WHERE charge_id = ${chargeId} AND ${isUndone})`;
const stillGivenBack = (chargeId: string): string => `(SELECT COALESCE(SUM(amount), 0) FROM stripe_refunds WHERE charge_id = ${chargeId} AND NOT ${isUndone})`;

const chargeSql = `
  INSERT INTO stripe_charges (id, payment_intent_id, stripe_invoice_id, stripe_customer_id, amount, amount_refunded, currency, status, is_paid,
    is_disputed, balance_transaction_id, card_brand, card_last4, created_at, updated_at)
  VALUES (@chargeId, @paymentIntentId, @stripeInvoiceId, @stripeCustomerId, @amountCents, @amountRefundedCents, @currency, @status, @isPaid,
    @isDisputed, @balanceTransactionId, @cardBrand, @cardLast4, @createdAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    payment_intent_id = COALESCE(excluded.payment_intent_id, payment_intent_id),
    stripe_invoice_id = COALESCE(excluded.stripe_invoice_id, stripe_invoice_id),
    -- It only grows, in whatever order answers come, until a refund fails: from then on the refunds themselves say it.
    amount_refunded = CASE WHEN ${hasUndone('excluded.id')} THEN ${stillGivenBack('excluded.id')} ELSE MAX(excluded.amount_refunded, amount_refunded) END,
    status = excluded.status, is_paid = excluded.is_paid,
    is_disputed = excluded.is_disputed,
    -- Filled in late and never taken away again.
    balance_transaction_id = COALESCE(excluded.balance_transaction_id, balance_transaction_id),
    card_brand = COALESCE(excluded.card_brand, card_brand), card_last4 = COALESCE(excluded.card_last4, card_last4),
    updated_at = excluded.updated_at`;

const invoicePaymentSql = `
  INSERT INTO stripe_invoice_payments (id, stripe_invoice_id, payment_type, payment_intent_id, charge_id, amount_paid, status, paid_at, updated_at)
  VALUES (@id, @stripeInvoiceId, @type, @paymentIntentId, @chargeId, @amountPaidCents, @status, @paidAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    payment_intent_id = COALESCE(excluded.payment_intent_id, payment_intent_id), charge_id = COALESCE(excluded.charge_id, charge_id),
    amount_paid = COALESCE(excluded.amount_paid, amount_paid),
    -- A payment that was made is not unmade by an older answer.
    status = CASE WHEN status = 'paid' THEN status ELSE excluded.status END,
    paid_at = COALESCE(excluded.paid_at, paid_at), updated_at = excluded.updated_at`;

const balanceSql = `
  INSERT INTO stripe_balance_transactions (id, type, reporting_category, amount, fee, net, currency, source_id, payout_id, available_on,
    balance_type, description, fee_details, created_at, updated_at)
  VALUES (@id, @type, @reportingCategory, @amountCents, @feeCents, @netCents, @currency, @sourceId, @payoutId, @availableOn,
    @balanceType, @description, @feeDetails, @createdAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    -- A payout's own row stays with the payout that took it along, once a listing said so.
    payout_id = CASE WHEN excluded.payout_id = excluded.source_id THEN COALESCE(payout_id, excluded.payout_id) ELSE COALESCE(excluded.payout_id, payout_id) END,
    source_id = COALESCE(source_id, excluded.source_id), available_on = excluded.available_on,
    balance_type = COALESCE(excluded.balance_type, balance_type), description = COALESCE(excluded.description, description),
    fee_details = excluded.fee_details, updated_at = excluded.updated_at`;

const payoutSql = `
  INSERT INTO stripe_payouts (id, amount, currency, status, arrival_date, is_automatic, balance_transaction_id, reconciliation_status,
    failure_code, failure_balance_transaction_id, created_at, updated_at)
  VALUES (@payoutId, @amountCents, @currency, @status, @arrivalLocalDate, @isAutomatic, @balanceTransactionId, @reconciliationStatus,
    @failureCode, @failureBalanceTransactionId, @createdAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    -- Paid may still turn into failed; failed and cancelled are final.
    status = CASE WHEN status IN ('failed', 'canceled') THEN status ELSE excluded.status END, arrival_date = excluded.arrival_date,
    balance_transaction_id = COALESCE(excluded.balance_transaction_id, balance_transaction_id),
    reconciliation_status = COALESCE(excluded.reconciliation_status, reconciliation_status),
    failure_code = COALESCE(excluded.failure_code, failure_code),
    failure_balance_transaction_id = COALESCE(excluded.failure_balance_transaction_id, failure_balance_transaction_id),
    updated_at = excluded.updated_at`;

const refundSql = `
  INSERT INTO stripe_refunds (id, charge_id, payment_intent_id, amount, currency, status, reason, balance_transaction_id, failed_at, created_at, updated_at)
  VALUES (@refundId, @chargeId, @paymentIntentId, @amountCents, @currency, @status, @reason, @balanceTransactionId, @failedAt, @createdAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    -- Failed and cancelled are final; an older "succeeded" does not bring a refund back.
    status = CASE WHEN status IN ('failed', 'canceled') THEN status ELSE excluded.status END,
    balance_transaction_id = COALESCE(excluded.balance_transaction_id, balance_transaction_id),
    failed_at = COALESCE(excluded.failed_at, failed_at), updated_at = excluded.updated_at`;

const refundedSql = `UPDATE stripe_charges SET amount_refunded = ${stillGivenBack('stripe_charges.id')} WHERE id = ? AND ${hasUndone('stripe_charges.id')}`;

const disputeSql = `
  INSERT INTO stripe_disputes (id, charge_id, payment_intent_id, amount, currency, status, reason, due_by, submission_count, evidence, fee_cents, created_at, updated_at)
  VALUES (@disputeId, @chargeId, @paymentIntentId, @amountCents, @currency, @status, @reason, @dueBy, @submissionCount, @evidence, @feeCents, @createdAt, @now)
  ON CONFLICT (id) DO UPDATE SET
    -- Decided is not undecided by an older answer, nor is evidence taken back; a bank may still turn a loss into a win.
    status = CASE WHEN status IN ('won', 'lost') AND excluded.status NOT IN ('won', 'lost') THEN status ELSE excluded.status END,
    submission_count = MAX(submission_count, excluded.submission_count), evidence = excluded.evidence,
    payment_intent_id = COALESCE(excluded.payment_intent_id, payment_intent_id), fee_cents = COALESCE(excluded.fee_cents, fee_cents),
    due_by = excluded.due_by, updated_at = excluded.updated_at`;

export function stripeMirrorTables(context: TableContext): StripeMirrorTables {
  const { db, now } = context;
  const raw = db.prepare(
    `INSERT INTO stripe_objects (id, type, api_version, fetched_at, json) VALUES (@id, @type, @apiVersion, @now, @json)
     ON CONFLICT (id) DO UPDATE SET api_version = excluded.api_version, fetched_at = excluded.fetched_at, json = excluded.json`,
  );
  const product = db.prepare(
    `INSERT INTO stripe_products (id, name, plan_tier, revenue_type, is_active, updated_at) VALUES (@productId, @name, @planTier, @revenueType, @isActive, @now)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan_tier = excluded.plan_tier, revenue_type = excluded.revenue_type,
       is_active = excluded.is_active, updated_at = excluded.updated_at`,
  );
  const productById = db.prepare<[string], { name: string | null; planTier: string | null; revenueType: string | null }>(
    `SELECT name, plan_tier AS planTier, revenue_type AS revenueType FROM stripe_products WHERE id = ?`,
  );
  const price = db.prepare(
    `INSERT INTO stripe_prices (id, product_id, plan_tier, unit_amount, currency, interval, interval_count, is_active, updated_at)
     VALUES (@priceId, @productId, @planTier, @unitAmountCents, @currency, @interval, @intervalCount, @isActive, @now)
     ON CONFLICT (id) DO UPDATE SET product_id = excluded.product_id, plan_tier = excluded.plan_tier, unit_amount = excluded.unit_amount,
       interval = excluded.interval, interval_count = excluded.interval_count, is_active = excluded.is_active, updated_at = excluded.updated_at`,
  );
  const priceById = db.prepare<[string], { productId: string | null; planTier: string | null; unitAmountCents: number | null; interval: string | null }>(
    `SELECT product_id AS productId, plan_tier AS planTier, unit_amount AS unitAmountCents, interval FROM stripe_prices WHERE id = ?`,
  );
  const charge = db.prepare(chargeSql);
  const invoicePayment = db.prepare(invoicePaymentSql);
  // Stands for the payment that an older answer named; the payment itself takes its place.
  const withdrawStandIns = db.prepare(`DELETE FROM stripe_invoice_payments WHERE stripe_invoice_id = ? AND id LIKE 'in_% %'`);
  const balance = db.prepare(balanceSql);
  const payout = db.prepare(payoutSql);
  const refund = db.prepare(refundSql);
  const refunded = db.prepare(refundedSql);
  const refundById = db.prepare<[string], Omit<RefundRow, 'stripeInvoiceIds'>>(
    `SELECT id AS refundId, charge_id AS chargeId, payment_intent_id AS paymentIntentId, amount AS amountCents, currency, status,
            created_at AS createdAt
     FROM stripe_refunds WHERE id = ?`,
  );
  const dispute = db.prepare(disputeSql);
  const subscriptionStatus = db.prepare<[string], { status: string }>(`SELECT status FROM billing_subscriptions WHERE stripe_subscription_id = ?`);
  const unsettled = db.prepare<[number], { id: string }>(
    `SELECT id FROM stripe_charges WHERE balance_transaction_id IS NULL AND is_paid = 1 ORDER BY created_at DESC LIMIT ?`,
  );
  const payments = paymentReads(context);
  return {
    ...payments,
    putRaw: (object) => void raw.run({ ...object, now: now() }),
    upsertProduct: (row) => void product.run({ productId: row.stripeProductId, name: row.name, planTier: row.planTier, revenueType: row.revenueType, isActive: bit(row.isActive), now: now() }),
    product: (id) => productById.get(id),
    upsertPrice: (row) =>
      void price.run({
        priceId: row.stripePriceId, productId: row.stripeProductId, planTier: row.planTier, unitAmountCents: row.unitAmountCents, currency: row.currency,
        interval: row.interval, intervalCount: row.intervalCount, isActive: bit(row.isActive), now: now(),
      }),
    price: (id) => priceById.get(id),
    upsertCharge: ({ chargeId, paymentIntentId, stripeInvoiceId, stripeCustomerId, amountCents, amountRefundedCents, currency, status, isPaid, isDisputed, balanceTransactionId, cardBrand, cardLast4, createdAt }) =>
      void charge.run({
        chargeId, paymentIntentId, stripeInvoiceId, stripeCustomerId, amountCents, amountRefundedCents, currency, status, isPaid: bit(isPaid),
        isDisputed: bit(isDisputed), balanceTransactionId, cardBrand, cardLast4, createdAt, now: now(),
      }),
    upsertInvoicePayment: ({ id, stripeInvoiceId, type, paymentIntentId, chargeId, amountPaidCents, status, paidAt }) => {
      if (!id.includes(' ')) withdrawStandIns.run(stripeInvoiceId);
      invoicePayment.run({ id, stripeInvoiceId, type, paymentIntentId, chargeId, amountPaidCents, status, paidAt, now: now() });
    },
    upsertBalanceTransaction: ({ feeDetails, ...row }) => void balance.run({ ...row, availableOn: row.availableOn ?? row.createdAt, feeDetails: JSON.stringify(feeDetails), now: now() }),
    upsertPayout: ({ payoutId, amountCents, currency, status, arrivalLocalDate, isAutomatic, balanceTransactionId, reconciliationStatus, failureCode, failureBalanceTransactionId, createdAt }) =>
      void payout.run({
        payoutId, amountCents, currency, status, arrivalLocalDate, isAutomatic: bit(isAutomatic), balanceTransactionId, reconciliationStatus, failureCode,
        failureBalanceTransactionId, createdAt, now: now(),
      }),
    upsertRefund: ({ refundId, chargeId, paymentIntentId, amountCents, currency, status, reason, balanceTransactionId, failedAt, createdAt }) => {
      refund.run({ refundId, chargeId, paymentIntentId, amountCents, currency, status, reason, balanceTransactionId, failedAt, createdAt, now: now() });
      if (chargeId !== null) refunded.run(chargeId);
    },
    refund: (id) => {
      const row = refundById.get(id);
      if (row === undefined) return undefined;
      const charged = row.chargeId === null ? undefined : payments.charge(row.chargeId);
      const invoices = row.chargeId === null ? [] : payments.invoicesPaidBy({ chargeId: row.chargeId, paymentIntentId: charged?.paymentIntentId ?? row.paymentIntentId });
      return { ...row, stripeInvoiceIds: invoices };
    },
    upsertDispute: ({ disputeId, chargeId, paymentIntentId, amountCents, currency, status, reason, dueBy, submissionCount, evidence, movements, createdAt }) => {
      const fees = movements.filter((movement) => movement.feeCents !== 0);
      const feeCents = fees.length === 0 ? null : fees.reduce((sum, movement) => sum + movement.feeCents, 0);
      dispute.run({ disputeId, chargeId, paymentIntentId, amountCents, currency, status, reason, dueBy, submissionCount, evidence: JSON.stringify(evidence), feeCents, createdAt, now: now() });
    },
    upsertSubscription: subscriptionWriter(context),
    subscriptionStatus: (id) => subscriptionStatus.get(id)?.status,
    chargesWithoutBalance: (limit) => unsettled.all(limit).map((row) => row.id),
  };
}
