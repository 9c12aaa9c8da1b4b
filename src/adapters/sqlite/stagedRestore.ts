// A restore in two steps, so that a crash in between loses nothing: a checked copy is laid ready, the next start puts it in place.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { flushFile, removeDatabase } from './inspectBackup.ts';

const stagedFile = (databaseFile: string): string => `${databaseFile}.restore`;

export const isRestoreStaged = (databaseFile: string): boolean => existsSync(stagedFile(databaseFile));

/** `checked` is closed and sound; it is on the disk before it gets the name that the next start looks for. */
export function stageRestore(databaseFile: string, checked: string): void {
  removeDatabase(stagedFile(databaseFile));
  flushFile(checked);
  renameSync(checked, stagedFile(databaseFile));
}

/** Before the database is opened. The log of the old one goes first: a new file beside it would be damaged by it. */
export function takeStagedRestore(databaseFile: string): void {
  if (databaseFile === ':memory:' || !isRestoreStaged(databaseFile)) return;
  for (const suffix of ['-wal', '-shm']) rmSync(`${databaseFile}${suffix}`, { force: true });
  renameSync(stagedFile(databaseFile), databaseFile);
}
