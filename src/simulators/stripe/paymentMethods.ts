// Payment methods: cards made from test tokens or numbers, attached to customers.
import type { Card, CardOutcome, PaymentMethod } from './paymentShapes.ts';
import { invalidRequest, resourceMissing } from './stripeError.ts';
import type { CardFacts } from './testCards.ts';
import { cardOfToken } from './testCards.ts';
import type { World } from './world.ts';

const EMPTY_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

function cardObject(world: World, facts: CardFacts): Card {
  return {
    brand: facts.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: facts.country,
    display_brand: facts.brand,
    exp_month: 8,
    exp_year: new Date(world.now() * 1000).getUTCFullYear() + 3,
    fingerprint: world.ids.next(16),
    funding: facts.funding,
    generated_from: null,
    last4: facts.last4,
    networks: { available: [facts.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

export function createPaymentMethod(
  world: World,
  facts: CardFacts,
  billing: { email?: string | undefined; name?: string | undefined } = {},
): PaymentMethod {
  const constants = { allow_redisplay: 'unspecified', customer_account: null };
  return world.store.add('payment_method', {
    ...constants,
    id: world.newId('pm_1'),
    object: 'payment_method',
    ...world.base(),
    billing_details: {
      address: EMPTY_ADDRESS,
      email: billing.email ?? null,
      name: billing.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: cardObject(world, facts),
    customer: null,
    metadata: {},
    type: 'card',
    _: { outcome: facts.outcome },
  });
}

/** A stored payment method, or a fresh one where the id is a test token such as `pm_card_visa`. */
export function resolvePaymentMethod(world: World, id: string, param: string): PaymentMethod {
  const facts = cardOfToken(id);
  if (facts !== undefined) return createPaymentMethod(world, facts);
  const found = world.store.find('payment_method', id);
  if (found === undefined) throw resourceMissing('PaymentMethod', id, param);
  return found;
}

export function attachPaymentMethod(world: World, paymentMethodId: string, customerId: string): PaymentMethod {
  const method = resolvePaymentMethod(world, paymentMethodId, 'id');
  if (method.customer !== null && method.customer !== customerId) {
    throw invalidRequest(
      'The payment method you provided has already been attached to a customer.',
      'payment_method',
      'payment_method_unexpected_state',
    );
  }
  const attached = world.store.update('payment_method', method.id, { customer: customerId });
  world.emit('payment_method.attached', 'payment_method', attached.id);
  return attached;
}

export function detachPaymentMethod(world: World, id: string): PaymentMethod {
  const method = world.store.get('payment_method', id);
  if (method.customer === null) {
    throw invalidRequest(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      'payment_method',
    );
  }
  const customer = world.store.find('customer', method.customer);
  if (customer?.invoice_settings.default_payment_method === id) {
    world.store.update('customer', customer.id, {
      invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
    });
  }
  return world.change('payment_method', id, { customer: null }, 'payment_method.detached');
}

/** For the demo's history and for tests: the same card starts or stops paying. */
export function setCardOutcome(world: World, id: string, outcome: CardOutcome): void {
  world.store.update('payment_method', id, { _: { outcome } });
}
