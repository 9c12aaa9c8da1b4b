// What is left on the disk when a process dies: the database file and its log as they are at that instant, whole or torn.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Copies the database and its write-ahead log, without its shared memory: the next opener recovers from the log. */
export function copyDatabase(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const copy = path.join(folder, path.basename(file));
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  return copy;
}

const logOf = (file: string): Buffer => (existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0));

export interface CommitWatch {
  /** Writes the image of a death inside the commit: of the bytes that it wrote to the log only the first part arrived. */
  tear(folder: string, share: (bytes: number) => number): string;
}

/** Taken before a transaction; torn after it. Bytes that were not written again keep what they held before. */
export function watchCommit(file: string): CommitWatch {
  const database = readFileSync(file);
  const before = logOf(file);
  return {
    tear: (folder, share) => {
      const after = logOf(file);
      const first = after.findIndex((byte, index) => byte !== before[index]);
      const arrived = first < 0 ? after.length : first + share(after.length - first);
      const torn = Buffer.from(after.length >= before.length ? after : before);
      before.copy(torn, 0);
      after.copy(torn, 0, 0, arrived);
      mkdirSync(folder, { recursive: true });
      const copy = path.join(folder, path.basename(file));
      writeFileSync(copy, database);
      writeFileSync(`${copy}-wal`, torn.subarray(0, Math.max(before.length, arrived)));
      return copy;
    },
  };
}
