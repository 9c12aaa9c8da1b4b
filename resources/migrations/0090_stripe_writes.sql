-- Why: what the console does in Stripe is stored before it is sent, step by step, and settled by what Stripe shows afterwards.

-- One thing that a person wants done in Stripe; its steps are sent in order. What can not go on waits here for a person.
CREATE TABLE stripe_changes (
  id                     INTEGER PRIMARY KEY,
  kind                   TEXT NOT NULL,
  -- What it is about (a subscription, a charge, an organisation without one): one unfinished change at a time.
  subject_id             TEXT NOT NULL,
  org_id                 TEXT REFERENCES orgs (id),
  stripe_subscription_id TEXT,
  summary                TEXT NOT NULL,
  -- What the person chose, as JSON; for the record and for the steps that need it.
  choice                 TEXT NOT NULL,
  state                  TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'given_up')),
  version                INTEGER NOT NULL DEFAULT 0,
  error_code             TEXT,
  error_sentence         TEXT,
  created_at             TEXT NOT NULL,
  updated_at             TEXT NOT NULL,
  settled_at             TEXT
) STRICT;
CREATE UNIQUE INDEX stripe_changes_one_unfinished ON stripe_changes (subject_id) WHERE state IN ('running', 'paused');
CREATE INDEX stripe_changes_by_subscription ON stripe_changes (stripe_subscription_id, id);

CREATE TABLE stripe_change_steps (
  change_id       INTEGER NOT NULL REFERENCES stripe_changes (id),
  position        INTEGER NOT NULL,
  act             TEXT NOT NULL,
  title           TEXT NOT NULL,
  -- `{{1}}` stands for the id of what step 1 made.
  target_id       TEXT NOT NULL,
  request         TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'done', 'failed')),
  answer_id       TEXT,
  idempotency_key TEXT REFERENCES stripe_outbox (idempotency_key),
  updated_at      TEXT NOT NULL,
  PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE stripe_outbox ADD COLUMN change_id INTEGER REFERENCES stripe_changes (id);
ALTER TABLE stripe_outbox ADD COLUMN step_position INTEGER;
-- When the request was first about to leave; NULL: it certainly never did.
ALTER TABLE stripe_outbox ADD COLUMN sent_at TEXT;
-- The object that it made or changed.
ALTER TABLE stripe_outbox ADD COLUMN answer_id TEXT;
ALTER TABLE stripe_outbox ADD COLUMN error_sentence TEXT;
-- An event that carries our key: proof that Stripe received it.
ALTER TABLE stripe_outbox ADD COLUMN seen_in_event_id TEXT;
-- How it was settled: answer, look.
ALTER TABLE stripe_outbox ADD COLUMN settled_by TEXT;
CREATE INDEX stripe_outbox_by_target ON stripe_outbox (act, target_id);
CREATE INDEX stripe_outbox_unsettled ON stripe_outbox (created_at) WHERE settled_at IS NULL;
