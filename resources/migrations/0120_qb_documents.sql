-- Why: QuickBooks documents other than invoices (refunds, the month's fees, payouts) are reviewed and pushed like invoices; the evidence of an attempt now belongs to either.

CREATE TABLE qb_documents (
  id                   INTEGER PRIMARY KEY,
  kind                 TEXT NOT NULL,
  -- What it is the document of: a Stripe refund, a month, a Stripe payout.
  source_id            TEXT NOT NULL,
  invoice_id           INTEGER REFERENCES billing_invoices (id),
  document_number      TEXT NOT NULL UNIQUE,
  local_date           TEXT NOT NULL,
  currency             TEXT NOT NULL,
  amount_ex_gst        INTEGER NOT NULL,
  gst_amount           INTEGER NOT NULL,
  amount_total         INTEGER NOT NULL,
  description          TEXT NOT NULL,
  -- Which documents it becomes (`linked`, `refund_receipt`, `purchase`, `transfer`); fixed when the first one is about to be sent.
  recipe               TEXT,
  status               TEXT NOT NULL,
  status_reason        TEXT,
  error                TEXT,
  consecutive_failures INTEGER NOT NULL DEFAULT 0,
  approved_at          TEXT,
  synced_at            TEXT,
  qb_customer_id       TEXT,
  realm_id             TEXT,
  is_test              INTEGER NOT NULL DEFAULT 0,
  row_version          INTEGER NOT NULL DEFAULT 1,
  created_at           TEXT NOT NULL,
  updated_at           TEXT NOT NULL,
  UNIQUE (kind, source_id),
  CHECK (amount_ex_gst + gst_amount = amount_total),
  CHECK (status <> 'synced' OR (synced_at IS NOT NULL AND realm_id IS NOT NULL AND recipe IS NOT NULL))
) STRICT;
CREATE INDEX qb_documents_by_status ON qb_documents (status, local_date, id);
CREATE INDEX qb_documents_by_date ON qb_documents (local_date, id);
CREATE INDEX qb_documents_by_invoice ON qb_documents (invoice_id, id) WHERE invoice_id IS NOT NULL;

-- The documents in QuickBooks that one of ours became; written before the request goes out.
CREATE TABLE qb_document_parts (
  document_id INTEGER NOT NULL REFERENCES qb_documents (id),
  role        TEXT NOT NULL,
  qb_id       TEXT,
  doc_number  TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  verified_at TEXT,
  PRIMARY KEY (document_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE push_attempts_of_any (
  id            INTEGER PRIMARY KEY,
  invoice_id    INTEGER REFERENCES billing_invoices (id),
  document_id   INTEGER REFERENCES qb_documents (id),
  attempt       INTEGER NOT NULL,
  realm_id      TEXT,
  state         TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  ended_at      TEXT,
  error_code    TEXT,
  error_message TEXT,
  UNIQUE (invoice_id, attempt),
  UNIQUE (document_id, attempt),
  CHECK ((invoice_id IS NULL) <> (document_id IS NULL))
) STRICT;
INSERT INTO push_attempts_of_any (id, invoice_id, attempt, realm_id, state, started_at, ended_at, error_code, error_message)
SELECT id, invoice_id, attempt, realm_id, state, started_at, ended_at, error_code, error_message FROM push_attempts;

CREATE TABLE push_steps_of_any (
  id              INTEGER PRIMARY KEY,
  attempt_id      INTEGER NOT NULL REFERENCES push_attempts_of_any (id),
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
INSERT INTO push_steps_of_any SELECT id, attempt_id, step, name, state, request_id, request, evidence, response_digest, intuit_tid, error, started_at, ended_at FROM push_steps;
DROP TABLE push_steps;
DROP TABLE push_attempts;
ALTER TABLE push_attempts_of_any RENAME TO push_attempts;
ALTER TABLE push_steps_of_any RENAME TO push_steps;
