// A simulator and the real SDK talking to it over HTTP.
import { Stripe } from 'stripe';
import type { StripeSimulator } from '../../../src/simulators/stripe/server.ts';
import { startStripeSimulator } from '../../../src/simulators/stripe/server.ts';
import type { StripeSimulatorOptions } from '../../../src/simulators/stripe/options.ts';

export const DAY_MS = 86_400_000;
export const START_MS = Date.UTC(2026, 2, 2, 1, 30);

export function sdkFor(
  simulator: StripeSimulator,
  key = simulator.apiKey,
  config: Partial<Stripe.StripeConfig> = {},
): Stripe {
  return new Stripe(key, {
    host: simulator.host,
    port: simulator.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: 5000,
    ...config,
  });
}

export type World = { simulator: StripeSimulator; sdk: Stripe; close(): Promise<void> };

export async function startWorld(options: Partial<StripeSimulatorOptions> = {}): Promise<World> {
  const simulator = await startStripeSimulator({ seed: 7, startMs: START_MS, ...options });
  return { simulator, sdk: sdkFor(simulator), close: () => simulator.close() };
}

export type Catalogue = { taxRate: string; essential: string; pro: string; seat: string };

export async function createCatalogue(sdk: Stripe): Promise<Catalogue> {
  const taxRate = await sdk.taxRates.create({ display_name: 'GST', percentage: 10, inclusive: true, country: 'AU' });
  const price = async (name: string, cents: number): Promise<string> => {
    const product = await sdk.products.create({ name, metadata: { tieout_plan: name.toLowerCase() } });
    const made = await sdk.prices.create({
      product: product.id,
      currency: 'aud',
      unit_amount: cents,
      recurring: { interval: 'month' },
      tax_behavior: 'inclusive',
      metadata: { tieout_plan: name.toLowerCase() },
    });
    return made.id;
  };
  return {
    taxRate: taxRate.id,
    essential: await price('Essential', 39_900),
    pro: await price('Pro', 69_900),
    seat: await price('Seat', 3500),
  };
}

export async function createCustomerWithCard(
  sdk: Stripe,
  card = 'pm_card_au',
  name = "O'Brien & Sons Training",
): Promise<{ customer: string; card: string }> {
  const customer = await sdk.customers.create({
    name,
    email: 'accounts@obrien.example.com',
    metadata: { org_id: 'org-1', rto_code: '47001' },
  });
  const method = await sdk.paymentMethods.attach(card, { customer: customer.id });
  await sdk.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  return { customer: customer.id, card: method.id };
}

export async function subscribe(
  sdk: Stripe,
  catalogue: Catalogue,
  price: string,
  card = 'pm_card_au',
): Promise<Stripe.Subscription & { card: string }> {
  const made = await createCustomerWithCard(sdk, card);
  const subscription = await sdk.subscriptions.create({
    customer: made.customer,
    items: [{ price }],
    default_tax_rates: [catalogue.taxRate],
    metadata: { org_id: 'org-1' },
  });
  return { ...subscription, card: made.card };
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const element of pages) all.push(element);
  return all;
}

export function idOf(value: string | { id: string } | null | undefined): string {
  if (value === null || value === undefined) throw new Error('expected an id');
  return typeof value === 'string' ? value : value.id;
}

export async function failureOf(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}
