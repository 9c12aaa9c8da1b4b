// Count and sums of the ledger per day and kind, and the ids between which a filtered set lies.
import { allOf, type Fragment, type Statements } from './statements.ts';

const groups = 'local_date, quarter, event_type, currency, is_test, sign';

/** Brings the kept totals up to the newest row when that has become worth it. The ledger only grows. */
export function foldLedgerTotals(statements: Statements): void {
  const state = statements.get<{ unfolded: number }>(
    `SELECT COALESCE((SELECT MAX(id) FROM billing_ledger), 0)
              - (SELECT through_id FROM totals_folded WHERE table_name = 'billing_ledger') AS unfolded`,
  );
  if (state === undefined || state.unfolded <= statements.limits.fold) return;
  statements.optionalTransaction(() => {
    statements.run(
      `INSERT INTO billing_ledger_totals
       SELECT local_date, quarter, event_type, currency, is_test, sign(amount_total),
              COUNT(*), SUM(amount_ex_gst), SUM(gst_amount), SUM(amount_total), MIN(id), MAX(id)
       FROM billing_ledger NOT INDEXED
       WHERE id > (SELECT through_id FROM totals_folded WHERE table_name = 'billing_ledger')
       GROUP BY local_date, quarter, event_type, currency, is_test, sign(amount_total)
       ON CONFLICT (${groups}) DO UPDATE SET
         row_count     = row_count + excluded.row_count,
         amount_ex_gst = amount_ex_gst + excluded.amount_ex_gst,
         gst_amount    = gst_amount + excluded.gst_amount,
         amount_total  = amount_total + excluded.amount_total,
         first_id      = MIN(first_id, excluded.first_id),
         last_id       = MAX(last_id, excluded.last_id)`,
    );
    statements.run(
      `UPDATE totals_folded SET
         through_id = (SELECT MAX(id) FROM billing_ledger),
         row_count = (SELECT SUM(row_count) FROM billing_ledger_totals)
       WHERE table_name = 'billing_ledger'`,
    );
  });
}

export interface LedgerTotals {
  readonly count: number;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
  /** Of the set; null: it is empty. */
  readonly firstId: number | null;
  readonly lastId: number | null;
}

/** Home currency only in the sums; every row in the count. Conditions are on the columns that the totals are kept by. */
export function keptLedgerTotals(statements: Statements, conditions: readonly Fragment[], homeCurrency: string): LedgerTotals {
  foldLedgerTotals(statements);
  const where = allOf(conditions);
  const totals = statements.get<LedgerTotals>(
    `SELECT COALESCE(SUM(row_count), 0) AS count,
            COALESCE(SUM(CASE WHEN currency = ? THEN amount_ex_gst END), 0) AS exGstCents,
            COALESCE(SUM(CASE WHEN currency = ? THEN gst_amount END), 0) AS gstCents,
            COALESCE(SUM(CASE WHEN currency = ? THEN amount_total END), 0) AS totalCents,
            MIN(first_id) AS firstId, MAX(last_id) AS lastId
     FROM billing_ledger_totals_now
     WHERE ${where.sql}`,
    [homeCurrency, homeCurrency, homeCurrency, ...where.values],
  );
  return totals ?? { count: 0, exGstCents: 0, gstCents: 0, totalCents: 0, firstId: null, lastId: null };
}

/** All rows: what is folded, and what came since. */
export function allLedgerCount(statements: Statements): number {
  foldLedgerTotals(statements);
  const counted = statements.get<{ n: number }>(
    `SELECT folded.row_count + (SELECT COUNT(*) FROM billing_ledger NOT INDEXED WHERE id > folded.through_id) AS n
     FROM totals_folded AS folded WHERE folded.table_name = 'billing_ledger'`,
  );
  return counted?.n ?? 0;
}

/** Every kind of event that occurs: from one to the next along the index, whatever the number of rows. */
export function ledgerEventTypes(statements: Statements): string[] {
  return statements
    .all<{ eventType: string }>(
      `WITH RECURSIVE kinds (eventType) AS (
         SELECT MIN(event_type) FROM billing_ledger
         UNION ALL
         SELECT (SELECT MIN(event_type) FROM billing_ledger WHERE event_type > kinds.eventType) FROM kinds WHERE kinds.eventType IS NOT NULL
       )
       SELECT eventType FROM kinds WHERE eventType IS NOT NULL`,
    )
    .map((row) => row.eventType);
}
