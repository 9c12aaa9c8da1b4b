// Looks into a file that may come from anywhere before it takes the place of the books: is it ours, whole, unaltered, readable.
import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, fsyncSync, lstatSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';
import type { Sha256Hex } from '../../engine/ports/runtime.ts';
import { readHeader } from './backup.ts';
import { appliedMigrations, migrate, type Migration } from './migrate.ts';
import { sqliteFailure } from './sqliteFailure.ts';
import { ledgerTable } from './tables/ledgerTable.ts';

export interface InspectOptions {
  /** The candidate. */
  readonly file: string;
  /** Where the copy goes that is inspected and, if it is sound, used: what was checked is what is taken. */
  readonly copyTo: string;
  readonly migrations: readonly Migration[];
  readonly sha256Hex: Sha256Hex;
  readonly nowIso: string;
}

const refuse = (reason: string): AppError => new AppError('BACKUP_REFUSED', reason);

/**
 * Copies the file, checks the copy and brings its schema up to date; answers the open copy and the hash of the file as it
 * was found. Throws AppError NOT_FOUND, DB_NEWER, BACKUP_REFUSED, DISK_FULL; the copy is removed then.
 */
export function inspectBackup(options: InspectOptions): { database: Database.Database; sha256: string } {
  const { file, copyTo, migrations } = options;
  removeDatabase(copyTo);
  let database: Database.Database | undefined;
  try {
    refuseUnfit(file);
    copyFileSync(file, copyTo);
    const header = readHeader(copyTo);
    if (header === undefined) throw refuse('it is not a Tieout database');
    const latest = migrations.at(-1)?.number ?? 0;
    if (header.schemaVersion > latest) throw new AppError('DB_NEWER', `schema ${header.schemaVersion}, this program knows ${latest}`);
    const sha256 = fileSha256(copyTo);
    database = new Database(copyTo);
    for (const setting of ['trusted_schema = OFF', 'cell_size_check = ON', 'foreign_keys = ON', 'recursive_triggers = ON', 'journal_mode = DELETE', 'synchronous = FULL']) database.pragma(setting);
    refuseForeignSchema(database, migrations);
    refuseDamage(database);
    migrate(database, migrations, { nowIso: options.nowIso, backup: () => undefined });
    refuseBrokenChain(database, options.sha256Hex);
    return { database, sha256 };
  } catch (error) {
    database?.close();
    removeDatabase(copyTo);
    throw asRefusal(error);
  }
}

/** A damaged or hostile file shows itself as SQLite's error wherever it is first touched. */
function asRefusal(error: unknown): unknown {
  const known = error instanceof AppError ? error : sqliteFailure(error);
  if (known === undefined) return error instanceof Database.SqliteError ? refuse('SQLite can not read it') : error;
  if (known.code === 'DB_CORRUPT') return refuse('the file is damaged');
  return known.code === 'DB_FOREIGN' || known.code === 'DB_NOT_MIGRATED' ? refuse('its history of schema changes is not this program’s') : known;
}

function refuseUnfit(file: string): void {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw new AppError('NOT_FOUND', 'no such backup');
  if (!stat.isFile()) throw refuse('it is not a plain file');
  // Rows that were saved last are in the log beside a copy that was taken while the program ran.
  if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) throw refuse('a -wal file lies beside it, so it was copied from a running program and lacks its last rows');
}

/** Exactly what the migrations make, word for word: no view, trigger, index or table more or less. */
function refuseForeignSchema(database: Database.Database, migrations: readonly Migration[]): void {
  const expected = new Database(':memory:');
  try {
    // How a renamed table is spelled depends on it.
    expected.pragma('foreign_keys = ON');
    migrate(expected, appliedMigrations(database, migrations), { nowIso: '2026-01-01T00:00:00.000Z', backup: () => undefined });
    const wanted = schemaOf(expected);
    const found = schemaOf(database);
    for (const [name, sql] of found) {
      if (!wanted.has(name)) throw refuse(`it contains ${name}, which is not part of Tieout’s schema`);
      if (wanted.get(name) !== sql) throw refuse(`its ${name} is not the one that Tieout makes`);
    }
    for (const name of wanted.keys()) if (!found.has(name)) throw refuse(`its ${name} is missing`);
  } finally {
    expected.close();
  }
}

function schemaOf(database: Database.Database): ReadonlyMap<string, string> {
  const rows = database.prepare<[], { type: string; name: string; table_name: string; sql: string | null }>(
    // Statistics that SQLite keeps for itself are data.
    `SELECT type, name, tbl_name AS table_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat_'`,
  ).all();
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, `${row.table_name} ${row.sql ?? ''}`]));
}

function refuseDamage(database: Database.Database): void {
  if (database.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw refuse('the file is damaged');
  const [broken] = database.pragma('foreign_key_check') as { table: string }[];
  if (broken !== undefined) throw refuse(`rows of ${broken.table} refer to rows that are not there`);
}

function refuseBrokenChain(database: Database.Database, sha256Hex: Sha256Hex): void {
  const { firstBrokenId } = ledgerTable({ db: database, now: () => '' }, sha256Hex, 'aud').verifyChain();
  if (firstBrokenId !== null) throw refuse(`its ledger was altered: row ${firstBrokenId} or the one before it does not verify`);
}

const chunkBytes = 1024 * 1024;

function fileSha256(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(chunkBytes);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}

/** What was written is on the disk before anything relies on it. */
export function flushFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
