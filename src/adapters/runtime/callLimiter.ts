// Keeps outgoing calls under a vendor's limits: at most so many starts in any window, so many at once, first come first served.
import type { Clock, Timers } from '../../engine/ports/runtime.ts';
import { AppError } from '../../contract/errors.ts';

/** At most `starts` calls may begin within any `windowMs`, wherever the window is laid. */
export interface CallWindow {
  readonly starts: number;
  readonly windowMs: number;
}

export interface CallLimiter {
  /**
   * Runs `call` when the limits allow it. An abort while it still waits rejects with CANCELLED and gives the place to the
   * next; an abort later is the call's own business.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Nothing new begins before `untilMs` (epoch milliseconds); calls that wait go on waiting. */
  hold(untilMs: number): void;
  /** Every call that still waits is rejected with what `reason` makes. */
  rejectWaiting(reason: () => Error): void;
}

interface Waiting {
  start(): void;
  reject(error: Error): void;
}

/**
 * A record of recent starts rather than a token bucket: a bucket of n that was full lets 2n through within one window,
 * and Intuit counts requests per second and per minute as they arrive.
 */
export function makeCallLimiter(options: {
  readonly windows: readonly CallWindow[];
  readonly concurrent: number;
  readonly clock: Clock;
  readonly timers: Timers;
}): CallLimiter {
  const { windows, concurrent, clock, timers } = options;
  const recordLength = Math.max(0, ...windows.map((window) => window.starts));
  let recentStartsMs: number[] = [];
  let heldUntilMs = Number.NEGATIVE_INFINITY;
  let latestNowMs = Number.NEGATIVE_INFINITY;
  let running = 0;
  let cancelWakeUp: (() => void) | undefined;
  const waiting = new Set<Waiting>();

  const waitMs = (nowMs: number): number => {
    // A clock set back must not stall the queue by as much: what was noted in the old time moves with it.
    const setBackMs = latestNowMs - nowMs;
    if (setBackMs > 0) {
      recentStartsMs = recentStartsMs.map((startMs) => startMs - setBackMs);
      heldUntilMs -= setBackMs;
    }
    latestNowMs = nowMs;
    const freeAtMs = windows.map((window) => {
      const blocking = recentStartsMs.at(-window.starts);
      return blocking === undefined ? nowMs : blocking + window.windowMs;
    });
    return Math.max(heldUntilMs, ...freeAtMs) - nowMs;
  };

  const startNext = (): void => {
    cancelWakeUp?.();
    cancelWakeUp = undefined;
    for (const next of waiting) {
      if (running >= concurrent) return;
      const nowMs = clock.nowMs();
      const restMs = waitMs(nowMs);
      if (restMs > 0) {
        cancelWakeUp = timers.after(restMs, startNext);
        return;
      }
      waiting.delete(next);
      if (recordLength > 0) {
        recentStartsMs.push(nowMs);
        if (recentStartsMs.length > recordLength * 2) recentStartsMs = recentStartsMs.slice(-recordLength);
      }
      next.start();
    }
  };

  return {
    run: <T>(call: () => Promise<T>, signal?: AbortSignal) =>
      new Promise<T>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(new AppError('CANCELLED'));
          return;
        }
        const leave = (error: Error): void => {
          waiting.delete(entry);
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        };
        const onAbort = (): void => leave(new AppError('CANCELLED'));
        const entry: Waiting = {
          reject: leave,
          start: () => {
            signal?.removeEventListener('abort', onAbort);
            running += 1;
            call()
              .then(resolve, reject)
              .finally(() => {
                running -= 1;
                startNext();
              });
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.add(entry);
        startNext();
      }),
    hold: (untilMs) => {
      heldUntilMs = Math.max(heldUntilMs, untilMs);
    },
    rejectWaiting: (reason) => {
      const all = [...waiting];
      for (const entry of all) entry.reject(reason());
    },
  };
}
