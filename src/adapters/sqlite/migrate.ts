// Brings the schema up to date: every missing migration, all in one transaction, each with its hash recorded; a backup before.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { sqliteFailure } from './sqliteFailure.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** Reads `0010_name.sql` files in order. Each must open with a line `-- Why:`. */
export function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_.+\.sql$/.test(name)).toSorted();
  if (names.length === 0) throw new Error(`no migrations in ${path.basename(folder)}`);
  return names.map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8');
    if (!sql.startsWith('-- Why:')) throw new Error(`${name} does not say why`);
    return { number: Number(name.slice(0, 4)), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/** SQLite keeps the text as it is written, and a backup's schema is compared word for word: not a space may change. */
const historyTable = `CREATE TABLE IF NOT EXISTS schema_migrations (
           number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL
         ) STRICT`;

interface Applied {
  readonly number: number;
  readonly sha256: string;
}

/**
 * Applies every migration that is missing, by number, also one below the highest: two that were written side by side land in
 * either order. All in one transaction. `backup` is called once before, where the database holds data. Throws AppError DB_NEWER
 * (a later program wrote it), DB_FOREIGN (an applied migration is not the one we know), DB_NOT_MIGRATED (one can not be
 * applied); nothing was changed then.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[], options: { nowIso: string; backup: () => void }): { applied: number; schemaVersion: number } {
  const latest = Math.max(0, ...migrations.map(({ number }) => number));
  const current = Number(database.pragma('user_version', { simple: true }));
  if (current > latest) throw new AppError('DB_NEWER', `schema ${current}, this program knows ${latest}`);
  const applied = appliedMigrations(database, migrations);
  if (current > 0 && applied.length === 0) throw new AppError('DB_FOREIGN', `schema ${current} without its history`);
  const pending = migrations.filter(({ number }) => !applied.some((row) => row.number === number));
  if (pending.length > 0 && applied.length > 0) options.backup();
  database.transaction(() => {
    for (const migration of pending) applyMigration(database, migration, options.nowIso);
    if (pending.length > 0) database.pragma(`user_version = ${latest}`);
  })();
  return { applied: pending.length, schemaVersion: latest };
}

function applyMigration(database: Database.Database, { number, name, sql, sha256 }: Migration, nowIso: string): void {
  try {
    database.exec(historyTable);
    database.exec(sql);
  } catch (error) {
    throw sqliteFailure(error) ?? new AppError('DB_NOT_MIGRATED', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  database.prepare('INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)').run(number, name, sha256, nowIso);
}

/** What made this schema, in the order in which it was applied. Throws AppError DB_FOREIGN for a history that is not ours. */
export function appliedMigrations(database: Database.Database, migrations: readonly Migration[]): readonly Migration[] {
  const type = database.prepare<[], { type: string }>(`SELECT type FROM sqlite_master WHERE name = 'schema_migrations'`).get()?.type;
  if (type === undefined) return [];
  // A view of that name could answer anything, or never end.
  if (type !== 'table') throw new AppError('DB_FOREIGN', 'the history of the schema is not a table');
  return database.prepare<[], Applied>('SELECT number, sha256 FROM schema_migrations ORDER BY applied_at, number').all().map((row) => {
    const known = migrations.find((migration) => migration.number === row.number);
    if (known === undefined || known.sha256 !== row.sha256) throw new AppError('DB_FOREIGN', `migration ${row.number} is not the one this program knows`);
    return known;
  });
}
