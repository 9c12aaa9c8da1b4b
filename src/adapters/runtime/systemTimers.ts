// Waiting by the process's own timers.
import type { Timers } from '../../engine/ports/runtime.ts';

/** setTimeout holds a signed 32-bit number of milliseconds and fires at once when it is given more (24.8 days). */
const longestTimeoutMs = 2_147_483_647;

export const systemTimers: Timers = {
  after(delayMs, run) {
    let handle: NodeJS.Timeout;
    const arm = (restMs: number): void => {
      handle =
        restMs > longestTimeoutMs
          ? setTimeout(() => arm(restMs - longestTimeoutMs), longestTimeoutMs)
          : setTimeout(run, Math.max(0, restMs));
    };
    arm(delayMs);
    return () => clearTimeout(handle);
  },
};
