-- Why: figures that stood without rows behind them: one-off lines on subscription invoices, payments recovered by hand, a lost dispute behind a
-- cancellation, and subscriptions that count although nothing is collected.

-- One-off lines of an invoice, whatever else it bills.
CREATE TABLE mrr_one_off (
  stripe_invoice_id  TEXT PRIMARY KEY,
  stripe_customer_id TEXT NOT NULL,
  paid_at            TEXT NOT NULL,
  ex_gst             INTEGER NOT NULL
) STRICT;
CREATE INDEX mrr_one_off_by_payment ON mrr_one_off (paid_at);

-- Of subscriptions whose collection is paused, but which still count.
ALTER TABLE mrr_clients ADD COLUMN mrr_paused INTEGER NOT NULL DEFAULT 0;

-- A first attempt that failed and was then paid by hand never counts as a second attempt: the charge tells.
CREATE INDEX stripe_charges_failed ON stripe_charges (created_at) WHERE is_paid = 0;

CREATE INDEX stripe_disputes_lost ON stripe_disputes (charge_id) WHERE status = 'lost';
CREATE TRIGGER mrr_waiting_for_lost_dispute_insert AFTER INSERT ON stripe_disputes WHEN NEW.status = 'lost'
BEGIN
  INSERT INTO mrr_waiting SELECT DISTINCT org_id FROM billing_customers
  WHERE stripe_customer_id IN (SELECT stripe_customer_id FROM stripe_charges WHERE id = NEW.charge_id)
    AND NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = billing_customers.org_id);
END;
CREATE TRIGGER mrr_waiting_for_lost_dispute_update AFTER UPDATE OF status ON stripe_disputes WHEN OLD.status <> NEW.status AND 'lost' IN (OLD.status, NEW.status)
BEGIN
  INSERT INTO mrr_waiting SELECT DISTINCT org_id FROM billing_customers
  WHERE stripe_customer_id IN (SELECT stripe_customer_id FROM stripe_charges WHERE id = NEW.charge_id)
    AND NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = billing_customers.org_id);
END;

-- What was read before is read again, once: for one-off lines, pauses and lost disputes.
INSERT INTO mrr_reread
SELECT position, type, ''
FROM (SELECT 1 AS position, 'subscription' AS type UNION ALL SELECT 2, 'invoice')
WHERE EXISTS (SELECT 1 FROM stripe_objects) AND NOT EXISTS (SELECT 1 FROM mrr_reread);
