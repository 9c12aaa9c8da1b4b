// What the backup's thread is told at its start, and its one answer.
import type { ErrorCode } from '../../contract/errors.ts';

export interface BackupThreadData {
  readonly from: string;
  readonly into: string;
  /** Its first element is set to 1 to stop the copy: seen between two parts, also by a thread that is at work. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** `code` null: a bug; `text` is its stack. */
export type FromBackupThread = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode | null; readonly text: string };
