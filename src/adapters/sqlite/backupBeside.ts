// A backup made by a thread of its own: at a million invoices it takes half a minute, and the engine answers meanwhile.
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { keepLatest, newBackupFile, type BackupPlace } from './backup.ts';
import type { BackupThreadData, FromBackupThread } from './backupThreadMessages.ts';

/**
 * As `backupDatabase`, without holding up the engine; answers the file's path. Rejects with AppError CANCELLED once `signal` is
 * aborted, DISK_FULL, DB_CORRUPT … and leaves nothing behind then.
 */
export async function backupBeside(databaseFile: string, place: BackupPlace, { threadFile, signal }: { readonly threadFile: string; readonly signal: AbortSignal | undefined }): Promise<string> {
  const into = newBackupFile(place);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const workerData: BackupThreadData = { from: databaseFile, into, stop };
  const askToStop = (): void => void Atomics.store(stop, 0, 1);
  if (signal?.aborted === true) throw new AppError('CANCELLED');
  signal?.addEventListener('abort', askToStop, { once: true });
  try {
    await ended(new Worker(threadFile, { workerData, name: 'backup' }));
  } finally {
    signal?.removeEventListener('abort', askToStop);
  }
  keepLatest(place);
  return into;
}

/** Rejects where the thread says that it failed, and where it ends without a word. */
function ended(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer: FromBackupThread | undefined;
    worker.once('message', (message: FromBackupThread) => {
      answer = message;
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      if (answer?.ok === true) resolve();
      else if (answer === undefined) reject(new Error('the thread of the backup ended without an answer'));
      else reject(answer.code === null ? new Error(answer.text) : new AppError(answer.code, answer.text));
    });
  });
}
