// Brings the schema up to date: each migration in one transaction with its hash recorded, a backup before the first one.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';

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

/**
 * Applies what is pending. `backup` is called once before the first pending migration of a database that holds data.
 * Throws AppError DB_NEWER (a later program wrote it) or DB_FOREIGN (an applied migration is not the one we know).
 */
export function migrate(database: Database.Database, migrations: readonly Migration[], options: { nowIso: string; backup: () => void }): { applied: number; schemaVersion: number } {
  const latest = migrations.at(-1)?.number ?? 0;
  const current = Number(database.pragma('user_version', { simple: true }));
  if (current > latest) throw new AppError('DB_NEWER', `schema ${current}, this program knows ${latest}`);
  if (current > 0) refuseChangedHistory(database, migrations);
  const pending = migrations.filter((migration) => migration.number > current);
  if (pending.length > 0 && current > 0) options.backup();
  for (const migration of pending) {
    database.transaction(() => {
      database.exec(
        `CREATE TABLE IF NOT EXISTS schema_migrations (
           number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL
         ) STRICT`,
      );
      database.exec(migration.sql);
      database
        .prepare('INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)')
        .run(migration.number, migration.name, migration.sha256, options.nowIso);
      database.pragma(`user_version = ${migration.number}`);
    })();
  }
  return { applied: pending.length, schemaVersion: latest };
}

function refuseChangedHistory(database: Database.Database, migrations: readonly Migration[]): void {
  const rows = database.prepare('SELECT number, sha256 FROM schema_migrations').all() as { number: number; sha256: string }[];
  for (const row of rows) {
    const known = migrations.find((migration) => migration.number === row.number);
    if (known === undefined || known.sha256 !== row.sha256) throw new AppError('DB_FOREIGN', `migration ${row.number} is not the one this program knows`);
  }
}
