-- Why: what Stripe said, as it said it (cleaned of card data), beside the columns that the program reads.

-- Raw objects. Card expiry and fingerprints are stripped before a row gets here.
CREATE TABLE stripe_objects (
  id          TEXT PRIMARY KEY,
  type        TEXT NOT NULL,
  api_version TEXT NOT NULL,
  fetched_at  TEXT NOT NULL,
  json        TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_objects_by_type ON stripe_objects (type);

-- Every event once, whatever the number and order of its deliveries. `result` is NULL until its effects are committed.
CREATE TABLE stripe_events (
  id              TEXT PRIMARY KEY,
  type            TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  api_version     TEXT,
  object_type     TEXT,
  object_id       TEXT,
  idempotency_key TEXT,
  received_by     TEXT NOT NULL,
  received_at     TEXT NOT NULL,
  result          TEXT,
  processed_at    TEXT
) STRICT;
CREATE INDEX stripe_events_waiting ON stripe_events (created_at, id) WHERE result IS NULL;
CREATE INDEX stripe_events_by_object ON stripe_events (object_id);

CREATE TABLE stripe_products (
  id         TEXT PRIMARY KEY,
  name       TEXT,
  plan_tier  TEXT,
  revenue_type TEXT,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE stripe_prices (
  id             TEXT PRIMARY KEY,
  product_id     TEXT,
  plan_tier      TEXT,
  unit_amount    INTEGER,
  currency       TEXT,
  interval       TEXT,
  interval_count INTEGER,
  updated_at     TEXT NOT NULL
) STRICT;

CREATE TABLE stripe_charges (
  id                     TEXT PRIMARY KEY,
  payment_intent_id      TEXT,
  stripe_invoice_id      TEXT,
  stripe_customer_id     TEXT,
  amount                 INTEGER NOT NULL,
  amount_refunded        INTEGER NOT NULL,
  currency               TEXT NOT NULL,
  status                 TEXT NOT NULL,
  is_paid                INTEGER NOT NULL,
  is_disputed            INTEGER NOT NULL,
  balance_transaction_id TEXT,
  card_brand             TEXT,
  card_last4             TEXT,
  created_at             TEXT NOT NULL,
  updated_at             TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_charges_by_payment_intent ON stripe_charges (payment_intent_id);
CREATE INDEX stripe_charges_without_balance ON stripe_charges (created_at) WHERE balance_transaction_id IS NULL AND is_paid = 1;

CREATE TABLE stripe_invoice_payments (
  id                TEXT PRIMARY KEY,
  stripe_invoice_id TEXT NOT NULL,
  payment_type      TEXT NOT NULL,
  payment_intent_id TEXT,
  charge_id         TEXT,
  amount_paid       INTEGER,
  status            TEXT NOT NULL,
  paid_at           TEXT,
  updated_at        TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_invoice_payments_by_invoice ON stripe_invoice_payments (stripe_invoice_id);
CREATE INDEX stripe_invoice_payments_by_intent ON stripe_invoice_payments (payment_intent_id);
CREATE INDEX stripe_invoice_payments_by_charge ON stripe_invoice_payments (charge_id);

CREATE TABLE stripe_balance_transactions (
  id                 TEXT PRIMARY KEY,
  type               TEXT NOT NULL,
  reporting_category TEXT NOT NULL,
  amount             INTEGER NOT NULL,
  fee                INTEGER NOT NULL,
  net                INTEGER NOT NULL,
  currency           TEXT NOT NULL,
  source_id          TEXT,
  payout_id          TEXT,
  available_on       TEXT NOT NULL,
  created_at         TEXT NOT NULL,
  updated_at         TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_balance_transactions_by_source ON stripe_balance_transactions (source_id);
CREATE INDEX stripe_balance_transactions_by_payout ON stripe_balance_transactions (payout_id);

CREATE TABLE stripe_payouts (
  id                     TEXT PRIMARY KEY,
  amount                 INTEGER NOT NULL,
  currency               TEXT NOT NULL,
  status                 TEXT NOT NULL,
  arrival_date           TEXT NOT NULL,
  is_automatic           INTEGER NOT NULL,
  balance_transaction_id TEXT,
  created_at             TEXT NOT NULL,
  updated_at             TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_payouts_by_arrival ON stripe_payouts (arrival_date);

CREATE TABLE stripe_refunds (
  id                     TEXT PRIMARY KEY,
  charge_id              TEXT,
  payment_intent_id      TEXT,
  amount                 INTEGER NOT NULL,
  currency               TEXT NOT NULL,
  status                 TEXT NOT NULL,
  reason                 TEXT,
  balance_transaction_id TEXT,
  failed_at              TEXT,
  created_at             TEXT NOT NULL,
  updated_at             TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_refunds_by_charge ON stripe_refunds (charge_id);

CREATE TABLE stripe_disputes (
  id         TEXT PRIMARY KEY,
  charge_id  TEXT,
  amount     INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  status     TEXT NOT NULL,
  reason     TEXT,
  due_by     TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

-- Shapes that did not fit, counted by where they were met; no values are kept, only field paths and kinds.
CREATE TABLE vendor_canary (
  id             INTEGER PRIMARY KEY,
  object_type    TEXT NOT NULL,
  event_type     TEXT NOT NULL DEFAULT '',
  api_version    TEXT NOT NULL,
  problem        TEXT NOT NULL,
  count          INTEGER NOT NULL,
  first_seen_at  TEXT NOT NULL,
  last_seen_at   TEXT NOT NULL,
  last_object_id TEXT,
  UNIQUE (object_type, event_type, api_version, problem)
) STRICT;
