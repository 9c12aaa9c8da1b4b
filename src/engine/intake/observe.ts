// Counts what did not fit: shapes of vendor objects that the readers did not expect. Field paths and kinds only, never values.
import { shapeSample } from '../../domain/stripe/shapeSample.ts';
import type { Reading } from '../../domain/stripe/tolerantFields.ts';
import type { EngineContext } from '../context.ts';

/** What brought an object: an event, or a listing (back-fill, sweep). */
export type Via = { readonly eventId: string; readonly eventType: string; /** When it happened. */ readonly at?: string } | null;

/** `raw` is what was read: its shape, without values, is kept as a sample. */
export function noteOddities(context: EngineContext, objectType: string, reading: Reading<unknown>, via: Via, raw: unknown): void {
  for (const problem of reading.oddities.slice(0, 20)) noteOddity(context, objectType, problem, via, reading.ok ? null : reading.id, raw);
  if (!reading.ok) noteOddity(context, objectType, 'could not be read; kept as it came', via, reading.id, raw);
}

export function noteOddity(context: EngineContext, objectType: string, problem: string, via: Via, objectId: string | null, raw?: unknown): void {
  const sample = raw === undefined ? null : shapeSample(raw);
  context.store.log.canary({ objectType, eventType: via?.eventType ?? null, apiVersion: context.stripe().apiVersion, problem, objectId, sample });
}

/** An event that was delivered: it was rendered under the account's own version, not under the pinned one. */
export function noteEventOddities(context: EngineContext, raw: unknown, reading: Reading<unknown>): void {
  if (reading.oddities.length === 0) return;
  const said = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {};
  const word = (name: string): string | null => {
    const value = said[name];
    return typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : null;
  };
  const problems = reading.ok ? reading.oddities : [...reading.oddities, 'could not be read'];
  for (const problem of problems.slice(0, 20)) {
    context.store.log.canary({
      objectType: 'event', eventType: word('type'), apiVersion: word('api_version') ?? 'unknown', problem, objectId: reading.ok ? null : reading.id, sample: shapeSample(raw),
    });
  }
}
