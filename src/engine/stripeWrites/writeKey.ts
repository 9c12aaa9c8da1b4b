// The idempotency key of a write to Stripe: made of what it does, so that a retry, a restart and a second click have the same one.
import { canonicalJson } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { StripeWriteIntent } from '../ports/stripeWriteTables.ts';

/**
 * Act, object and a digest of the request, and how often the same was settled before: what a person does, undoes and does
 * again is three writes. Stripe takes at most 255 characters.
 */
export function writeKeyFor(context: EngineContext, intent: StripeWriteIntent): string {
  const digest = context.sha256Hex(canonicalJson(intent.request)).slice(0, 32);
  const base = `tieout ${intent.act} ${intent.targetId} ${digest}`;
  const earlier = context.store.outbox.of(intent.act, intent.targetId).filter((row) => row.idempotencyKey.startsWith(`${base} `) && row.state !== 'intended');
  return `${base} ${earlier.length + 1}`;
}
