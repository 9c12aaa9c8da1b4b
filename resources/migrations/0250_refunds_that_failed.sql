-- Why: what was given back of a charge did not go down again when a refund failed, so that charge could not be refunded once more.
UPDATE stripe_charges
SET amount_refunded = (SELECT COALESCE(SUM(amount), 0) FROM stripe_refunds WHERE charge_id = stripe_charges.id AND status NOT IN ('failed', 'canceled'))
WHERE id IN (SELECT charge_id FROM stripe_refunds WHERE status IN ('failed', 'canceled'));
