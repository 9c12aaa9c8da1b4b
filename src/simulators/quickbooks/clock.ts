// The simulator's clock: follows a given clock (by default the machine's) and can be set, moved on or stopped.

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface SimulatorClock extends Clock {
  set(nowMs: number): void;
  advance(deltaMs: number): void;
  /** Stops at the present instant, or at the given one, until set or advanced. */
  freeze(nowMs?: number): void;
}

const machineClock: Clock = { nowMs: () => Date.now() };

/** A clock that runs with `base` and keeps whatever offset it was given. */
export function createSimulatorClock(base: Clock = machineClock): SimulatorClock {
  let offsetMs = 0;
  let frozenMs: number | undefined;
  const nowMs = (): number => frozenMs ?? base.nowMs() + offsetMs;
  return {
    nowMs,
    set(instantMs) {
      if (frozenMs !== undefined) frozenMs = instantMs;
      else offsetMs = instantMs - base.nowMs();
    },
    advance(deltaMs) {
      if (frozenMs !== undefined) frozenMs += deltaMs;
      else offsetMs += deltaMs;
    },
    freeze(instantMs) {
      frozenMs = instantMs ?? nowMs();
    },
  };
}
