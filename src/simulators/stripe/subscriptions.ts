// Subscriptions: creation, changes with explicit proration, renewal, cancellation.
import { DAY_SECONDS, nextCycleBoundary } from './calendar.ts';
import { invoiceItemLine, subscriptionLine } from './invoiceLineDrafts.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import { attemptPayment, createInvoice, finalizeInvoice, voidInvoice } from './invoices.ts';
import { planOf } from './prices.ts';
import { prorationDrafts, storeProrations } from './prorations.ts';
import type {
  Invoice,
  Metadata,
  Price,
  ProrationBehavior,
  Recurring,
  Subscription,
  SubscriptionItem,
  TaxRate,
} from './shapes.ts';
import { cardError, invalidRequest } from './stripeError.ts';
import { endSubscription, isLive, setSubscriptionStatus } from './subscriptionStatus.ts';
import type { World } from './world.ts';

const SUBSCRIPTION_CONSTANTS = {
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: null, type: 'classic' },
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  default_source: null,
  discounts: [],
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  test_clock: null,
  transfer_data: null,
  trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
};

const MONTHLY: Recurring = {
  interval: 'month',
  interval_count: 1,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed',
};
const INCOMPLETE_EXPIRES_SECONDS = 23 * 3600;

export type ItemDraft = { price: Price; quantity: number; metadata: Metadata; taxRates: TaxRate[] };

export type SubscriptionDraft = {
  customer: string;
  items: readonly ItemDraft[];
  metadata: Metadata;
  defaultTaxRates: TaxRate[];
  defaultPaymentMethod: string | null;
  paymentBehavior: string;
  collectionMethod: Subscription['collection_method'];
  daysUntilDue: number | null;
  trialEnd: number | null;
  cancelAt: number | null;
  cancelAtPeriodEnd: boolean;
  description: string | null;
};

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

export function createSubscription(world: World, draft: SubscriptionDraft): Subscription {
  const now = world.now();
  const id = world.newId('sub_1');
  const trialing = draft.trialEnd !== null && draft.trialEnd > now;
  const anchor = trialing ? (draft.trialEnd ?? now) : now;
  const recurring = draft.items[0]?.price.recurring ?? MONTHLY;
  const period = { start: now, end: trialing ? anchor : nextCycleBoundary(anchor, recurring, now) };
  const items = draft.items.map((item) => newItem(world, id, item, period));
  world.store.add('subscription', {
    ...SUBSCRIPTION_CONSTANTS,
    id,
    object: 'subscription',
    ...world.base(),
    billing_cycle_anchor: anchor,
    cancel_at: draft.cancelAtPeriodEnd ? period.end : draft.cancelAt,
    cancel_at_period_end: draft.cancelAtPeriodEnd,
    canceled_at: draft.cancelAtPeriodEnd || draft.cancelAt !== null ? now : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: draft.collectionMethod,
    currency: world.account.default_currency,
    customer: draft.customer,
    days_until_due: draft.daysUntilDue,
    default_payment_method: draft.defaultPaymentMethod,
    default_tax_rates: draft.defaultTaxRates,
    description: draft.description,
    ended_at: null,
    items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    metadata: draft.metadata,
    pause_collection: null,
    schedule: null,
    start_date: now,
    status: trialing ? 'trialing' : 'incomplete',
    trial_end: draft.trialEnd,
    trial_start: trialing ? now : null,
  });
  world.emit('customer.subscription.created', 'subscription', id);
  scheduleRenewal(world, id);
  if (draft.cancelAt !== null) world.schedule(draft.cancelAt, 'subscription-cancel-at', id, 3);
  firstInvoice(world, id, draft.paymentBehavior);
  return world.store.get('subscription', id);
}

function firstInvoice(world: World, id: string, paymentBehavior: string): void {
  const subscription = world.store.get('subscription', id);
  const invoice = invoiceSubscription(world, subscription, 'subscription_create');
  finalizeInvoice(world, invoice.id);
  if (subscription.status === 'trialing') return;
  if (world.store.get('invoice', invoice.id).status === 'paid') {
    setSubscriptionStatus(world, id, 'active');
    return;
  }
  if (subscription.collection_method === 'send_invoice') {
    setSubscriptionStatus(world, id, 'active');
    return;
  }
  if (paymentBehavior === 'default_incomplete') {
    world.schedule(world.now() + INCOMPLETE_EXPIRES_SECONDS, 'subscription-incomplete-expires', id);
    return;
  }
  const result = attemptPayment(world, invoice.id, { automatic: true });
  if (result === 'succeeded') return;
  if (paymentBehavior === 'error_if_incomplete') {
    const refusal = cardError('card_declined', 'Your card was declined.', { decline_code: 'generic_decline' });
    refusal.isUndone = true;
    throw refusal;
  }
  world.schedule(world.now() + INCOMPLETE_EXPIRES_SECONDS, 'subscription-incomplete-expires', id);
}

export function incompleteExpires(world: World, id: string): void {
  const subscription = world.store.get('subscription', id);
  if (subscription.status !== 'incomplete') return;
  if (
    subscription.latest_invoice !== null &&
    world.store.get('invoice', subscription.latest_invoice).status === 'open'
  ) {
    voidInvoice(world, subscription.latest_invoice);
  }
  world.change(
    'subscription',
    id,
    { ended_at: world.now(), status: 'incomplete_expired' },
    'customer.subscription.updated',
  );
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

/** Lines of the next invoice: what waits, then each item for its current period. */
export function renewalLines(world: World, subscription: Subscription): UntaxedLine[] {
  const period = periodOf(subscription);
  const waiting = pendingItems(world, subscription.id).map((item) =>
    invoiceItemLine(world, item, subscription.default_tax_rates),
  );
  const trial = subscription.status === 'trialing';
  return [
    ...waiting,
    ...subscription.items.data.map((item) => subscriptionLine(world, subscription, item, period, trial)),
  ];
}

function invoiceSubscription(world: World, subscription: Subscription, reason: Invoice['billing_reason']): Invoice {
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
    items: { ...subscription.items, data: items },
    ...(subscription.status === 'trialing' ? { status: 'active' as const } : {}),
  });
  const invoice = invoiceSubscription(world, moved, 'subscription_cycle');
  world.emitPayload('customer.subscription.updated', JSON.parse(world.store.json('subscription', id)), {
    items: JSON.parse(JSON.stringify(subscription.items)),
    latest_invoice: subscription.latest_invoice,
    ...(subscription.status === moved.status ? {} : { status: subscription.status }),
  });
  if (subscription.pause_collection?.behavior !== 'keep_as_draft') {
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
