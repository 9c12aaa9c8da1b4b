// Rows for tests, written by plain SQL: each builder fills in what the test does not care about.
import type Database from 'better-sqlite3';

export const someInstant = '2026-01-05T00:00:00.000Z';

type Row = Readonly<Record<string, string | number | null>>;

function insert(db: Database.Database, table: string, row: Row): number {
  const columns = Object.keys(row);
  const statement = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`);
  return Number(statement.run(row).lastInsertRowid);
}

const stamps = { created_at: someInstant, updated_at: someInstant };

export const insertOrg = (db: Database.Database, row: Row & { id: string }): number => insert(db, 'orgs', { name: `Organisation ${row.id}`, ...stamps, ...row });

export const insertCustomer = (db: Database.Database, row: Row & { stripe_customer_id: string; org_id: string }): number =>
  insert(db, 'billing_customers', { ...stamps, ...row });

export const insertClient = (db: Database.Database, row: Row & { rto_code: string }): number => insert(db, 'rto_clients', { legal_name: 'A Pty Ltd', ...stamps, ...row });

export const insertSubscription = (db: Database.Database, row: Row & { stripe_subscription_id: string; org_id: string }): number =>
  insert(db, 'billing_subscriptions', {
    stripe_customer_id: `cus_${row.org_id}`,
    plan_id: 'essential',
    plan_tier: 'essential',
    status: 'active',
    currency: 'aud',
    monthly_ex_gst: 36273,
    started_at: someInstant,
    ...stamps,
    ...row,
  });

/** Paid, 399.00 incl. GST, waiting for review, unless told otherwise. `amount_total` alone gives a consistent split. */
export function insertInvoice(db: Database.Database, row: Row & { stripe_invoice_id: string }): number {
  const total = typeof row['amount_total'] === 'number' ? row['amount_total'] : 39900;
  const gst = typeof row['gst_amount'] === 'number' ? row['gst_amount'] : Math.round(total / 11);
  const isSynced = row['qb_sync_status'] === 'synced';
  return insert(db, 'billing_invoices', {
    client_name: 'A client',
    description: 'RTOpacks Essential — monthly subscription, 1 seat, April 2026',
    amount_ex_gst: total - gst,
    gst_amount: gst,
    amount_total: total,
    amount_paid: total,
    currency: 'aud',
    status: 'paid',
    issued_at: someInstant,
    local_date: '2026-04-10',
    quarter: '2026-Q4',
    fee_state: 'none',
    qb_sync_status: 'awaiting_review',
    qb_invoice_id: isSynced ? '100' : null,
    qb_payment_id: isSynced ? '101' : null,
    qb_synced_at: isSynced ? someInstant : null,
    revenue_type: 'subscription',
    ...stamps,
    ...row,
  });
}

export const insertInvoiceLine = (db: Database.Database, row: Row & { invoice_id: number; position: number }): number =>
  insert(db, 'billing_invoice_lines', {
    stripe_line_id: `il_${row.invoice_id}_${row.position}`,
    description: 'RTOpacks Essential — monthly subscription, 1 seat, April 2026',
    quantity: 1,
    amount_ex_gst: 36273,
    gst_amount: 3627,
    amount_total: 39900,
    ...row,
  });

export function insertLedger(db: Database.Database, row: Row & { fact_key: string }): number {
  const total = typeof row['amount_total'] === 'number' ? row['amount_total'] : 0;
  const gst = typeof row['gst_amount'] === 'number' ? row['gst_amount'] : Math.round(total / 11);
  return insert(db, 'billing_ledger', {
    event_type: 'subscription_payment',
    revenue_type: total === 0 ? null : 'subscription',
    amount_ex_gst: total - gst,
    gst_amount: gst,
    amount_total: total,
    currency: 'aud',
    running_total: 0,
    description: 'A fact',
    effective_at: '2026-04-10T01:00:00.000Z',
    recorded_at: someInstant,
    local_date: '2026-04-10',
    quarter: '2026-Q4',
    previous_hash: '',
    hash: '',
    ...row,
  });
}

export const insertActivity = (db: Database.Database, row: Row): number =>
  insert(db, 'activity', { at: someInstant, source: 'stripe', kind: 'sync', result: 'ok', summary: 'Something happened', ...row });

export const insertCanary = (db: Database.Database, row: Row & { problem: string }): number =>
  insert(db, 'vendor_canary', {
    object_type: 'invoice',
    event_type: '',
    api_version: '2026-03-25.dahlia',
    count: 1,
    first_seen_at: someInstant,
    last_seen_at: someInstant,
    ...row,
  });

export const insertStripeEvent = (db: Database.Database, row: Row & { id: string; type: string; object_id: string | null }): number =>
  insert(db, 'stripe_events', { created_at: someInstant, received_by: 'poll', received_at: someInstant, ...row });

export const insertCharge = (db: Database.Database, row: Row & { id: string }): number =>
  insert(db, 'stripe_charges', {
    amount: 39900,
    amount_refunded: 0,
    currency: 'aud',
    status: 'succeeded',
    is_paid: 1,
    is_disputed: 0,
    card_brand: 'visa',
    card_last4: '1111',
    ...stamps,
    ...row,
  });

export const insertInvoicePayment = (db: Database.Database, row: Row & { id: string; stripe_invoice_id: string }): number =>
  insert(db, 'stripe_invoice_payments', { payment_type: 'charge', amount_paid: 39900, status: 'paid', paid_at: someInstant, updated_at: someInstant, ...row });

export const insertBalanceTransaction = (db: Database.Database, row: Row & { id: string }): number =>
  insert(db, 'stripe_balance_transactions', {
    type: 'charge',
    reporting_category: 'charge',
    amount: 39900,
    fee: 708,
    net: 39192,
    currency: 'aud',
    available_on: someInstant,
    ...stamps,
    ...row,
  });

export const insertPayout = (db: Database.Database, row: Row & { id: string }): number =>
  insert(db, 'stripe_payouts', { amount: 39192, currency: 'aud', status: 'paid', arrival_date: '2026-04-14', is_automatic: 1, ...stamps, ...row });

export const insertDispute = (db: Database.Database, row: Row & { id: string }): number =>
  insert(db, 'stripe_disputes', { amount: 39900, currency: 'aud', status: 'needs_response', ...stamps, ...row });

export const insertRefund = (db: Database.Database, row: Row & { id: string }): number =>
  insert(db, 'stripe_refunds', { amount: 39900, currency: 'aud', status: 'succeeded', ...stamps, ...row });

export const insertAttempt = (db: Database.Database, row: Row & { invoice_id: number; attempt: number }): number =>
  insert(db, 'push_attempts', { state: 'running', started_at: someInstant, ...row });

export const insertStep = (db: Database.Database, row: Row & { attempt_id: number; step: number; name: string }): number =>
  insert(db, 'push_steps', { state: 'done', started_at: someInstant, ...row });
