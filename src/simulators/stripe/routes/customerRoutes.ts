// /v1/customers and /v1/payment_methods
import { createCustomer, deleteCustomer } from '../customers.ts';
import type { Parameters } from '../formParameters.ts';
import {
  attachPaymentMethod,
  createPaymentMethod,
  detachPaymentMethod,
  resolvePaymentMethod,
} from '../paymentMethods.ts';
import type { Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { Customer } from '../billingShapes.ts';
import type { Address } from '../jsonShapes.ts';
import { invalidRequest, resourceMissing } from '../stripeError.ts';
import { cardOfNumber, cardOfToken } from '../testCards.ts';
import type { World } from '../world.ts';

const CUSTOMER_FIELDS = [
  'address',
  'description',
  'email',
  'invoice_settings',
  'metadata',
  'name',
  'phone',
  'payment_method',
  'balance',
  'tax_exempt',
  'preferred_locales',
];

function addressOf(parameters: Parameters, before: Address | null): Address | null {
  if (parameters.clears('address')) return null;
  const given = parameters.nested('address');
  if (given === undefined) return before;
  given.assertKnown(['city', 'country', 'line1', 'line2', 'postal_code', 'state']);
  const part = (name: keyof Address) => (given.has(name) ? (given.text(name) ?? null) : (before?.[name] ?? null));
  return {
    city: part('city'),
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postal_code: part('postal_code'),
    state: part('state'),
  };
}

function textOr(parameters: Parameters, name: string, before: string | null): string | null {
  return parameters.has(name) ? (parameters.text(name) ?? null) : before;
}

function draftOf(parameters: Parameters, before: Customer | null) {
  return {
    address: addressOf(parameters, before?.address ?? null),
    description: textOr(parameters, 'description', before?.description ?? null),
    email: textOr(parameters, 'email', before?.email ?? null),
    metadata: parameters.metadata(before?.metadata),
    name: textOr(parameters, 'name', before?.name ?? null),
    phone: textOr(parameters, 'phone', before?.phone ?? null),
  };
}

function useDefaultPaymentMethod(world: World, customerId: string, parameters: Parameters): void {
  const given = parameters.text('payment_method');
  const attached = given === undefined ? undefined : attachPaymentMethod(world, given, customerId).id;
  const settings = parameters.nested('invoice_settings');
  settings?.assertKnown(['custom_fields', 'default_payment_method', 'footer', 'rendering_options']);
  const wanted = settings?.text('default_payment_method');
  const clears = settings?.clears('default_payment_method') ?? false;
  if (wanted === undefined && !clears) return;
  const method = wanted === undefined ? null : attached !== undefined && wanted === given ? attached : wanted;
  if (method !== null && world.store.find('payment_method', method)?.customer !== customerId) {
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${method}. The payment method must be attached to the customer.`,
      'invoice_settings[default_payment_method]',
      'resource_missing',
    );
  }
  const customer = world.store.get('customer', customerId);
  world.store.update('customer', customerId, {
    invoice_settings: { ...customer.invoice_settings, default_payment_method: method },
  });
}

function liveCustomer(context: RouteContext): Customer {
  const customer = fromPath(context, 'customer');
  if (customer.deleted === true) throw resourceMissing('customer', customer.id);
  return customer;
}

export function existingCustomer(world: World, id: string, param = 'customer'): Customer {
  const customer = required(world, 'customer', id, param);
  if (customer.deleted === true) throw resourceMissing('customer', id, param);
  return customer;
}

function updateCustomer(context: RouteContext) {
  const { world, parameters } = context;
  const before = liveCustomer(context);
  const draft = draftOf(parameters, before);
  const settingsBefore = before.invoice_settings;
  useDefaultPaymentMethod(world, before.id, parameters);
  const invoiceSettings = world.store.get('customer', before.id).invoice_settings;
  world.store.update('customer', before.id, { invoice_settings: settingsBefore });
  world.change(
    'customer',
    before.id,
    { ...draft, invoice_settings: invoiceSettings, balance: parameters.integer('balance') ?? before.balance },
    'customer.updated',
  );
  return stored('customer', world.store.get('customer', before.id));
}

function createPaymentMethodFrom({ world, parameters }: RouteContext) {
  const card = parameters.nested('card');
  const token = card?.text('token');
  const facts = token === undefined ? cardOfNumber(card?.requiredText('number') ?? '') : cardOfToken(token);
  if (facts === undefined) throw resourceMissing('token', token ?? '', 'card[token]');
  const billing = parameters.nested('billing_details');
  return stored(
    'payment_method',
    createPaymentMethod(world, facts, { email: billing?.text('email'), name: billing?.text('name') }),
  );
}

export const customerRoutes: readonly Route[] = [
  listRoute('customer', '/v1/customers', 'customer', ['email'], (parameters) => {
    const matches = equals<Customer>(parameters, { email: (customer) => customer.email });
    return (customer) => customer.deleted !== true && matches(customer);
  }),
  retrieveRoute('customer', '/v1/customers', 'customer'),
  {
    method: 'POST',
    pattern: '/v1/customers',
    permission: 'customer',
    parameters: CUSTOMER_FIELDS,
    handle: ({ world, parameters }) => {
      const customer = createCustomer(world, draftOf(parameters, null));
      useDefaultPaymentMethod(world, customer.id, parameters);
      return stored('customer', customer);
    },
  },
  {
    method: 'POST',
    pattern: '/v1/customers/:id',
    permission: 'customer',
    parameters: CUSTOMER_FIELDS,
    handle: updateCustomer,
  },
  {
    method: 'DELETE',
    pattern: '/v1/customers/:id',
    permission: 'customer',
    parameters: [],
    handle: (context) => {
      const customer = liveCustomer(context);
      deleteCustomer(context.world, customer.id);
      return stored('customer', customer);
    },
  },
  {
    ...listRoute('payment_method', '/v1/customers/:id/payment_methods', 'payment_method', ['type'], () => () => true),
    handle: (context) => {
      const customer = liveCustomer(context);
      const list = listRoute(
        'payment_method',
        `/v1/customers/${customer.id}/payment_methods`,
        'payment_method',
        ['type'],
        () => (method) => method.customer === customer.id,
      );
      return list.handle(context);
    },
  },
  listRoute('payment_method', '/v1/payment_methods', 'payment_method', ['customer', 'type'], (parameters) =>
    equals(parameters, { customer: (method) => method.customer, type: (method) => method.type }),
  ),
  {
    method: 'GET',
    pattern: '/v1/payment_methods/:id',
    permission: 'payment_method',
    parameters: [],
    handle: ({ world, ids }) => stored('payment_method', resolvePaymentMethod(world, ids[0] ?? '', 'id')),
  },
  {
    method: 'POST',
    pattern: '/v1/payment_methods',
    permission: 'payment_method',
    parameters: ['type', 'card', 'billing_details', 'metadata'],
    handle: createPaymentMethodFrom,
  },
  {
    method: 'POST',
    pattern: '/v1/payment_methods/:id/attach',
    permission: 'payment_method',
    parameters: ['customer'],
    handle: ({ world, parameters, ids }) =>
      stored(
        'payment_method',
        attachPaymentMethod(world, ids[0] ?? '', existingCustomer(world, parameters.requiredText('customer')).id),
      ),
  },
  {
    method: 'POST',
    pattern: '/v1/payment_methods/:id/detach',
    permission: 'payment_method',
    parameters: [],
    handle: (context) =>
      stored('payment_method', detachPaymentMethod(context.world, fromPath(context, 'payment_method').id)),
  },
];
