// Fetches an object that an event pointed at, under the pinned version, with what belongs to it.
import { AppError } from '../../contract/errors.ts';
import { readInvoice, type StripeInvoiceFacts } from '../../domain/stripe/readInvoice.ts';
import { readInvoiceLine, type StripeInvoiceLineFacts } from '../../domain/stripe/readInvoiceLine.ts';
import { readInvoicePayment } from '../../domain/stripe/readInvoicePayment.ts';
import { readSubscription } from '../../domain/stripe/readSubscription.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import type { Extras } from './applyObject.ts';

export interface Fetched {
  /** In the order in which they are applied. */
  readonly objects: readonly { readonly raw: StripeJson; readonly extras: Extras }[];
}

const plain = (raw: StripeJson): Fetched['objects'][number] => ({ raw, extras: {} });

/** Retrieves one object. Throws AppError NOT_FOUND when it is gone. Undefined: a kind that is not mirrored. */
export async function fetchObject(context: EngineContext, objectType: string, id: string, signal: AbortSignal): Promise<Fetched | undefined> {
  const stripe = context.stripe();
  if (objectType === 'invoice') return fetchInvoice(context, id, signal);
  if (objectType === 'invoice_payment') {
    const raw = await stripe.retrieve('invoice_payments', id, undefined, signal);
    const reading = readInvoicePayment(raw);
    return reading.ok ? fetchInvoice(context, reading.value.stripeInvoiceId, signal) : { objects: [plain(raw)] };
  }
  if (objectType === 'charge') return { objects: [plain(await stripe.retrieve('charges', id, ['balance_transaction'], signal))] };
  if (objectType === 'refund') {
    const refund = await stripe.retrieve('refunds', id, ['failure_balance_transaction'], signal);
    const chargeId = refund['charge'];
    const charge = typeof chargeId === 'string' ? [await stripe.retrieve('charges', chargeId, ['balance_transaction'], signal)] : [];
    return { objects: [...charge, refund].map(plain) };
  }
  if (objectType === 'subscription') {
    const raw = await stripe.retrieve('subscriptions', id, undefined, signal);
    const customerId = raw['customer'];
    const customer = await fetchUnknownCustomer(context, typeof customerId === 'string' ? customerId : null, signal);
    const reading = readSubscription(raw);
    const catalogue = reading.ok ? await fetchUnknownCatalogue(context, reading.value.items, signal) : [];
    return { objects: [...customer, ...catalogue, raw].map(plain) };
  }
  const list = ({ customer: 'customers', product: 'products', price: 'prices', dispute: 'disputes', payout: 'payouts' } as const)[objectType as 'customer'];
  return list === undefined ? undefined : { objects: [plain(await stripe.retrieve(list, id, undefined, signal))] };
}

/** The customer itself, where it was never read; a deleted one answers with its id, one that can't be found with nothing. */
export async function fetchUnknownCustomer(context: EngineContext, stripeCustomerId: string | null, signal: AbortSignal): Promise<readonly StripeJson[]> {
  if (stripeCustomerId === null || context.store.orgs.customer(stripeCustomerId)?.isPlaceholder === false) return [];
  try {
    return [await context.stripe().retrieve('customers', stripeCustomerId, undefined, signal)];
  } catch (error) {
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
 * depend on what happened to arrive first.
 */
async function fetchUnknownCatalogue(context: EngineContext, sold: readonly Sold[], signal: AbortSignal): Promise<readonly StripeJson[]> {
  const { mirror } = context.store;
  const prices = new Map<string, StripeJson>();
  const productIds = new Set<string>();
  for (const { stripePriceId, stripeProductId } of sold) {
    if (stripeProductId !== null) productIds.add(stripeProductId);
    if (stripePriceId === null || prices.has(stripePriceId) || mirror.price(stripePriceId) !== undefined) continue;
    const raw = await retrieveIfThere(context, 'prices', stripePriceId, signal);
    if (raw === undefined) continue;
    prices.set(stripePriceId, raw);
    if (typeof raw['product'] === 'string') productIds.add(raw['product']);
  }
  const products: StripeJson[] = [];
  for (const id of productIds) {
    const raw = mirror.product(id) === undefined ? await retrieveIfThere(context, 'products', id, signal) : undefined;
    if (raw !== undefined) products.push(raw);
  }
  return [...products, ...prices.values()];
}

/** Undefined where it is gone, or may not be read: the line then speaks for itself. */
async function retrieveIfThere(context: EngineContext, type: 'prices' | 'products', id: string, signal: AbortSignal): Promise<StripeJson | undefined> {
  try {
    return await context.stripe().retrieve(type, id, undefined, signal);
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'NOT_FOUND' && error.code !== 'STRIPE_PERMISSION_MISSING')) throw error;
    return undefined;
  }
}

async function fetchInvoice(context: EngineContext, id: string, signal: AbortSignal): Promise<Fetched> {
  const stripe = context.stripe();
  const raw = await stripe.retrieve('invoices', id, undefined, signal);
  const reading = readInvoice(raw);
  if (!reading.ok) return { objects: [plain(raw)] };
  const facts = reading.value;
  const customer = await fetchUnknownCustomer(context, facts.stripeCustomerId, signal);
  const furtherLines = facts.linesHasMore ? await fetchFurtherLines(context, facts, signal) : [];
  const paid = facts.status === 'paid' ? await fetchPayments(context, facts, signal) : [];
  const catalogue = await fetchUnknownCatalogue(context, [...facts.lines, ...furtherLines], signal);
  return { objects: [...customer, ...catalogue, ...paid].map(plain).concat({ raw, extras: { furtherLines } }) };
}

/** The invoice's payments, and the charges behind them with their balance transactions. */
async function fetchPayments(context: EngineContext, facts: StripeInvoiceFacts, signal: AbortSignal): Promise<readonly StripeJson[]> {
  const stripe = context.stripe();
  const payments = (await stripe.list('invoice_payments', { limit: 100, filter: { invoice: facts.stripeInvoiceId } }, signal)).data;
  const charges: StripeJson[] = [];
  for (const payment of payments) {
    const reading = readInvoicePayment(payment);
    if (!reading.ok) continue;
    const { chargeId, paymentIntentId } = reading.value;
    if (chargeId !== null) charges.push(await stripe.retrieve('charges', chargeId, ['balance_transaction'], signal));
    else if (paymentIntentId !== null) {
      const found = await stripe.list('charges', { limit: 100, filter: { payment_intent: paymentIntentId }, expand: ['data.balance_transaction'] }, signal);
      charges.push(...found.data);
    }
  }
  return [...charges, ...payments];
}

/** Lines of an invoice after those in its nested list. */
export async function fetchFurtherLines(context: EngineContext, facts: StripeInvoiceFacts, signal: AbortSignal): Promise<readonly StripeInvoiceLineFacts[]> {
  const further: StripeInvoiceLineFacts[] = [];
  let after = facts.lines.at(-1)?.stripeLineId;
  while (after !== undefined) {
    const page = await context.stripe().listInvoiceLines(facts.stripeInvoiceId, { limit: 100, startingAfter: after }, signal);
    for (const raw of page.data) {
      const reading = readInvoiceLine(raw);
      if (reading.ok) further.push(reading.value);
    }
    const last = page.data.at(-1)?.['id'];
    after = page.hasMore && typeof last === 'string' ? last : undefined;
  }
  return further;
}
