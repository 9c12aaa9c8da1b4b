// Long work as the engine's events tell it, so that a progress bar moves without asking for the status each time.
import { useSyncExternalStore } from 'react';
import type { LongWork } from '../../contract/status.ts';

interface Progress {
  readonly running: ReadonlyMap<string, LongWork>;
  readonly finishedIds: ReadonlySet<string>;
}

let progress: Progress = { running: new Map(), finishedIds: new Set() };
const listeners = new Set<() => void>();
function publish(next: Progress): void {
  progress = next;
  for (const listener of listeners) listener();
}

export function applyProgress(work: LongWork, isFinished: boolean): void {
  const running = new Map(progress.running);
  const finishedIds = new Set(progress.finishedIds);
  if (isFinished) {
    running.delete(work.id);
    finishedIds.add(work.id);
  } else {
    running.set(work.id, work);
    finishedIds.delete(work.id);
  }
  publish({ running, finishedIds });
}

export const forgetProgress = (): void => publish({ running: new Map(), finishedIds: new Set() });

/** What the status said, brought up to date by the events since: newer numbers win, finished work is gone. */
export function mergeLongWork(fromStatus: readonly LongWork[], events: Progress): readonly LongWork[] {
  const merged = new Map<string, LongWork>();
  for (const work of fromStatus) if (!events.finishedIds.has(work.id)) merged.set(work.id, work);
  for (const work of events.running.values()) merged.set(work.id, work);
  return [...merged.values()];
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const snapshot = (): Progress => progress;

export function useLongWork(fromStatus: readonly LongWork[]): readonly LongWork[] {
  return mergeLongWork(fromStatus, useSyncExternalStore(subscribe, snapshot));
}
