// When a failed job runs again: by the error's own policy, with back-off and jitter.
import { AppError, errorCatalogue, type ErrorCode } from '../../contract/errors.ts';

export type JobOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry_after'; readonly delayMs: number; readonly code: ErrorCode; readonly countsAsAttempt: boolean }
  /** A person holds this kind of work back; it goes on when they say so. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'wait_for_reconnect'; readonly code: ErrorCode }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export const done: JobOutcome = { kind: 'done' };

const firstDelayMs = 15_000;
const longestDelayMs = 15 * 60_000;

/** Doubles from 15 seconds to 15 minutes; `jitter` in [0, 1) spreads it over ±25 %. */
export function backOffMs(attempt: number, jitter: number): number {
  const exact = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return Math.round(exact * (0.75 + jitter / 2));
}

/** What the runner does with a job that ended with this error. */
export function outcomeOfError(error: AppError, attempt: number, jitter: number): JobOutcome {
  const policy = errorCatalogue[error.code].retry;
  if (policy === 'after_reconnect') return { kind: 'wait_for_reconnect', code: error.code };
  if (policy !== 'auto') return { kind: 'failed', code: error.code };
  // Being asked to wait is not a failed attempt.
  const isThrottled = error.code === 'QB_RATE_LIMITED' || error.code === 'STRIPE_RATE_LIMITED';
  const delayMs = Math.max(error.retryAfterMs ?? 0, isThrottled ? 0 : backOffMs(attempt, jitter));
  return { kind: 'retry_after', delayMs: delayMs === 0 ? backOffMs(0, jitter) : delayMs, code: error.code, countsAsAttempt: !isThrottled };
}
