-- Why: the evidence of every push into QuickBooks, step by step, and the connection it goes through.

CREATE TABLE push_attempts (
  id            INTEGER PRIMARY KEY,
  invoice_id    INTEGER NOT NULL REFERENCES billing_invoices (id),
  attempt       INTEGER NOT NULL,
  realm_id      TEXT,
  state         TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  ended_at      TEXT,
  error_code    TEXT,
  error_message TEXT,
  UNIQUE (invoice_id, attempt)
) STRICT;

-- Written before the request goes out (the intent) and completed after it (the evidence).
CREATE TABLE push_steps (
  id              INTEGER PRIMARY KEY,
  attempt_id      INTEGER NOT NULL REFERENCES push_attempts (id),
  step            INTEGER NOT NULL,
  name            TEXT NOT NULL,
  state           TEXT NOT NULL,
  request_id      TEXT,
  -- JSON arrays of [label, value]; what a person reads. Never whole payloads.
  request         TEXT NOT NULL DEFAULT '[]',
  evidence        TEXT NOT NULL DEFAULT '[]',
  response_digest TEXT,
  intuit_tid      TEXT,
  error           TEXT,
  started_at      TEXT NOT NULL,
  ended_at        TEXT,
  UNIQUE (attempt_id, step)
) STRICT;

-- One row: the company these books are bound to. Tokens are in the keychain, never here.
CREATE TABLE qb_connection (
  id                       INTEGER PRIMARY KEY CHECK (id = 1),
  realm_id                 TEXT NOT NULL,
  environment              TEXT NOT NULL,
  company_name             TEXT NOT NULL,
  country                  TEXT,
  home_currency            TEXT,
  state                    TEXT NOT NULL,
  connected_at             TEXT NOT NULL,
  refresh_token_expires_at TEXT,
  grant_expires_at         TEXT,
  last_heartbeat_at        TEXT,
  last_heartbeat_result    TEXT,
  setup_findings           TEXT NOT NULL DEFAULT '[]',
  setup_checked_at         TEXT,
  updated_at               TEXT NOT NULL
) STRICT;

CREATE TABLE qb_entity_cache (
  realm_id   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  qb_id      TEXT NOT NULL,
  name       TEXT NOT NULL,
  detail     TEXT,
  fetched_at TEXT NOT NULL,
  PRIMARY KEY (realm_id, kind)
) STRICT;

CREATE TABLE qb_oauth_states (
  state      TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at    TEXT
) STRICT;
