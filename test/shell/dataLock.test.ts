// One program per data folder, also after a kill that leaves files behind.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AppError } from '../../src/contract/errors.ts';
import { takeDataLock } from '../../src/shell/dataLock.ts';

const newLockFile = (): string => path.join(mkdtempSync(path.join(os.tmpdir(), 'tieout-lock-')), 'tieout.lock');

const holdInOtherProcess = async (lockFile: string): Promise<ChildProcess> => {
  const holder = spawn(process.execPath, [fileURLToPath(new URL('lockHolder.ts', import.meta.url)), lockFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return holder;
};

const attempt = (lockFile: string): unknown => {
  try {
    return takeDataLock(lockFile, 1);
  } catch (error) {
    return error;
  }
};

test('a second program is refused with the first one named, and let in once it has gone', () => {
  const lockFile = newLockFile();
  const first = takeDataLock(lockFile, 4321);
  const refused = attempt(lockFile);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: 'DB_BUSY', detail: 'process 4321' });
  first.release();
  first.release();
  takeDataLock(lockFile, 2).release();
});

test('the lock of a process that was killed is taken over at once', async () => {
  const lockFile = newLockFile();
  const holder = await holdInOtherProcess(lockFile);
  expect(attempt(lockFile)).toMatchObject({ code: 'DB_BUSY', detail: `process ${holder.pid}` });
  const ended = once(holder, 'exit');
  holder.kill('SIGKILL');
  await ended;
  takeDataLock(lockFile, 3).release();
});

test('a note with nonsense in it is not repeated to the person', () => {
  const lockFile = newLockFile();
  const first = takeDataLock(lockFile, 1);
  writeFileSync(`${lockFile}.pid`, '<b>not a number</b>');
  expect(attempt(lockFile)).toMatchObject({ code: 'DB_BUSY', detail: undefined });
  first.release();
});
