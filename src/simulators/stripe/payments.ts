// Charging a card: payment intents, charges and what follows from their success or failure.
import { rendered } from './objectStore.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { Charge, PaymentIntent, PaymentMethod } from './paymentShapes.ts';
import { declineOf } from './testCards.ts';
import type { World } from './world.ts';
import { openDispute } from './disputes.ts';

const PAYMENT_INTENT_CONSTANTS = {
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_details: { tip: {} },
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer_account: null,
  excluded_payment_method_types: null,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
  },
  payment_method_types: ['card'],
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};

const CHARGE_CONSTANTS = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  failure_balance_transaction: null,
  fraud_details: {},
  on_behalf_of: null,
  receipt_email: null,
  receipt_number: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};

const CARD_DETAIL_CONSTANTS = {
  authorization_code: null,
  extended_authorization: { status: 'disabled' },
  incremental_authorization: { status: 'unavailable' },
  installments: null,
  mandate: null,
  multicapture: { status: 'unavailable' },
  network_token: { used: false },
  three_d_secure: null,
  transaction_link_id: null,
};

export type PaymentIntentDraft = {
  amount: number;
  currency: string;
  customer: string | null;
  description: string | null;
  invoice: string | null;
  metadata: Record<string, string>;
  paymentMethod: string | null;
};

export function createPaymentIntent(world: World, draft: PaymentIntentDraft): PaymentIntent {
  const id = world.newId('pi_3');
  const constants = { ...PAYMENT_INTENT_CONSTANTS, client_secret: `${id}_secret_${world.ids.next(25)}` };
  world.store.add('payment_intent', {
    ...constants,
    id,
    object: 'payment_intent',
    ...world.base(),
    amount: draft.amount,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    currency: draft.currency,
    customer: draft.customer,
    description: draft.description,
    last_payment_error: null,
    latest_charge: null,
    metadata: draft.metadata,
    next_action: null,
    payment_method: draft.paymentMethod,
    status: draft.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
    _: { invoice: draft.invoice },
  });
  world.emit('payment_intent.created', 'payment_intent', id);
  return world.store.get('payment_intent', id);
}

function outcomeOf(decline: { code: string; declineCode: string; message: string } | undefined): JsonObject {
  if (decline === undefined) {
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      risk_score: 12,
      seller_message: 'Payment complete.',
      type: 'authorized',
    };
  }
  return {
    advice_code: 'try_again_later',
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'declined_by_network',
    reason: decline.declineCode,
    risk_level: 'normal',
    risk_score: 31,
    seller_message: `The bank returned the decline code \`${decline.declineCode}\`.`,
    type: 'issuer_declined',
  };
}

function createCharge(world: World, intent: PaymentIntent, method: PaymentMethod): Charge {
  const decline = declineOf(method._.outcome);
  const id = world.newId('ch_3');
  const descriptor = world.account.name.toUpperCase().slice(0, 22);
  const {
    display_brand: _displayBrand,
    generated_from: _generatedFrom,
    networks: _networks,
    three_d_secure_usage: _usage,
    ...card
  } = method.card;
  const succeeded = decline === undefined;
  const constants = {
    ...CHARGE_CONSTANTS,
    billing_details: method.billing_details,
    calculated_statement_descriptor: descriptor,
    receipt_url: succeeded ? `https://pay.stripe.com/receipts/payment/${id}` : null,
  };
  const cardDetails = {
    ...CARD_DETAIL_CONSTANTS,
    ...card,
    amount_authorized: succeeded ? intent.amount : null,
    network: method.card.brand,
    network_transaction_id: succeeded ? world.ids.next(15) : null,
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
  };
  return world.store.add('charge', {
    ...constants,
    id,
    object: 'charge',
    ...world.base(),
    amount: intent.amount,
    amount_captured: succeeded ? intent.amount : 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: succeeded,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcomeOf(decline),
    paid: succeeded,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails, type: 'card' },
    refunded: false,
    status: succeeded ? 'succeeded' : 'failed',
    _: { invoice: intent._.invoice, outcome: method._.outcome },
  });
}

export type PaymentResult = 'succeeded' | 'failed' | 'requires_action';

/** Confirms the intent with a card. `authenticated`: the cardholder has completed 3-D Secure. */
export function confirmPaymentIntent(
  world: World,
  id: string,
  method: PaymentMethod,
  authenticated = false,
): PaymentResult {
  const intent = world.store.get('payment_intent', id);
  if (method._.outcome === 'authentication_required' && !authenticated) {
    world.change('payment_intent', id, {
      next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
      payment_method: method.id,
      status: 'requires_action',
    });
    world.emit('payment_intent.requires_action', 'payment_intent', id);
    return 'requires_action';
  }
  const charge = createCharge(world, intent, method);
  if (charge.status === 'failed') {
    world.store.update('payment_intent', id, {
      last_payment_error: paymentError(charge, method),
      latest_charge: charge.id,
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    });
    world.emit('charge.failed', 'charge', charge.id);
    world.emit('payment_intent.payment_failed', 'payment_intent', id);
    return 'failed';
  }
  world.store.update('payment_intent', id, {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'succeeded',
  });
  world.emit('charge.succeeded', 'charge', charge.id);
  world.emit('payment_intent.succeeded', 'payment_intent', id);
  world.schedule(world.now() + world.billing.balanceTransactionDelaySeconds, 'charge-balance-transaction', charge.id);
  if (method._.outcome === 'disputed') openDispute(world, charge.id, { reason: 'fraudulent' });
  return 'succeeded';
}

export function paymentError(charge: Charge, method: PaymentMethod): JsonObject {
  const decline = declineOf(charge._.outcome);
  return {
    charge: charge.id,
    code: charge.failure_code,
    decline_code: decline?.declineCode ?? null,
    doc_url: `https://stripe.com/docs/error-codes/${(charge.failure_code ?? '').replaceAll('_', '-')}`,
    message: charge.failure_message,
    payment_method: rendered(method),
    type: 'card_error',
  };
}

export function cancelPaymentIntent(world: World, id: string, reason: string): void {
  const intent = world.store.get('payment_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') return;
  world.store.update('payment_intent', id, {
    canceled_at: world.now(),
    cancellation_reason: reason,
    status: 'canceled',
  });
  world.emit('payment_intent.canceled', 'payment_intent', id);
}
