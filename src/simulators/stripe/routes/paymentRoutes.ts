// /v1/payment_intents, /v1/charges, /v1/refunds and /v1/disputes
import { decideDispute, EVIDENCE_FIELDS, updateDispute } from '../disputes.ts';
import type { Parameters } from '../formParameters.ts';
import { arrayPage } from '../listing.ts';
import { rendered } from '../objectStore.ts';
import { resolvePaymentMethod } from '../paymentMethods.ts';
import { cancelPaymentIntent, confirmPaymentIntent, createPaymentIntent, paymentError } from '../payments.ts';
import { createRefund } from '../refunds.ts';
import type { Answer, Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { Dispute, PaymentIntent, Refund } from '../paymentShapes.ts';
import { cardError, invalidRequest } from '../stripeError.ts';
import type { World } from '../world.ts';
import { existingCustomer } from './customerRoutes.ts';

function confirm(world: World, intent: PaymentIntent, parameters: Parameters): Answer {
  const methodId = parameters.text('payment_method') ?? intent.payment_method;
  if (methodId === null || methodId === undefined) {
    throw invalidRequest(
      `You cannot confirm this PaymentIntent because it's missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.`,
      undefined,
      'payment_intent_unexpected_state',
    );
  }
  const method = resolvePaymentMethod(world, methodId, 'payment_method');
  const result = confirmPaymentIntent(world, intent.id, method);
  if (result === 'failed') {
    const charge = world.store.get('charge', world.store.get('payment_intent', intent.id).latest_charge ?? '');
    const { code: _code, message: _message, type: _type, doc_url: _url, ...extra } = paymentError(charge, method);
    throw cardError(charge.failure_code ?? 'card_declined', charge.failure_message ?? 'Your card was declined.', {
      ...extra,
      payment_intent: rendered(world.store.get('payment_intent', intent.id)),
    });
  }
  return stored('payment_intent', intent);
}

function createIntent({ world, parameters }: RouteContext): Answer {
  const customer = parameters.text('customer');
  const intent = createPaymentIntent(world, {
    amount: parameters.requiredInteger('amount'),
    currency: parameters.requiredText('currency').toLowerCase(),
    customer: customer === undefined ? null : existingCustomer(world, customer).id,
    description: parameters.text('description') ?? null,
    invoice: null,
    metadata: parameters.metadata(),
    paymentMethod: parameters.text('payment_method') ?? null,
  });
  return parameters.truth('confirm') === true ? confirm(world, intent, parameters) : stored('payment_intent', intent);
}

function refund({ world, parameters }: RouteContext): Answer {
  const intentId = parameters.text('payment_intent');
  const chargeId =
    parameters.text('charge') ??
    (intentId === undefined ? undefined : required(world, 'payment_intent', intentId, 'payment_intent').latest_charge);
  if (chargeId === undefined || chargeId === null) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
      undefined,
      'parameter_missing',
    );
  }
  const made = createRefund(world, {
    charge: required(world, 'charge', chargeId, 'charge').id,
    amount: parameters.integer('amount'),
    reason: parameters.text('reason') ?? null,
    metadata: parameters.metadata(),
  });
  return stored('refund', made);
}

function changeDispute(context: RouteContext): Answer {
  const { world, parameters } = context;
  const dispute = fromPath(context, 'dispute');
  const given = parameters.nested('evidence');
  given?.assertKnown(EVIDENCE_FIELDS);
  const evidence = Object.fromEntries(
    EVIDENCE_FIELDS.flatMap((field) => {
      const text = given?.text(field);
      return text === undefined ? [] : [[field, text]];
    }),
  );
  const updated = updateDispute(world, dispute.id, {
    evidence,
    metadata: parameters.metadata(dispute.metadata),
    submit: parameters.truth('submit') ?? true,
  });
  return stored('dispute', updated);
}

const INTENT_FIELDS = [
  'amount',
  'currency',
  'customer',
  'description',
  'metadata',
  'payment_method',
  'confirm',
  'off_session',
  'payment_method_types',
  'automatic_payment_methods',
];

