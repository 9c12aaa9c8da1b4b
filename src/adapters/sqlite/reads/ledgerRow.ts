// One row of the ledger list, from the columns of billing_ledger to the contract's names.
import type { LedgerRow } from '../../../contract/ledger.ts';

export type StoredLedgerRow = Omit<LedgerRow, 'isTest'> & { isTest: number };

export const ledgerColumns = `id, effective_at AS effectiveAt, recorded_at AS recordedAt, local_date AS date, event_type AS eventType, description,
       COALESCE((SELECT name FROM orgs WHERE orgs.id = billing_ledger.org_id),
                (SELECT client_name FROM billing_invoices WHERE billing_invoices.id = billing_ledger.invoice_id)) AS clientName,
       invoice_id AS invoiceId,
       (SELECT invoice_number FROM billing_invoices WHERE billing_invoices.id = billing_ledger.invoice_id) AS invoiceNumber,
       revenue_type AS revenueType, amount_ex_gst AS exGstCents, gst_amount AS gstCents, amount_total AS totalCents, currency, quarter,
       running_total AS runningTotalCents, source_id AS source, is_test AS isTest`;

export const ledgerRowOf = (row: StoredLedgerRow): LedgerRow => ({ ...row, isTest: row.isTest === 1 });
