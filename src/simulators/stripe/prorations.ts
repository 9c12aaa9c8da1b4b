// Prorations: a credit for the unused time of what was, a charge for the remaining time of what will be.
import { shortDate } from './calendar.ts';
import { divideHalfUp } from './integerArithmetic.ts';
import { pricingOf, productName } from './invoiceLineDrafts.ts';
import type { InvoiceItem, Subscription, SubscriptionItem } from './billingShapes.ts';
import type { World } from './world.ts';

const INVOICE_ITEM_CONSTANTS = { customer_account: null, discountable: false, discounts: [], test_clock: null };

function share(item: SubscriptionItem, at: number): number {
  const whole = item.current_period_end - item.current_period_start;
  const left = item.current_period_end - at;
  return divideHalfUp(item.price.unit_amount * item.quantity * left, whole);
}

function proration(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  at: number,
  kind: 'unused' | 'remaining',
): InvoiceItem {
  const amount = kind === 'unused' ? -share(item, at) : share(item, at);
  const times = item.quantity === 1 ? '' : `${item.quantity} × `;
  const constants = { ...INVOICE_ITEM_CONSTANTS, net_amount: amount, quantity_decimal: String(item.quantity) };
  return {
    ...constants,
    id: world.newId('ii_1'),
    object: 'invoiceitem',
    amount,
    currency: subscription.currency,
    customer: subscription.customer,
    date: at,
    description: `${kind === 'unused' ? 'Unused' : 'Remaining'} time on ${times}${productName(world, item.price)} after ${shortDate(at)}`,
    invoice: null,
    livemode: world.account.livemode,
    metadata: {},
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: 'subscription_details',
    },
    period: { start: at, end: item.current_period_end },
    pricing: pricingOf(item.price),
    proration: true,
    quantity: item.quantity,
    tax_rates: item.tax_rates,
  };
}

/** The invoice items that changing to `after` at the instant calls for, not yet stored. Unchanged items have none. */
export function prorationDrafts(
  world: World,
  before: Subscription,
  after: readonly SubscriptionItem[],
  at: number,
): InvoiceItem[] {
  if (before.status === 'trialing') return [];
  const drafts: InvoiceItem[] = [];
  const afterById = new Map(after.map((item) => [item.id, item]));
  const same = (a: SubscriptionItem, b: SubscriptionItem | undefined) =>
    a.price.id === b?.price.id && a.quantity === b.quantity;
  for (const item of before.items.data) {
    if (!same(item, afterById.get(item.id))) drafts.push(proration(world, before, item, at, 'unused'));
  }
  const beforeById = new Map(before.items.data.map((item) => [item.id, item]));
  for (const item of after) {
    if (!same(item, beforeById.get(item.id))) drafts.push(proration(world, before, item, at, 'remaining'));
  }
  return drafts.filter((draft) => draft.amount !== 0);
}

export function storeProrations(world: World, drafts: readonly InvoiceItem[]): void {
  for (const draft of drafts) {
    world.store.add('invoiceitem', draft);
    world.emit('invoiceitem.created', 'invoiceitem', draft.id);
  }
}