export const paymentRoutes: readonly Route[] = [
  listRoute('payment_intent', '/v1/payment_intents', 'payment_intent', ['customer'], (parameters) =>
    equals(parameters, { customer: (intent) => intent.customer }),
  ),
  retrieveRoute('payment_intent', '/v1/payment_intents', 'payment_intent'),
  {
    method: 'POST',
    pattern: '/v1/payment_intents',
    permission: 'payment_intent',
    parameters: INTENT_FIELDS,
    handle: createIntent,
  },
  {
    method: 'POST',
    pattern: '/v1/payment_intents/:id/confirm',
    permission: 'payment_intent',
    parameters: ['payment_method', 'off_session', 'return_url'],
    handle: (context) => confirm(context.world, fromPath(context, 'payment_intent'), context.parameters),
  },
  {
    method: 'POST',
    pattern: '/v1/payment_intents/:id/cancel',
    permission: 'payment_intent',
    parameters: ['cancellation_reason'],
    handle: (context) => {
      const intent = fromPath(context, 'payment_intent');
      if (intent.status === 'succeeded') {
        throw invalidRequest(
          'You cannot cancel this PaymentIntent because it has a status of succeeded.',
          undefined,
          'payment_intent_unexpected_state',
        );
      }
      cancelPaymentIntent(
        context.world,
        intent.id,
        context.parameters.text('cancellation_reason') ?? 'requested_by_customer',
      );
      return stored('payment_intent', intent);
    },
  },
  listRoute('charge', '/v1/charges', 'charge', ['customer', 'payment_intent', 'transfer_group'], (parameters) =>
    equals(parameters, { customer: (charge) => charge.customer, payment_intent: (charge) => charge.payment_intent }),
  ),
  retrieveRoute('charge', '/v1/charges', 'charge'),
  {
    method: 'POST',
    pattern: '/v1/charges/:id',
    permission: 'charge',
    parameters: ['metadata', 'description'],
    handle: (context) => {
      const charge = fromPath(context, 'charge');
      return stored(
        'charge',
        context.world.change(
          'charge',
          charge.id,
          { metadata: context.parameters.metadata(charge.metadata) },
          'charge.updated',
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/charges/:id/refunds',
    permission: 'charge',
    parameters: ['limit', 'starting_after', 'ending_before'],
    handle: (context) => {
      const charge = fromPath(context, 'charge');
      const { data, hasMore } = arrayPage(
        context.world.newestFirst('refund', (row) => row.charge === charge.id),
        'refund',
        context.parameters,
      );
      return {
        kind: 'object',
        value: { object: 'list', data: data.map(rendered), has_more: hasMore, url: context.path },
      };
    },
  },
  listRoute('refund', '/v1/refunds', 'charge', ['charge', 'payment_intent'], (parameters) =>
    equals<Refund>(parameters, { charge: (row) => row.charge, payment_intent: (row) => row.payment_intent }),
  ),
  retrieveRoute('refund', '/v1/refunds', 'charge'),
  {
    method: 'POST',
    pattern: '/v1/refunds',
    permission: 'charge',
    parameters: ['charge', 'payment_intent', 'amount', 'reason', 'metadata'],
    handle: refund,
  },
  listRoute('dispute', '/v1/disputes', 'dispute', ['charge', 'payment_intent'], (parameters) =>
    equals<Dispute>(parameters, { charge: (row) => row.charge, payment_intent: (row) => row.payment_intent }),
  ),
  retrieveRoute('dispute', '/v1/disputes', 'dispute'),
  {
    method: 'POST',
    pattern: '/v1/disputes/:id',
    permission: 'dispute',
    parameters: ['evidence', 'metadata', 'submit'],
    handle: changeDispute,
  },
  {
    method: 'POST',
    pattern: '/v1/disputes/:id/close',
    permission: 'dispute',
    parameters: [],
    handle: (context) => stored('dispute', decideDispute(context.world, fromPath(context, 'dispute').id, 'lost')),
  },
];
