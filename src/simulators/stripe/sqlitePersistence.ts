// Write-through of the simulator's state to a SQLite file, so that a demo survives a restart. better-sqlite3 is loaded
// only when a file is asked for: it needs Node 24 (on Node 20 its native code ends the process).
import type { StoredRow } from './objectStore.ts';

export type Persistence = {
  rows(): Iterable<StoredRow>;
  meta(): Map<string, string>;
  /** One transaction: everything a request changed, before its answer is sent. */
  write(
    changes: { upserts: StoredRow[]; deletions: { type: string; id: string }[] },
    meta: Record<string, string>,
  ): void;
  close(): void;
};

export async function openSqlitePersistence(file: string): Promise<Persistence> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`
    CREATE TABLE IF NOT EXISTS objects (
      type TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, created INTEGER NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (type, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `);
  const upsert = database.prepare<StoredRow>(`
    INSERT INTO objects (type, id, sequence, created, json) VALUES (@type, @id, @sequence, @created, @json)
    ON CONFLICT (type, id) DO UPDATE SET json = excluded.json
  `);
  const remove = database.prepare<[string, string]>('DELETE FROM objects WHERE type = ? AND id = ?');
  const setMeta = database.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const write = database.transaction(
    (changes: { upserts: StoredRow[]; deletions: { type: string; id: string }[] }, meta: Record<string, string>) => {
      for (const row of changes.upserts) upsert.run(row);
      for (const { type, id } of changes.deletions) remove.run(type, id);
      for (const [key, value] of Object.entries(meta)) setMeta.run(key, value);
    },
  );
  return {
    rows: () =>
      database
        .prepare<[], StoredRow>('SELECT type, id, sequence, created, json FROM objects ORDER BY created, sequence')
        .iterate(),
    meta: () =>
      new Map(
        database
          .prepare<[], { key: string; value: string }>('SELECT key, value FROM meta')
          .all()
          .map(({ key, value }) => [key, value]),
      ),
    write,
    close: () => {
      database.close();
    },
  };
}
