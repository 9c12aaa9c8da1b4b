-- Why: the append-only record of what happened to money, and the GST it accrues; everything else can be rebuilt from vendors.

CREATE TABLE billing_ledger (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The fact: source object and what happened to it (`in_… paid`). The event that brought it is only noted.
  fact_key        TEXT NOT NULL UNIQUE,
  event_type      TEXT NOT NULL,
  revenue_type    TEXT,
  amount_ex_gst   INTEGER NOT NULL DEFAULT 0,
  gst_amount      INTEGER NOT NULL DEFAULT 0,
  amount_total    INTEGER NOT NULL DEFAULT 0,
  currency        TEXT NOT NULL,
  -- Home-currency total of all rows up to this one, test rows left out; maintained at append.
  running_total   INTEGER NOT NULL,
  stripe_event_id TEXT,
  invoice_id      INTEGER REFERENCES billing_invoices (id),
  org_id          TEXT REFERENCES orgs (id),
  description     TEXT NOT NULL,
  effective_at    TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  local_date      TEXT NOT NULL,
  quarter         TEXT NOT NULL,
  source_type     TEXT,
  source_id       TEXT,
  is_test         INTEGER NOT NULL DEFAULT 0,
  previous_hash   TEXT NOT NULL,
  hash            TEXT NOT NULL,
  CHECK (amount_ex_gst + gst_amount = amount_total),
  CHECK (amount_total = 0 OR revenue_type IS NOT NULL)
) STRICT;
CREATE INDEX billing_ledger_by_invoice ON billing_ledger (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX billing_ledger_by_quarter ON billing_ledger (quarter, is_test, currency, event_type, amount_ex_gst, gst_amount, amount_total);
CREATE INDEX billing_ledger_by_date ON billing_ledger (local_date, id);
CREATE INDEX billing_ledger_by_type ON billing_ledger (event_type, id);

CREATE TRIGGER billing_ledger_no_update BEFORE UPDATE ON billing_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER billing_ledger_no_delete BEFORE DELETE ON billing_ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE gst_accrual (
  quarter        TEXT PRIMARY KEY,
  gst_collected  INTEGER NOT NULL DEFAULT 0,
  gst_refunded   INTEGER NOT NULL DEFAULT 0,
  gst_net        INTEGER NOT NULL DEFAULT 0,
  sales_ex_gst   INTEGER NOT NULL DEFAULT 0,
  sales_total    INTEGER NOT NULL DEFAULT 0,
  refunds_total  INTEGER NOT NULL DEFAULT 0,
  invoice_count  INTEGER NOT NULL DEFAULT 0,
  remitted       INTEGER NOT NULL DEFAULT 0,
  remitted_at    TEXT,
  created_at     TEXT NOT NULL,
  updated_at     TEXT NOT NULL,
  CHECK (gst_net = gst_collected - gst_refunded)
) STRICT;
