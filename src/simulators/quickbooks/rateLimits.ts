// Requests per second and per minute, per company, over sliding windows of the simulator's clock.

export interface RateLimits {
  enabled: boolean;
  perSecond: number;
  perMinute: number;
  /** Batch calls have a limit of their own and don't count against perMinute. */
  batchPerMinute: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = { enabled: true, perSecond: 10, perMinute: 500, batchPerMinute: 40 };

interface Windows {
  all: number[];
  plain: number[];
  batch: number[];
}

export class RateLimiter {
  readonly limits: RateLimits;
  private readonly byRealm = new Map<string, Windows>();

  constructor(limits: Partial<RateLimits>) {
    this.limits = { ...DEFAULT_RATE_LIMITS, ...limits };
  }

  /** Whether the request may pass; a refused one does not count. */
  admit(realmId: string, isBatch: boolean, nowMs: number): boolean {
    if (!this.limits.enabled) return true;
    const windows = this.byRealm.get(realmId) ?? { all: [], plain: [], batch: [] };
    this.byRealm.set(realmId, windows);
    // A clock that was set back must not lock the company out.
    for (const list of [windows.all, windows.plain, windows.batch]) {
      if ((list.at(-1) ?? 0) > nowMs) list.length = 0;
    }
    drop(windows.all, nowMs - 1000);
    drop(windows.plain, nowMs - 60_000);
    drop(windows.batch, nowMs - 60_000);
    if (windows.all.length >= this.limits.perSecond) return false;
    const own = isBatch ? windows.batch : windows.plain;
    if (own.length >= (isBatch ? this.limits.batchPerMinute : this.limits.perMinute)) return false;
    windows.all.push(nowMs);
    own.push(nowMs);
    return true;
  }
}

function drop(times: number[], untilMs: number): void {
  let count = 0;
  while (count < times.length && (times[count] ?? 0) <= untilMs) count += 1;
  if (count > 0) times.splice(0, count);
}
