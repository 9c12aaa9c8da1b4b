// Subscriptions: creation, changes with explicit proration, renewal, cancellation.
import { discountsAt } from './coupons.ts';
import { DAY_SECONDS, nextCycleBoundary } from './calendar.ts';
import { invoiceItemLine, subscriptionLine } from './invoiceLineDrafts.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import { createInvoice } from './invoiceDraft.ts';
import { rendered } from './objectStore.ts';
import { attemptPayment, finalizeInvoice } from './invoices.ts';
import { planOf } from './prices.ts';
import { prorationDrafts, storeProrations } from './prorations.ts';
import type {
  Invoice,
  Price,
  ProrationBehavior,
  Recurring,
  Subscription,
  SubscriptionItem,
  TaxRate,
} from './billingShapes.ts';
import type { Metadata } from './jsonShapes.ts';
import { invalidRequest } from './stripeError.ts';
import { endSubscription, isLive } from './subscriptionStatus.ts';
import type { World } from './world.ts';

export const MONTHLY: Recurring = {
  interval: 'month',
  interval_count: 1,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed',
};

export type ItemDraft = { price: Price; quantity: number; metadata: Metadata; taxRates: TaxRate[] };

export function recurringOf(subscription: Pick<Subscription, 'items'>): Recurring {
  return subscription.items.data[0]?.price.recurring ?? MONTHLY;
}

export function periodOf(subscription: Pick<Subscription, 'items'>): { start: number; end: number } {
  const item = subscription.items.data[0];
  return { start: item?.current_period_start ?? 0, end: item?.current_period_end ?? 0 };
}

export function newItem(
  world: World,
  subscriptionId: string,
  draft: ItemDraft,
  period: { start: number; end: number },
): SubscriptionItem {
  const constants = { billing_thresholds: null, discounts: [] };
  return {
    ...constants,
    id: world.newId('si_', 14),
    object: 'subscription_item',
    created: world.now(),
    current_period_end: period.end,
    current_period_start: period.start,
    metadata: draft.metadata,
    plan: planOf(draft.price),
    price: draft.price,
    quantity: draft.quantity,
    subscription: subscriptionId,
    tax_rates: draft.taxRates,
  };
}

export function scheduleRenewal(world: World, id: string): void {
  const { start, end } = periodOf(world.store.get('subscription', id));
  world.schedule(end, 'subscription-renewal', id);
  const upcoming = end - 7 * DAY_SECONDS;
  if (upcoming > start) world.schedule(upcoming, 'invoice-upcoming', id);
}

/** Prorations and other items that wait for the subscription's next invoice. */
export function pendingItems(world: World, subscriptionId: string) {
  return world
    .newestFirst(
      'invoiceitem',
      (item) => item.invoice === null && item.parent?.subscription_details.subscription === subscriptionId,
    )
    .toReversed();
}

/** "Pending invoice items are pulled into the next invoice of the customer", whichever subscription makes it. Source: Stripe, *Invoice items*. */
const loosePendingItems = (world: World, customer: string) =>
  world.newestFirst('invoiceitem', (item) => item.invoice === null && item.parent === null && item.customer === customer).toReversed();

/** Lines of the next invoice: what waits, then each item for its current period. */
function renewalLines(world: World, subscription: Subscription): UntaxedLine[] {
  const period = periodOf(subscription);
  const waiting = [...pendingItems(world, subscription.id), ...loosePendingItems(world, subscription.customer)].map((item) =>
    invoiceItemLine(world, item, subscription.default_tax_rates),
  );
  const trial = subscription.status === 'trialing';
  return [
    ...waiting,
    ...subscription.items.data.map((item) => subscriptionLine(world, subscription, item, period, trial)),
  ];
}

export function invoiceSubscription(
  world: World,
  subscription: Subscription,
  reason: Invoice['billing_reason'],
): Invoice {
  const isCycle = reason === 'subscription_cycle';
  const period = periodOf(subscription);
  return createInvoice(world, {
    customer: subscription.customer,
    subscription,
    billingReason: reason,
    lines:
      reason === 'subscription_update'
        ? pendingItems(world, subscription.id).map((item) =>
            invoiceItemLine(world, item, subscription.default_tax_rates),
          )
        : renewalLines(world, subscription),
    // As on Stripe, the invoice's own period looks back; the lines' periods look ahead.
    period: isCycle
      ? { start: period.start - (period.end - period.start), end: period.start }
      : { start: world.now(), end: world.now() },
    metadata: {},
    autoAdvance: isCycle,
    description: null,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    defaultPaymentMethod: null,
    defaultTaxRates: subscription.default_tax_rates,
  });
}

