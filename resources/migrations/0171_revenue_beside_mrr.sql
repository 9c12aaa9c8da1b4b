-- Why: usage revenue stands beside the MRR, and each subscription's way from Stripe's MRR to ours is kept, so that neither is searched for.

ALTER TABLE mrr_invoices ADD COLUMN usage_ex_gst INTEGER NOT NULL DEFAULT 0;
CREATE INDEX mrr_invoices_with_usage ON mrr_invoices (paid_at) WHERE usage_ex_gst <> 0;

CREATE TABLE mrr_bridge (
  stripe_subscription_id TEXT PRIMARY KEY,
  org_id    TEXT NOT NULL,
  stripe    INTEGER NOT NULL,
  tax       INTEGER NOT NULL,
  discounts INTEGER NOT NULL,
  past_due  INTEGER NOT NULL,
  paused    INTEGER NOT NULL,
  timing    INTEGER NOT NULL,
  ours      INTEGER NOT NULL,
  CHECK (stripe + tax + discounts + past_due + paused + timing = ours)
) STRICT;
CREATE INDEX mrr_bridge_by_client ON mrr_bridge (org_id);
