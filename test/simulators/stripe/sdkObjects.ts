import type Stripe from 'stripe';
export interface SdkObjects { invoice: Stripe.Invoice; subscription: Stripe.Subscription; charge: Stripe.Charge; }
