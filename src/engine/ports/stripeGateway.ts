// The port to Stripe: reads as plain JSON under the pinned API version, and the few writes the console makes.

/** Plain JSON as Stripe sent it (the SDK's decimal objects already turned back into strings). */
export type StripeJson = { readonly [key: string]: unknown };

export const stripeListTypes = [
  'products',
  'prices',
  'customers',
  'payment_methods',
  'subscriptions',
  'subscription_schedules',
  'invoices',
  'invoice_payments',
  'payment_intents',
  'charges',
  'refunds',
  'credit_notes',
  'coupons',
  'disputes',
  'radar/early_fraud_warnings',
  'payouts',
  'balance_transactions',
  'events',
] as const;
export type StripeListType = (typeof stripeListTypes)[number];

export interface StripePage {
  readonly data: readonly StripeJson[];
  readonly hasMore: boolean;
}

export interface StripeListParams {
  readonly limit: number;
  readonly startingAfter?: string;
  /** Unix seconds, inclusive. */
  readonly createdGte?: number;
  readonly createdLte?: number;
  readonly expand?: readonly string[];
  /** Further filters in Stripe's own spelling: status, invoice, payout, customer … */
  readonly filter?: Readonly<Record<string, string>>;
}

export interface StripeCall {
  /** As in Stripe's reference: `/v1/subscriptions/:id`. */
  readonly route: string;
  /** Stands for `:id`. */
  readonly id?: string;
  /** In Stripe's own spelling; nested objects and lists are allowed. */
  readonly parameters?: { readonly [name: string]: unknown };
  /** What a restricted key needs, shown where it lacks it: `write subscriptions`. */
  readonly needs: string;
}

export interface StripeWrite extends StripeCall {
  /** DELETE has no idempotency key at Stripe: what it does must be recognisable by reading. */
  readonly method: 'POST' | 'DELETE';
}

/**
 * Every method throws AppError: OFFLINE, STRIPE_KEY_INVALID, STRIPE_PERMISSION_MISSING (detail names it),
 * STRIPE_RATE_LIMITED (retryAfterMs), STRIPE_UNAVAILABLE (ambiguous on writes), STRIPE_REJECTED, STRIPE_NOT_CONFIGURED,
 * NOT_FOUND. The adapter never retries by itself; jobs do. It keeps to the client-side rate limit.
 */
export interface StripeGateway {
  readonly apiVersion: string;
  /** How far this machine's clock is ahead of Stripe's (negative: behind), by the latest answer; null before the first. Absent: a source without a clock. */
  clockAheadMs?(): number | null;
  list(type: StripeListType, params: StripeListParams, signal?: AbortSignal): Promise<StripePage>;
  retrieve(type: Exclude<StripeListType, 'events'> | 'events', id: string, expand?: readonly string[], signal?: AbortSignal): Promise<StripeJson>;
  /** Further pages of an invoice's lines (nested lists hold the first 10 only). */
  listInvoiceLines(stripeInvoiceId: string, params: StripeListParams, signal?: AbortSignal): Promise<StripePage>;
  retrieveAccount(signal?: AbortSignal): Promise<StripeJson>;
  /** What is looked up without being mirrored, or has a path of its own. */
  read(call: StripeCall, signal?: AbortSignal): Promise<StripeJson>;
  /** A POST that changes nothing: Stripe's previews. */
  ask(call: StripeCall, signal?: AbortSignal): Promise<StripeJson>;
  /** Changes something, under the idempotency key that was stored with the intent. Only `src/engine/stripeWrites/` calls it. */
  write(call: StripeWrite, idempotencyKey: string, signal?: AbortSignal): Promise<StripeJson>;
}

/** The key arrives late (settings) and may change: a gateway is made per key. Key `undefined`: every call throws STRIPE_NOT_CONFIGURED. */
export type MakeStripeGateway = (key: string | undefined) => StripeGateway;
