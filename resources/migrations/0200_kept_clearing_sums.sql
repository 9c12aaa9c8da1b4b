-- Why: payouts, fees and exceptions open at a million balance transactions in milliseconds: their sums are kept, not summed again.

CREATE TABLE clearing_sums (
  currency         TEXT NOT NULL,
  month            TEXT NOT NULL,
  account_class    TEXT NOT NULL,
  balance_type     TEXT NOT NULL,
  -- '' where the posting has no fee.
  fee_type         TEXT NOT NULL,
  posting_count    INTEGER NOT NULL,
  net              INTEGER NOT NULL,
  fee_cost         INTEGER NOT NULL,
  fee_gst_included INTEGER NOT NULL,
  fee_gst_on_top   INTEGER NOT NULL,
  PRIMARY KEY (currency, month, account_class, balance_type, fee_type)
) STRICT, WITHOUT ROWID;

INSERT INTO clearing_sums
SELECT currency, month, account_class, balance_type, COALESCE(fee_type, ''), COUNT(*), SUM(net), SUM(fee_cost), SUM(fee_gst_included), SUM(fee_gst_on_top)
FROM clearing_postings GROUP BY currency, month, account_class, balance_type, COALESCE(fee_type, '');

-- The book only grows.
CREATE TRIGGER clearing_postings_sums AFTER INSERT ON clearing_postings
BEGIN
  INSERT INTO clearing_sums
  VALUES (NEW.currency, NEW.month, NEW.account_class, NEW.balance_type, COALESCE(NEW.fee_type, ''), 1, NEW.net, NEW.fee_cost, NEW.fee_gst_included, NEW.fee_gst_on_top)
  ON CONFLICT DO UPDATE SET
    posting_count = posting_count + 1, net = net + excluded.net, fee_cost = fee_cost + excluded.fee_cost,
    fee_gst_included = fee_gst_included + excluded.fee_gst_included, fee_gst_on_top = fee_gst_on_top + excluded.fee_gst_on_top;
END;

-- What the members of each payout sum to, the payout's own rows left out. '' stands for postings that no payout took, those of
-- the bank left out: manual payouts may have drawn on them.
CREATE TABLE payout_member_sums (
  payout_id    TEXT NOT NULL,
  currency     TEXT NOT NULL,
  member_count INTEGER NOT NULL,
  member_net   INTEGER NOT NULL,
  PRIMARY KEY (payout_id, currency)
) STRICT, WITHOUT ROWID;

INSERT INTO payout_member_sums
SELECT COALESCE(b.payout_id, ''), c.currency, COUNT(*), SUM(c.net)
FROM clearing_postings c JOIN stripe_balance_transactions b ON b.id = c.balance_transaction_id
WHERE CASE WHEN b.payout_id IS NULL THEN c.account_class <> 'bank' ELSE COALESCE(b.source_id, '') <> b.payout_id END
GROUP BY COALESCE(b.payout_id, ''), c.currency;

-- A balance transaction is mirrored before or after it is posted, and is told its payout later: each way keeps the sums.
CREATE TRIGGER payout_members_posted AFTER INSERT ON clearing_postings
BEGIN
  INSERT INTO payout_member_sums
  SELECT COALESCE(payout_id, ''), NEW.currency, 1, NEW.net FROM stripe_balance_transactions
  WHERE id = NEW.balance_transaction_id AND CASE WHEN payout_id IS NULL THEN NEW.account_class <> 'bank' ELSE COALESCE(source_id, '') <> payout_id END
  ON CONFLICT DO UPDATE SET member_count = member_count + 1, member_net = member_net + excluded.member_net;
END;

CREATE TRIGGER payout_members_mirrored AFTER INSERT ON stripe_balance_transactions
BEGIN
  INSERT INTO payout_member_sums
  SELECT COALESCE(NEW.payout_id, ''), currency, 1, net FROM clearing_postings
  WHERE balance_transaction_id = NEW.id AND CASE WHEN NEW.payout_id IS NULL THEN account_class <> 'bank' ELSE COALESCE(NEW.source_id, '') <> NEW.payout_id END
  ON CONFLICT DO UPDATE SET member_count = member_count + 1, member_net = member_net + excluded.member_net;
END;

CREATE TRIGGER payout_members_moved AFTER UPDATE OF payout_id, source_id ON stripe_balance_transactions
WHEN OLD.payout_id IS NOT NEW.payout_id OR OLD.source_id IS NOT NEW.source_id
BEGIN
  INSERT INTO payout_member_sums
  SELECT COALESCE(OLD.payout_id, ''), currency, -1, -net FROM clearing_postings
  WHERE balance_transaction_id = OLD.id AND CASE WHEN OLD.payout_id IS NULL THEN account_class <> 'bank' ELSE COALESCE(OLD.source_id, '') <> OLD.payout_id END
  ON CONFLICT DO UPDATE SET member_count = member_count - 1, member_net = member_net + excluded.member_net;
  INSERT INTO payout_member_sums
  SELECT COALESCE(NEW.payout_id, ''), currency, 1, net FROM clearing_postings
  WHERE balance_transaction_id = NEW.id AND CASE WHEN NEW.payout_id IS NULL THEN account_class <> 'bank' ELSE COALESCE(NEW.source_id, '') <> NEW.payout_id END
  ON CONFLICT DO UPDATE SET member_count = member_count + 1, member_net = member_net + excluded.member_net;
END;

CREATE TRIGGER payout_members_removed AFTER DELETE ON stripe_balance_transactions
BEGIN
  INSERT INTO payout_member_sums
  SELECT COALESCE(OLD.payout_id, ''), currency, -1, -net FROM clearing_postings
  WHERE balance_transaction_id = OLD.id AND CASE WHEN OLD.payout_id IS NULL THEN account_class <> 'bank' ELSE COALESCE(OLD.source_id, '') <> OLD.payout_id END
  ON CONFLICT DO UPDATE SET member_count = member_count - 1, member_net = member_net + excluded.member_net;
END;

-- Pages of payouts, newest first; the fees of one month in the order shown.
DROP INDEX stripe_payouts_by_arrival;
CREATE INDEX stripe_payouts_by_arrival ON stripe_payouts (arrival_date, created_at, id);
CREATE INDEX stripe_payouts_manual ON stripe_payouts (arrival_date, created_at, id) WHERE is_automatic = 0;
CREATE INDEX clearing_postings_with_fee ON clearing_postings (month, currency, effective_at, id) WHERE fee_type IS NOT NULL;
-- What went to and came from the bank is looked at after every sync.
CREATE INDEX clearing_postings_at_bank ON clearing_postings (source_id) WHERE account_class = 'bank';
-- What each organisation's subscriptions come to, without reading them.
CREATE INDEX billing_subscriptions_mrr ON billing_subscriptions (org_id, status, is_test, currency, monthly_ex_gst);
