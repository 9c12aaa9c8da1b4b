// One program per data folder: a lock that the operating system drops by itself when its holder dies, even by kill -9.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../contract/errors.ts';

export interface DataLock {
  release(): void;
}

/**
 * Holds SQLite's exclusive lock on an empty file, which is a lock of the operating system on every platform; a file that holds
 * a process id could be stale, and process ids are used again. The id is written beside it for the message only.
 * Throws DB_BUSY when another process holds it.
 */
export const takeDataLock = (lockFile: string, processId: number): DataLock => {
  const noteFile = `${lockFile}.pid`;
  const database = new Database(lockFile, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new AppError('DB_BUSY', holderOf(noteFile));
    }
    throw error;
  }
  writeFileSync(noteFile, `${processId}\n`, { mode: 0o600 });
  return {
    release: () => {
      if (!database.open) return;
      rmSync(noteFile, { force: true });
      database.close();
    },
  };
};

const holderOf = (noteFile: string): string | undefined => {
  try {
    const text = readFileSync(noteFile, 'utf8').trim();
    return /^\d+$/.test(text) ? `process ${text}` : undefined;
  } catch {
    return undefined;
  }
};
