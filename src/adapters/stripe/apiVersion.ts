// The one place where Stripe's API version is pinned.
import type { Stripe } from 'stripe';

/** What every request asks for and every reader expects. */
export const stripeApiVersion = '2026-03-25.dahlia';

/** The SDK's type admits only the version of its own release; ours is an earlier one of the same major (dahlia), hence the cast. */
export const stripeApiVersionForSdk = stripeApiVersion as string as Stripe.LatestApiVersion;
