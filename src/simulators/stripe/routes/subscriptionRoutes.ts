// /v1/subscriptions and /v1/subscription_items
import { DAY_SECONDS } from '../calendar.ts';
import type { Parameters } from '../formParameters.ts';
import { arrayPage } from '../listing.ts';
import type { Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { Subscription } from '../billingShapes.ts';
import type { JsonObject } from '../jsonShapes.ts';
import { invalidRequest } from '../stripeError.ts';
import { createSubscription } from '../createSubscription.ts';
import { cancelSubscription, periodOf, updateSubscription } from '../subscriptions.ts';
import type { World } from '../world.ts';
import { discountsIn } from './couponRoutes.ts';
import { existingCustomer } from './customerRoutes.ts';
import { changedItems, itemDraft, PRORATION_BEHAVIORS, taxRatesIn } from './subscriptionItemParameters.ts';

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
  'discounts',
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
    discountsOf: (id) => discountsIn(world, parameters, { subscription: id, customer: customer.id }) ?? [],
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
  const discounts = discountsIn(world, parameters, { subscription: subscription.id, customer: subscription.customer });
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
      ...(discounts === undefined ? {} : { discounts: discounts.map(({ id }) => id), _: { discounts: [...(subscription._?.discounts ?? []), ...discounts] } }),
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
      'discounts',
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
];
