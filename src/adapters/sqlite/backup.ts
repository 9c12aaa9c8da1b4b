// Copies of the whole database, made with VACUUM INTO so that they are consistent while the program runs.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';

const kept = 20;

/** Writes `<instant>-<label>.sqlite` into the folder and keeps the latest 20; answers the file's path. */
export function backupDatabase(database: Database.Database, folder: string, label: string, nowIso: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = nowIso.replaceAll(':', '').replaceAll('.', '');
  const file = path.join(folder, `${stamp}-${label.replaceAll(/[^a-z0-9-]/gi, '-')}.sqlite`);
  rmSync(file, { force: true });
  database.prepare('VACUUM INTO ?').run(file);
  const old = readdirSync(folder).filter((name) => name.endsWith('.sqlite')).toSorted().slice(0, -kept);
  for (const name of old) rmSync(path.join(folder, name), { force: true });
  return file;
}

/** When the latest backup was made, from its name; null: none. */
export function lastBackupAt(folder: string): string | null {
  try {
    const name = readdirSync(folder).filter((entry) => entry.endsWith('.sqlite')).toSorted().at(-1);
    const match = name === undefined ? null : /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z/.exec(name);
    return match === null ? null : `${match[1]}T${match[2]}:${match[3]}:${match[4]}.${match[5]}Z`;
  } catch {
    return null;
  }
}
