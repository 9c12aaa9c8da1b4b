-- Why: a subscription is changed from its row: a version that a stale screen can not act on, the schedule that waits, and its list.

ALTER TABLE billing_subscriptions ADD COLUMN row_version INTEGER NOT NULL DEFAULT 0;
-- A change at the end of the period (a downgrade) is a schedule at Stripe.
ALTER TABLE billing_subscriptions ADD COLUMN stripe_schedule_id TEXT;
CREATE INDEX billing_subscriptions_by_period_end ON billing_subscriptions (current_period_end, stripe_subscription_id);
CREATE INDEX billing_subscriptions_by_override ON billing_subscriptions (price_override_expires_at) WHERE price_override_active = 1;
CREATE INDEX billing_invoices_open_by_subscription ON billing_invoices (stripe_subscription_id) WHERE status = 'open';
