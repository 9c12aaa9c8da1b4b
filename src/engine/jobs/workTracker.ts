// Progress of long work, for the strip in the frame: what it is doing, how far, how fast, and its Cancel.
import type { LongWork } from '../../contract/status.ts';
import type { EnginePorts } from '../engine.ts';

export interface WorkHandle {
  readonly signal: AbortSignal;
  /** `done` is absolute. Screens are told at most four times a second. */
  progress(doing: string, done: number, total: number | null): void;
  end(): void;
}

export interface WorkTracker {
  begin(work: { id: string; kind: LongWork['kind']; doing: string; cancellable: boolean }, parent: AbortSignal): WorkHandle;
  cancel(id: string): boolean;
  list(): readonly LongWork[];
}

const publishEveryMs = 250;

export function makeWorkTracker(ports: Pick<EnginePorts, 'clock' | 'publish'>, now: () => string): WorkTracker {
  const running = new Map<string, { work: LongWork; abort: AbortController; startedMs: number; publishedMs: number }>();
  return {
    begin: (begun, parent) => {
      const abort = new AbortController();
      const stop = (): void => abort.abort();
      if (parent.aborted) stop();
      parent.addEventListener('abort', stop, { once: true });
      const work: LongWork = { ...begun, done: 0, total: null, perSecond: null, startedAt: now() };
      const entry = { work, abort, startedMs: ports.clock.nowMs(), publishedMs: 0 };
      running.set(begun.id, entry);
      ports.publish({ kind: 'progress', work, finished: false });
      return {
        signal: abort.signal,
        progress: (doing, done, total) => {
          const nowMs = ports.clock.nowMs();
          const elapsedMs = Math.max(1, nowMs - entry.startedMs);
          entry.work = { ...entry.work, doing, done, total, perSecond: Math.round((done * 10_000) / elapsedMs) / 10 };
          if (nowMs - entry.publishedMs < publishEveryMs) return;
          entry.publishedMs = nowMs;
          ports.publish({ kind: 'progress', work: entry.work, finished: false });
        },
        end: () => {
          parent.removeEventListener('abort', stop);
          if (running.get(begun.id) === entry) running.delete(begun.id);
          ports.publish({ kind: 'progress', work: entry.work, finished: true });
        },
      };
    },
    cancel: (id) => {
      const entry = running.get(id);
      if (entry === undefined || !entry.work.cancellable) return false;
      entry.abort.abort();
      return true;
    },
    list: () => [...running.values()].map((entry) => entry.work),
  };
}
