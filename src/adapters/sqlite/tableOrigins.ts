// Where each table's rows come from when the database is lost: Stripe and QuickBooks again, the same derivation, a backup, or nowhere.

/**
 * `stripe`: mirror, fetched again. `books`: derived from the mirror by the same code. `user`: only people know it, only a
 * backup brings it back. `work`: begins anew without loss (jobs, logs, caches, evidence of what was done).
 */
export type TableOrigin = 'stripe' | 'books' | 'user' | 'work';

export interface Comparison {
  /** Columns that name the row in any database that was made from the same accounts. */
  readonly key: readonly string[];
  /** Columns that may differ: our own row ids, recording times, event ids, hashes; and what people decided. */
  readonly except?: readonly string[];
  /** Columns that come from QuickBooks: equal after linking, not part of a refresh from Stripe. */
  readonly quickBooks?: readonly string[];
  /** Columns that hold a row id of `billing_invoices`: compared as the Stripe id behind it. */
  readonly invoiceRef?: string;
  /** Columns that refunds recorded by hand add to: part of a backup, not of a reading of Stripe. */
  readonly byHand?: readonly string[];
  /** Only these rows; `t` is the table. */
  readonly where?: string;
  /** Stripe's name of the object, which `key` is the id of: it is fetched again where the rows differ. */
  readonly objectType?: string;
}

export interface TableEntry {
  readonly origin: TableOrigin;
  /** For people. */
  readonly what: string;
  readonly compare?: Comparison;
  /** Read by the derivation: a second mirror starts with a copy. */
  readonly isInput?: true;
  /** `user`: which rows were made by a person; absent: all. */
  readonly where?: string;
}

const times = ['created_at', 'updated_at'];
const byId = (objectType?: string): Comparison => ({ key: ['id'], except: ['updated_at'], ...(objectType === undefined ? {} : { objectType }) });

