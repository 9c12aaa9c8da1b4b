-- Why: every list opens, sorts and totals at a million invoices in a few milliseconds: indexes per filter, sums kept per day.

-- A filter by quarter is still listed by date.
DROP INDEX billing_invoices_by_quarter;
CREATE INDEX billing_invoices_by_quarter ON billing_invoices (quarter, local_date, id);
CREATE INDEX billing_invoices_by_revenue_type ON billing_invoices (revenue_type, local_date, id);
-- RTP-9999 comes before RTP-10000: the shorter number is the smaller one.
CREATE INDEX billing_invoices_by_number ON billing_invoices (length(invoice_number), invoice_number, id);
-- Rows with an invoice are found through it; these two serve what has none, and refunds by their amount.
CREATE INDEX billing_ledger_by_org ON billing_ledger (org_id) WHERE invoice_id IS NULL AND org_id IS NOT NULL;
CREATE INDEX billing_ledger_refunds_by_amount ON billing_ledger (amount_total) WHERE amount_total < 0;
CREATE INDEX activity_by_source ON activity (source, id);
CREATE INDEX activity_by_result ON activity (result, id);

-- How far the sums below have come, and how many rows are in them: rows with greater ids are added when they are read.
CREATE TABLE totals_folded (
  table_name TEXT PRIMARY KEY,
  through_id INTEGER NOT NULL,
  row_count  INTEGER NOT NULL
) STRICT;
INSERT INTO totals_folded (table_name, through_id, row_count) VALUES ('billing_invoices', 0, 0), ('billing_ledger', 0, 0);

-- Count and sums of invoices per day and per value of each filter: totals of a filtered set cost what the number of days
-- costs and not what the number of invoices costs. `quarter` is '' while unpaid.
CREATE TABLE billing_invoice_totals (
  local_date     TEXT NOT NULL,
  quarter        TEXT NOT NULL,
  status         TEXT NOT NULL,
  qb_sync_status TEXT NOT NULL,
  revenue_type   TEXT NOT NULL,
  currency       TEXT NOT NULL,
  fee_state      TEXT NOT NULL,
  invoice_count  INTEGER NOT NULL,
  amount_ex_gst  INTEGER NOT NULL,
  gst_amount     INTEGER NOT NULL,
  amount_total   INTEGER NOT NULL,
  fee_cents      INTEGER NOT NULL,
  PRIMARY KEY (local_date, quarter, status, qb_sync_status, revenue_type, currency, fee_state)
) STRICT, WITHOUT ROWID;

-- What changed in rows that are in the sums already: the row as it was is taken out, the row as it is put in.
CREATE TABLE billing_invoice_total_changes (
  id             INTEGER PRIMARY KEY,
  local_date     TEXT NOT NULL,
  quarter        TEXT NOT NULL,
  status         TEXT NOT NULL,
  qb_sync_status TEXT NOT NULL,
  revenue_type   TEXT NOT NULL,
  currency       TEXT NOT NULL,
  fee_state      TEXT NOT NULL,
  invoice_count  INTEGER NOT NULL,
  amount_ex_gst  INTEGER NOT NULL,
  gst_amount     INTEGER NOT NULL,
  amount_total   INTEGER NOT NULL,
  fee_cents      INTEGER NOT NULL
) STRICT;

-- The sums as of now. A group may appear in several rows, and with a negative count: always sum.
CREATE VIEW billing_invoice_totals_now AS
SELECT local_date, quarter, status, qb_sync_status, revenue_type, currency, fee_state,
       invoice_count, amount_ex_gst, gst_amount, amount_total, fee_cents
FROM billing_invoice_totals
UNION ALL
SELECT local_date, quarter, status, qb_sync_status, revenue_type, currency, fee_state,
       invoice_count, amount_ex_gst, gst_amount, amount_total, fee_cents
FROM billing_invoice_total_changes
UNION ALL
SELECT local_date, COALESCE(quarter, ''), status, qb_sync_status, revenue_type, currency, fee_state,
       1, amount_ex_gst, gst_amount, amount_total, COALESCE(stripe_fee_cents, 0)