/** The period has ended: cancel, or move on and draft the next invoice, finalised about an hour later. */
export function renewSubscription(world: World, id: string): void {
  const subscription = world.store.get('subscription', id);
  const period = periodOf(subscription);
  if (!isLive(subscription) || period.end !== world.now()) return;
  if (subscription.cancel_at_period_end || (subscription.cancel_at !== null && subscription.cancel_at <= world.now())) {
    endSubscription(world, id, 'cancellation_requested');
    return;
  }
  const next = {
    start: period.end,
    end: nextCycleBoundary(subscription.billing_cycle_anchor, recurringOf(subscription), period.end),
  };
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: next.start,
    current_period_end: next.end,
  }));
  const moved = world.store.update('subscription', id, {
    discounts: discountsAt(subscription, next.start).map((discount) => discount.id),
    items: { ...subscription.items, data: items },
    ...(subscription.status === 'trialing' ? { status: 'active' as const } : {}),
  });
  const invoice = invoiceSubscription(world, moved, 'subscription_cycle');
  world.emitPayload('customer.subscription.updated', rendered(world.store.get('subscription', id)), {
    items: rendered(subscription)['items'] ?? null,
    latest_invoice: subscription.latest_invoice,
    ...(subscription.status === moved.status ? {} : { status: subscription.status }),
  });
  // An unpaid subscription's invoices stay drafts (docs: "Unpaid").
  if (subscription.pause_collection?.behavior !== 'keep_as_draft' && subscription.status !== 'unpaid') {
    world.schedule(world.now() + world.billing.finalizeDelaySeconds, 'invoice-finalize', invoice.id);
  }
  scheduleRenewal(world, id);
}

export type SubscriptionChange = {
  /** The items after the change, or null where they stay. */
  items: SubscriptionItem[] | null;
  prorationBehavior: ProrationBehavior;
  prorationDate: number;
  fields: Partial<Subscription>;
};

export function updateSubscription(world: World, id: string, change: SubscriptionChange): Subscription {
  const before = world.store.get('subscription', id);
  if (!isLive(before) && before.status !== 'incomplete') {
    throw invalidRequest(`No such subscription: '${id}'`, 'id', 'resource_missing');
  }
  const drafts =
    change.items === null || change.prorationBehavior === 'none'
      ? []
      : prorationDrafts(world, before, change.items, change.prorationDate);
  world.change(
    'subscription',
    id,
    { ...change.fields, ...(change.items === null ? {} : { items: { ...before.items, data: change.items } }) },
    'customer.subscription.updated',
  );
  if (change.fields.cancel_at !== undefined && change.fields.cancel_at !== null) {
    world.schedule(change.fields.cancel_at, 'subscription-cancel-at', id, 3);
  }
  storeProrations(world, drafts);
  if (change.prorationBehavior === 'always_invoice' && drafts.length > 0) {
    const invoice = invoiceSubscription(world, world.store.get('subscription', id), 'subscription_update');
    finalizeInvoice(world, invoice.id);
    if (
      world.store.get('invoice', invoice.id).status === 'open' &&
      before.collection_method === 'charge_automatically'
    ) {
      attemptPayment(world, invoice.id, { automatic: true });
    }
  }
  return world.store.get('subscription', id);
}

export function cancelSubscription(
  world: World,
  id: string,
  options: { invoiceNow: boolean; prorate: boolean; comment: string | null },
): Subscription {
  const subscription = world.store.get('subscription', id);
  if (!isLive(subscription) && subscription.status !== 'incomplete')
    throw invalidRequest(`No such subscription: '${id}'`, 'id', 'resource_missing');
  if (options.prorate) storeProrations(world, prorationDrafts(world, subscription, [], world.now()));
  if (options.invoiceNow && pendingItems(world, id).length > 0) {
    const invoice = invoiceSubscription(world, subscription, 'subscription_update');
    finalizeInvoice(world, invoice.id);
    if (world.store.get('invoice', invoice.id).status === 'open')
      attemptPayment(world, invoice.id, { automatic: false });
  }
  world.store.update('subscription', id, {
    cancellation_details: { ...subscription.cancellation_details, comment: options.comment },
  });
  return endSubscription(world, id, 'cancellation_requested');
}
