// Fetches what another object names and was never read: its customer, and the prices and products that were sold.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { isPermissionMissing, unlessUnreadable, type Expansion, type FetchRun } from './fetchRun.ts';

/** A charge or refund with the movement of money that it made, and so with its fee. */
/** How long each discount of a subscription or an invoice lasts. */
export const withCoupons: Expansion = { paths: ['discounts.source.coupon'], needs: 'coupons' };
export const withMovement: Expansion = { paths: ['balance_transaction'], needs: 'balance_transactions' };

/** The customer with the card on file. */
export const fetchCustomer = (id: string, run: FetchRun): Promise<StripeJson> =>
  run.retrieve('customers', id, { paths: ['invoice_settings.default_payment_method'], needs: 'payment_methods' });

/** The customer itself, where it was never read; a deleted one answers with its id, one that can't be found with nothing. */
export async function fetchUnknownCustomer(context: EngineContext, stripeCustomerId: string | null, run: FetchRun): Promise<readonly StripeJson[]> {
  if (stripeCustomerId === null || context.store.orgs.customer(stripeCustomerId)?.isPlaceholder === false) return [];
  try {
    return [await fetchCustomer(stripeCustomerId, run)];
  } catch (error) {
    // Without the permission nothing of this customer is booked until it is granted: it might be a test.
    if (isPermissionMissing(error)) return [];
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    return [{ id: stripeCustomerId, object: 'customer', deleted: true }];
  }
}

interface Sold {
  readonly stripePriceId: string | null;
  readonly stripeProductId: string | null;
}

/**
 * Prices and products that were not read yet: a ledger row is never changed, so its description and revenue type must not
 * depend on what happened to arrive first. What is gone, or may not be read, is left out: the line then speaks for itself.
 */
export async function fetchUnknownCatalogue(context: EngineContext, sold: readonly Sold[], run: FetchRun): Promise<readonly StripeJson[]> {
  const { mirror } = context.store;
  const prices = new Map<string, StripeJson>();
  const productIds = new Set<string>();
  const ask = (type: 'prices' | 'products', id: string): Promise<StripeJson | undefined> => unlessUnreadable(() => run.retrieve(type, id), undefined);
  for (const { stripePriceId, stripeProductId } of sold) {
    if (stripeProductId !== null) productIds.add(stripeProductId);
    if (stripePriceId === null || prices.has(stripePriceId) || mirror.price(stripePriceId) !== undefined) continue;
    const raw = await ask('prices', stripePriceId);
    if (raw === undefined) continue;
    prices.set(stripePriceId, raw);
    if (typeof raw['product'] === 'string') productIds.add(raw['product']);
  }
  const products: StripeJson[] = [];
  for (const id of productIds) {
    const raw = mirror.product(id) === undefined ? await ask('products', id) : undefined;
    if (raw !== undefined) products.push(raw);
  }
  return [...products, ...prices.values()];
}
