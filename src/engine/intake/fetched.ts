// Objects as they came from Stripe, in the order in which they are applied.
import type { StripeJson } from '../ports/stripeGateway.ts';
import type { Extras } from './objectWriter.ts';

export interface Fetched {
  readonly objects: readonly { readonly raw: StripeJson; readonly extras: Extras }[];
}

export const plain = (raw: StripeJson): Fetched['objects'][number] => ({ raw, extras: {} });
