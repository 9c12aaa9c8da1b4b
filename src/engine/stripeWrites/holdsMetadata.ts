// Whether a Stripe object's metadata holds what was written into it.
import type { StripeJson } from '../ports/stripeGateway.ts';

export function holdsMetadata(object: StripeJson, wanted: unknown): boolean {
  const metadata = object['metadata'];
  if (typeof wanted !== 'object' || wanted === null) return true;
  if (typeof metadata !== 'object' || metadata === null) return false;
  return Object.entries(wanted).every(([key, value]) => (metadata as Record<string, unknown>)[key] === value);
}
