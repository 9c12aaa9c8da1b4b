// Write-through persistence: what one request changed goes to SQLite in one transaction, before the answer.
import type { Database, Statement } from 'better-sqlite3';

export interface JournalRow {
  /** The company, or "" for what belongs to all. */
  realmId: string;
  kind: string;
  key: string;
  value: unknown;
}

export interface Persistence {
  load(): JournalRow[];
  /** Writes the rows in one transaction; value null removes the row. */
  write(rows: readonly JournalRow[]): void;
  close(): void;
}

/** Nothing is kept beyond the process. */
export const memoryOnly: Persistence = { load: () => [], write: () => undefined, close: () => undefined };

class SqlitePersistence implements Persistence {
  private readonly database: Database;
  private readonly upsert: Statement;
  private readonly remove: Statement;
  private readonly writeAll: (rows: readonly JournalRow[]) => void;

  constructor(database: Database) {
    this.database = database;
    database.pragma('journal_mode = WAL');
    // A killed process loses nothing with NORMAL; only a power cut could, and then the simulated vendor loses too.
    database.pragma('synchronous = NORMAL');
    database.exec(
      `CREATE TABLE IF NOT EXISTS quickbooks_simulator (
         realm_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
         PRIMARY KEY (realm_id, kind, key)
       ) STRICT, WITHOUT ROWID`,
    );
    this.upsert = database.prepare(
      `INSERT INTO quickbooks_simulator (realm_id, kind, key, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (realm_id, kind, key) DO UPDATE SET value = excluded.value`,
    );
    this.remove = database.prepare('DELETE FROM quickbooks_simulator WHERE realm_id = ? AND kind = ? AND key = ?');
    this.writeAll = database.transaction((rows: readonly JournalRow[]) => {
      for (const row of rows) {
        // A setting's null is a value (books opened again); a record's null is its removal.
        if (row.value === null && row.kind !== 'setting') this.remove.run(row.realmId, row.kind, row.key);
        else this.upsert.run(row.realmId, row.kind, row.key, JSON.stringify(row.value));
      }
    });
  }

  load(): JournalRow[] {
    const rows = this.database
      .prepare('SELECT realm_id, kind, key, value FROM quickbooks_simulator ORDER BY realm_id, kind, key')
      .all() as { realm_id: string; kind: string; key: string; value: string }[];
    return rows.map((row) => ({
      realmId: row.realm_id,
      kind: row.kind,
      key: row.key,
      value: JSON.parse(row.value) as unknown,
    }));
  }

  write(rows: readonly JournalRow[]): void {
    if (rows.length > 0) this.writeAll(rows);
  }

  close(): void {
    this.database.close();
  }
}

/** Opens (or makes) the file. The native module is loaded only here, when a file is wanted. */
export async function openPersistence(databaseFile: string | undefined): Promise<Persistence> {
  if (databaseFile === undefined) return memoryOnly;
  const { default: SqliteDatabase } = await import('better-sqlite3');
  return new SqlitePersistence(new SqliteDatabase(databaseFile));
}

/** Collects changes until they are written; the last change of a key wins. */
export class ChangeBuffer {
  private readonly rows = new Map<string, JournalRow>();
  private readonly persistence: Persistence;

  constructor(persistence: Persistence) {
    this.persistence = persistence;
  }

  journalFor(realmId: string): (kind: string, key: string, value: unknown) => void {
    if (this.persistence === memoryOnly) return () => undefined;
    return (kind, key, value) => {
      this.rows.set(JSON.stringify([realmId, kind, key]), { realmId, kind, key, value });
    };
  }

  flush(): void {
    if (this.rows.size === 0) return;
    this.persistence.write([...this.rows.values()]);
    this.rows.clear();
  }
}
