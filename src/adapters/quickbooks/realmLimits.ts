// Keeps each QuickBooks company under Intuit's limits, and stops all of its calls for a minute after a 429.
import { AppError } from '../../contract/errors.ts';
import type { Clock, Random, Timers } from '../../engine/ports/runtime.ts';
import { makeCallLimiter } from '../runtime/callLimiter.ts';
import type { CallLimiter } from '../runtime/callLimiter.ts';

/** Intuit's own limits are 10 a second, 500 a minute and 10 at once, per realm; ours stay below. */
export interface QuickBooksLimits {
  readonly perSecond: number;
  readonly perMinute: number;
  /** Batches have a limit of their own (Intuit: 40). */
  readonly batchesPerMinute: number;
  readonly concurrent: number;
}

export const defaultQuickBooksLimits: QuickBooksLimits = { perSecond: 8, perMinute: 450, batchesPerMinute: 36, concurrent: 5 };

/** Intuit: "wait 60 seconds"; the jitter keeps several programs of one company from coming back in step. */
const throttledWaitMs = 60_000;
const jitterMs = 10_000;

export interface RealmLimits {
  /** Throws QB_RATE_LIMITED with the rest of the wait while the realm is stopped, CANCELLED when aborted while waiting. */
  run<T>(realmId: string, call: () => Promise<T>, signal?: AbortSignal, isBatch?: boolean): Promise<T>;
  /** After a 429: stops the realm, sends the calls that wait back, and answers how long it stays stopped. */
  stop(realmId: string, atLeastMs: number): number;
}

interface Realm {
  readonly limiter: CallLimiter;
  readonly batchLimiter: CallLimiter;
  stoppedUntilMs: number;
  stoppedForMs: number;
}

/** `limits: null` lifts the limits (benchmarks); the stop after a 429 stays. */
export function makeRealmLimits(options: {
  limits: QuickBooksLimits | null;
  clock: Clock;
  timers: Timers;
  random: Random;
}): RealmLimits {
  const { limits, clock, timers, random } = options;
  const realms = new Map<string, Realm>();

  const realmOf = (realmId: string): Realm => {
    const known = realms.get(realmId);
    if (known !== undefined) return known;
    const windows =
      limits === null
        ? []
        : [
            { starts: limits.perSecond, windowMs: 1_000 },
            { starts: limits.perMinute, windowMs: 60_000 },
          ];
    const made = {
      limiter: makeCallLimiter({
        windows,
        concurrent: limits?.concurrent ?? defaultQuickBooksLimits.concurrent,
        clock,
        timers,
      }),
      batchLimiter: makeCallLimiter({
        windows: limits === null ? [] : [{ starts: limits.batchesPerMinute, windowMs: 60_000 }],
        concurrent: limits?.concurrent ?? defaultQuickBooksLimits.concurrent,
        clock,
        timers,
      }),
      stoppedUntilMs: Number.NEGATIVE_INFINITY,
      stoppedForMs: 0,
    };
    realms.set(realmId, made);
    return made;
  };
  const throttled = (retryAfterMs: number): AppError => new AppError('QB_RATE_LIMITED', undefined, { retryAfterMs });

  return {
    run: async <T>(realmId: string, call: () => Promise<T>, signal?: AbortSignal, isBatch = false): Promise<T> => {
      const realm = realmOf(realmId);
      const restMs = realm.stoppedUntilMs - clock.nowMs();
      // More than was set can only come from a clock that was set back.
      if (restMs > realm.stoppedForMs) realm.stoppedUntilMs = clock.nowMs() + realm.stoppedForMs;
      if (restMs > 0) throw throttled(Math.min(restMs, realm.stoppedForMs));
      const limited = (): Promise<T> => realm.limiter.run(call, signal);
      return isBatch ? realm.batchLimiter.run(limited, signal) : limited();
    },
    stop: (realmId, atLeastMs) => {
      const realm = realmOf(realmId);
      const waitMs = Math.max(throttledWaitMs, atLeastMs) + Math.floor(random.unit() * jitterMs);
      const untilMs = clock.nowMs() + waitMs;
      if (untilMs > realm.stoppedUntilMs) {
        realm.stoppedUntilMs = untilMs;
        realm.stoppedForMs = waitMs;
      }
      realm.limiter.rejectWaiting(() => throttled(waitMs));
      realm.batchLimiter.rejectWaiting(() => throttled(waitMs));
      return waitMs;
    },
  };
}
