-- Why: organisations, the national register's entries, and the plans they buy stand before everything that refers to them.

CREATE TABLE orgs (
  id                TEXT PRIMARY KEY,
  name              TEXT NOT NULL,
  billing_email     TEXT,
  billing_tier      TEXT NOT NULL DEFAULT 'free',
  billing_status    TEXT NOT NULL DEFAULT 'active',
  rto_code          TEXT,
  jurisdiction      TEXT NOT NULL DEFAULT 'AU',
  active_members    INTEGER,
  billing_parent_id TEXT,
  billing_group_id  TEXT,
  created_at        TEXT NOT NULL,
  updated_at        TEXT NOT NULL
) STRICT;
CREATE INDEX orgs_by_name ON orgs (name COLLATE NOCASE);
CREATE INDEX orgs_by_rto_code ON orgs (rto_code);

CREATE TABLE rto_clients (
  rto_code               TEXT PRIMARY KEY,
  legal_name             TEXT NOT NULL,
  trading_name           TEXT,
  abn                    TEXT,
  acn                    TEXT,
  ceo_given              TEXT,
  ceo_family             TEXT,
  website                TEXT,
  entity_type            TEXT,
  phone                  TEXT,
  address                TEXT,
  is_client              INTEGER NOT NULL DEFAULT 0,
  is_test                INTEGER NOT NULL DEFAULT 0,
  client_status          TEXT,
  plan                   TEXT,
  client_since           TEXT,
  stripe_customer_id     TEXT,
  stripe_subscription_id TEXT,
  created_at             TEXT NOT NULL,
  updated_at             TEXT NOT NULL
) STRICT;

-- Card brand and last four digits only: expiry beside last4 would be in scope for PCI.
CREATE TABLE billing_customers (
  stripe_customer_id       TEXT PRIMARY KEY,
  org_id                   TEXT NOT NULL REFERENCES orgs (id),
  qb_customer_id           TEXT,
  qb_realm_id              TEXT,
  billing_email            TEXT,
  is_test                  INTEGER NOT NULL DEFAULT 0,
  is_deleted               INTEGER NOT NULL DEFAULT 0,
  -- Known from an invoice or subscription only; what the customer itself says (a test?) is still to be asked.
  is_placeholder           INTEGER NOT NULL DEFAULT 0,
  stripe_payment_method_id TEXT,
  rto_code                 TEXT,
  card_brand               TEXT,
  card_last4               TEXT,
  created_at               TEXT NOT NULL,
  updated_at               TEXT NOT NULL
) STRICT;
CREATE INDEX billing_customers_by_org ON billing_customers (org_id);

CREATE TABLE billing_plans (
  id              TEXT PRIMARY KEY,
  plan_tier       TEXT NOT NULL,
  amount_ex_gst   INTEGER NOT NULL,
  gst_amount      INTEGER NOT NULL,
  amount_total    INTEGER NOT NULL,
  base_seats      INTEGER NOT NULL,
  stripe_price_id TEXT,
  superseded_by   TEXT REFERENCES billing_plans (id),
  is_active       INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  CHECK (amount_ex_gst + gst_amount = amount_total)
) STRICT;

CREATE TABLE billing_plan_entitlements (
  plan_id    TEXT NOT NULL REFERENCES billing_plans (id),
  feature    TEXT NOT NULL,
  value      TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (plan_id, feature)
) STRICT;

INSERT INTO billing_plans (id, plan_tier, amount_ex_gst, gst_amount, amount_total, base_seats, created_at, updated_at) VALUES
  ('free',       'free',       0,     0,    0,     0,   '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
  ('essential',  'essential',  36273, 3627, 39900, 1,   '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
  ('pro',        'pro',        63545, 6355, 69900, 5,   '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
  ('enterprise', 'enterprise', 0,     0,    0,     100, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
  ('seat_addon', 'seat_addon', 3182,  318,  3500,  1,   '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z');

INSERT INTO billing_plan_entitlements (plan_id, feature, value, created_at, updated_at)
SELECT plan_id, feature, value, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
FROM (
  SELECT 'free' AS plan_id, 'corpus' AS feature, 'true' AS value
  UNION ALL SELECT 'free', 'calendar', 'true'
  UNION ALL SELECT 'free', 'radar', 'false'
  UNION ALL SELECT 'free', 'landscape', 'false'
  UNION ALL SELECT 'free', 'kn', 'false'
  UNION ALL SELECT 'free', 'studio', 'false'
  UNION ALL SELECT 'free', 'api_access', 'false'
  UNION ALL SELECT 'free', 'seat_limit', '1'
  UNION ALL SELECT 'essential', 'corpus', 'true'
  UNION ALL SELECT 'essential', 'calendar', 'true'
  UNION ALL SELECT 'essential', 'radar', 'true'
  UNION ALL SELECT 'essential', 'landscape', 'true'
  UNION ALL SELECT 'essential', 'kn', 'false'
  UNION ALL SELECT 'essential', 'studio', 'false'
  UNION ALL SELECT 'essential', 'api_access', 'false'
  UNION ALL SELECT 'essential', 'seat_limit', '1'
  UNION ALL SELECT 'pro', 'corpus', 'true'
  UNION ALL SELECT 'pro', 'calendar', 'true'
  UNION ALL SELECT 'pro', 'radar', 'true'
  UNION ALL SELECT 'pro', 'landscape', 'true'
  UNION ALL SELECT 'pro', 'kn', 'true'
  UNION ALL SELECT 'pro', 'studio', 'true'
  UNION ALL SELECT 'pro', 'api_access', 'false'
  UNION ALL SELECT 'pro', 'seat_limit', '5'
  UNION ALL SELECT 'enterprise', 'corpus', 'true'
  UNION ALL SELECT 'enterprise', 'calendar', 'true'
  UNION ALL SELECT 'enterprise', 'radar', 'true'
  UNION ALL SELECT 'enterprise', 'landscape', 'true'
  UNION ALL SELECT 'enterprise', 'kn', 'true'
  UNION ALL SELECT 'enterprise', 'studio', 'true'
  UNION ALL SELECT 'enterprise', 'api_access', 'true'
  UNION ALL SELECT 'enterprise', 'seat_limit', '100'
);