/** Every table of the schema; a test holds it complete. Columns of a mixed table that only people know are named in `except`. */
export const tableOrigins: Readonly<Record<string, TableEntry>> = {
  orgs: { origin: 'stripe', what: 'Organisations', compare: { key: ['id'], except: ['grace_until', 'billing_email_edited', 'no_entry_note', ...times] } },
  billing_customers: {
    origin: 'stripe', what: 'Customers',
    compare: { key: ['stripe_customer_id'], except: times, quickBooks: ['qb_customer_id', 'qb_realm_id'], objectType: 'customer' },
  },
  // What Stripe said, word for word: its columns are compared in the tables made from it.
  stripe_objects: {
    origin: 'stripe', what: 'Stripe objects',
    compare: {
      key: ['id'], except: ['api_version', 'fetched_at', 'json'],
      // A card comes inside its customer as well, and has its own table.
      where: `t.type <> 'payment_method'`,
    },
  },
  stripe_products: { origin: 'stripe', what: 'Products', compare: byId('product') },
  stripe_prices: { origin: 'stripe', what: 'Prices', compare: byId('price') },
  // Which invoice it paid is told by the invoice's payments; a charge of an older shape said it, too.
  stripe_charges: { origin: 'stripe', what: 'Charges', compare: { key: ['id'], except: ['stripe_invoice_id', 'updated_at'], objectType: 'charge' } },
  stripe_invoice_payments: { origin: 'stripe', what: 'Invoice payments', compare: byId('invoice_payment') },
  stripe_balance_transactions: { origin: 'stripe', what: 'Balance transactions', compare: byId() },
  stripe_payouts: { origin: 'stripe', what: 'Payouts', compare: { key: ['id'], except: ['members_listed_at', 'updated_at'], objectType: 'payout' } },
  clearing_postings: { origin: 'books', what: 'Stripe clearing book', compare: { key: ['balance_transaction_id'], except: ['id', 'recorded_at'] } },
  clearing_sums: { origin: 'work', what: 'Kept sums of the clearing book' },
  payout_member_sums: { origin: 'work', what: 'Kept sums of the members of payouts' },
  clearing_source_changes: { origin: 'work', what: 'Sources that changed after they were posted' },
  fee_tax_invoices: { origin: 'user', what: 'Fee tax invoices that were typed in' },
  attachments: { origin: 'user', what: 'Attached files' },
  stripe_refunds: { origin: 'stripe', what: 'Refunds', compare: byId('refund') },
  // The default ones are read again with their customers; others were told by events, so two databases need not hold the same rows.
  stripe_payment_methods: { origin: 'work', what: 'Payment methods that were seen' },
  stripe_payment_intents: { origin: 'stripe', what: 'Payment intents', compare: byId('payment_intent') },
  stripe_credit_notes: { origin: 'stripe', what: 'Credit notes', compare: byId('credit_note') },
  stripe_credit_note_refunds: { origin: 'stripe', what: 'Refunds of credit notes', compare: { key: ['credit_note_id', 'refund_id'] } },
  stripe_fraud_warnings: { origin: 'stripe', what: 'Early fraud warnings', compare: byId('radar.early_fraud_warning') },
  stripe_subscription_schedules: { origin: 'stripe', what: 'Subscription schedules', compare: byId('subscription_schedule') },
  stripe_disputes: { origin: 'stripe', what: 'Disputes', compare: byId('dispute') },
  billing_subscriptions: {
    origin: 'stripe', what: 'Subscriptions',
    compare: { key: ['stripe_subscription_id'], except: ['row_version', ...times], objectType: 'subscription' },
  },
  billing_subscription_items: { origin: 'stripe', what: 'Subscription items', compare: byId() },
  billing_invoices: {
    origin: 'stripe', what: 'Invoices',
    compare: {
      key: ['stripe_invoice_id'],
      except: ['id', 'row_version', 'number_recorded_at', 'qb_sync_error', 'qb_synced_at', 'qb_consecutive_failures', 'approved_at', 'abandon_reason', ...times],
      quickBooks: ['qb_invoice_id', 'qb_payment_id', 'qb_payment_status', 'qb_customer_id', 'qb_realm_id', 'qb_sync_status'],
      byHand: ['amount_refunded'],
      objectType: 'invoice',
    },
  },
  billing_invoice_lines: { origin: 'stripe', what: 'Invoice lines', compare: { key: ['invoice_id', 'position'], except: ['id', ...times], invoiceRef: 'invoice_id' } },
  billing_purchases: { origin: 'books', what: 'One-off purchases', compare: { key: ['invoice_id'], except: ['id', ...times], invoiceRef: 'invoice_id' } },
  billing_dunning: {
    origin: 'books', what: 'Failed payments',
    // A row that is at rest says what no row says.
    compare: { key: ['org_id'], except: ['last_retry_at', 'resolved_at', ...times], where: `t.status <> 'ok'` },
  },
  billing_ledger: {
    origin: 'books', what: 'Ledger',
    compare: {
      // Its words name the client as it was called on that day.
      key: ['fact_key'], except: ['id', 'description', 'running_total', 'stripe_event_id', 'recorded_at', 'previous_hash', 'hash'], invoiceRef: 'invoice_id',
      // What Stripe's objects say of money: not what was done about QuickBooks, not what a person entered by hand.
      where: `(t.amount_total <> 0 OR t.gst_amount <> 0) AND t.source_type IN ('invoice', 'refund', 'dispute', 'charge', 'credit_note')`,
    },
  },
  gst_accrual: { origin: 'books', what: 'GST by quarter', compare: { key: ['quarter'], except: ['remitted', 'remitted_at', ...times], byHand: ['gst_refunded', 'gst_net', 'refunds_total'] } },
  billing_invoice_sequence: { origin: 'books', what: 'The last invoice number' },
  billing_plans: { origin: 'user', isInput: true, what: 'Plans', where: `created_at <> '2026-01-01T00:00:00.000Z' OR updated_at <> created_at` },
  billing_plan_entitlements: { origin: 'user', isInput: true, what: 'Entitlements of plans', where: `updated_at <> '2026-01-01T00:00:00.000Z'` },
  rto_clients: { origin: 'user', isInput: true, what: 'Entries of the register' },
  register_imports: { origin: 'user', what: 'Imports of the register' },
  client_conversions: { origin: 'user', what: 'Conversions of register entries, and those undone' },
  client_notes: { origin: 'user', what: 'Notes about clients' },
  business_profile: { origin: 'user', isInput: true, what: 'Business profile' },
  settings: { origin: 'user', isInput: true, what: 'Settings' },
  saved_views: { origin: 'user', what: 'Saved views' },
  qb_documents: { origin: 'work', what: 'QuickBooks documents besides invoices' },
  qb_document_parts: { origin: 'work', what: 'Their parts in QuickBooks' },
  qb_drift: { origin: 'work', what: 'Changes that were made in QuickBooks after a push' },
  qb_reference_sets: { origin: 'work', what: 'References that documents in QuickBooks were pushed with' },
  qb_pushed_with: { origin: 'work', what: 'Which of them, and which date' },
  qb_customer_names: { origin: 'work', what: 'Names of customers as QuickBooks held them' },
  rebuild_runs: { origin: 'work', what: 'Readings of the mirror beside the books' },
  rebuild_differences: { origin: 'work', what: 'What differed then' },
  stripe_events: { origin: 'work', what: 'Events (Stripe keeps them for 30 days)' },
  vendor_canary: { origin: 'work', what: 'Unexpected shapes' },
  fact_queue: { origin: 'work', what: 'Facts that wait to be written' },
  push_attempts: { origin: 'work', what: 'Push attempts' },
  push_steps: { origin: 'work', what: 'Evidence of push attempts' },
  qb_connection: { origin: 'work', what: 'The QuickBooks connection' },
  qb_entity_cache: { origin: 'work', what: 'Account mapping' },
  qb_customer_checks: { origin: 'work', what: 'When a QuickBooks customer was last found up to date' },
  qb_oauth_states: { origin: 'work', what: 'Sign-ins under way' },
  jobs: { origin: 'work', what: 'Jobs' },
  stripe_changes: { origin: 'work', what: 'Changes in Stripe' },
  stripe_change_steps: { origin: 'work', what: 'Their steps' },
  stripe_outbox: { origin: 'work', what: 'Writes to Stripe' },
  commands: { origin: 'work', what: 'Answers to repeated commands' },
  activity: { origin: 'work', what: 'Activity' },
  sync_state: { origin: 'work', what: 'How far the sync has come' },
  totals_folded: { origin: 'work', what: 'How far the sums have come' },
  billing_invoice_totals: { origin: 'work', what: 'Sums of invoices' },
  billing_invoice_total_changes: { origin: 'work', what: 'Changes of those sums' },
  billing_ledger_totals: { origin: 'work', what: 'Sums of the ledger' },
  // Made from the mirror by each sync. Not compared: closed months keep what they said, and what was seen in passing is seen once.
  mrr_invoices: { origin: 'work', what: 'Recurring billing as the revenue metrics read it' },
  mrr_subscriptions: { origin: 'work', what: 'Subscriptions as the revenue metrics read them' },
  mrr_observations: { origin: 'work', what: 'States that subscriptions were seen in' },
  mrr_waiting: { origin: 'work', what: 'Clients whose revenue is to be worked out' },
  mrr_clients: { origin: 'work', what: 'MRR by client' },
  mrr_months: { origin: 'work', what: 'Revenue metrics by month' },
  mrr_movements: { origin: 'work', what: 'MRR movements' },
  mrr_month_groups: { origin: 'work', what: 'MRR by plan and cohort' },
  mrr_one_off: { origin: 'work', what: 'One-off revenue beside the MRR' },
  mrr_bridge: { origin: 'work', what: 'From Stripe’s MRR to ours' },
  mrr_reread: { origin: 'work', what: 'How far an older mirror was read again' },
  schema_migrations: { origin: 'work', what: 'Changes of the schema' },
  refunds_by_hand: { origin: 'user', what: 'Refunds recorded by hand' },
  refunds_by_hand_undone: { origin: 'user', what: 'Refunds by hand that were taken back' },
  dispute_evidence: { origin: 'user', what: 'Evidence drafted for disputes' },
  dispute_reminders: { origin: 'work', what: 'Reminders of disputes that were given' },
};

