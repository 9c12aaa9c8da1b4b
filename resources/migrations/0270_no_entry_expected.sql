-- Why: a client overseas, or one that is no RTO, has no register entry and never will. Until a person could say so, it waited
-- for a hand for ever. The note says why; NULL: an entry is expected.
ALTER TABLE orgs ADD COLUMN no_entry_note TEXT;
