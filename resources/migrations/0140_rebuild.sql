-- Why: the mirror is fetched again beside the books and compared with them; what differs is kept until a person decides.

CREATE TABLE rebuild_runs (
  id          INTEGER PRIMARY KEY,
  -- reading, comparing, ready, applying, discarded
  state       TEXT NOT NULL,
  started_at  TEXT NOT NULL,
  compared_at TEXT,
  applied_at  TEXT,
  updated_at  TEXT NOT NULL
) STRICT;

CREATE TABLE rebuild_differences (
  id         INTEGER PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES rebuild_runs (id),
  kind       TEXT NOT NULL,
  table_name TEXT NOT NULL,
  row_key    TEXT NOT NULL,
  field      TEXT,
  here       TEXT,
  there      TEXT
) STRICT;
CREATE INDEX rebuild_differences_by_run ON rebuild_differences (run_id, kind, id);
