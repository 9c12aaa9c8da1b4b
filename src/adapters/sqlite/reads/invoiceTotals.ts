// Count and sums of a filtered set of invoices: from the totals kept per day, or from the rows that a search found.
import type { InvoiceTotals } from '../../../contract/invoices.ts';
import { allOf, type Fragment, type Statements } from './statements.ts';

const groups = 'local_date, quarter, status, qb_sync_status, revenue_type, currency, fee_state';

/**
 * Brings the kept totals up to the newest row when that has become worth it. It writes nothing but the sums of rows that
 * are there already, so that it may run inside any read.
 */
export function foldInvoiceTotals(statements: Statements): void {
  const state = statements.get<{ unfolded: number; changes: number }>(
    `SELECT COALESCE((SELECT MAX(id) FROM billing_invoices), 0)
              - (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices') AS unfolded,
            COALESCE((SELECT MAX(id) - MIN(id) + 1 FROM billing_invoice_total_changes), 0) AS changes`,
  );
  if (state === undefined || (state.unfolded <= statements.limits.fold && state.changes <= statements.limits.fold)) return;
  statements.optionalTransaction(() => {
    statements.run(
      `INSERT INTO billing_invoice_totals
       SELECT ${groups}, SUM(invoice_count), SUM(amount_ex_gst), SUM(gst_amount), SUM(amount_total), SUM(fee_cents)
       FROM (
         SELECT ${groups}, invoice_count, amount_ex_gst, gst_amount, amount_total, fee_cents
         FROM billing_invoice_total_changes
         UNION ALL
         SELECT local_date, COALESCE(quarter, ''), status, qb_sync_status, revenue_type, currency, fee_state,
                1, amount_ex_gst, gst_amount, amount_total, COALESCE(stripe_fee_cents, 0)
         FROM billing_invoices NOT INDEXED
         WHERE id > (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices')
       )
       WHERE 1
       GROUP BY ${groups}
       ON CONFLICT DO UPDATE SET
         invoice_count = invoice_count + excluded.invoice_count,
         amount_ex_gst = amount_ex_gst + excluded.amount_ex_gst,
         gst_amount    = gst_amount + excluded.gst_amount,
         amount_total  = amount_total + excluded.amount_total,
         fee_cents     = fee_cents + excluded.fee_cents`,
    );
    statements.run(`DELETE FROM billing_invoice_totals WHERE invoice_count = 0`);
    statements.run(`DELETE FROM billing_invoice_total_changes`);
    statements.run(
      `UPDATE totals_folded SET
         through_id = COALESCE((SELECT MAX(id) FROM billing_invoices), 0),
         row_count = (SELECT COALESCE(SUM(invoice_count), 0) FROM billing_invoice_totals)
       WHERE table_name = 'billing_invoices'`,
    );
  });
}

/** All invoices: what is folded, and what has changed since. */
export function allInvoicesCount(statements: Statements): number {
  foldInvoiceTotals(statements);
  const counted = statements.get<{ n: number }>(
    `SELECT folded.row_count
              + (SELECT COALESCE(SUM(invoice_count), 0) FROM billing_invoice_total_changes)
              + (SELECT COUNT(*) FROM billing_invoices NOT INDEXED WHERE id > folded.through_id) AS n
     FROM totals_folded AS folded WHERE folded.table_name = 'billing_invoices'`,
  );
  return counted?.n ?? 0;
}

interface Sums {
  count: number;
  exGstCents: number | null;
  gstCents: number | null;
  totalCents: number | null;
  feeCents: number | null;
  homeCount: number | null;
}

/** Of the kept totals. Conditions are on the columns that they are kept by. */
export function keptTotals(statements: Statements, conditions: readonly Fragment[], homeCurrency: string): InvoiceTotals {
  foldInvoiceTotals(statements);
  const where = allOf(conditions);
  const sums = statements.get<Sums>(
    `SELECT COALESCE(SUM(invoice_count), 0) AS count,
            SUM(CASE WHEN currency = ? THEN invoice_count END) AS homeCount,
            SUM(CASE WHEN currency = ? THEN amount_ex_gst END) AS exGstCents,
            SUM(CASE WHEN currency = ? THEN gst_amount END) AS gstCents,
            SUM(CASE WHEN currency = ? THEN amount_total END) AS totalCents,
            SUM(CASE WHEN currency = ? THEN fee_cents END) AS feeCents
     FROM billing_invoice_totals_now
     WHERE ${where.sql}`,
    [homeCurrency, homeCurrency, homeCurrency, homeCurrency, homeCurrency, ...where.values],
  );
  return totalsOf(sums);
}

/** How many of the kept rows meet each of the conditions, in their order. */
export function keptCounts(statements: Statements, conditions: readonly Fragment[]): number[] {
  if (conditions.length === 0) return [];
  foldInvoiceTotals(statements);
  const sums = conditions.map((condition, index) => `COALESCE(SUM(CASE WHEN ${condition.sql} THEN invoice_count END), 0) AS n${index}`);
  const counts = statements.get<Record<string, number>>(
    `SELECT ${sums.join(', ')} FROM billing_invoice_totals_now`,
    conditions.flatMap((condition) => condition.values),
  );
  return conditions.map((_condition, index) => counts?.[`n${index}`] ?? 0);
}

/** Of the rows themselves, where a search or a client narrows them. `hint` names the index that leads, if one must. */
export function summedTotals(statements: Statements, conditions: readonly Fragment[], homeCurrency: string, hint = ''): InvoiceTotals {
  const where = allOf(conditions);
  const sums = statements.get<Sums>(
    `SELECT COUNT(*) AS count,
            SUM(currency = ?) AS homeCount,
            SUM(CASE WHEN currency = ? THEN amount_ex_gst END) AS exGstCents,
            SUM(CASE WHEN currency = ? THEN gst_amount END) AS gstCents,
            SUM(CASE WHEN currency = ? THEN amount_total END) AS totalCents,
            SUM(CASE WHEN currency = ? THEN stripe_fee_cents END) AS feeCents
     FROM billing_invoices ${hint}
     WHERE ${where.sql}`,
    [homeCurrency, homeCurrency, homeCurrency, homeCurrency, homeCurrency, ...where.values],
  );
  return totalsOf(sums);
}

function totalsOf(sums: Sums | undefined): InvoiceTotals {
  const count = sums?.count ?? 0;
  return {
    count,
    exGstCents: sums?.exGstCents ?? 0,
    gstCents: sums?.gstCents ?? 0,
    totalCents: sums?.totalCents ?? 0,
    feeCents: sums?.feeCents ?? 0,
    otherCurrencyCount: count - (sums?.homeCount ?? 0),
  };
}
