-- Why: the business's own view of what it sold: subscriptions, invoices with their lines and numbers, dunning, purchases.

CREATE TABLE billing_subscriptions (
  stripe_subscription_id    TEXT PRIMARY KEY,
  org_id                    TEXT NOT NULL REFERENCES orgs (id),
  stripe_customer_id        TEXT NOT NULL,
  plan_id                   TEXT,
  plan_tier                 TEXT NOT NULL,
  status                    TEXT NOT NULL,
  base_seats                INTEGER NOT NULL DEFAULT 0,
  purchased_seats           INTEGER NOT NULL DEFAULT 0,
  current_period_start      TEXT,
  current_period_end        TEXT,
  cancel_at_period_end      INTEGER NOT NULL DEFAULT 0,
  payment_method_token      TEXT,
  cancelled_at              TEXT,
  ended_at                  TEXT,
  cancellation_reason       TEXT,
  pause_behaviour           TEXT,
  currency                  TEXT NOT NULL,
  monthly_ex_gst            INTEGER NOT NULL DEFAULT 0,
  next_amount_total         INTEGER,
  price_override_active     INTEGER NOT NULL DEFAULT 0,
  price_override_amount     INTEGER,
  price_override_expires_at TEXT,
  price_override_note       TEXT,
  is_test                   INTEGER NOT NULL DEFAULT 0,
  started_at                TEXT NOT NULL,
  created_at                TEXT NOT NULL,
  updated_at                TEXT NOT NULL,
  CHECK (price_override_active = 0 OR price_override_note IS NOT NULL)
) STRICT;
CREATE INDEX billing_subscriptions_by_org ON billing_subscriptions (org_id);
CREATE INDEX billing_subscriptions_by_status ON billing_subscriptions (status);

CREATE TABLE billing_subscription_items (
  id                     TEXT PRIMARY KEY,
  stripe_subscription_id TEXT NOT NULL REFERENCES billing_subscriptions (stripe_subscription_id),
  stripe_price_id        TEXT,
  stripe_product_id      TEXT,
  plan_tier              TEXT,
  unit_amount            INTEGER,
  quantity               INTEGER NOT NULL,
  interval               TEXT,
  interval_count         INTEGER,
  currency               TEXT NOT NULL,
  updated_at             TEXT NOT NULL
) STRICT;
CREATE INDEX billing_subscription_items_by_subscription ON billing_subscription_items (stripe_subscription_id);

-- One row: the last number given out. Numbers are never reused, not even after a purge of test data.
CREATE TABLE billing_invoice_sequence (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  last_number INTEGER NOT NULL,
  updated_at  TEXT NOT NULL
) STRICT;
INSERT INTO billing_invoice_sequence (id, last_number, updated_at) VALUES (1, 0, '2026-01-01T00:00:00.000Z');
CREATE TRIGGER billing_invoice_sequence_only_rises
BEFORE UPDATE OF last_number ON billing_invoice_sequence
WHEN NEW.last_number < OLD.last_number
BEGIN SELECT RAISE(ABORT, 'invoice numbers are never given out twice'); END;

