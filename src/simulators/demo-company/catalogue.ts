// What the demo company sells, as products and prices in Stripe, and its GST rate.
import type { StripeSimulator } from '../stripe/server.ts';

export type PlanTier = 'essential' | 'pro' | 'enterprise';

export type Catalogue = {
  taxRate: string;
  products: Readonly<Record<PlanTier | 'seat_addon', string>>;
  prices: Readonly<Record<'essential' | 'pro' | 'seat_addon' | 'course_bundle', string>>;
};

const PRICE_CENTS = { essential: 39_900, pro: 69_900, seat_addon: 3500, course_bundle: 149_000 } as const;

const PRODUCT_NAMES = {
  essential: 'RTOpacks Essential',
  pro: 'RTOpacks Pro',
  enterprise: 'RTOpacks Enterprise',
  seat_addon: 'Additional Seat',
} as const;

function idOf(object: { [key: string]: unknown }): string {
  return String(object['id']);
}

/** A price of the plan, tax included; enterprise prices are made one per client. */
export function createPlanPrice(
  stripe: StripeSimulator,
  product: string,
  plan: PlanTier | 'seat_addon',
  cents: number,
): string {
  return idOf(
    stripe.call('POST', '/v1/prices', {
      product,
      currency: 'aud',
      unit_amount: cents,
      recurring: { interval: 'month' },
      tax_behavior: 'inclusive',
      metadata: { tieout_plan: plan, revenue_type: 'subscription' },
    }),
  );
}

export function createCatalogue(stripe: StripeSimulator): Catalogue {
  const taxRate = idOf(
    stripe.call('POST', '/v1/tax_rates', {
      display_name: 'GST',
      description: 'Goods and services tax',
      percentage: '10',
      inclusive: true,
      country: 'AU',
      tax_type: 'gst',
    }),
  );
  const product = (plan: keyof typeof PRODUCT_NAMES): string =>
    idOf(
      stripe.call('POST', '/v1/products', {
        name: PRODUCT_NAMES[plan],
        metadata: { tieout_plan: plan, revenue_type: 'subscription' },
      }),
    );
  const products = {
    essential: product('essential'),
    pro: product('pro'),
    enterprise: product('enterprise'),
    seat_addon: product('seat_addon'),
  };
  const bundle = idOf(
    stripe.call('POST', '/v1/products', {
      name: 'Course bundle: Certificate IV in Training and Assessment',
      metadata: { revenue_type: 'one_off_purchase' },
    }),
  );
  const bundlePrice = idOf(
    stripe.call('POST', '/v1/prices', {
      product: bundle,
      currency: 'aud',
      unit_amount: PRICE_CENTS.course_bundle,
      tax_behavior: 'inclusive',
      metadata: { revenue_type: 'one_off_purchase' },
    }),
  );
  return {
    taxRate,
    products,
    prices: {
      essential: createPlanPrice(stripe, products.essential, 'essential', PRICE_CENTS.essential),
      pro: createPlanPrice(stripe, products.pro, 'pro', PRICE_CENTS.pro),
      seat_addon: createPlanPrice(stripe, products.seat_addon, 'seat_addon', PRICE_CENTS.seat_addon),
      course_bundle: bundlePrice,
    },
  };
}
