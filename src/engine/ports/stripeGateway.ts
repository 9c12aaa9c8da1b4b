// The port to Stripe: reads as plain JSON under the pinned API version, and the few writes the console makes.

/** Plain JSON as Stripe sent it (the SDK's decimal objects already turned back into strings). */
export type StripeJson = { readonly [key: string]: unknown };

export const stripeListTypes = [
  'products',
  'prices',
  'customers',
  'subscriptions',
  'invoices',
  'invoice_payments',
  'charges',
  'refunds',
  'disputes',
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

/**
 * Every method throws AppError: OFFLINE, STRIPE_KEY_INVALID, STRIPE_PERMISSION_MISSING (detail names it),
 * STRIPE_RATE_LIMITED (retryAfterMs), STRIPE_UNAVAILABLE (ambiguous on writes), STRIPE_REJECTED, STRIPE_NOT_CONFIGURED,
 * NOT_FOUND. The adapter never retries by itself; jobs do. It keeps to the client-side rate limit.
 */
export interface StripeGateway {
  readonly apiVersion: string;
  list(type: StripeListType, params: StripeListParams, signal?: AbortSignal): Promise<StripePage>;
  retrieve(type: Exclude<StripeListType, 'events'> | 'events', id: string, expand?: readonly string[], signal?: AbortSignal): Promise<StripeJson>;
  /** Further pages of an invoice's lines (nested lists hold the first 10 only). */
  listInvoiceLines(stripeInvoiceId: string, params: StripeListParams, signal?: AbortSignal): Promise<StripePage>;
  retrieveAccount(signal?: AbortSignal): Promise<StripeJson>;
  /** Writes metadata on an invoice under the idempotency key that was stored with the intent. */
  updateInvoiceMetadata(stripeInvoiceId: string, metadata: Readonly<Record<string, string>>, idempotencyKey: string): Promise<StripeJson>;
}

/** The key arrives late (settings) and may change: a gateway is made per key. Key `undefined`: every call throws STRIPE_NOT_CONFIGURED. */
export type MakeStripeGateway = (key: string | undefined) => StripeGateway;
