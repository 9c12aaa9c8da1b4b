// Copies of the whole database, made with VACUUM INTO so that they are consistent while the program runs; where they lie and what is kept.
import { closeSync, lstatSync, mkdirSync, openSync, readSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { backupKinds, type BackupListed } from '../../contract/backups.ts';
import { instantFromMs } from '../../domain/calendar.ts';
import { applicationId } from './openDatabase.ts';

/** Of each kind; what a person put into the folder is never removed. */
const keptOfEachKind = 20;
const ownName = /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-(.+)\.sqlite$/;

export interface BackupPlace {
  readonly folder: string;
  readonly label: string;
  readonly nowIso: string;
}

const endingOf = ({ label }: BackupPlace): string => `-${label.replaceAll(/[^a-z0-9-]/gi, '-')}.sqlite`;

/** Path of `<instant>-<label>.sqlite`, which is not there yet; its folder is. */
export function newBackupFile(place: BackupPlace): string {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const file = path.join(place.folder, `${place.nowIso.replaceAll(':', '').replaceAll('.', '')}${endingOf(place)}`);
  rmSync(file, { force: true });
  return file;
}

/** Of this kind the latest 20 stay. */
export function keepLatest(place: BackupPlace): void {
  const old = readdirSync(place.folder).filter((name) => ownName.test(name) && name.endsWith(endingOf(place))).toSorted().slice(0, -keptOfEachKind);
  for (const name of old) rmSync(path.join(place.folder, name), { force: true });
}

/** Writes the copy and keeps the latest 20 of its kind; answers the file's path. Nothing else runs meanwhile. */
export function backupDatabase(database: Database.Database, place: BackupPlace): string {
  const file = newBackupFile(place);
  database.prepare('VACUUM INTO ?').run(file);
  keepLatest(place);
  return file;
}

/** When the latest backup was made, from its name; null: none. */
export function lastBackupAt(folder: string): string | null {
  return namesIn(folder).map(instantOf).filter((at) => at !== null).toSorted().at(-1) ?? null;
}

/** Newest first. What is no plain file, or has a name that no operation would take, is left out. */
export function listBackups(folder: string): readonly BackupListed[] {
  return namesIn(folder)
    .filter((name) => /^[A-Za-z0-9][A-Za-z0-9._ -]{0,150}\.sqlite$/.test(name))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const stat = lstatSync(file, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile()) return [];
      const label = ownName.exec(name)?.[6];
      const kind = backupKinds.find((known) => known === label) ?? 'other';
      return [{ file: name, kind, createdAt: instantOf(name) ?? instantFromMs(Math.floor(stat.mtimeMs)), bytes: stat.size, schemaVersion: readHeader(file)?.schemaVersion ?? null }];
    })
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The first 100 bytes say what a file is before SQLite is let near it (https://sqlite.org/fileformat.html#the_database_header). */
export function readHeader(file: string): { readonly schemaVersion: number } | undefined {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, header, 0, 100, 0) < 100) return undefined;
  } finally {
    closeSync(handle);
  }
  const isSqlite = header.toString('latin1', 0, 16) === 'SQLite format 3\0';
  return isSqlite && header.readUInt32BE(68) === applicationId ? { schemaVersion: header.readUInt32BE(60) } : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
  } catch {
    return [];
  }
}

function instantOf(name: string): string | null {
  const match = ownName.exec(name);
  return match === null ? null : `${match[1]}T${match[2]}:${match[3]}:${match[4]}.${match[5]}Z`;
}
