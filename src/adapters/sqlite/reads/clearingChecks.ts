// The invariants of the clearing book, each as the list of rows that make its difference; an empty list: it holds.
import type Database from 'better-sqlite3';
import type { ClearingTables, DifferenceRow } from '../../../engine/ports/clearingTables.ts';

type Checks = Pick<ClearingTables, 'unequalNets' | 'unequalPayouts' | 'unequalKeptSums' | 'unmatchedBankMovements' | 'unposted' | 'unaccounted' | 'suspense' | 'changes'>;

const shown = 200;

/** Own rows of a payout are what went to the bank and what came back from it; members are all others. Kept by triggers. */
export const memberCount = `COALESCE((SELECT SUM(member_count) FROM payout_member_sums WHERE payout_id = p.id), 0)`;
export const memberNet = `COALESCE((SELECT SUM(member_net) FROM payout_member_sums WHERE payout_id = p.id), 0)`;

export const unequalPayoutIds = `SELECT p.id FROM stripe_payouts p WHERE p.is_automatic = 1 AND p.amount <> ${memberNet}`;

/** The sums that are kept, summed again from the book: nothing but a mistake of the program makes a difference. */
const unequalKeptSumsSql = `
  SELECT id, 'Kept sum of the members of a payout' AS what, SUM(net) AS amountCents, currency FROM (
    SELECT payout_id AS id, currency, member_net AS net, member_count AS n FROM payout_member_sums
    UNION ALL
    SELECT COALESCE(b.payout_id, ''), c.currency, -c.net, -1
    FROM clearing_postings c JOIN stripe_balance_transactions b ON b.id = c.balance_transaction_id
    WHERE CASE WHEN b.payout_id IS NULL THEN c.account_class <> 'bank' ELSE COALESCE(b.source_id, '') <> b.payout_id END
  ) GROUP BY id, currency HAVING SUM(net) <> 0 OR SUM(n) <> 0
  UNION ALL
  SELECT month || ' ' || account_class, 'Kept sum of the clearing book', SUM(net), currency FROM (
    SELECT currency, month, account_class, fee_type, net, fee_cost, posting_count AS n FROM clearing_sums
    UNION ALL
    SELECT currency, month, account_class, COALESCE(fee_type, ''), -net, -fee_cost, -1 FROM clearing_postings
  ) GROUP BY currency, month, account_class, fee_type HAVING SUM(net) <> 0 OR SUM(fee_cost) <> 0 OR SUM(n) <> 0
  LIMIT ${shown}`;

const unequalPayoutsSql = `
  SELECT p.id, 'Payout arriving ' || p.arrival_date AS what, p.amount - ${memberNet} AS amountCents, p.currency
  FROM stripe_payouts p
  WHERE p.is_automatic = 1 AND p.members_listed_at IS NOT NULL AND p.amount <> ${memberNet}
  ORDER BY p.arrival_date DESC LIMIT ${shown}`;

/** A payout's own rows sum to what is in the bank because of it: minus its amount, or nothing once it came back. */
const unmatchedSql = `
  SELECT id, what, amountCents, currency FROM (
    SELECT COALESCE(c.source_id, c.balance_transaction_id) AS id, 'Money to or from the bank without a payout' AS what, c.net AS amountCents, c.currency, c.effective_at AS at
    FROM clearing_postings c INDEXED BY clearing_postings_at_bank
    WHERE c.account_class = 'bank' AND c.reporting_category LIKE 'payout%' AND NOT EXISTS (SELECT 1 FROM stripe_payouts p WHERE p.id = c.source_id)
    UNION ALL
    SELECT p.id, 'Payout (' || p.status || ') that its own balance transactions do not match' AS what,
           p.amount * (CASE WHEN p.status IN ('failed', 'canceled') THEN 0 ELSE 1 END)
             + COALESCE((SELECT SUM(c.net) FROM clearing_postings c WHERE c.source_id = p.id), 0) AS amountCents,
           p.currency, p.created_at AS at
    FROM stripe_payouts p
    WHERE EXISTS (SELECT 1 FROM clearing_postings c WHERE c.source_id = p.id)
      AND p.amount * (CASE WHEN p.status IN ('failed', 'canceled') THEN 0 ELSE 1 END)
          + COALESCE((SELECT SUM(c.net) FROM clearing_postings c WHERE c.source_id = p.id), 0) <> 0
  ) ORDER BY at DESC LIMIT ${shown}`;