CREATE TABLE billing_invoices (
  id                      INTEGER PRIMARY KEY,
  org_id                  TEXT REFERENCES orgs (id),
  invoice_number          TEXT UNIQUE,
  number_recorded_at      TEXT,
  client_name             TEXT NOT NULL,
  rto_code                TEXT,
  description             TEXT NOT NULL,
  amount_ex_gst           INTEGER NOT NULL,
  gst_amount              INTEGER NOT NULL,
  amount_total            INTEGER NOT NULL,
  amount_paid             INTEGER NOT NULL,
  amount_refunded         INTEGER NOT NULL DEFAULT 0,
  currency                TEXT NOT NULL,
  status                  TEXT NOT NULL,
  billing_reason          TEXT,
  attempt_count           INTEGER NOT NULL DEFAULT 0,
  next_payment_attempt_at TEXT,
  period_start            TEXT,
  period_end              TEXT,
  issued_at               TEXT NOT NULL,
  finalized_at            TEXT,
  paid_at                 TEXT,
  -- Local date of the business: paid, else finalised, else created.
  local_date              TEXT NOT NULL,
  -- Fiscal quarter of the payment; NULL while unpaid.
  quarter                 TEXT,
  stripe_invoice_id       TEXT NOT NULL UNIQUE,
  stripe_customer_id      TEXT,
  stripe_subscription_id  TEXT,
  stripe_charge_id        TEXT,
  stripe_invoice_url      TEXT,
  stripe_fee_cents        INTEGER,
  fee_state               TEXT NOT NULL DEFAULT 'none',
  qb_invoice_id           TEXT,
  qb_payment_id           TEXT,
  qb_payment_status       TEXT,
  qb_customer_id          TEXT,
  qb_realm_id             TEXT,
  qb_sync_status          TEXT NOT NULL DEFAULT 'not_applicable',
  qb_sync_error           TEXT,
  qb_synced_at            TEXT,
  qb_consecutive_failures INTEGER NOT NULL DEFAULT 0,
  approved_at             TEXT,
  abandon_reason          TEXT,
  revenue_type            TEXT NOT NULL,
  is_test                 INTEGER NOT NULL DEFAULT 0,
  row_version             INTEGER NOT NULL DEFAULT 1,
  created_at              TEXT NOT NULL,
  updated_at              TEXT NOT NULL,
  CHECK (amount_ex_gst + gst_amount = amount_total),
  -- Nothing is called synced that was not read back: its documents must be known.
  CHECK (qb_sync_status <> 'synced' OR (qb_invoice_id IS NOT NULL AND qb_payment_id IS NOT NULL AND qb_synced_at IS NOT NULL))
) STRICT;
CREATE INDEX billing_invoices_by_date ON billing_invoices (local_date, id);
CREATE INDEX billing_invoices_by_qb_status ON billing_invoices (qb_sync_status, local_date, id);
CREATE INDEX billing_invoices_by_status ON billing_invoices (status, local_date, id);
CREATE INDEX billing_invoices_by_total ON billing_invoices (amount_total, id);
CREATE INDEX billing_invoices_by_client ON billing_invoices (client_name COLLATE NOCASE, id);
CREATE INDEX billing_invoices_by_fee ON billing_invoices (stripe_fee_cents, id);
CREATE INDEX billing_invoices_by_org ON billing_invoices (org_id, local_date, id);
CREATE INDEX billing_invoices_by_quarter ON billing_invoices (quarter, id);
CREATE INDEX billing_invoices_fee_pending ON billing_invoices (local_date, id) WHERE fee_state = 'pending';

CREATE TABLE billing_invoice_lines (
  id              INTEGER PRIMARY KEY,
  invoice_id      INTEGER NOT NULL REFERENCES billing_invoices (id),
  position        INTEGER NOT NULL,
  stripe_line_id  TEXT NOT NULL,
  description     TEXT NOT NULL,
  quantity        INTEGER,
  amount_ex_gst   INTEGER NOT NULL,
  gst_amount      INTEGER NOT NULL,
  amount_total    INTEGER NOT NULL,
  stripe_price_id TEXT,
  is_proration    INTEGER NOT NULL DEFAULT 0,
  period_start    TEXT,
  period_end      TEXT,
  UNIQUE (invoice_id, position),
  CHECK (amount_ex_gst + gst_amount = amount_total)
) STRICT;

CREATE TABLE billing_dunning (
  org_id           TEXT PRIMARY KEY REFERENCES orgs (id),
  status           TEXT NOT NULL,
  retry_count      INTEGER NOT NULL,
  first_failure_at TEXT,
  last_retry_at    TEXT,
  resolved_at      TEXT,
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL
) STRICT;

CREATE TABLE billing_purchases (
  id           INTEGER PRIMARY KEY,
  org_id       TEXT NOT NULL REFERENCES orgs (id),
  invoice_id   INTEGER NOT NULL REFERENCES billing_invoices (id),
  revenue_type TEXT NOT NULL,
  description  TEXT NOT NULL,
  amount_total INTEGER NOT NULL,
  purchased_at TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  UNIQUE (invoice_id)
) STRICT;

-- Facts that were read from Stripe but not yet written to the ledger; drained in order of their effective time, so that
-- numbers and running totals follow the business and not the order of listing (a back-fill lists newest first).
CREATE TABLE fact_queue (
  effective_at TEXT NOT NULL,
  rank         INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  source_id    TEXT NOT NULL,
  event_id     TEXT,
  PRIMARY KEY (effective_at, rank, kind, source_id)
) STRICT, WITHOUT ROWID;
