// /v1/products, /v1/prices and /v1/tax_rates
import type { Parameters } from '../formParameters.ts';
import { createPrice, createProduct, createTaxRate, refreshPriceCopies } from '../prices.ts';
import type { Route } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { Price, Recurring } from '../billingShapes.ts';
import { invalidRequest } from '../stripeError.ts';
import type { World } from '../world.ts';

const INTERVALS = ['day', 'week', 'month', 'year'] as const;

function recurringIn(parameters: Parameters): Recurring | null {
  const given = parameters.nested('recurring');
  if (given === undefined) return null;
  given.assertKnown(['interval', 'interval_count', 'usage_type', 'trial_period_days']);
  given.requiredText('interval');
  return {
    interval: given.oneOf('interval', INTERVALS) ?? 'month',
    interval_count: given.integer('interval_count') ?? 1,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** A price given inline (`price_data`), as subscription items and invoice items may. */
export function priceFromData(world: World, data: Parameters): Price {
  data.assertKnown(['currency', 'product', 'recurring', 'tax_behavior', 'unit_amount', 'unit_amount_decimal']);
  return createPrice(world, {
    product: required(world, 'product', data.requiredText('product'), data.nameOf('product')).id,
    currency: data.requiredText('currency').toLowerCase(),
    unitAmount: data.requiredInteger('unit_amount'),
    recurring: recurringIn(data),
    taxBehavior: data.oneOf('tax_behavior', ['exclusive', 'inclusive', 'unspecified']) ?? 'unspecified',
    nickname: null,
    lookupKey: null,
    metadata: {},
    active: false,
  });
}

export const catalogueRoutes: readonly Route[] = [
  listRoute('product', '/v1/products', 'product', ['active', 'ids', 'shippable', 'url'], (parameters) => {
    const ids = parameters.texts('ids');
    const matches = equals(parameters, { active: (product: { active: boolean }) => product.active });
    return (product) => matches(product) && (ids.length === 0 || ids.includes(product.id));
  }),
  retrieveRoute('product', '/v1/products', 'product'),
  {
    method: 'POST',
    pattern: '/v1/products',
    permission: 'product',
    parameters: ['id', 'name', 'description', 'active', 'metadata', 'tax_code', 'unit_label', 'default_price_data'],
    handle: ({ world, parameters }) => {
      const product = createProduct(world, {
        id: parameters.text('id'),
        name: parameters.requiredText('name'),
        description: parameters.text('description') ?? null,
        active: parameters.truth('active') ?? true,
        metadata: parameters.metadata(),
      });
      return stored('product', product);
    },
  },
  {
    method: 'DELETE',
    pattern: '/v1/products/:id',
    permission: 'product',
    parameters: [],
    handle: (context) => {
      const { id } = fromPath(context, 'product');
      if (context.world.newestFirst('price', (price) => price.product === id).length > 0) {
        throw invalidRequest('This product cannot be deleted because it has one or more user-created prices.');
      }
      context.world.emit('product.deleted', 'product', id);
      context.world.store.remove('product', id);
      return { kind: 'object', value: { id, object: 'product', deleted: true } };
    },
  },
  {
    method: 'POST',
    pattern: '/v1/products/:id',
    permission: 'product',
    parameters: ['name', 'description', 'active', 'metadata', 'default_price', 'unit_label', 'tax_code'],
    handle: (context) => {
      const { world, parameters } = context;
      const product = fromPath(context, 'product');
      const changed = world.change(
        'product',
        product.id,
        {
          name: parameters.text('name') ?? product.name,
          description: parameters.has('description') ? (parameters.text('description') ?? null) : product.description,
          active: parameters.truth('active') ?? product.active,
          metadata: parameters.metadata(product.metadata),
          default_price: parameters.text('default_price') ?? product.default_price,
          updated: world.now(),
        },
        'product.updated',
      );
      return stored('product', changed);
    },
  },
  listRoute(
    'price',
    '/v1/prices',
    'plan',
    ['active', 'product', 'type', 'currency', 'lookup_keys', 'recurring'],
    (parameters) => {
      const keys = parameters.texts('lookup_keys');
      const matches = equals<Price>(parameters, {
        active: (price) => price.active,
        product: (price) => price.product,
        type: (price) => price.type,
        currency: (price) => price.currency,
      });
      return (price) =>
        matches(price) && (keys.length === 0 || (price.lookup_key !== null && keys.includes(price.lookup_key)));
    },
  ),
  retrieveRoute('price', '/v1/prices', 'plan'),
  {
    method: 'POST',
    pattern: '/v1/prices',
    permission: 'plan',
    parameters: [
      'product',
      'currency',
      'unit_amount',
      'recurring',
      'tax_behavior',
      'nickname',
      'lookup_key',
      'metadata',
      'active',
    ],
    handle: ({ world, parameters }) => {
      const amount = parameters.requiredInteger('unit_amount');
      if (amount < 0) throw invalidRequest('Invalid non-negative integer', 'unit_amount', 'parameter_invalid_integer');
      const price = createPrice(world, {
        product: required(world, 'product', parameters.requiredText('product'), 'product').id,
        currency: parameters.requiredText('currency').toLowerCase(),
        unitAmount: amount,
        recurring: recurringIn(parameters),
        taxBehavior: parameters.oneOf('tax_behavior', ['exclusive', 'inclusive', 'unspecified']) ?? 'unspecified',
        nickname: parameters.text('nickname') ?? null,
        lookupKey: parameters.text('lookup_key') ?? null,
        metadata: parameters.metadata(),
        active: parameters.truth('active') ?? true,
      });
      return stored('price', price);
    },
  },
  {
    method: 'POST',
    pattern: '/v1/prices/:id',
    permission: 'plan',
    parameters: ['active', 'nickname', 'metadata', 'lookup_key', 'tax_behavior'],
    handle: (context) => {
      const { world, parameters } = context;
      const price = fromPath(context, 'price');
      const changed = world.change(
        'price',
        price.id,
        {
          active: parameters.truth('active') ?? price.active,
          nickname: parameters.has('nickname') ? (parameters.text('nickname') ?? null) : price.nickname,
          metadata: parameters.metadata(price.metadata),
          lookup_key: parameters.text('lookup_key') ?? price.lookup_key,
        },
        'price.updated',
      );
      refreshPriceCopies(world, changed);
      return stored('price', changed);
    },
  },
  listRoute('tax_rate', '/v1/tax_rates', 'tax_rate', ['active', 'inclusive'], (parameters) =>
    equals(parameters, { active: (rate) => rate.active, inclusive: (rate) => rate.inclusive }),
  ),
  retrieveRoute('tax_rate', '/v1/tax_rates', 'tax_rate'),
  {
    method: 'POST',
    pattern: '/v1/tax_rates',
    permission: 'tax_rate',
    parameters: [
      'display_name',
      'percentage',
      'inclusive',
      'country',
      'description',
      'metadata',
      'jurisdiction',
      'tax_type',
      'active',
    ],
    handle: ({ world, parameters }) => {
      const percentageText = parameters.requiredText('percentage');
      if (!/^\d{1,3}(\.\d{1,2})?$/.test(percentageText))
        throw invalidRequest(`Invalid decimal: ${percentageText}`, 'percentage');
      const rate = createTaxRate(world, {
        displayName: parameters.requiredText('display_name'),
        percentageText,
        inclusive: parameters.truth('inclusive') ?? false,
        country: parameters.text('country') ?? null,
        description: parameters.text('description') ?? null,
        metadata: parameters.metadata(),
      });
      return stored('tax_rate', rate);
    },
  },
];
