// One row of the invoice list, from the columns of billing_invoices to the contract's names.
import type { InvoiceRow } from '../../../contract/invoices.ts';

export const invoiceColumns = `id, row_version, invoice_number, local_date, client_name, rto_code, description, amount_ex_gst, gst_amount,
       amount_total, currency, status, qb_sync_status, qb_sync_error, stripe_fee_cents, fee_state, revenue_type, is_test, amount_refunded,
       EXISTS (SELECT 1 FROM qb_drift WHERE qb_drift.invoice_id = billing_invoices.id AND qb_drift.state IN ('open', 'restoring')) AS has_drift`;

export interface StoredInvoice {
  id: number;
  row_version: number;
  invoice_number: string | null;
  local_date: string;
  client_name: string;
  rto_code: string | null;
  description: string;
  amount_ex_gst: number;
  gst_amount: number;
  amount_total: number;
  currency: string;
  status: string;
  qb_sync_status: InvoiceRow['qbStatus'];
  qb_sync_error: string | null;
  stripe_fee_cents: number | null;
  fee_state: InvoiceRow['feeState'];
  revenue_type: InvoiceRow['revenueType'];
  is_test: number;
  amount_refunded: number;
  has_drift: number;
}

export function invoiceRowOf(row: StoredInvoice): InvoiceRow {
  return {
    id: row.id,
    version: row.row_version,
    number: row.invoice_number,
    date: row.local_date,
    clientName: row.client_name,
    rtoCode: row.rto_code,
    description: row.description,
    exGstCents: row.amount_ex_gst,
    gstCents: row.gst_amount,
    totalCents: row.amount_total,
    currency: row.currency,
    status: row.status,
    qbStatus: row.qb_sync_status,
    qbError: row.qb_sync_error,
    feeCents: row.stripe_fee_cents,
    feeState: row.fee_state,
    revenueType: row.revenue_type,
    isTest: row.is_test === 1,
    refundedCents: row.amount_refunded,
    hasDrift: row.has_drift === 1,
  };
}
