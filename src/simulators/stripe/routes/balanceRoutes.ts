// /v1/account, /v1/balance, /v1/balance_transactions, /v1/payouts, /v1/events, early fraud warnings, and lists that are always empty here
import { accountObject, balanceObject } from '../account.ts';
import type { Answer, Route } from '../route.ts';
import { equals, fromPath, listRoute, retrieveRoute, stored } from '../route.ts';
import type { BalanceTransaction, FraudWarning, Payout } from '../paymentShapes.ts';
import type { StripeEvent } from '../shapes.ts';
import { invalidRequest } from '../stripeError.ts';

function emptyList(path: string, permission: string): Route {
  return {
    method: 'GET',
    pattern: path,
    permission,
    parameters: ['limit', 'starting_after', 'ending_before', 'created', 'charge', 'active', 'code', 'customer'],
    handle: (): Answer => ({ kind: 'object', value: { object: 'list', data: [], has_more: false, url: path } }),
  };
}

function typeMatches(pattern: string, type: string): boolean {
  return pattern === type || pattern === '*' || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
}

export const balanceRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/account',
    permission: 'account',
    parameters: [],
    handle: ({ world }) => ({ kind: 'object', value: accountObject(world) }),
  },
  {
    method: 'GET',
    pattern: '/v1/balance',
    permission: 'balance',
    parameters: [],
    handle: ({ world }) => ({ kind: 'object', value: balanceObject(world) }),
  },
  listRoute(
    'balance_transaction',
    '/v1/balance_transactions',
    'balance_transaction_source',
    ['payout', 'source', 'type', 'currency'],
    (parameters, world) => {
      const payoutId = parameters.text('payout');
      if (payoutId !== undefined && world.store.find('payout', payoutId)?.automatic === false)
        throw invalidRequest('Balance transaction history can only be filtered on automatic payouts, not manual.', 'payout');
      return equals<BalanceTransaction>(parameters, {
        payout: (row) => row._.payout,
        source: (row) => row.source,
        type: (row) => row.type,
        currency: (row) => row.currency,
      });
    },
  ),
  retrieveRoute('balance_transaction', '/v1/balance_transactions', 'balance_transaction_source'),
  listRoute('payout', '/v1/payouts', 'payout', ['status', 'destination', 'arrival_date'], (parameters) =>
    equals<Payout>(parameters, { status: (row) => row.status }),
  ),
  retrieveRoute('payout', '/v1/payouts', 'payout'),
  {
    method: 'POST',
    pattern: '/v1/payouts/:id',
    permission: 'payout',
    parameters: ['metadata'],
    handle: (context) => {
      const payout = fromPath(context, 'payout');
      return stored(
        'payout',
        context.world.change(
          'payout',
          payout.id,
          { metadata: context.parameters.metadata(payout.metadata) },
          'payout.updated',
        ),
      );
    },
  },
  listRoute('event', '/v1/events', 'event', ['type', 'types', 'delivery_success', 'related_object'], (parameters) => {
    const type = parameters.text('type');
    const types = parameters.texts('types');
    if (type !== undefined && types.length > 0)
      throw invalidRequest('You may only specify one of these parameters: type, types.', 'type');
    if (types.length > 20) throw invalidRequest('You may only specify up to 20 event types.', 'types');
    return (event: StripeEvent) =>
      !event._.hidden &&
      (type === undefined || typeMatches(type, event.type)) &&
      (types.length === 0 || types.includes(event.type));
  }),
  retrieveRoute('event', '/v1/events', 'event'),
  listRoute(
    'early_fraud_warning',
    '/v1/radar/early_fraud_warnings',
    'early_fraud_warning',
    ['charge', 'payment_intent'],
    (parameters) =>
      equals<FraudWarning>(parameters, { charge: (row) => row.charge, payment_intent: (row) => row.payment_intent }),
  ),
  retrieveRoute('early_fraud_warning', '/v1/radar/early_fraud_warnings', 'early_fraud_warning'),
  emptyList('/v1/coupons', 'coupon'),
  emptyList('/v1/promotion_codes', 'promotion_code'),
];
