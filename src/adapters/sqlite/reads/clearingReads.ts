// What screens ask of the clearing book: balances, months, payouts with their members, fees by month and type.
import type Database from 'better-sqlite3';
import type { ClearingMonthRow, ClearingTables, FeeMonthRow, PayoutMemberRecord } from '../../../engine/ports/clearingTables.ts';
import { unequalPayoutIds } from './clearingChecks.ts';
import { payoutColumns, payoutOf, payoutsPage, type StoredPayout } from './payoutsPage.ts';
import { makeStatements } from './statements.ts';

type Reads = Pick<
  ClearingTables,
  'count' | 'balances' | 'newestAt' | 'months' | 'payoutsToLookAt' | 'payoutsPage' | 'payout' | 'payoutMembers' | 'cameBackAt' | 'transactionsOf' | 'payoutsToList' | 'unallocated' | 'fees' | 'feeTransactions'
>;

/** A row's invoice: by its charge, or by the charge behind its refund or dispute. */
const transactionColumns = `c.balance_transaction_id AS balanceTransactionId, c.account_class AS accountClass, c.reporting_category AS reportingCategory,
  c.amount AS amountCents, c.fee AS feeCents, c.net AS netCents, c.currency, c.local_date AS localDate, c.source_id AS sourceId,
  i.id AS invoiceId, i.invoice_number AS invoiceNumber, i.client_name AS clientName`;

const invoiceJoin = `
  LEFT JOIN stripe_refunds r ON r.id = c.source_id
  LEFT JOIN stripe_disputes d ON d.id = c.source_id
  LEFT JOIN stripe_charges ch ON ch.id = COALESCE(r.charge_id, d.charge_id, c.source_id)
  LEFT JOIN billing_invoices i ON i.id = (
    SELECT MIN(bi.id) FROM stripe_invoice_payments ip JOIN billing_invoices bi ON bi.stripe_invoice_id = ip.stripe_invoice_id
    WHERE ip.charge_id = ch.id OR (ch.payment_intent_id IS NOT NULL AND ip.payment_intent_id = ch.payment_intent_id))`;

export function clearingReads(db: Database.Database): Reads {
  const statements = makeStatements(db);
  const count = db.prepare<[], { n: number }>(`SELECT COALESCE(SUM(posting_count), 0) AS n FROM clearing_sums`);
  const balances = db.prepare<[], { currency: string; netCents: number }>(
    `SELECT currency, SUM(net) AS netCents FROM clearing_sums WHERE balance_type = 'payments' GROUP BY currency ORDER BY currency`,
  );
  const newest = db.prepare<[], { at: string | null }>(`SELECT MAX(created_at) AS at FROM stripe_balance_transactions`);
  const months = db.prepare<[], ClearingMonthRow>(
    `SELECT month, currency, SUM(total) OVER before AS openingCents, activity AS activityCents, paidOut AS paidOutCents,
            SUM(total) OVER upTo AS closingCents
     FROM (SELECT month, currency, SUM(net) AS total, SUM(CASE WHEN account_class = 'bank' THEN 0 ELSE net END) AS activity,
                  -SUM(CASE WHEN account_class = 'bank' THEN net ELSE 0 END) AS paidOut
           FROM clearing_sums GROUP BY currency, month)
     WINDOW before AS (PARTITION BY currency ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
            upTo AS (PARTITION BY currency ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
     ORDER BY currency, month DESC`,
  );
  const payouts = db.prepare<[], StoredPayout>(
    `SELECT ${payoutColumns} FROM stripe_payouts p WHERE p.is_automatic = 0 OR p.status = 'failed' ORDER BY p.arrival_date DESC, p.created_at DESC, p.id DESC LIMIT 2000`,
  );
  const payout = db.prepare<[string], StoredPayout>(`SELECT ${payoutColumns} FROM stripe_payouts p WHERE p.id = ?`);
  const members = db.prepare<[string], PayoutMemberRecord>(
    `SELECT ${transactionColumns} FROM stripe_balance_transactions b JOIN clearing_postings c ON c.balance_transaction_id = b.id ${invoiceJoin}
     WHERE b.payout_id = ? ORDER BY c.effective_at, c.id`,
  );
  const cameBack = db.prepare<[string], { at: string | null }>(`SELECT MIN(effective_at) AS at FROM clearing_postings WHERE source_id = ? AND net > 0`);
  const bySource = db.prepare<[string], PayoutMemberRecord>(
    `SELECT ${transactionColumns} FROM clearing_postings c ${invoiceJoin} WHERE c.source_id = ? ORDER BY c.effective_at, c.id`,
  );
  const toList = db.prepare<[number, number], { id: string }>(
    `SELECT id FROM stripe_payouts
     WHERE id IN (${unequalPayoutIds}) AND (members_listed_at IS NULL OR ? = 1) ORDER BY arrival_date DESC, id LIMIT ?`,
  );
  const unallocated = db.prepare<[string], { count: number; netCents: number }>(
    `SELECT member_count AS count, member_net AS netCents FROM payout_member_sums WHERE payout_id = '' AND currency = ?`,
  );
  const fees = db.prepare<[string], FeeMonthRow>(
    `SELECT month, fee_type AS feeType, SUM(posting_count) AS count, SUM(fee_cost) AS costCents, SUM(fee_gst_included) AS gstIncludedCents, SUM(fee_gst_on_top) AS gstOnTopCents
     FROM clearing_sums WHERE fee_type <> '' AND currency = ? GROUP BY month, fee_type ORDER BY month DESC, costCents DESC`,
  );
  const feeRows = db.prepare<[string, string], PayoutMemberRecord>(
    `SELECT ${transactionColumns} FROM clearing_postings c INDEXED BY clearing_postings_with_fee ${invoiceJoin}
     WHERE c.fee_type IS NOT NULL AND c.month = ? AND c.currency = ? ORDER BY c.effective_at DESC, c.id DESC LIMIT 2000`,
  );
  return {
    count: () => count.get()?.n ?? 0,
    balances: () => balances.all(),
    newestAt: () => newest.get()?.at ?? null,
    months: () => months.all().map((row) => ({ ...row, openingCents: row.openingCents ?? 0 })),
    payoutsToLookAt: () => payouts.all().map(payoutOf),
    payoutsPage: (question) => payoutsPage(statements, question),
    payout: (id) => {
      const row = payout.get(id);
      return row === undefined ? undefined : payoutOf(row);
    },
    payoutMembers: (id) => members.all(id),
    cameBackAt: (sourceId) => cameBack.get(sourceId)?.at ?? null,
    transactionsOf: (sourceId) => bySource.all(sourceId),
    payoutsToList: (limit, withUnequal) => toList.all(withUnequal ? 1 : 0, limit).map((row) => row.id),
    unallocated: (currency) => unallocated.get(currency) ?? { count: 0, netCents: 0 },
    fees: (currency) => fees.all(currency),
    feeTransactions: (month, currency) => feeRows.all(month, currency),
  };
}
