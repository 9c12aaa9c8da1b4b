// One row of billing_invoices as SQLite gives it, and as the engine reads it.
import type { InvoiceRecord } from '../../../engine/ports/records.ts';

export interface InvoiceRow {
  id: number;
  row_version: number;
  org_id: string | null;
  invoice_number: string | null;
  number_recorded_at: string | null;
  client_name: string;
  rto_code: string | null;
  description: string;
  amount_ex_gst: number;
  gst_amount: number;
  amount_total: number;
  amount_paid: number;
  amount_refunded: number;
  currency: string;
  status: string;
  billing_reason: string | null;
  attempt_count: number;
  next_payment_attempt_at: string | null;
  period_start: string | null;
  period_end: string | null;
  issued_at: string;
  finalized_at: string | null;
  paid_at: string | null;
  local_date: string;
  quarter: string | null;
  stripe_invoice_id: string;
  stripe_customer_id: string | null;
  stripe_subscription_id: string | null;
  stripe_charge_id: string | null;
  stripe_invoice_url: string | null;
  stripe_fee_cents: number | null;
  fee_state: InvoiceRecord['feeState'];
  qb_invoice_id: string | null;
  qb_payment_id: string | null;
  qb_customer_id: string | null;
  qb_realm_id: string | null;
  qb_sync_status: InvoiceRecord['qbStatus'];
  qb_sync_error: string | null;
  qb_synced_at: string | null;
  qb_consecutive_failures: number;
  approved_at: string | null;
  revenue_type: InvoiceRecord['revenueType'];
  is_test: number;
}

export function invoiceRecord(row: InvoiceRow): InvoiceRecord {
  return {
    id: row.id,
    version: row.row_version,
    number: row.invoice_number,
    numberRecordedAt: row.number_recorded_at,
    stripeInvoiceId: row.stripe_invoice_id,
    orgId: row.org_id,
    clientName: row.client_name,
    rtoCode: row.rto_code,
    description: row.description,
    exGstCents: row.amount_ex_gst,
    gstCents: row.gst_amount,
    totalCents: row.amount_total,
    amountPaidCents: row.amount_paid,
    refundedCents: row.amount_refunded,
    currency: row.currency,
    status: row.status,
    billingReason: row.billing_reason,
    attemptCount: row.attempt_count,
    nextPaymentAttemptAt: row.next_payment_attempt_at,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    issuedAt: row.issued_at,
    finalizedAt: row.finalized_at,
    paidAt: row.paid_at,
    localDate: row.local_date,
    quarter: row.quarter,
    stripeCustomerId: row.stripe_customer_id,
    stripeSubscriptionId: row.stripe_subscription_id,
    stripeInvoiceUrl: row.stripe_invoice_url,
    stripeChargeId: row.stripe_charge_id,
    feeCents: row.stripe_fee_cents,
    feeState: row.fee_state,
    qbInvoiceId: row.qb_invoice_id,
    qbPaymentId: row.qb_payment_id,
    qbCustomerId: row.qb_customer_id,
    qbRealmId: row.qb_realm_id,
    qbStatus: row.qb_sync_status,
    qbError: row.qb_sync_error,
    qbSyncedAt: row.qb_synced_at,
    qbConsecutiveFailures: row.qb_consecutive_failures,
    approvedAt: row.approved_at,
    revenueType: row.revenue_type,
    isTest: row.is_test === 1,
  };
}
