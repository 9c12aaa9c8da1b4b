// The wall clock.
import type { Clock } from '../../engine/ports/runtime.ts';

export const systemClock: Clock = { nowMs: () => Date.now() };
