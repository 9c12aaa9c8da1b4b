// What the other screens are asked in the benchmark, each beside the barest SQL that finds the rows it shows.
import type { ListQuestion } from './listQuestions.ts';

const letters = ['kim', 'pilb', 'gipps', 'river', 'baros', 'tiwi', 'bass', 'mallee'] as const;
const searchAt = (turn: number): string => letters[turn % letters.length] ?? '';

const plain = (label: string, operation: ListQuestion['operation'], sql: string, input: (turn: number) => object = () => ({}), values: ListQuestion['values'] = () => []): ListQuestion => ({ label, operation, input, sql, values });

const like = (turn: number): readonly string[] => [`%${searchAt(turn)}%`];

/** `month`: one with fees. */
export function screenQuestions(month: string): readonly ListQuestion[] {
  const clients = 'SELECT * FROM orgs ORDER BY name COLLATE NOCASE LIMIT 101';
  const subscriptions = 'SELECT * FROM billing_subscriptions ORDER BY stripe_subscription_id LIMIT 101';
  const refunds = 'SELECT * FROM stripe_refunds ORDER BY created_at DESC, id DESC LIMIT 101';
  const payouts = 'SELECT * FROM stripe_payouts ORDER BY arrival_date DESC LIMIT 101';
  const documents = 'SELECT * FROM qb_documents ORDER BY local_date DESC, id DESC LIMIT 101';
  return [
    plain('clients', 'clients.list', clients),
    plain('clients, by MRR', 'clients.list', 'SELECT * FROM mrr_clients ORDER BY mrr DESC LIMIT 101', () => ({ sort: { key: 'mrr', direction: 'desc' } })),
    plain('clients, search', 'clients.list', 'SELECT * FROM orgs WHERE name LIKE ? ORDER BY name COLLATE NOCASE LIMIT 101', (turn) => ({ filter: { search: searchAt(turn) } }), like),
    plain('clients, one plan', 'clients.list', `SELECT * FROM billing_subscriptions WHERE plan_tier = 'pro' LIMIT 101`, () => ({ filter: { tier: ['pro'] } })),
    plain('subscriptions', 'subscriptions.list', subscriptions),
    plain('subscriptions, past due', 'subscriptions.list', `SELECT * FROM billing_subscriptions WHERE status = 'past_due' LIMIT 101`, () => ({ filter: { status: ['past_due'] } })),
    plain('subscriptions, search', 'subscriptions.list', `SELECT s.* FROM orgs o JOIN billing_subscriptions s ON s.org_id = o.id WHERE o.name LIKE ? LIMIT 101`, (turn) => ({ filter: { search: searchAt(turn) } }), like),
    plain('refunds', 'refunds.list', refunds),
    plain('refunds, search', 'refunds.list', 'SELECT * FROM stripe_refunds WHERE id LIKE ? LIMIT 101', (turn) => ({ filter: { search: searchAt(turn) } }), like),
    plain('disputes', 'disputes.list', 'SELECT * FROM stripe_disputes ORDER BY due_by, id LIMIT 101'),
    plain('payouts', 'payouts.list', payouts),
    plain('fees by month', 'fees.months', `SELECT * FROM fee_tax_invoices ORDER BY month DESC`),
    plain('fees of one month', 'fees.month', `SELECT * FROM clearing_postings WHERE currency = 'aud' AND month = ? LIMIT 2000`, () => ({ month }), () => [month]),
    plain('exceptions', 'reconcile.exceptions', 'SELECT * FROM clearing_source_changes'),
    plain('documents', 'documents.list', documents),
    plain('documents, to review', 'documents.list', `SELECT * FROM qb_documents WHERE status = 'awaiting_review' ORDER BY local_date DESC, id DESC LIMIT 101`, () => ({ filter: { status: ['awaiting_review'] } })),
    plain('documents, search', 'documents.list', 'SELECT * FROM qb_documents WHERE document_number LIKE ? LIMIT 101', (turn) => ({ filter: { search: searchAt(turn) } }), like),
    plain('activity', 'activity.list', 'SELECT * FROM activity ORDER BY id DESC LIMIT 101'),
    plain('frame', 'status.get', `SELECT * FROM qb_documents WHERE status = 'awaiting_review' LIMIT 101`),
    plain('Revenue, the open month', 'revenue.month', 'SELECT * FROM mrr_months ORDER BY month DESC LIMIT 7'),
    plain('Revenue, 12 months', 'revenue.trend', 'SELECT * FROM mrr_months ORDER BY month DESC LIMIT 12'),
    plain('Revenue, cohorts', 'revenue.cohorts', `SELECT * FROM mrr_month_groups WHERE grouping = 'cohort' ORDER BY name, month`),
    plain('Revenue, bridge', 'revenue.bridge', 'SELECT * FROM mrr_bridge LIMIT 101'),
    plain('Revenue, recovery', 'revenue.recovery', 'SELECT * FROM mrr_months ORDER BY month DESC LIMIT 12'),
    plain('Revenue, who pays', 'revenue.movements', 'SELECT * FROM mrr_clients WHERE mrr > 0 ORDER BY mrr DESC LIMIT 101', () => ({ set: { of: 'paying' } })),
    // The least that it shows: the queue by state.
    plain('overview', 'overview.get', 'SELECT qb_sync_status, COUNT(*) AS n, SUM(amount_total) AS cents FROM billing_invoices GROUP BY qb_sync_status'),
  ];
}
