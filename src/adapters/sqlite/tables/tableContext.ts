// What every table file is given: the open database and the instant a row is written at.
import type Database from 'better-sqlite3';

export interface TableContext {
  readonly db: Database.Database;
  /** Now, as ISO text. */
  readonly now: () => string;
}

/** SQLite has no booleans: 0 and 1. */
export const bit = (value: boolean): 0 | 1 => (value ? 1 : 0);
