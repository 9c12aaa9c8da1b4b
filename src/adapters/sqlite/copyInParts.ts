// Copies a database through a connection of its own, a part at a time, and checks the copy: for a thread beside the engine's.
import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../../contract/errors.ts';

/** 4 MB: between two parts it can be stopped. */
const pagesAtOnce = 1024;

/**
 * Writes `into` whole or not at all, as of the moment it began; rows written meanwhile are not in it and not held up.
 * Throws AppError CANCELLED when `isStopped` says so, DB_CORRUPT where the copy does not check, else SQLite's own errors.
 */
export async function copyInParts({ from, into, isStopped }: { readonly from: string; readonly into: string; readonly isStopped: () => boolean }): Promise<void> {
  const partial = `${into}.part`;
  try {
    rmSync(partial, { force: true });
    await copyPages(from, partial, isStopped);
    check(partial, isStopped);
    renameSync(partial, into);
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${rest}`, { force: true });
  }
}

async function copyPages(from: string, into: string, isStopped: () => boolean): Promise<void> {
  const source = new Database(from, { readonly: true, timeout: 5000 });
  try {
    source.pragma('trusted_schema = OFF');
    // One snapshot for all parts: without it every write of the engine would start the copy again (https://sqlite.org/backup.html).
    source.exec('BEGIN');
    source.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
    await source.backup(into, {
      progress: () => {
        if (isStopped()) throw new AppError('CANCELLED');
        return pagesAtOnce;
      },
    });
  } finally {
    source.close();
  }
}

function check(file: string, isStopped: () => boolean): void {
  const copy = new Database(file);
  try {
    // A single file that needs no log beside it.
    for (const setting of ['trusted_schema = OFF', 'synchronous = FULL', 'journal_mode = DELETE']) copy.pragma(setting);
    const tables = copy.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`).pluck().all() as string[];
    for (const table of tables) {
      if (isStopped()) throw new AppError('CANCELLED');
      const found: unknown = copy.pragma(`quick_check('${table.replaceAll(`'`, `''`)}')`, { simple: true });
      if (found !== 'ok') throw new AppError('DB_CORRUPT', `the backup's copy of ${table} does not check`);
    }
  } finally {
    copy.close();
  }
}
