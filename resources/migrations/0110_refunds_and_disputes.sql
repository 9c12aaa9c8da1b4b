-- Why: refunds that people made outside Stripe, what is known of a dispute beyond its state, its evidence as drafted here, and which reminders were given.

ALTER TABLE stripe_disputes ADD COLUMN payment_intent_id TEXT;
ALTER TABLE stripe_disputes ADD COLUMN submission_count INTEGER NOT NULL DEFAULT 0;
-- JSON object: the evidence that Stripe holds, its texts by Stripe's own field names.
ALTER TABLE stripe_disputes ADD COLUMN evidence TEXT NOT NULL DEFAULT '{}';
-- What Stripe charged for it, in its own currency; NULL: nothing, or not known yet.
ALTER TABLE stripe_disputes ADD COLUMN fee_cents INTEGER;
CREATE INDEX stripe_disputes_by_charge ON stripe_disputes (charge_id);
CREATE INDEX stripe_disputes_by_due ON stripe_disputes (due_by, id);
CREATE INDEX stripe_refunds_by_created ON stripe_refunds (created_at, id);

-- What a person recorded. Never changed and never removed: undoing is a row of the other table.
CREATE TABLE refunds_by_hand (
  id          TEXT PRIMARY KEY,
  invoice_id  INTEGER NOT NULL REFERENCES billing_invoices (id),
  amount      INTEGER NOT NULL CHECK (amount > 0),
  currency    TEXT NOT NULL,
  local_date  TEXT NOT NULL,
  how         TEXT NOT NULL,
  note        TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX refunds_by_hand_by_invoice ON refunds_by_hand (invoice_id);
CREATE INDEX refunds_by_hand_by_date ON refunds_by_hand (local_date, id);
CREATE TRIGGER refunds_by_hand_no_update BEFORE UPDATE ON refunds_by_hand
BEGIN SELECT RAISE(ABORT, 'a refund that was recorded is never changed'); END;
CREATE TRIGGER refunds_by_hand_no_delete BEFORE DELETE ON refunds_by_hand
BEGIN SELECT RAISE(ABORT, 'a refund that was recorded is never removed'); END;

CREATE TABLE refunds_by_hand_undone (
  refund_id TEXT PRIMARY KEY REFERENCES refunds_by_hand (id),
  reason    TEXT NOT NULL,
  undone_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER refunds_by_hand_undone_no_update BEFORE UPDATE ON refunds_by_hand_undone
BEGIN SELECT RAISE(ABORT, 'an undone refund stays undone'); END;
CREATE TRIGGER refunds_by_hand_undone_no_delete BEFORE DELETE ON refunds_by_hand_undone
BEGIN SELECT RAISE(ABORT, 'an undone refund stays undone'); END;

-- Each reminder once, whatever sleeps in between; a deadline that moves is reminded of anew.
CREATE TABLE dispute_reminders (
  dispute_id  TEXT NOT NULL,
  due_by      TEXT NOT NULL,
  days_before INTEGER NOT NULL,
  reminded_at TEXT NOT NULL,
  PRIMARY KEY (dispute_id, due_by, days_before)
) STRICT, WITHOUT ROWID;

-- Evidence as drafted here: kept offline, sent to Stripe as a draft or submitted by an act of its own.
CREATE TABLE dispute_evidence (
  dispute_id   TEXT PRIMARY KEY,
  -- JSON object: text by Stripe's field name.
  texts        TEXT NOT NULL,
  -- JSON object: by item of the checklist, where the paper is and whether it is at hand.
  checklist    TEXT NOT NULL,
  row_version  INTEGER NOT NULL,
  updated_at   TEXT NOT NULL,
  -- The version that Stripe holds as a draft, and since when.
  sent_version INTEGER,
  sent_at      TEXT,
  submitted_at TEXT
) STRICT;
