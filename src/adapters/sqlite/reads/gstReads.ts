// GST per quarter as accrued, and what the ledger received month by month.
import { givenBackTypes, heldTypes, sqlWords } from '../../../domain/ledgerKinds.ts';
import type { GstAccrualRow, ReceivedMonth, StoreReads } from '../../../engine/ports/storeReads.ts';
import { foldLedgerTotals, keptLedgerTotals } from './ledgerTotals.ts';
import { fragment, type Statements } from './statements.ts';

type StoredAccrual = Omit<GstAccrualRow, 'remitted'> & { remitted: number };

const columns = `quarter, sales_ex_gst AS salesExGstCents, sales_total AS salesTotalCents, refunds_total AS refundsTotalCents,
            gst_collected AS gstCollectedCents, gst_refunded AS gstRefundedCents, gst_net AS gstNetCents,
            invoice_count AS invoiceCount, remitted, remitted_at AS remittedAt`;

const accrualOf = (row: StoredAccrual): GstAccrualRow => ({ ...row, remitted: row.remitted === 1 });

export function gstAccruals(statements: Statements, homeCurrency: string): ReturnType<StoreReads['gstAccruals']> {
  const movesMoney = fragment('sign <> 0');
  return {
    quarters: statements.all<StoredAccrual>(`SELECT ${columns} FROM gst_accrual ORDER BY quarter DESC`).map(accrualOf),
    testRowsLeftOut: keptLedgerTotals(statements, [movesMoney, fragment('is_test = 1')], homeCurrency).count,
    otherCurrencyRowsLeftOut: keptLedgerTotals(statements, [movesMoney, fragment('is_test = 0'), fragment('currency <> ?', homeCurrency)], homeCurrency)
      .count,
  };
}

export function gstAccrual(statements: Statements, quarter: string): GstAccrualRow | undefined {
  const row = statements.get<StoredAccrual>(`SELECT ${columns} FROM gst_accrual WHERE quarter = ?`, [quarter]);
  return row === undefined ? undefined : accrualOf(row);
}

/** What sales brought and what was given back of them, less what came back of that; test rows, and money held for a dispute, are left out. */
export function receivedByMonth(statements: Statements, homeCurrency: string, fromDate: string): readonly ReceivedMonth[] {
  foldLedgerTotals(statements);
  return statements.all<ReceivedMonth>(
    `SELECT substr(local_date, 1, 7) AS month,
            SUM(CASE WHEN event_type IN (${sqlWords(givenBackTypes)}) THEN 0 ELSE amount_ex_gst END) AS receivedExGstCents,
            SUM(CASE WHEN event_type IN (${sqlWords(givenBackTypes)}) THEN 0 ELSE gst_amount END) AS receivedGstCents,
            SUM(CASE WHEN event_type IN (${sqlWords(givenBackTypes)}) THEN -amount_ex_gst ELSE 0 END) AS refundedExGstCents,
            SUM(CASE WHEN event_type IN (${sqlWords(givenBackTypes)}) THEN -gst_amount ELSE 0 END) AS refundedGstCents,
            SUM(CASE WHEN sign > 0 AND event_type NOT IN (${sqlWords(givenBackTypes)}) THEN row_count ELSE 0 END) AS invoiceCount
     FROM billing_ledger_totals_now
     WHERE local_date >= ? AND currency = ? AND is_test = 0 AND sign <> 0 AND event_type NOT IN (${sqlWords(heldTypes)})
     GROUP BY month
     ORDER BY month`,
    [fromDate, homeCurrency],
  );
}
