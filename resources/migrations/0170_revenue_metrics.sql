-- Why: the MRR of every month and client opens at once and is never computed differently twice: what was billed is kept in the
-- shape that the metrics read, movements are kept per client and day, and closed months are frozen.

-- What each invoice billed of a subscription, as the metrics read it; `lines` is JSON of our own.
CREATE TABLE mrr_invoices (
  stripe_invoice_id      TEXT NOT NULL,
  stripe_subscription_id TEXT NOT NULL,
  stripe_customer_id     TEXT NOT NULL,
  status                 TEXT NOT NULL,
  issued_at              TEXT NOT NULL,
  paid_at                TEXT,
  due_at                 TEXT,
  attempt_count          INTEGER NOT NULL,
  is_sent                INTEGER NOT NULL,
  lines                  TEXT NOT NULL,
  PRIMARY KEY (stripe_invoice_id, stripe_subscription_id)
) STRICT;
CREATE INDEX mrr_invoices_by_customer ON mrr_invoices (stripe_customer_id);

CREATE TABLE mrr_subscriptions (
  stripe_subscription_id TEXT PRIMARY KEY,
  stripe_customer_id     TEXT NOT NULL,
  status                 TEXT NOT NULL,
  ended_at               TEXT,
  -- When it will end, where that is decided.
  ends_at                TEXT,
  cancellation_reason    TEXT,
  has_stated_reason      INTEGER NOT NULL,
  pause_behaviour        TEXT
) STRICT;
CREATE INDEX mrr_subscriptions_by_customer ON mrr_subscriptions (stripe_customer_id);

-- Each state that a subscription was seen in, once; only these tell of changes that no invoice has billed yet.
CREATE TABLE mrr_observations (
  stripe_subscription_id TEXT NOT NULL,
  observed_at            TEXT NOT NULL,
  state                  TEXT NOT NULL,
  PRIMARY KEY (stripe_subscription_id, observed_at)
) STRICT;

-- Clients of whom something was read since their movements were derived.
CREATE TABLE mrr_waiting (
  org_id TEXT PRIMARY KEY
) STRICT;
CREATE TRIGGER mrr_waiting_for_customer AFTER UPDATE OF org_id, is_test ON billing_customers
WHEN OLD.org_id <> NEW.org_id OR OLD.is_test <> NEW.is_test
BEGIN
  INSERT OR IGNORE INTO mrr_waiting VALUES (OLD.org_id), (NEW.org_id);
END;

CREATE TABLE mrr_clients (
  org_id       TEXT PRIMARY KEY,
  -- Month of the first paid invoice.
  cohort_month TEXT,
  plan         TEXT,
  mrr          INTEGER NOT NULL,
  -- Of subscriptions whose payment is overdue.
  mrr_past_due INTEGER NOT NULL,
  -- Of subscriptions whose end is decided already.
  mrr_booked_to_end INTEGER NOT NULL,
  failed_starts INTEGER NOT NULL,
  -- Instant at which time alone changes something.
  due_at       TEXT
) STRICT;
CREATE INDEX mrr_clients_by_cohort ON mrr_clients (cohort_month);
CREATE INDEX mrr_clients_due ON mrr_clients (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE mrr_months (
  month     TEXT PRIMARY KEY,
  figures   TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE TRIGGER mrr_months_closed_update BEFORE UPDATE ON mrr_months WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed month of the revenue metrics is frozen'); END;
CREATE TRIGGER mrr_months_closed_delete BEFORE DELETE ON mrr_months WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed month of the revenue metrics is frozen'); END;

CREATE TABLE mrr_movements (
  id          INTEGER PRIMARY KEY,
  org_id      TEXT NOT NULL,
  local_date  TEXT NOT NULL,
  month       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  reason      TEXT,
  amount      INTEGER NOT NULL,
  mrr_before  INTEGER NOT NULL,
  mrr_after   INTEGER NOT NULL,
  list_delta  INTEGER NOT NULL,
  plan_deltas TEXT NOT NULL,
  plan_before TEXT,
  plan_after  TEXT,
  recorded_at TEXT NOT NULL,
  CHECK (mrr_before + amount = mrr_after)
) STRICT;
CREATE INDEX mrr_movements_by_month ON mrr_movements (month, org_id, local_date, id);
CREATE INDEX mrr_movements_by_client ON mrr_movements (org_id, local_date, id);
CREATE TRIGGER mrr_movements_closed_insert BEFORE INSERT ON mrr_movements
WHEN EXISTS (SELECT 1 FROM mrr_months WHERE month = NEW.month AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a closed month of the revenue metrics is frozen'); END;
CREATE TRIGGER mrr_movements_closed_update BEFORE UPDATE ON mrr_movements
WHEN EXISTS (SELECT 1 FROM mrr_months WHERE month IN (OLD.month, NEW.month) AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a closed month of the revenue metrics is frozen'); END;
CREATE TRIGGER mrr_movements_closed_delete BEFORE DELETE ON mrr_movements
WHEN EXISTS (SELECT 1 FROM mrr_months WHERE month = OLD.month AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a closed month of the revenue metrics is frozen'); END;

-- What a month changed, per plan and per cohort: the state of any month is the sum up to it.
CREATE TABLE mrr_month_groups (
  month         TEXT NOT NULL,
  grouping      TEXT NOT NULL,
  name          TEXT NOT NULL,
  clients_delta INTEGER NOT NULL,
  mrr_delta     INTEGER NOT NULL,
  PRIMARY KEY (grouping, month, name)
) STRICT, WITHOUT ROWID;

-- A database from before these tables: what it holds of Stripe is read again, in this order, from the id named.
CREATE TABLE mrr_reread (
  position INTEGER PRIMARY KEY,
  type     TEXT NOT NULL,
  after_id TEXT NOT NULL
) STRICT;
INSERT INTO mrr_reread
SELECT position, type, ''
FROM (SELECT 1 AS position, 'subscription' AS type UNION ALL SELECT 2, 'invoice')
WHERE EXISTS (SELECT 1 FROM stripe_objects);

-- Payments that failed, by the month in which they did; paid at the first attempt is not among them.
CREATE INDEX billing_invoices_failed_payments ON billing_invoices (finalized_at)
WHERE attempt_count > 1 OR (attempt_count = 1 AND status <> 'paid');
