-- Why: what only the owner decides about a client (grace, billing e-mail, notes, undone conversions) and what was imported from
-- the national register must be kept here, because no vendor knows it; and failed charges tell when a payment was last tried.

-- Local date until which a contract forbids reminders; NULL: no such agreement.
ALTER TABLE orgs ADD COLUMN grace_until TEXT;
-- The owner's own e-mail for bills; it stays whatever Stripe says. NULL: Stripe's.
ALTER TABLE orgs ADD COLUMN billing_email_edited TEXT;
-- Resold through this marketplace (customer metadata); the end client is the customer of record all the same.
ALTER TABLE billing_customers ADD COLUMN marketplace TEXT;

CREATE INDEX stripe_charges_failed_by_customer ON stripe_charges (stripe_customer_id, created_at) WHERE is_paid = 0;
CREATE INDEX billing_customers_by_rto_code ON billing_customers (rto_code);

-- Which register entry became a client through whom, and whether a person took it back; the latest row of an entry holds.
CREATE TABLE client_conversions (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  rto_code    TEXT NOT NULL,
  org_id      TEXT REFERENCES orgs (id),
  -- converted | undone
  act         TEXT NOT NULL,
  -- payment | person
  decided_by  TEXT NOT NULL,
  is_test     INTEGER NOT NULL DEFAULT 0,
  note        TEXT,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX client_conversions_by_rto_code ON client_conversions (rto_code, id);
CREATE TRIGGER client_conversions_no_update BEFORE UPDATE ON client_conversions
BEGIN SELECT RAISE(ABORT, 'conversions are append-only'); END;
CREATE TRIGGER client_conversions_no_delete BEFORE DELETE ON client_conversions
BEGIN SELECT RAISE(ABORT, 'conversions are append-only'); END;

CREATE TABLE client_notes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  org_id     TEXT NOT NULL REFERENCES orgs (id),
  note       TEXT NOT NULL,
  written_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;
CREATE INDEX client_notes_by_org ON client_notes (org_id, id);

-- One row per import that was carried out: the same plan twice is one import.
CREATE TABLE register_imports (
  plan_digest     TEXT PRIMARY KEY,
  file_name       TEXT NOT NULL,
  new_count       INTEGER NOT NULL,
  changed_count   INTEGER NOT NULL,
  unchanged_count INTEGER NOT NULL,
  rejected_count  INTEGER NOT NULL,
  imported_at     TEXT NOT NULL
) STRICT;

-- Dunning is told from these two anew with every change of an organisation; without them that would walk all its invoices.
CREATE INDEX billing_invoices_failing ON billing_invoices (org_id) WHERE status = 'open' AND attempt_count > 0;
CREATE INDEX billing_invoices_recovered ON billing_invoices (org_id, paid_at) WHERE status = 'paid' AND attempt_count > 1;
