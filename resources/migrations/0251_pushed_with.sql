-- Why: a change in QuickBooks is a change of what was pushed; the business profile of today may name other accounts or another time zone than were pushed with.

-- The ids of accounts, item, codes and terms that documents referred to: one row for thousands of them.
CREATE TABLE qb_reference_sets (
  id   INTEGER PRIMARY KEY,
  -- JSON: {accounts, documents}
  refs TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE qb_pushed_with (
  -- invoice, or document: a refund, a month's fees, a payout
  kind             TEXT NOT NULL,
  subject_id       INTEGER NOT NULL,
  -- The local date as it was pushed.
  txn_date         TEXT NOT NULL,
  reference_set_id INTEGER NOT NULL REFERENCES qb_reference_sets (id),
  PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;
