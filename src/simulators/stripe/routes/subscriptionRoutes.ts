// /v1/subscriptions, /v1/subscription_items and /v1/subscription_schedules
import { DAY_SECONDS } from '../calendar.ts';
import type { Parameters } from '../formParameters.ts';
import { arrayPage } from '../listing.ts';
import { planOf } from '../prices.ts';
import type { Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import { createScheduleFromSubscription, releaseSchedule, updateSchedule } from '../schedules.ts';
import type { PhaseDraft } from '../schedules.ts';
import type { JsonObject, Price, Subscription, SubscriptionItem, TaxRate } from '../shapes.ts';
import { invalidRequest, resourceMissing } from '../stripeError.ts';
import type { ItemDraft } from '../subscriptions.ts';
import { cancelSubscription, createSubscription, newItem, periodOf, updateSubscription } from '../subscriptions.ts';
import type { World } from '../world.ts';
import { priceFromData } from './catalogueRoutes.ts';
import { existingCustomer } from './customerRoutes.ts';

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

function itemDraft(world: World, item: Parameters): ItemDraft {
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

function defaultMethodIn(world: World, parameters: Parameters, customer: string): string | null {
  const id = parameters.text('default_payment_method');
  if (id === undefined) return null;
  const method = required(world, 'payment_method', id, 'default_payment_method');
  if (method.customer !== customer) {
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      'default_payment_method',
      'resource_missing',
    );
  }
  return id;
}

const CREATE_FIELDS = [
  'customer',
  'items',
  'metadata',
  'default_tax_rates',
  'default_payment_method',
  'payment_behavior',
  'payment_settings',
  'collection_method',
  'days_until_due',
  'trial_end',
  'trial_period_days',
  'cancel_at',
  'cancel_at_period_end',
  'description',
  'currency',
  'proration_behavior',
  'off_session',
  'automatic_tax',
  'billing_mode',
];

function create({ world, parameters }: RouteContext) {
  const customer = existingCustomer(world, parameters.requiredText('customer'));
  const items = parameters.each('items').map((item) => itemDraft(world, item));
  if (items.length === 0) throw invalidRequest('Missing required param: items.', 'items', 'parameter_missing');
  const collection =
    parameters.oneOf('collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically';
  const defaultMethod = defaultMethodIn(world, parameters, customer.id);
  const trialDays = parameters.integer('trial_period_days');
  const trialEnd =
    parameters.integer('trial_end') ?? (trialDays === undefined ? null : world.now() + trialDays * DAY_SECONDS);
  const hasCard = defaultMethod !== null || customer.invoice_settings.default_payment_method !== null;
  const due = items.some((item) => item.price.unit_amount * item.quantity > 0) && trialEnd === null;
  const behavior = parameters.text('payment_behavior') ?? 'allow_incomplete';
  if (!hasCard && due && collection === 'charge_automatically' && behavior !== 'default_incomplete') {
    throw invalidRequest(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting.',
      undefined,
      'resource_missing',
    );
  }
  const subscription = createSubscription(world, {
    customer: customer.id,
    items,
    metadata: parameters.metadata(),
    defaultTaxRates: taxRatesIn(world, parameters, 'default_tax_rates'),
    defaultPaymentMethod: defaultMethod,
    paymentBehavior: behavior,
    collectionMethod: collection,
    daysUntilDue: parameters.integer('days_until_due') ?? null,
    trialEnd,
    cancelAt: parameters.integer('cancel_at') ?? null,
    cancelAtPeriodEnd: parameters.truth('cancel_at_period_end') ?? false,
    description: parameters.text('description') ?? null,
  });
  return stored('subscription', subscription);
}

function cancellationFields(world: World, subscription: Subscription, parameters: Parameters): Partial<Subscription> {
  const atPeriodEnd = parameters.truth('cancel_at_period_end');
  const given = parameters.nested('cancellation_details');
  const details = {
    ...subscription.cancellation_details,
    ...(given?.has('comment') === true ? { comment: given.text('comment') ?? null } : {}),
    ...(given?.has('feedback') === true ? { feedback: given.text('feedback') ?? null } : {}),
  };
  if (atPeriodEnd === true) {
    return {
      cancel_at: periodOf(subscription).end,
      cancel_at_period_end: true,
      canceled_at: world.now(),
      cancellation_details: { ...details, reason: 'cancellation_requested' },
    };
  }
  if (atPeriodEnd === false || parameters.clears('cancel_at')) {
    return {
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { ...details, reason: null },
    };
  }
  const cancelAt = parameters.integer('cancel_at');
  if (cancelAt !== undefined) {
    return {
      cancel_at: cancelAt,
      cancel_at_period_end: false,
      canceled_at: world.now(),
      cancellation_details: { ...details, reason: 'cancellation_requested' },
    };
  }
  return given === undefined ? {} : { cancellation_details: details };
}

function pauseField(parameters: Parameters): Partial<Subscription> {
  if (!parameters.has('pause_collection')) return {};
  const pause = parameters.nested('pause_collection');
  if (pause === undefined) return { pause_collection: null };
  const behavior = pause.oneOf('behavior', ['keep_as_draft', 'mark_uncollectible', 'void']) ?? 'void';
  return { pause_collection: { behavior, resumes_at: pause.integer('resumes_at') ?? null } };
}

function update(context: RouteContext) {
  const { world, parameters } = context;
  const subscription = fromPath(context, 'subscription');
  if (parameters.has('cancel_at') && parameters.has('cancel_at_period_end')) {
    throw invalidRequest('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', 'cancel_at');
  }
  const trialEnd = parameters.text('trial_end');
  const updated = updateSubscription(world, subscription.id, {
    items: parameters.has('items') ? changedItems(world, subscription, parameters.each('items')) : null,
    prorationBehavior: parameters.oneOf('proration_behavior', PRORATION_BEHAVIORS) ?? 'create_prorations',
    prorationDate: parameters.integer('proration_date') ?? world.now(),
    fields: {
      ...(parameters.has('metadata') ? { metadata: parameters.metadata(subscription.metadata) } : {}),
      ...(parameters.has('default_payment_method')
        ? { default_payment_method: defaultMethodIn(world, parameters, subscription.customer) }
        : {}),
      ...(parameters.has('default_tax_rates')
        ? { default_tax_rates: taxRatesIn(world, parameters, 'default_tax_rates') }
        : {}),
      ...(parameters.has('description') ? { description: parameters.text('description') ?? null } : {}),
      ...(trialEnd === 'now' ? { trial_end: world.now(), status: 'active' as const } : {}),
      ...cancellationFields(world, subscription, parameters),
      ...pauseField(parameters),
    },
  });
  return stored('subscription', updated);
}

function itemsPage({ world, parameters, path }: RouteContext) {
  const subscription = required(world, 'subscription', parameters.requiredText('subscription'), 'subscription');
  const { data, hasMore } = arrayPage(subscription.items.data, 'subscription_item', parameters);
  const value: JsonObject = { object: 'list', data: data as unknown as JsonObject[], has_more: hasMore, url: path };
  return { kind: 'object' as const, value };
}

function phasesIn(world: World, parameters: Parameters): PhaseDraft[] | null {
  if (!parameters.has('phases')) return null;
  return parameters.each('phases').map((phase) => ({
    startDate: phase.text('start_date') === 'now' ? world.now() : (phase.integer('start_date') ?? null),
    endDate: phase.integer('end_date') ?? null,
    iterations: phase.integer('iterations') ?? 1,
    items: phase.each('items').map((item) => itemDraft(world, item)),
    prorationBehavior: phase.oneOf('proration_behavior', PRORATION_BEHAVIORS) ?? 'create_prorations',
    metadata: phase.metadata(),
  }));
}

const STATUSES_HIDDEN_BY_DEFAULT = ['canceled', 'incomplete_expired'];

export const subscriptionRoutes: readonly Route[] = [
  listRoute(
    'subscription',
    '/v1/subscriptions',
    'subscription',
    ['customer', 'status', 'price', 'collection_method', 'current_period_end', 'current_period_start'],
    (parameters) => {
      const status = parameters.text('status');
      const price = parameters.text('price');
      const matches = equals<Subscription>(parameters, {
        customer: (value) => value.customer,
        collection_method: (value) => value.collection_method,
      });
      return (value) =>
        matches(value) &&
        (price === undefined || value.items.data.some((item) => item.price.id === price)) &&
        (status === 'all' ||
          (status === undefined
            ? !STATUSES_HIDDEN_BY_DEFAULT.includes(value.status)
            : value.status === status || (status === 'ended' && STATUSES_HIDDEN_BY_DEFAULT.includes(value.status))));
    },
  ),
  retrieveRoute('subscription', '/v1/subscriptions', 'subscription'),
  {
    method: 'POST',
    pattern: '/v1/subscriptions',
    permission: 'subscription',
    parameters: CREATE_FIELDS,
    handle: create,
  },
  {
    method: 'POST',
    pattern: '/v1/subscriptions/:id',
    permission: 'subscription',
    parameters: [
      'items',
      'metadata',
      'default_payment_method',
      'default_tax_rates',
      'description',
      'proration_behavior',
      'proration_date',
      'payment_behavior',
      'cancel_at',
      'cancel_at_period_end',
      'cancellation_details',
      'pause_collection',
      'trial_end',
      'off_session',
      'billing_cycle_anchor',
    ],
    handle: update,
  },
  {
    method: 'DELETE',
    pattern: '/v1/subscriptions/:id',
    permission: 'subscription',
    parameters: ['invoice_now', 'prorate', 'cancellation_details'],
    handle: (context) => {
      const { world, parameters } = context;
      const canceled = cancelSubscription(world, fromPath(context, 'subscription').id, {
        invoiceNow: parameters.truth('invoice_now') ?? false,
        prorate: parameters.truth('prorate') ?? false,
        comment: parameters.nested('cancellation_details')?.text('comment') ?? null,
      });
      return stored('subscription', canceled);
    },
  },
  {
    method: 'GET',
    pattern: '/v1/subscription_items',
    permission: 'subscription',
    parameters: ['subscription', 'limit', 'starting_after', 'ending_before'],
    handle: itemsPage,
  },
  listRoute(
    'subscription_schedule',
    '/v1/subscription_schedules',
    'subscription',
    ['customer', 'scheduled', 'canceled_at', 'completed_at', 'released_at'],
    (parameters) => equals(parameters, { customer: (schedule) => schedule.customer }),
  ),
  retrieveRoute('subscription_schedule', '/v1/subscription_schedules', 'subscription'),
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules',
    permission: 'subscription',
    parameters: ['from_subscription', 'metadata'],
    handle: ({ world, parameters }) => {
      const id = required(world, 'subscription', parameters.requiredText('from_subscription'), 'from_subscription').id;
      return stored('subscription_schedule', createScheduleFromSubscription(world, id));
    },
  },
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules/:id',
    permission: 'subscription',
    parameters: ['phases', 'end_behavior', 'metadata', 'proration_behavior', 'default_settings'],
    handle: (context) => {
      const { world, parameters } = context;
      const schedule = fromPath(context, 'subscription_schedule');
      const updated = updateSchedule(world, schedule.id, {
        phases: phasesIn(world, parameters),
        endBehavior: parameters.oneOf('end_behavior', ['release', 'cancel']) ?? schedule.end_behavior,
        metadata: parameters.metadata(schedule.metadata),
      });
      return stored('subscription_schedule', updated);
    },
  },
  {
    method: 'POST',
    pattern: '/v1/subscription_schedules/:id/release',
    permission: 'subscription',
    parameters: ['preserve_cancel_date'],
    handle: (context) =>
      stored('subscription_schedule', releaseSchedule(context.world, fromPath(context, 'subscription_schedule').id)),
  },
];
