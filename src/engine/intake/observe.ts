// Counts what did not fit: shapes of vendor objects that the readers did not expect. Field paths and kinds only, never values.
import type { Reading } from '../../domain/stripe/tolerantFields.ts';
import type { EngineContext } from '../context.ts';

/** What brought an object: an event, or a listing (back-fill, sweep). */
export type Via = { readonly eventId: string; readonly eventType: string } | null;

export function noteOddities(context: EngineContext, objectType: string, reading: Reading<unknown>, via: Via): void {
  for (const problem of reading.oddities.slice(0, 20)) noteOddity(context, objectType, problem, via, reading.ok ? null : reading.id);
  if (!reading.ok) noteOddity(context, objectType, 'could not be read; kept as it came', via, reading.id);
}

export function noteOddity(context: EngineContext, objectType: string, problem: string, via: Via, objectId: string | null): void {
  context.store.log.canary({ objectType, eventType: via?.eventType ?? null, apiVersion: context.stripe().apiVersion, problem, objectId });
}
