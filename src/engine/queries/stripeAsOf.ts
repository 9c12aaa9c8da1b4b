// Up to when the mirror of Stripe is true.
import type { EnginePorts } from '../engine.ts';
import { syncKeys } from '../intake/syncState.ts';

/** Instant; null: nothing has been read yet. */
export function stripeAsOf(ports: EnginePorts): string | null {
  const asOf = ports.store.state.sync(syncKeys.stripeAsOf);
  return typeof asOf === 'string' ? asOf : null;
}
