// Up to when the mirror of Stripe is true.
import { syncKeys } from '../intake/syncState.ts';
import type { QueryPorts } from './queryPorts.ts';

/** Instant; null: nothing has been read yet. */
export function stripeAsOf(ports: QueryPorts): string | null {
  const asOf = ports.store.state.sync(syncKeys.stripeAsOf);
  return typeof asOf === 'string' ? asOf : null;
}