/**
 * I12. Paid invoices above zero, refunds that moved money and payouts are in the ledger, wait in the fact queue, or were left out with a reason; charges have
 * a balance transaction in the book or wait for Stripe to make one; every mirrored balance transaction is posted.
 */
const unaccountedSql = `
  SELECT b.id AS id, 'Balance transaction that was not posted' AS what, b.net AS amountCents, b.currency AS currency
  FROM stripe_balance_transactions b WHERE NOT EXISTS (SELECT 1 FROM clearing_postings c WHERE c.balance_transaction_id = b.id)
  UNION ALL
  SELECT s.id, 'Charge whose balance transaction is not in the clearing book', s.amount, s.currency
  FROM stripe_charges s WHERE s.balance_transaction_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM clearing_postings c WHERE c.balance_transaction_id = s.balance_transaction_id)
  UNION ALL
  SELECT i.stripe_invoice_id, 'Paid invoice that is not in the ledger', i.amount_total, i.currency
  FROM billing_invoices i WHERE i.status = 'paid' AND i.amount_total > 0
    AND NOT EXISTS (SELECT 1 FROM billing_ledger l WHERE l.fact_key = i.stripe_invoice_id || ' paid')
    AND NOT EXISTS (SELECT 1 FROM fact_queue q WHERE q.source_id = i.stripe_invoice_id)
  UNION ALL
  SELECT r.id, 'Refund that is not in the ledger', -r.amount, r.currency
  FROM stripe_refunds r WHERE r.status = 'succeeded'
    AND NOT EXISTS (SELECT 1 FROM billing_ledger l WHERE l.fact_key = r.id || ' refunded')
    AND NOT EXISTS (SELECT 1 FROM fact_queue q WHERE q.source_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM sync_state s WHERE s.key = 'left out refund.succeeded ' || r.id)
  UNION ALL
  SELECT p.id, 'Payout that is not in the ledger', p.amount, p.currency
  FROM stripe_payouts p
  WHERE NOT EXISTS (SELECT 1 FROM billing_ledger l WHERE l.fact_key = p.id || ' payout created')
    AND NOT EXISTS (SELECT 1 FROM fact_queue q WHERE q.source_id = p.id)
  LIMIT ${shown}`;

export function clearingChecks(db: Database.Database): Checks {
  const list = (sql: string): (() => DifferenceRow[]) => {
    const statement = db.prepare<[], DifferenceRow>(sql);
    return () => statement.all();
  };
  const changes = db.prepare<[], ReturnType<ClearingTables['changes']>[number]>(
    `SELECT balance_transaction_id AS balanceTransactionId, was, found, recorded_at AS recordedAt FROM clearing_source_changes ORDER BY id DESC LIMIT ${shown}`,
  );
  return {
    unequalNets: list(
      `SELECT balance_transaction_id AS id, 'Amount less fee is not the net' AS what, amount - fee - net AS amountCents, currency
       FROM clearing_postings WHERE amount - fee <> net ORDER BY id LIMIT ${shown}`,
    ),
    unequalPayouts: list(unequalPayoutsSql),
    unequalKeptSums: list(unequalKeptSumsSql),
    unmatchedBankMovements: list(unmatchedSql),
    unposted: list(
      `SELECT b.id, 'Mirrored with another net than posted' AS what, b.net - COALESCE(c.net, 0) AS amountCents, b.currency
       FROM stripe_balance_transactions b LEFT JOIN clearing_postings c ON c.balance_transaction_id = b.id
       WHERE c.id IS NULL OR c.net <> b.net OR c.currency <> b.currency ORDER BY b.created_at DESC LIMIT ${shown}`,
    ),
    unaccounted: list(unaccountedSql),
    suspense: list(
      `SELECT balance_transaction_id AS id, reporting_category AS what, net AS amountCents, currency
       FROM clearing_postings WHERE account_class = 'suspense' ORDER BY effective_at DESC LIMIT ${shown}`,
    ),
    changes: () => changes.all(),
  };
}
