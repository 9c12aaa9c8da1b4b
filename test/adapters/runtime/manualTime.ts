// Time under a test's control: the clock moves only when told, and what falls due runs in order.
import type { Clock, Timers } from '../../../src/engine/ports/runtime.ts';

export interface ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves the clock, runs what falls due on the way, and lets promises settle in between. */
  advance(deltaMs: number): Promise<void>;
  /** Sets the wall clock without time passing, as a correction does. */
  setBack(deltaMs: number): void;
  pending(): number;
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function manualTime(startMs = 1_760_000_000_000): ManualTime {
  let elapsedMs = 0;
  let offsetMs = startMs;
  const due = new Set<{ atMs: number; run: () => void }>();
  return {
    clock: { nowMs: () => elapsedMs + offsetMs },
    timers: {
      after: (delayMs, run) => {
        const entry = { atMs: elapsedMs + delayMs, run };
        due.add(entry);
        return () => due.delete(entry);
      },
    },
    advance: async (deltaMs) => {
      const endMs = elapsedMs + deltaMs;
      await settle();
      for (;;) {
        const next = [...due].sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > endMs) break;
        due.delete(next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.run();
        await settle();
      }
      elapsedMs = endMs;
    },
    setBack: (deltaMs) => {
      offsetMs -= deltaMs;
    },
    pending: () => due.size,
  };
}