/** What people decided in tables that Stripe fills otherwise. */
const decisions: readonly { readonly what: string; readonly countSql: string }[] = [
  { what: 'Approvals', countSql: `SELECT COUNT(*) AS value FROM billing_invoices WHERE approved_at IS NOT NULL` },
  { what: 'Abandoned invoices and their reasons', countSql: `SELECT COUNT(*) AS value FROM billing_invoices WHERE abandon_reason IS NOT NULL` },
  { what: 'Billing e-mails and grace periods of clients', countSql: `SELECT COUNT(*) AS value FROM orgs WHERE billing_email_edited IS NOT NULL OR grace_until IS NOT NULL` },
  { what: 'Clients without a register entry, by decision', countSql: `SELECT COUNT(*) AS value FROM orgs WHERE no_entry_note IS NOT NULL` },
  { what: 'Quarters marked remitted', countSql: `SELECT COUNT(*) AS value FROM gst_accrual WHERE remitted = 1` },
];

/** What no vendor can bring back, and how much of it there is. */
export const userOnlyTables: readonly { readonly what: string; readonly countSql: string }[] = [
  ...decisions,
  ...Object.entries(tableOrigins)
    .filter(([, { origin }]) => origin === 'user')
    .map(([table, { what, where }]) => ({ what, countSql: `SELECT COUNT(*) AS value FROM ${table}${where === undefined ? '' : ` WHERE ${where}`}` })),
];
