-- Why: a filter that is looked at every week deserves a name; what the user named is kept with the books and their backups.

CREATE TABLE saved_views (
  id         INTEGER PRIMARY KEY,
  table_id   TEXT NOT NULL,
  name       TEXT NOT NULL COLLATE NOCASE,
  params     TEXT NOT NULL,
  -- JSON array of column ids; NULL: those the list shows by itself.
  columns    TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (table_id, name)
) STRICT;
