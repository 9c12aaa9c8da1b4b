// A figure that is dear to work out is worked out anew only so often that it takes a small part of the time.
import type { Clock, Timers } from '../ports/runtime.ts';

export type Sparing<T> = () => T;

/** It stands for so many times as long as it took: at most two per cent of the time goes into it, and a cheap one is always fresh. */
const restFactor = 50;

/** `onRested`: asked for while it rested, it may be another by now: time to ask again. */
export function sparing<T>({ clock, timers, onRested }: { readonly clock: Clock; readonly timers: Timers; readonly onRested: () => void }, workOut: () => T): Sparing<T> {
  let known: { readonly value: T; readonly untilMs: number } | undefined;
  let isTold = false;
  return () => {
    const startedMs = clock.nowMs();
    if (known !== undefined && startedMs < known.untilMs) {
      if (!isTold) timers.after(known.untilMs - startedMs, onRested);
      isTold = true;
      return known.value;
    }
    isTold = false;
    const value = workOut();
    const endedMs = clock.nowMs();
    known = { value, untilMs: endedMs + (endedMs - startedMs) * restFactor };
    return value;
  };
}
