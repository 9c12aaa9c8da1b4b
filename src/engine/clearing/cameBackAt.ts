// When the money of a failed refund or payout came back: told by its balance transaction, wherever that was read.
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';

/**
 * Null: it came back with a balance transaction that was not read yet (the object was read bare, for want of a permission).
 * The fact then waits for a later reading, because its time must not depend on when somebody looked.
 */
export function cameBackAt(context: EngineContext, sourceId: string, statedAt: string | null, raw: StripeJson): string | null {
  const knownAt = statedAt ?? context.store.clearing.cameBackAt(sourceId);
  if (knownAt !== null) return knownAt;
  return typeof raw['failure_balance_transaction'] === 'string' ? null : context.now();
}
