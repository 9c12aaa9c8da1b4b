// The lists of Stripe that the mirror is made from, and how one page of each is read; the back-fill and the sweep share them.
import { readInvoice } from '../../domain/stripe/readInvoice.ts';
import type { StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson, StripeListParams, StripeListType, StripePage } from '../ports/stripeGateway.ts';
import { disputesClosedAt } from './disputeClosedAt.ts';
import { fetchFurtherLines } from './fetchInvoice.ts';
import { makeFetchRun, withOrWithout } from './fetchRun.ts';
import type { Extras } from './objectWriter.ts';

export interface Listing {
  readonly type: StripeListType;
  readonly doing: string;
  readonly pageSize: number;
  readonly expand?: readonly string[];
  /** What the expansion shows needs a permission of its own; without it the list is read bare. */
  readonly expandNeeds?: StripeListType;
  readonly filter?: Readonly<Record<string, string>>;
  /** Few, and changed without a new `created`: the sweep lists all of them. */
  readonly isSmall?: boolean;
  /** How far back the sweep lists, where it isn't the usual 35 days. */
  readonly sweepDays?: number;
}

/** What names others comes before what is named: plans before customers, movements of money before charges before invoices. */
export const listings: readonly Listing[] = [
  { type: 'products', doing: 'Reading products from Stripe', pageSize: 100, isSmall: true },
  { type: 'prices', doing: 'Reading prices from Stripe', pageSize: 100, isSmall: true },
  { type: 'customers', doing: 'Reading customers from Stripe', pageSize: 100, expand: ['data.invoice_settings.default_payment_method'], expandNeeds: 'payment_methods' },
  // Large pages of subscriptions and invoices have been cut mid-body.
  { type: 'subscriptions', doing: 'Reading subscriptions from Stripe', pageSize: 50, filter: { status: 'all' }, isSmall: true, expand: ['data.discounts.source.coupon'], expandNeeds: 'coupons' },
  { type: 'subscription_schedules', doing: 'Reading subscription schedules from Stripe', pageSize: 50, isSmall: true },
  { type: 'balance_transactions', doing: 'Reading movements of money from Stripe', pageSize: 100 },
  { type: 'charges', doing: 'Reading charges from Stripe', pageSize: 100 },
  { type: 'payment_intents', doing: 'Reading payment intents from Stripe', pageSize: 100 },
  { type: 'invoice_payments', doing: 'Reading invoice payments from Stripe', pageSize: 100 },
  { type: 'invoices', doing: 'Reading invoices from Stripe', pageSize: 50, expand: ['data.discounts.source.coupon'], expandNeeds: 'coupons' },
  { type: 'refunds', doing: 'Reading refunds from Stripe', pageSize: 100, expand: ['data.failure_balance_transaction'], expandNeeds: 'balance_transactions' },
  { type: 'credit_notes', doing: 'Reading credit notes from Stripe', pageSize: 50 },
  { type: 'disputes', doing: 'Reading disputes from Stripe', pageSize: 100 },
  { type: 'radar/early_fraud_warnings', doing: 'Reading early fraud warnings from Stripe', pageSize: 100 },
  { type: 'payouts', doing: 'Reading payouts from Stripe', pageSize: 100, expand: ['data.balance_transaction', 'data.failure_balance_transaction'], expandNeeds: 'balance_transactions', sweepDays: 60 },
];

export type ListedObjects = readonly { readonly raw: StripeJson; readonly extras: Extras }[];

/** One page after `after`; `after` in the answer is null when it was the last. */
export async function readListing(context: EngineContext, listing: Listing, from: { after: string | null; createdGte?: number }, signal: AbortSignal): Promise<{ objects: ListedObjects; after: string | null }> {
  const params: StripeListParams = {
    limit: listing.pageSize,
    ...(from.after === null ? {} : { startingAfter: from.after }),
    ...(from.createdGte === undefined ? {} : { createdGte: from.createdGte }),
    ...(listing.filter === undefined ? {} : { filter: listing.filter }),
  };
  const page = await listExpanded(context, listing, params, signal);
  const closedAt = listing.type === 'disputes' ? await disputesClosedAt(context, page.data, makeFetchRun(context, signal)) : undefined;
  const extras = await Promise.all(page.data.map((raw) => (closedAt === undefined ? extrasOf(context, listing, raw, signal) : { closedAt: closedAt.get(String(raw['id'])) ?? null })));
  const last = page.data.at(-1)?.['id'];
  return { objects: page.data.map((raw, index) => ({ raw, extras: extras[index] ?? {} })), after: page.hasMore && typeof last === 'string' ? last : null };
}

async function listExpanded(context: EngineContext, listing: Listing, params: StripeListParams, signal: AbortSignal): Promise<StripePage> {
  const { type, expand, expandNeeds } = listing;
  if (expand === undefined || expandNeeds === undefined) return context.stripe().list(type, { ...params, ...(expand === undefined ? {} : { expand }) }, signal);
  return withOrWithout(context, [{ paths: expand, needs: expandNeeds }], (paths) => context.stripe().list(type, { ...params, ...(paths === undefined ? {} : { expand: paths }) }, signal));
}

async function extrasOf(context: EngineContext, listing: Listing, raw: StripeJson, signal: AbortSignal): Promise<Extras> {
  if (listing.type !== 'invoices') return {};
  const lines = raw['lines'];
  const hasMore = typeof lines === 'object' && lines !== null && 'has_more' in lines && lines.has_more === true;
  if (!hasMore) return {};
  const reading = readInvoice(raw);
  const furtherLines: readonly StripeInvoiceLineFacts[] = reading.ok ? await fetchFurtherLines(context, reading.value, signal) : [];
  return { furtherLines };
}
