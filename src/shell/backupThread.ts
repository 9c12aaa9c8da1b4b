// Entry of the thread that copies the database while the engine goes on answering.
import { parentPort, workerData } from 'node:worker_threads';
import type { BackupThreadData, FromBackupThread } from '../adapters/sqlite/backupThreadMessages.ts';
import { copyInParts } from '../adapters/sqlite/copyInParts.ts';
import { sqliteFailure } from '../adapters/sqlite/sqliteFailure.ts';
import { bugReport } from './terminal.ts';

const main = async ({ from, into, stop }: BackupThreadData): Promise<void> => {
  const answer = (message: FromBackupThread): void => parentPort?.postMessage(message);
  try {
    await copyInParts({ from, into, isStopped: () => Atomics.load(stop, 0) !== 0 });
    answer({ ok: true });
  } catch (error) {
    const known = sqliteFailure(error);
    answer({ ok: false, code: known?.code ?? null, text: known === undefined ? bugReport(error) : (known.detail ?? '') });
  }
};

void main(workerData as BackupThreadData);
