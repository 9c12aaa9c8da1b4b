// A new subscription and its first invoice: paid at once, incomplete, on trial, or refused.
import type { Discount, Subscription, TaxRate } from './billingShapes.ts';
import { nextCycleBoundary } from './calendar.ts';
import { attemptPayment, finalizeInvoice, voidInvoice } from './invoices.ts';
import type { Metadata } from './jsonShapes.ts';
import { cardError } from './stripeError.ts';
import type { ItemDraft } from './subscriptions.ts';
import { invoiceSubscription, MONTHLY, newItem, scheduleRenewal } from './subscriptions.ts';
import { setSubscriptionStatus } from './subscriptionStatus.ts';
import type { World } from './world.ts';

const INCOMPLETE_EXPIRES_SECONDS = 23 * 3600;

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
  /** Makes them for the new subscription's id. */
  discountsOf?: (id: string) => Discount[];
};

export function createSubscription(world: World, draft: SubscriptionDraft): Subscription {
  const now = world.now();
  const id = world.newId('sub_1');
  const trialing = draft.trialEnd !== null && draft.trialEnd > now;
  const anchor = trialing ? (draft.trialEnd ?? now) : now;
  const recurring = draft.items[0]?.price.recurring ?? MONTHLY;
  const period = { start: now, end: trialing ? anchor : nextCycleBoundary(anchor, recurring, now) };
  const discounts = draft.discountsOf?.(id) ?? [];
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
    currency: draft.items[0]?.price.currency ?? world.account.default_currency,
    customer: draft.customer,
    days_until_due: draft.daysUntilDue,
    default_payment_method: draft.defaultPaymentMethod,
    default_tax_rates: draft.defaultTaxRates,
    description: draft.description,
    discounts: discounts.map((discount) => discount.id),
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
    _: { discounts },
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
