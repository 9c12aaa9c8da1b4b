-- Why: within a trigger, OR IGNORE gives way to the conflict rule of the statement that fired it, so a client already waiting failed it.

DROP TRIGGER mrr_waiting_for_customer;
CREATE TRIGGER mrr_waiting_for_customer AFTER UPDATE OF org_id, is_test ON billing_customers
WHEN OLD.org_id <> NEW.org_id OR OLD.is_test <> NEW.is_test
BEGIN
  INSERT INTO mrr_waiting SELECT OLD.org_id WHERE NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = OLD.org_id);
  INSERT INTO mrr_waiting SELECT NEW.org_id WHERE NOT EXISTS (SELECT 1 FROM mrr_waiting WHERE org_id = NEW.org_id);
END;
