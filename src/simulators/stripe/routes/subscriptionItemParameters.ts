// The items of a subscription as requests give them.
import type { Price, Subscription, SubscriptionItem, TaxRate } from '../billingShapes.ts';
import type { Parameters } from '../formParameters.ts';
import { planOf } from '../prices.ts';
import { required } from '../route.ts';
import { invalidRequest, resourceMissing } from '../stripeError.ts';
import type { ItemDraft } from '../subscriptions.ts';
import { newItem, periodOf } from '../subscriptions.ts';
import type { World } from '../world.ts';
import { priceFromData } from './catalogueRoutes.ts';

export const PRORATION_BEHAVIORS = ['always_invoice', 'create_prorations', 'none'] as const;
const ITEM_FIELDS = ['id', 'price', 'price_data', 'quantity', 'metadata', 'tax_rates', 'deleted', 'clear_usage'];

export function taxRatesIn(world: World, parameters: Parameters, name: string): TaxRate[] {
  return parameters.texts(name).map((id) => required(world, 'tax_rate', id, parameters.nameOf(name)));
}

function priceIn(world: World, item: Parameters): Price | undefined {
  const data = item.nested('price_data');
  if (data !== undefined) return priceFromData(world, data);
  const id = item.text('price');
  return id === undefined ? undefined : required(world, 'price', id, item.nameOf('price'));
}

export function itemDraft(world: World, item: Parameters): ItemDraft {
  item.assertKnown(ITEM_FIELDS);
  const price = priceIn(world, item);
  if (price === undefined)
    throw invalidRequest(`Missing required param: ${item.nameOf('price')}.`, item.nameOf('price'), 'parameter_missing');
  return {
    price,
    quantity: item.integer('quantity') ?? 1,
    metadata: item.metadata(),
    taxRates: taxRatesIn(world, item, 'tax_rates'),
  };
}

/** The items after an update: an id changes that item, no id adds one (Stripe's trap), `deleted` removes. */
export function changedItems(
  world: World,
  subscription: Subscription,
  given: readonly Parameters[],
): SubscriptionItem[] {
  let items = subscription.items.data;
  for (const entry of given) {
    entry.assertKnown(ITEM_FIELDS);
    const id = entry.text('id');
    if (id === undefined) {
      items = [...items, newItem(world, subscription.id, itemDraft(world, entry), periodOf(subscription))];
      continue;
    }
    const existing = items.find((item) => item.id === id);
    if (existing === undefined) throw resourceMissing('subscription_item', id, entry.nameOf('id'));
    if (entry.truth('deleted') === true) {
      items = items.filter((item) => item.id !== id);
      continue;
    }
    const price = priceIn(world, entry) ?? existing.price;
    const changed: SubscriptionItem = {
      ...existing,
      price,
      plan: planOf(price),
      quantity: entry.integer('quantity') ?? existing.quantity,
      metadata: entry.metadata(existing.metadata),
      ...(entry.has('tax_rates') ? { tax_rates: taxRatesIn(world, entry, 'tax_rates') } : {}),
    };
    items = items.map((item) => (item.id === id ? changed : item));
  }
  return items;
}