FROM billing_invoices NOT INDEXED
WHERE id > (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices');

-- Ids are given out again after the newest rows were removed (test data), so a new row can lie below the mark.
CREATE TRIGGER billing_invoices_totals_insert AFTER INSERT ON billing_invoices
WHEN NEW.id <= (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices')
BEGIN
  INSERT INTO billing_invoice_total_changes VALUES (
    NULL, NEW.local_date, COALESCE(NEW.quarter, ''), NEW.status, NEW.qb_sync_status, NEW.revenue_type, NEW.currency, NEW.fee_state,
    1, NEW.amount_ex_gst, NEW.gst_amount, NEW.amount_total, COALESCE(NEW.stripe_fee_cents, 0));
END;

CREATE TRIGGER billing_invoices_totals_delete AFTER DELETE ON billing_invoices
WHEN OLD.id <= (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices')
BEGIN
  INSERT INTO billing_invoice_total_changes VALUES (
    NULL, OLD.local_date, COALESCE(OLD.quarter, ''), OLD.status, OLD.qb_sync_status, OLD.revenue_type, OLD.currency, OLD.fee_state,
    -1, -OLD.amount_ex_gst, -OLD.gst_amount, -OLD.amount_total, -COALESCE(OLD.stripe_fee_cents, 0));
END;

CREATE TRIGGER billing_invoices_totals_update
AFTER UPDATE OF local_date, quarter, status, qb_sync_status, revenue_type, currency, fee_state,
                amount_ex_gst, gst_amount, amount_total, stripe_fee_cents ON billing_invoices
WHEN OLD.id <= (SELECT through_id FROM totals_folded WHERE table_name = 'billing_invoices')
 AND (OLD.local_date, OLD.quarter, OLD.status, OLD.qb_sync_status, OLD.revenue_type, OLD.currency, OLD.fee_state,
      OLD.amount_ex_gst, OLD.gst_amount, OLD.amount_total, OLD.stripe_fee_cents)
     IS NOT
     (NEW.local_date, NEW.quarter, NEW.status, NEW.qb_sync_status, NEW.revenue_type, NEW.currency, NEW.fee_state,
      NEW.amount_ex_gst, NEW.gst_amount, NEW.amount_total, NEW.stripe_fee_cents)
BEGIN
  INSERT INTO billing_invoice_total_changes VALUES
    (NULL, OLD.local_date, COALESCE(OLD.quarter, ''), OLD.status, OLD.qb_sync_status, OLD.revenue_type, OLD.currency, OLD.fee_state,
     -1, -OLD.amount_ex_gst, -OLD.gst_amount, -OLD.amount_total, -COALESCE(OLD.stripe_fee_cents, 0)),
    (NULL, NEW.local_date, COALESCE(NEW.quarter, ''), NEW.status, NEW.qb_sync_status, NEW.revenue_type, NEW.currency, NEW.fee_state,
     1, NEW.amount_ex_gst, NEW.gst_amount, NEW.amount_total, COALESCE(NEW.stripe_fee_cents, 0));
END;

-- The same for the ledger, which only grows. `sign` is that of the total (0: moves no money); the ids bound where to look.
CREATE TABLE billing_ledger_totals (
  local_date    TEXT NOT NULL,
  quarter       TEXT NOT NULL,
  event_type    TEXT NOT NULL,
  currency      TEXT NOT NULL,
  is_test       INTEGER NOT NULL,
  sign          INTEGER NOT NULL,
  row_count     INTEGER NOT NULL,
  amount_ex_gst INTEGER NOT NULL,
  gst_amount    INTEGER NOT NULL,
  amount_total  INTEGER NOT NULL,
  first_id      INTEGER NOT NULL,
  last_id       INTEGER NOT NULL,
  PRIMARY KEY (local_date, quarter, event_type, currency, is_test, sign)
) STRICT, WITHOUT ROWID;

CREATE VIEW billing_ledger_totals_now AS
SELECT local_date, quarter, event_type, currency, is_test, sign, row_count, amount_ex_gst, gst_amount, amount_total, first_id, last_id
FROM billing_ledger_totals
UNION ALL
SELECT local_date, quarter, event_type, currency, is_test, sign(amount_total), 1, amount_ex_gst, gst_amount, amount_total, id, id
FROM billing_ledger NOT INDEXED
WHERE id > (SELECT through_id FROM totals_folded WHERE table_name = 'billing_ledger');
