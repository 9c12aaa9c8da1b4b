// /v1/checkout/sessions (setup mode only) and /v1/billing_portal/sessions
import { createCheckoutSession, portalSession } from '../checkout.ts';
import type { Route } from '../route.ts';
import { equals, listRoute, retrieveRoute, stored } from '../route.ts';
import { invalidRequest } from '../stripeError.ts';
import { existingCustomer } from './customerRoutes.ts';

export const checkoutRoutes: readonly Route[] = [
  listRoute('checkout_session', '/v1/checkout/sessions', 'checkout_session', ['customer', 'status'], (parameters) =>
    equals(parameters, { customer: (session) => session.customer, status: (session) => session.status }),
  ),
  retrieveRoute('checkout_session', '/v1/checkout/sessions', 'checkout_session'),
  {
    method: 'POST',
    pattern: '/v1/checkout/sessions',
    permission: 'checkout_session',
    parameters: [
      'mode',
      'customer',
      'currency',
      'success_url',
      'cancel_url',
      'metadata',
      'payment_method_types',
      'billing_address_collection',
      'setup_intent_data',
      'locale',
    ],
    handle: ({ world, parameters }) => {
      if (parameters.requiredText('mode') !== 'setup')
        throw invalidRequest('The simulator knows checkout in setup mode only.', 'mode');
      const session = createCheckoutSession(world, {
        customer: existingCustomer(world, parameters.requiredText('customer')).id,
        currency: parameters.text('currency') ?? world.account.default_currency,
        successUrl: parameters.text('success_url') ?? null,
        cancelUrl: parameters.text('cancel_url') ?? null,
        metadata: parameters.metadata(),
      });
      return stored('checkout_session', session);
    },
  },
  {
    method: 'POST',
    pattern: '/v1/billing_portal/sessions',
    permission: 'customer_portal',
    parameters: ['customer', 'return_url', 'configuration', 'flow_data', 'locale'],
    handle: ({ world, parameters }) => {
      const customer = existingCustomer(world, parameters.requiredText('customer'));
      return { kind: 'object', value: portalSession(world, customer.id, parameters.text('return_url') ?? null) };
    },
  },
];
