// A real SQLite file with the whole schema, for one test; removed afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';

const migrationsFolder = path.resolve(import.meta.dirname, '../../../../resources/migrations');

export interface TestDatabase {
  readonly db: Database.Database;
  remove(): void;
}

export function makeTestDatabase(): TestDatabase {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-reads-'));
  const db = new Database(path.join(folder, 'test.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  db.pragma('trusted_schema = OFF');
  for (const name of readdirSync(migrationsFolder).toSorted()) db.exec(readFileSync(path.join(migrationsFolder, name), 'utf8'));
  return {
    db,
    remove: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
