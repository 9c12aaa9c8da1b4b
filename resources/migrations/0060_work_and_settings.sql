-- Why: work that must survive a crash, answers to repeated commands, the log a person reads, and what the user decided.

CREATE TABLE jobs (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  unique_key TEXT NOT NULL UNIQUE,
  lane       TEXT NOT NULL,
  input      TEXT NOT NULL,
  state      TEXT NOT NULL,
  attempt    INTEGER NOT NULL DEFAULT 0,
  run_after  TEXT NOT NULL,
  last_code  TEXT,
  -- Asked for once more while it was running: what came after it began must not be missed.
  is_wanted_again INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_ready ON jobs (lane, run_after, id) WHERE state = 'ready';

-- Writes to Stripe: the intent and its key, stored before the request is sent and never made fresh on a retry.
CREATE TABLE stripe_outbox (
  idempotency_key TEXT PRIMARY KEY,
  act             TEXT NOT NULL,
  target_id       TEXT NOT NULL,
  request         TEXT NOT NULL,
  state           TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  settled_at      TEXT,
  last_code       TEXT
) STRICT;

CREATE TABLE commands (
  idempotency_key TEXT PRIMARY KEY,
  operation       TEXT NOT NULL,
  input_hash      TEXT NOT NULL,
  response        TEXT NOT NULL,
  created_at      TEXT NOT NULL
) STRICT;

CREATE TABLE activity (
  id             INTEGER PRIMARY KEY,
  at             TEXT NOT NULL,
  source         TEXT NOT NULL,
  kind           TEXT NOT NULL,
  result         TEXT NOT NULL,
  summary        TEXT NOT NULL,
  detail         TEXT,
  invoice_id     INTEGER REFERENCES billing_invoices (id),
  correlation_id TEXT
) STRICT;
CREATE INDEX activity_by_invoice ON activity (invoice_id) WHERE invoice_id IS NOT NULL;

CREATE TABLE settings (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE business_profile (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  profile    TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

-- Cursors and progress of the sync, per source.
CREATE TABLE sync_state (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
