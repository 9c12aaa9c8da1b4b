// The figures of the Overview and of the frame around every screen.
import { sqlWords } from '../../../domain/ledgerKinds.ts';
import { closedDisputeStatuses } from '../../../domain/stripe/readDispute.ts';
import type { OperationOutput } from '../../../contract/operations.ts';
import type { OverviewRows, StoreReads } from '../../../engine/ports/storeReads.ts';
import { documentCounts } from './documentsPage.ts';
import { foldInvoiceTotals } from './invoiceTotals.ts';
import type { Statements } from './statements.ts';

const closedDispute = `(${sqlWords(closedDisputeStatuses)})`;
const stoppedPush = `('failed', 'payment_pending', 'abandoned')`;

interface InvoiceCounts {
  notInQuickBooksCount: number;
  notInQuickBooksCents: number;
  toReview: number;
  pushFailed: number;
  feesPending: number;
  foreignCurrencyInvoices: number;
}

export function overviewRows(statements: Statements, homeCurrency: string): OverviewRows {
  foldInvoiceTotals(statements);
  const counts = statements.getKept<InvoiceCounts>(
    `SELECT COALESCE(SUM(CASE WHEN is_missing THEN invoice_count END), 0) AS notInQuickBooksCount,
            COALESCE(SUM(CASE WHEN is_missing AND currency = ? THEN amount_total END), 0) AS notInQuickBooksCents,
            COALESCE(SUM(CASE WHEN qb_sync_status = 'awaiting_review' THEN invoice_count END), 0) AS toReview,
            COALESCE(SUM(CASE WHEN qb_sync_status IN ${stoppedPush} THEN invoice_count END), 0) AS pushFailed,
            COALESCE(SUM(CASE WHEN fee_state = 'pending' THEN invoice_count END), 0) AS feesPending,
            COALESCE(SUM(CASE WHEN currency <> ? THEN invoice_count END), 0) AS foreignCurrencyInvoices
     FROM (SELECT *, status = 'paid' AND qb_sync_status NOT IN ('synced', 'not_applicable') AS is_missing FROM billing_invoice_totals_now)`,
    [homeCurrency, homeCurrency],
  );
  return {
    ...subscriptionFigures(statements, homeCurrency),
    notInQuickBooks: { count: counts?.notInQuickBooksCount ?? 0, totalCents: counts?.notInQuickBooksCents ?? 0 },
    toReview: counts?.toReview ?? 0,
    pushFailed: counts?.pushFailed ?? 0,
    feesPending: counts?.feesPending ?? 0,
    foreignCurrencyInvoices: counts?.foreignCurrencyInvoices ?? 0,
    openDisputes: openDisputes(statements),
    nextPayout: nextPayout(statements),
  };
}

type SubscriptionFigures = Pick<OverviewRows, 'activeSubscriptions' | 'pastDueSubscriptions'>;

function subscriptionFigures(statements: Statements, homeCurrency: string): SubscriptionFigures {
  const figures = statements.getKept<SubscriptionFigures>(
    `SELECT COUNT(CASE WHEN status = 'active' THEN 1 END) AS activeSubscriptions,
            COUNT(CASE WHEN status = 'past_due' THEN 1 END) AS pastDueSubscriptions
     FROM billing_subscriptions
     WHERE status IN ('active', 'past_due') AND is_test = 0 AND currency = ?`,
    [homeCurrency],
  );
  return figures ?? { activeSubscriptions: 0, pastDueSubscriptions: 0 };
}

/** By deadline; those without one last. */
function openDisputes(statements: Statements): OverviewRows['openDisputes'] {
  return statements.all(
    `SELECT dispute.id, dispute.amount AS amountCents, dispute.due_by AS dueBy, COALESCE(org.name, 'Unknown client') AS clientName, dispute.status
     FROM stripe_disputes AS dispute
     LEFT JOIN stripe_charges AS charge ON charge.id = dispute.charge_id
     LEFT JOIN billing_customers AS customer ON customer.stripe_customer_id = charge.stripe_customer_id
     LEFT JOIN orgs AS org ON org.id = customer.org_id
     WHERE dispute.status NOT IN ${closedDispute}
     ORDER BY dispute.due_by IS NULL, dispute.due_by, dispute.id
     LIMIT 200`,
  );
}

function nextPayout(statements: Statements): OverviewRows['nextPayout'] {
  const payout = statements.get<NonNullable<OverviewRows['nextPayout']>>(
    `SELECT id, amount AS amountCents, arrival_date AS arrivalDate, status
     FROM stripe_payouts
     WHERE status IN ('pending', 'in_transit')
     ORDER BY arrival_date, id
     LIMIT 1`,
  );
  return payout ?? null;
}

export function queueCounts(statements: Statements): Omit<OperationOutput<'push.counts'>, 'isPaused'> {
  foldInvoiceTotals(statements);
  const counts = new Map(
    statements
      .all<{ state: string; n: number }>(`SELECT qb_sync_status AS state, SUM(invoice_count) AS n FROM billing_invoice_totals_now GROUP BY qb_sync_status`)
      .map((row) => [row.state, row.n]),
  );
  const of = (state: string): number => counts.get(state) ?? 0;
  return {
    awaiting_review: of('awaiting_review'),
    approved: of('approved'),
    pushing: of('pushing'),
    failed: of('failed'),
    payment_pending: of('payment_pending'),
    abandoned: of('abandoned'),
    synced: of('synced'),
  };
}

export function badges(statements: Statements): ReturnType<StoreReads['badges']> {
  const queue = queueCounts(statements);
  const documents = documentCounts(statements);
  const others = statements.get<{ unexpectedShapes: number; openDisputes: number }>(
    `SELECT (SELECT COUNT(*) FROM vendor_canary) AS unexpectedShapes,
            (SELECT COUNT(*) FROM stripe_disputes WHERE status NOT IN ${closedDispute}) AS openDisputes`,
  );
  return {
    toReview: queue.awaiting_review,
    pushFailed: queue.failed + queue.payment_pending + queue.abandoned,
    otherDocuments: documents.toReview + documents.stopped,
    unexpectedShapes: others?.unexpectedShapes ?? 0,
    openDisputes: others?.openDisputes ?? 0,
  };
}
