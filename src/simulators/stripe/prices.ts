// Products, prices and the legacy plan that every recurring price still shows.
import { divideHalfUp } from './integerArithmetic.ts';
import type { Plan, Price, Product, Recurring, TaxRate } from './billingShapes.ts';
import type { Metadata } from './jsonShapes.ts';
import type { World } from './world.ts';

export function createProduct(
  world: World,
  draft: { id: string | undefined; name: string; description: string | null; active: boolean; metadata: Metadata },
): Product {
  const constants = {
    images: [],
    marketing_features: [],
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    type: 'service',
    unit_label: null,
    url: null,
  };
  const id = draft.id ?? world.newId('prod_', 14);
  world.store.add('product', {
    ...constants,
    id,
    object: 'product',
    ...world.base(),
    active: draft.active,
    default_price: null,
    description: draft.description,
    metadata: draft.metadata,
    name: draft.name,
    updated: world.now(),
  });
  world.emit('product.created', 'product', id);
  return world.store.get('product', id);
}

export type PriceDraft = {
  product: string;
  currency: string;
  unitAmount: number;
  recurring: Recurring | null;
  taxBehavior: Price['tax_behavior'];
  nickname: string | null;
  lookupKey: string | null;
  metadata: Metadata;
  /** False for prices made inside a subscription item (`price_data`): they are inactive one-offs. */
  active: boolean;
};

export function createPrice(world: World, draft: PriceDraft): Price {
  const constants = {
    billing_scheme: 'per_unit',
    custom_unit_amount: null,
    tiers_mode: null,
    transform_quantity: null,
  };
  const id = world.newId('price_1');
  world.store.add('price', {
    ...constants,
    id,
    object: 'price',
    ...world.base(),
    active: draft.active,
    currency: draft.currency,
    lookup_key: draft.lookupKey,
    metadata: draft.metadata,
    nickname: draft.nickname,
    product: draft.product,
    recurring: draft.recurring,
    tax_behavior: draft.taxBehavior,
    type: draft.recurring === null ? 'one_time' : 'recurring',
    unit_amount: draft.unitAmount,
    unit_amount_decimal: String(draft.unitAmount),
  });
  world.emit('price.created', 'price', id);
  return world.store.get('price', id);
}

export function planOf(price: Price): Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: price.livemode,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** Items carry their price; when it changes, so do their copies. */
export function refreshPriceCopies(world: World, price: Price): void {
  for (const subscription of world.newestFirst('subscription', () => true)) {
    if (!subscription.items.data.some((item) => item.price.id === price.id)) continue;
    const data = subscription.items.data.map((item) =>
      item.price.id === price.id ? { ...item, price, plan: planOf(price) } : item,
    );
    world.store.update('subscription', subscription.id, { items: { ...subscription.items, data } });
  }
}

export function createTaxRate(
  world: World,
  draft: {
    displayName: string;
    percentageText: string;
    inclusive: boolean;
    country: string | null;
    description: string | null;
    metadata: Metadata;
  },
): TaxRate {
  const [whole = '0', fraction = ''] = draft.percentageText.split('.');
  const basisPoints = Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
  const constants = {
    effective_percentage: null,
    flat_amount: null,
    jurisdiction: draft.country,
    jurisdiction_level: null,
    rate_type: 'percentage',
    state: null,
    tax_type: 'gst',
  };
  const id = world.newId('txr_1');
  world.store.add('tax_rate', {
    ...constants,
    id,
    object: 'tax_rate',
    ...world.base(),
    active: true,
    country: draft.country,
    description: draft.description,
    display_name: draft.displayName,
    inclusive: draft.inclusive,
    metadata: draft.metadata,
    percentage: basisPoints % 100 === 0 ? divideHalfUp(basisPoints, 100) : Number(draft.percentageText),
  });
  world.emit('tax_rate.created', 'tax_rate', id);
  return world.store.get('tax_rate', id);
}
