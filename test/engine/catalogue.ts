// Products and prices of the business, and clients who pay, made through the Stripe simulator's own API.
import type { StripeSimulator } from '../../src/simulators/stripe/server.ts';

export interface Catalogue {
  readonly essential: string;
  readonly pro: string;
  readonly seat: string;
}

export function makeCatalogue(stripe: StripeSimulator): Catalogue {
  const price = (name: string, plan: string, unitAmount: number): string => {
    const product = stripe.call('POST', '/v1/products', { name, metadata: { tieout_plan: plan, revenue_type: 'subscription' } });
    const made = stripe.call('POST', '/v1/prices', { product: String(product['id']), unit_amount: String(unitAmount), currency: 'aud', recurring: { interval: 'month' }, tax_behavior: 'inclusive', metadata: { tieout_plan: plan } });
    return String(made['id']);
  };
  return { essential: price('RTOpacks Essential', 'essential', 39_900), pro: price('RTOpacks Pro', 'pro', 69_900), seat: price('Additional Seat', 'seat_addon', 3_500) };
}

/** A client signs up and its first payment arrives at once; answers the Stripe invoice's id. */
export function newPayment(stripe: StripeSimulator, plan: 'essential' | 'pro', about: { name?: string; rtoCode?: string; orgId?: string; price?: string; card?: string } = {}): string {
  const metadata: Record<string, string> = {};
  if (about.rtoCode !== undefined) metadata['rto_code'] = about.rtoCode;
  if (about.orgId !== undefined) metadata['org_id'] = about.orgId;
  const made = stripe.act({ act: 'new-payment', plan, metadata, ...(about.name === undefined ? {} : { name: about.name }), ...(about.price === undefined ? {} : { price: about.price }), ...(about.card === undefined ? {} : { card: about.card }) });
  return String(made['invoice']);
}
