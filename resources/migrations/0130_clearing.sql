-- Why: the Stripe clearing account has a book of its own, one posting per balance transaction, so that fees, payouts and
-- Stripe's balance can be tied out; and the fee tax invoices that the bookkeeper types in, with their files.

CREATE INDEX stripe_payouts_by_status ON stripe_payouts (status, arrival_date);

CREATE TABLE clearing_postings (
  id                     INTEGER PRIMARY KEY AUTOINCREMENT,
  balance_transaction_id TEXT NOT NULL UNIQUE,
  -- A posting is a pure function of its source and this version of the rule.
  rule_version           INTEGER NOT NULL,
  account_class          TEXT NOT NULL,
  reporting_category     TEXT NOT NULL,
  balance_type           TEXT NOT NULL,
  amount                 INTEGER NOT NULL,
  fee                    INTEGER NOT NULL,
  net                    INTEGER NOT NULL,
  currency               TEXT NOT NULL,
  fee_type               TEXT,
  fee_cost               INTEGER NOT NULL,
  fee_gst_included       INTEGER NOT NULL,
  fee_gst_on_top         INTEGER NOT NULL,
  effective_at           TEXT NOT NULL,
  recorded_at            TEXT NOT NULL,
  local_date             TEXT NOT NULL,
  month                  TEXT NOT NULL,
  source_id              TEXT,
  source_digest     TEXT NOT NULL
) STRICT;
CREATE INDEX clearing_postings_by_month ON clearing_postings (currency, month, account_class, fee_type, amount, fee, net);
CREATE INDEX clearing_postings_by_source ON clearing_postings (source_id);
CREATE INDEX clearing_postings_in_suspense ON clearing_postings (effective_at) WHERE account_class = 'suspense';

CREATE TRIGGER clearing_postings_no_update BEFORE UPDATE ON clearing_postings
BEGIN SELECT RAISE(ABORT, 'the clearing book is append-only'); END;
CREATE TRIGGER clearing_postings_no_delete BEFORE DELETE ON clearing_postings
BEGIN SELECT RAISE(ABORT, 'the clearing book is append-only'); END;

-- A source that reads differently after it was posted: noted, and shown; the posting stays.
CREATE TABLE clearing_source_changes (
  id                     INTEGER PRIMARY KEY AUTOINCREMENT,
  balance_transaction_id TEXT NOT NULL,
  was                    TEXT NOT NULL,
  found                  TEXT NOT NULL,
  recorded_at            TEXT NOT NULL,
  UNIQUE (balance_transaction_id, found)
) STRICT;
CREATE TRIGGER clearing_source_changes_no_update BEFORE UPDATE ON clearing_source_changes
BEGIN SELECT RAISE(ABORT, 'the clearing book is append-only'); END;
CREATE TRIGGER clearing_source_changes_no_delete BEFORE DELETE ON clearing_source_changes
BEGIN SELECT RAISE(ABORT, 'the clearing book is append-only'); END;

-- Files that a person attached. In the database, so that every backup holds them.
CREATE TABLE attachments (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  file_name   TEXT NOT NULL,
  media_type  TEXT NOT NULL,
  size_bytes  INTEGER NOT NULL,
  sha256      TEXT NOT NULL,
  content     BLOB NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER attachments_no_update BEFORE UPDATE ON attachments
BEGIN SELECT RAISE(ABORT, 'an attachment is never changed'); END;
CREATE TRIGGER attachments_no_delete BEFORE DELETE ON attachments
BEGIN SELECT RAISE(ABORT, 'an attachment is never removed'); END;

-- Stripe's monthly fee tax invoice as typed in. The latest row of a month holds; the ones before are the history of corrections.
CREATE TABLE fee_tax_invoices (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  month          TEXT NOT NULL,
  invoice_number TEXT NOT NULL,
  invoice_date   TEXT NOT NULL,
  total          INTEGER NOT NULL,
  gst            INTEGER NOT NULL,
  -- timing, rounding, error or policy, with a note; NULL while a variance is not explained.
  variance_class TEXT,
  variance_note  TEXT,
  attachment_id  INTEGER REFERENCES attachments (id),
  recorded_at    TEXT NOT NULL
) STRICT;
CREATE INDEX fee_tax_invoices_by_month ON fee_tax_invoices (month, id);
CREATE TRIGGER fee_tax_invoices_no_update BEFORE UPDATE ON fee_tax_invoices
BEGIN SELECT RAISE(ABORT, 'a correction is a new row'); END;
CREATE TRIGGER fee_tax_invoices_no_delete BEFORE DELETE ON fee_tax_invoices
BEGIN SELECT RAISE(ABORT, 'a correction is a new row'); END;

-- Balance transactions that were mirrored before the book existed are posted by reading Stripe anew.
DELETE FROM sync_state WHERE key IN ('stripe.backfill', 'stripe.cursor');
