// Opens the SQLite file with the settings that the guarantees rest on, and refuses files that are not ours.
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import { sqliteFailure } from './sqliteFailure.ts';

/** "TOUT" in ASCII; written into the file's header so that a foreign database is recognised. */
export const applicationId = 0x544f5554;

/** Files below this size are checked whole at every start; larger ones only by "Check the books". */
const quickCheckLimitBytes = 64 * 1024 * 1024;

/**
 * Opens (or creates) the database. Throws AppError DB_FOREIGN (another program's file), DB_CORRUPT, DB_BUSY, DISK_FULL.
 * `synchronous=FULL` is set and read back on every connection: better-sqlite3 reports FULL on a new WAL file but NORMAL
 * when the same file is opened again, and NORMAL loses acknowledged rows at a power cut.
 */
export function openDatabase(file: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    const isNew = file === ':memory:' || !existsSync(file) || statSync(file).size === 0;
    database = new Database(file, { timeout: 5000 });
    // Another program's file must not be changed, not even its journal mode.
    if (!isNew) refuseForeign(database, file);
    applySettings(database, file);
    if (isNew) database.pragma(`application_id = ${applicationId}`);
    if (!isNew && statSync(file).size < quickCheckLimitBytes) refuseDamaged(database);
    return database;
  } catch (error) {
    database?.close();
    throw sqliteFailure(error) ?? error;
  }
}

function refuseForeign(database: Database.Database, file: string): void {
  const id: unknown = database.pragma('application_id', { simple: true });
  if (id === applicationId) return;
  const tables = database.prepare('SELECT COUNT(*) AS n FROM sqlite_master').get() as { n: number };
  if (id !== 0 || tables.n > 0) throw new AppError('DB_FOREIGN', file);
}

function applySettings(database: Database.Database, file: string): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // Without it INSERT OR REPLACE slips past the append-only triggers.
  database.pragma('recursive_triggers = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -65536');
  const expected: readonly [string, unknown][] = [
    ['journal_mode', file === ':memory:' ? 'memory' : 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
  ];
  for (const [name, value] of expected) {
    const found: unknown = database.pragma(name, { simple: true });
    if (found !== value) throw new AppError('DB_CORRUPT', `setting ${name} could not be made ${String(value)}`);
  }
}

function refuseDamaged(database: Database.Database): void {
  const found: unknown = database.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new AppError('DB_CORRUPT', 'the integrity check failed');
}
