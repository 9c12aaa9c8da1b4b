// Reads the Retry-After header: seconds, or an HTTP date (RFC 9110 section 10.2.3).
import type { IncomingHttpHeaders } from 'node:http';

/** No vendor asks for more than an hour in earnest; a wrong value must not park the queue for days. */
const longestWaitMs = 3_600_000;

/** Milliseconds to wait, at most an hour; undefined where the header is absent or unreadable. */
export function retryAfterMsOf(headers: IncomingHttpHeaders, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, longestWaitMs);
  if (!/^[A-Z][a-z]{2}, /.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(0, atMs - nowMs), longestWaitMs);
}
