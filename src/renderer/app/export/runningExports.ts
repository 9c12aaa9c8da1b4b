// Exports that are being written: they go on when their screen is left, show in the work strip once they take a while, and can be cancelled.
import { useSyncExternalStore } from 'react';
import type { ExportSheet } from './exportSheet.ts';
import type { WrittenFile } from './writtenFile.ts';

/** A short export is done before a strip could be read. */
const LONG_MS = 500;

export interface RunningExport {
  readonly id: string;
  /** "Invoices". */
  readonly title: string;
  readonly format: string;
  readonly doneRows: number;
  /** Null: not known beforehand. */
  readonly totalRows: number | null;
  readonly perSecond: number | null;
  /** Every row is read; the file is put together. */
  readonly isWriting: boolean;
  readonly isLong: boolean;
  readonly cancel: () => void;
}

export class ExportCancelled extends Error {}

let running: readonly RunningExport[] = [];
let startedCount = 0;
const listeners = new Set<() => void>();
function publish(next: readonly RunningExport[]): void {
  running = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useRunningExports = (): readonly RunningExport[] => useSyncExternalStore(subscribe, () => running);

/**
 * Writes the file page by page, telling how far it is.
 * @throws ExportCancelled, and what reading or writing throws
 */
export async function runExport<Row>(
  sheet: ExportSheet<Row>,
  format: string,
  totalRows: number | null,
  write: (sheet: ExportSheet<Row>) => Promise<WrittenFile>,
): Promise<WrittenFile> {
  startedCount += 1;
  const id = `export-${startedCount}`;
  const stop = new AbortController();
  const startedMs = performance.now();
  const put = (change: Partial<RunningExport>): void => publish(running.map((one) => (one.id === id ? { ...one, ...change } : one)));
  publish([
    ...running,
    {
      id,
      title: sheet.title,
      format,
      doneRows: 0,
      totalRows,
      perSecond: null,
      isWriting: false,
      isLong: false,
      cancel: () => stop.abort(new ExportCancelled()),
    },
  ]);
  const becomesLong = setTimeout(() => put({ isLong: true }), LONG_MS);
  async function* countedPages(): AsyncGenerator<readonly Row[]> {
    let doneRows = 0;
    for await (const page of sheet.pages()) {
      stop.signal.throwIfAborted();
      doneRows += page.length;
      const elapsedMs = performance.now() - startedMs;
      put({ doneRows, perSecond: elapsedMs > 0 ? (doneRows * 1000) / elapsedMs : null });
      yield page;
    }
    stop.signal.throwIfAborted();
    put({ isWriting: true });
  }
  try {
    const cancelled = new Promise<never>((_, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
    });
    // A page that is long in coming doesn't hold the cancelling up.
    return await Promise.race([write({ ...sheet, pages: countedPages }), cancelled]);
  } finally {
    clearTimeout(becomesLong);
    publish(running.filter((one) => one.id !== id));
  }
}
