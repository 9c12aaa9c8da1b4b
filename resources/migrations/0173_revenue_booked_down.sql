-- Why: committed MRR leaves out what a change planned for the next period takes off, so a schedule that is read has its client derived again.

ALTER TABLE mrr_clients ADD COLUMN mrr_booked_down INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER mrr_waiting_for_schedule_insert AFTER INSERT ON stripe_subscription_schedules
BEGIN
  INSERT INTO mrr_waiting SELECT org_id FROM billing_customers
  WHERE stripe_customer_id = NEW.stripe_customer_id AND NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = billing_customers.org_id);
END;
CREATE TRIGGER mrr_waiting_for_schedule_update AFTER UPDATE ON stripe_subscription_schedules
WHEN OLD.status <> NEW.status OR OLD.phases <> NEW.phases OR OLD.current_phase_end IS NOT NEW.current_phase_end
BEGIN
  INSERT INTO mrr_waiting SELECT org_id FROM billing_customers
  WHERE stripe_customer_id = NEW.stripe_customer_id AND NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = billing_customers.org_id);
END;

-- Schedules from before: their clients once.
INSERT INTO mrr_waiting SELECT DISTINCT org_id FROM billing_customers
WHERE stripe_customer_id IN (SELECT stripe_customer_id FROM stripe_subscription_schedules WHERE status = 'active')
  AND org_id NOT IN (SELECT org_id FROM mrr_waiting);
