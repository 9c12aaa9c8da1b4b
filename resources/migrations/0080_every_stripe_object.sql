-- Why: the rest of what Stripe holds: cards on file, payment attempts, credit notes, fraud warnings, schedules, and every movement of money.

-- A card on file: brand and last four digits. Expiry and fingerprint are stripped before anything gets here.
CREATE TABLE stripe_payment_methods (
  id                 TEXT PRIMARY KEY,
  stripe_customer_id TEXT,
  type               TEXT NOT NULL,
  card_brand         TEXT,
  card_last4         TEXT,
  created_at         TEXT NOT NULL,
  updated_at         TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_payment_methods_by_customer ON stripe_payment_methods (stripe_customer_id);

CREATE TABLE stripe_payment_intents (
  id                 TEXT PRIMARY KEY,
  stripe_customer_id TEXT,
  amount             INTEGER NOT NULL,
  amount_received    INTEGER NOT NULL,
  currency           TEXT NOT NULL,
  -- `requires_action` is a state of its own: the customer has to confirm the payment with their bank.
  status             TEXT NOT NULL,
  next_action_type   TEXT,
  latest_charge_id   TEXT,
  payment_method_id  TEXT,
  last_error_code    TEXT,
  created_at         TEXT NOT NULL,
  cancelled_at       TEXT,
  updated_at         TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_payment_intents_waiting ON stripe_payment_intents (created_at) WHERE status = 'requires_action';

-- The parts of `amount` say what became of it: taken off the bill, refunded, put on the balance, settled outside Stripe.
CREATE TABLE stripe_credit_notes (
  id                      TEXT PRIMARY KEY,
  stripe_invoice_id       TEXT,
  stripe_customer_id      TEXT,
  number                  TEXT,
  status                  TEXT NOT NULL,
  type                    TEXT,
  reason                  TEXT,
  amount                  INTEGER NOT NULL,
  tax                     INTEGER,
  pre_payment_amount      INTEGER NOT NULL,
  post_payment_amount     INTEGER NOT NULL,
  out_of_band_amount      INTEGER NOT NULL,
  customer_balance_transaction_id TEXT,
  currency                TEXT NOT NULL,
  created_at              TEXT NOT NULL,
  voided_at               TEXT,
  updated_at              TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_credit_notes_by_invoice ON stripe_credit_notes (stripe_invoice_id);

CREATE TABLE stripe_credit_note_refunds (
  credit_note_id TEXT NOT NULL REFERENCES stripe_credit_notes (id),
  refund_id      TEXT NOT NULL,
  amount         INTEGER,
  PRIMARY KEY (credit_note_id, refund_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_credit_note_refunds_by_refund ON stripe_credit_note_refunds (refund_id);

CREATE TABLE stripe_fraud_warnings (
  id                TEXT PRIMARY KEY,
  charge_id         TEXT,
  payment_intent_id TEXT,
  fraud_type        TEXT NOT NULL,
  is_actionable     INTEGER NOT NULL,
  created_at        TEXT NOT NULL,
  updated_at        TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_fraud_warnings_by_charge ON stripe_fraud_warnings (charge_id);

CREATE TABLE stripe_subscription_schedules (
  id                     TEXT PRIMARY KEY,
  -- Kept after a release, when Stripe names it `released_subscription`.
  stripe_subscription_id TEXT,
  stripe_customer_id     TEXT,
  status                 TEXT NOT NULL,
  end_behaviour          TEXT,
  current_phase_start    TEXT,
  current_phase_end      TEXT,
  -- JSON: [{startsAt, endsAt, items: [{stripePriceId, quantity}]}]
  phases                 TEXT NOT NULL,
  created_at             TEXT NOT NULL,
  ended_at               TEXT,
  updated_at             TEXT NOT NULL
) STRICT;
CREATE INDEX stripe_subscription_schedules_by_subscription ON stripe_subscription_schedules (stripe_subscription_id);

-- Every movement of money, also those without a charge: fees billed apart, adjustments, reserves, payouts.
ALTER TABLE stripe_balance_transactions ADD COLUMN balance_type TEXT;
ALTER TABLE stripe_balance_transactions ADD COLUMN description TEXT;
-- JSON: [{type, amountCents}]
ALTER TABLE stripe_balance_transactions ADD COLUMN fee_details TEXT NOT NULL DEFAULT '[]';
CREATE INDEX stripe_balance_transactions_by_time ON stripe_balance_transactions (created_at, id);

-- Which movements a payout holds is told by a listing of its own, once Stripe has put it together.
ALTER TABLE stripe_payouts ADD COLUMN reconciliation_status TEXT;
ALTER TABLE stripe_payouts ADD COLUMN members_listed_at TEXT;
ALTER TABLE stripe_payouts ADD COLUMN failure_code TEXT;
ALTER TABLE stripe_payouts ADD COLUMN failure_balance_transaction_id TEXT;

-- Withdrawn from sale or deleted in Stripe; what was sold under it keeps its name.
ALTER TABLE stripe_products ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE stripe_prices ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;

-- The shape of the latest object that did not fit: keys and kinds, words of the vendor's enums, no value of a person's.
ALTER TABLE vendor_canary ADD COLUMN sample TEXT;
