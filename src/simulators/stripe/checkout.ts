// Pages of Stripe's own on which a customer leaves a card or manages the subscription: checkout in setup mode, the portal.
import type { JsonObject, Metadata } from './jsonShapes.ts';
import { attachPaymentMethod } from './paymentMethods.ts';
import type { CheckoutSession } from './shapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

const SESSION_CONSTANTS = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  amount_subtotal: null,
  amount_total: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  discounts: null,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'always',
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  payment_status: 'no_payment_required',
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  total_details: null,
  ui_mode: 'hosted',
  wallet_options: null,
};

const SESSION_SECONDS = 24 * 3600;

export function createCheckoutSession(
  world: World,
  draft: {
    customer: string;
    currency: string;
    successUrl: string | null;
    cancelUrl: string | null;
    metadata: Metadata;
  },
): CheckoutSession {
  const id = world.newId('cs_test_', 58);
  const constants = {
    ...SESSION_CONSTANTS,
    cancel_url: draft.cancelUrl,
    currency: draft.currency,
    success_url: draft.successUrl,
  };
  return world.store.add('checkout_session', {
    ...constants,
    id,
    object: 'checkout.session',
    ...world.base(),
    customer: draft.customer,
    expires_at: world.now() + SESSION_SECONDS,
    metadata: draft.metadata,
    mode: 'setup',
    setup_intent: world.newId('seti_1'),
    status: 'open',
    url: `https://checkout.stripe.com/c/pay/${id}`,
  });
}

/** The customer fills in the page: the card is attached and becomes the default. */
export function completeCheckout(world: World, sessionId: string, card: string): JsonObject {
  const session = world.store.get('checkout_session', sessionId);
  if (session.status !== 'open') throw invalidRequest(`This Checkout Session is ${session.status}.`);
  const method = attachPaymentMethod(world, card, session.customer);
  const { invoice_settings: settings } = world.store.get('customer', session.customer);
  const change = { invoice_settings: { ...settings, default_payment_method: method.id } };
  world.change('customer', session.customer, change, 'customer.updated');
  world.store.update('checkout_session', sessionId, { status: 'complete', url: null });
  world.emit('checkout.session.completed', 'checkout_session', sessionId);
  return { session: sessionId, customer: session.customer, paymentMethod: method.id };
}

/** The portal's session lives only in its answer. */
export function portalSession(world: World, customer: string, returnUrl: string | null): JsonObject {
  const id = world.newId('bps_1');
  return {
    id,
    object: 'billing_portal.session',
    ...world.base(),
    configuration: 'bpc_1SimulatedPortalConfiguration',
    customer,
    customer_account: null,
    flow: null,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `https://billing.stripe.com/p/session/test_${id}`,
  };
}
