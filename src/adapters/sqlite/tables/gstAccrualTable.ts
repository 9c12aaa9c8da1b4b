// gst_accrual: the GST of each fiscal quarter, maintained with every ledger row and always equal to the ledger summed again.
import { givenBackTypes, heldTypes, sqlWords } from '../../../domain/ledgerKinds.ts';
import type { GstAccrualTable, GstDelta } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

interface Sums {
  quarter: string;
  collectedCents: number;
  refundedCents: number;
  salesExGstCents: number;
  salesTotalCents: number;
  refundsTotalCents: number;
  invoiceCount: number;
}

/** A lost dispute gives back GST without money of its own: its row counts by the GST. */
const givenBack = `event_type IN (${sqlWords(givenBackTypes)})`;

const noSums: GstDelta = { collectedCents: 0, refundedCents: 0, salesExGstCents: 0, salesTotalCents: 0, refundsTotalCents: 0, invoiceCount: 0 };

export function gstAccrualTable({ db, now }: TableContext): GstAccrualTable {
  const apply = db.prepare(
    `INSERT INTO gst_accrual (quarter, gst_collected, gst_refunded, gst_net, sales_ex_gst, sales_total, refunds_total, invoice_count, created_at, updated_at)
     VALUES (@quarter, @collectedCents, @refundedCents, @collectedCents - @refundedCents, @salesExGstCents, @salesTotalCents, @refundsTotalCents, @invoiceCount, @now, @now)
     ON CONFLICT (quarter) DO UPDATE SET
       gst_collected = gst_collected + excluded.gst_collected,
       gst_refunded = gst_refunded + excluded.gst_refunded,
       gst_net = gst_net + excluded.gst_net,
       sales_ex_gst = sales_ex_gst + excluded.sales_ex_gst,
       sales_total = sales_total + excluded.sales_total,
       refunds_total = refunds_total + excluded.refunds_total,
       invoice_count = invoice_count + excluded.invoice_count,
       updated_at = excluded.updated_at`,
  );
  const remit = db.prepare(
    `INSERT INTO gst_accrual (quarter, remitted, remitted_at, created_at, updated_at) VALUES (@quarter, 1, @remittedAt, @now, @now)
     ON CONFLICT (quarter) DO UPDATE SET remitted = 1, remitted_at = excluded.remitted_at, updated_at = excluded.updated_at`,
  );
  const accrued = db.prepare<[], Sums>(
    `SELECT quarter, gst_collected AS collectedCents, gst_refunded AS refundedCents, sales_ex_gst AS salesExGstCents,
            sales_total AS salesTotalCents, refunds_total AS refundsTotalCents, invoice_count AS invoiceCount
     FROM gst_accrual`,
  );
  // A refund that failed later is a positive row of its kind. Served by the covering index billing_ledger_by_quarter.
  const summed = db.prepare<[string], Sums>(
    `SELECT quarter,
            SUM(CASE WHEN ${givenBack} THEN 0 ELSE gst_amount END) AS collectedCents,
            -SUM(CASE WHEN ${givenBack} THEN gst_amount ELSE 0 END) AS refundedCents,
            SUM(CASE WHEN ${givenBack} THEN 0 ELSE amount_ex_gst END) AS salesExGstCents,
            SUM(CASE WHEN ${givenBack} THEN 0 ELSE amount_total END) AS salesTotalCents,
            -SUM(CASE WHEN ${givenBack} THEN amount_total ELSE 0 END) AS refundsTotalCents,
            SUM(CASE WHEN ${givenBack} THEN 0 ELSE 1 END) AS invoiceCount
     FROM billing_ledger
     WHERE is_test = 0 AND currency = ? AND (amount_total <> 0 OR gst_amount <> 0) AND event_type NOT IN (${sqlWords(heldTypes)})
     GROUP BY quarter`,
  );
  return {
    apply: (quarter, delta) => void apply.run({ quarter, ...delta, now: now() }),
    markRemitted: (quarter, remittedAt) => void remit.run({ quarter, remittedAt, now: now() }),
    differencesFromLedger: (homeCurrency) => {
      const ledger = new Map(summed.all(homeCurrency).map((row) => [row.quarter, row]));
      const accrual = new Map(accrued.all().map((row) => [row.quarter, row]));
      return [...new Set([...ledger.keys(), ...accrual.keys()])].flatMap((quarter) => {
        const left = deltaOf(accrual.get(quarter));
        const right = deltaOf(ledger.get(quarter));
        return (Object.keys(noSums) as (keyof GstDelta)[]).every((key) => left[key] === right[key]) ? [] : [{ quarter, accrual: left, ledger: right }];
      });
    },
    rowCount: () => accrued.all().length,
  };
}

function deltaOf(row: Sums | undefined): GstDelta {
  if (row === undefined) return noSums;
  const { quarter: _quarter, ...sums } = row;
  return sums;
}
