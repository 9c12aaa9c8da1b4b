// Time under the test's control: one clock and its timers, moved by hand.
import type { Clock, Timers } from '../../src/engine/ports/runtime.ts';

export interface ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves on and fires what falls due, in order. */
  advance(ms: number): void;
  set(ms: number): void;
}

export function manualTime(startMs: number): ManualTime {
  let nowMs = startMs;
  let sequence = 0;
  const waiting = new Map<number, { atMs: number; run: () => void }>();
  const advanceTo = (untilMs: number): void => {
    for (;;) {
      const next = [...waiting.entries()].filter(([, timer]) => timer.atMs <= untilMs).toSorted((a, b) => a[1].atMs - b[1].atMs || a[0] - b[0])[0];
      if (next === undefined) break;
      waiting.delete(next[0]);
      nowMs = Math.max(nowMs, next[1].atMs);
      next[1].run();
    }
    nowMs = Math.max(nowMs, untilMs);
  };
  return {
    clock: { nowMs: () => nowMs },
    timers: {
      after: (delayMs, run) => {
        sequence += 1;
        const id = sequence;
        waiting.set(id, { atMs: nowMs + delayMs, run });
        return () => void waiting.delete(id);
      },
    },
    advance: (ms) => advanceTo(nowMs + ms),
    set: (ms) => {
      nowMs = ms;
    },
  };
}
