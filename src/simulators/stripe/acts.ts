// Things that happen to the account from outside the API: a customer pays, a bank decides, a card stops working.
import { adjustment, productFee, settleCharge } from './balance.ts';
import { completeCheckout } from './checkout.ts';
import { discountBy } from './coupons.ts';
import { createCustomer } from './customers.ts';
import { decideDispute, openDispute } from './disputes.ts';
import { warnOfFraud } from './fraudWarnings.ts';
import { attemptPayment, finalizeInvoice } from './invoices.ts';
import { createManualPayout, failPayout } from './payouts.ts';
import { attachPaymentMethod, createPaymentMethod, setCardOutcome } from './paymentMethods.ts';
import { resolvePaymentMethod } from './paymentMethods.ts';
import type { Price, Subscription } from './billingShapes.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { CardOutcome } from './paymentShapes.ts';
import { createSubscription } from './createSubscription.ts';
import { renewSubscription } from './subscriptions.ts';
import type { World } from './world.ts';

export type Act =
  | {
      act: 'new-payment';
      name?: string;
      email?: string;
      plan?: string;
      price?: string;
      quantity?: number;
      metadata?: Record<string, string>;
      card?: string;
      coupon?: string;
    }
  | { act: 'renewal'; subscription?: string }
  | { act: 'open-dispute'; charge: string; reason?: string; inquiry?: boolean; dueDays?: number }
  | { act: 'warn-of-fraud'; charge: string; fraudType?: string }
  | { act: 'decide-dispute'; dispute: string; decision: 'won' | 'lost' | 'prevented' }
  | { act: 'fail-payout'; payout: string }
  | { act: 'manual-payout'; amountCents: number }
  | { act: 'product-fee'; product: string; amountCents: number }
  | { act: 'adjustment'; amountCents: number; reportingCategory?: string }
  | { act: 'settle-charge'; charge: string }
  | { act: 'set-card-outcome'; paymentMethod: string; outcome: CardOutcome }
  | { act: 'complete-authentication'; invoice: string }
  | { act: 'complete-checkout'; session: string; card?: string }
  | { act: 'release-hidden-events' };

function planPrice(world: World, act: { plan?: string; price?: string }): Price {
  if (act.price !== undefined) return world.store.get('price', act.price);
  const wanted = act.plan ?? 'pro';
  const found = world.newestFirst(
    'price',
    (price) => price.active && price.recurring !== null && price.metadata['tieout_plan'] === wanted,
  )[0];
  const any = found ?? world.newestFirst('price', (price) => price.active && price.recurring !== null)[0];
  if (any === undefined) throw new Error('there is no recurring price to sell');
  return any;
}

/** A new organisation signs up and its first payment arrives at once. */
function newPayment(world: World, act: Extract<Act, { act: 'new-payment' }>): JsonObject {
  const number = world.store.count('customer') + 1;
  const price = planPrice(world, act);
  const metadata = { org_id: `org-new-${number}`, rto_code: String(40_000 + number), ...act.metadata };
  const customer = createCustomer(world, {
    address: null,
    description: null,
    email: act.email ?? `accounts@new-training-${number}.example.com`,
    metadata,
    name: act.name ?? `New Training ${number} Pty Ltd`,
    phone: null,
  });
  const facts = { brand: 'visa', country: 'AU', funding: 'credit', last4: '0006', outcome: 'success' as const };
  const method =
    act.card === undefined ? createPaymentMethod(world, facts) : resolvePaymentMethod(world, act.card, 'card');
  attachPaymentMethod(world, method.id, customer.id);
  world.change(
    'customer',
    customer.id,
    { invoice_settings: { ...customer.invoice_settings, default_payment_method: method.id } },
    'customer.updated',
  );
  const taxRate = world.newestFirst('tax_rate', (rate) => rate.active)[0];
  const plan = price.metadata['tieout_plan'];
  const subscription = createSubscription(world, {
    customer: customer.id,
    items: [{ price, quantity: act.quantity ?? 1, metadata: {}, taxRates: [] }],
    metadata: { ...metadata, ...(plan === undefined ? {} : { plan }) },
    defaultTaxRates: taxRate === undefined ? [] : [taxRate],
    defaultPaymentMethod: null,
    paymentBehavior: 'allow_incomplete',
    collectionMethod: 'charge_automatically',
    daysUntilDue: null,
    trialEnd: null,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    description: null,
    discountsOf: (id) => (act.coupon === undefined ? [] : [discountBy(world, world.store.get('coupon', act.coupon), { subscription: id, customer: customer.id })]),
  });
  return {
    customer: customer.id,
    subscription: subscription.id,
    invoice: subscription.latest_invoice,
    status: subscription.status,
  };
}

/** A subscription's period ends now instead of later; its invoice is finalised and collected without the usual hour. */
function renewal(world: World, act: { subscription?: string }): JsonObject {
  const candidate = (value: Subscription) => value.status === 'active' && !value.cancel_at_period_end;
  const subscription =
    act.subscription === undefined
      ? world.newestFirst('subscription', candidate)[0]
      : world.store.get('subscription', act.subscription);
  if (subscription === undefined) throw new Error('there is no active subscription to renew');
  const data = subscription.items.data.map((item) => ({ ...item, current_period_end: world.now() }));
  world.store.update('subscription', subscription.id, {
    billing_cycle_anchor: world.now(),
    items: { ...subscription.items, data },
  });
  renewSubscription(world, subscription.id);
  const invoiceId = world.store.get('subscription', subscription.id).latest_invoice ?? '';
  finalizeInvoice(world, invoiceId);
  if (world.store.get('invoice', invoiceId).status === 'open') attemptPayment(world, invoiceId, { automatic: true });
  return { subscription: subscription.id, invoice: invoiceId, status: world.store.get('invoice', invoiceId).status };
}

function completeAuthentication(world: World, invoiceId: string): JsonObject {
  const intent = world.store.get('payment_intent', world.store.get('invoice', invoiceId)._.paymentIntent ?? '');
  const method = world.store.get('payment_method', intent.payment_method ?? '');
  attemptPayment(world, invoiceId, { method, automatic: false, authenticated: true });
  return { invoice: invoiceId, status: world.store.get('invoice', invoiceId).status };
}

function releaseHiddenEvents(world: World): JsonObject {
  const hidden = world.newestFirst('event', (event) => event._.hidden).toReversed();
  for (const event of hidden) world.onEvent(world.store.update('event', event.id, { _: { hidden: false } }));
  world.faults.hideNextEvents = 0;
  return { released: hidden.length };
}

/** @throws Error where the named object doesn't exist or there is nothing to act on. */
export function perform(world: World, act: Act): JsonObject {
  switch (act.act) {
    case 'new-payment':
      return newPayment(world, act);
    case 'renewal':
      return renewal(world, act);
    case 'open-dispute': {
      const { reason = 'fraudulent', inquiry, dueDays } = act;
      const options = {
        reason,
        ...(inquiry === undefined ? {} : { inquiry }),
        ...(dueDays === undefined ? {} : { dueDays }),
      };
      return { dispute: openDispute(world, act.charge, options).id };
    }
    case 'warn-of-fraud':
      return { warning: warnOfFraud(world, act.charge, act.fraudType ?? 'unauthorized_use_of_card').id };
    case 'decide-dispute':
      return { dispute: act.dispute, status: decideDispute(world, act.dispute, act.decision).status };
    case 'fail-payout':
      return { payout: act.payout, status: failPayout(world, act.payout).status };
    case 'manual-payout':
      return { payout: createManualPayout(world, act.amountCents).id };
    case 'product-fee':
      return { balance_transactions: productFee(world, act.product, act.amountCents).map((row) => row.id) };
    case 'adjustment':
      return { balance_transaction: adjustment(world, act.amountCents, act.reportingCategory ?? 'other_adjustment').id };
    case 'settle-charge':
      settleCharge(world, act.charge);
      return { charge: act.charge, balance_transaction: world.store.get('charge', act.charge).balance_transaction };
    case 'set-card-outcome':
      setCardOutcome(world, act.paymentMethod, act.outcome);
      return { paymentMethod: act.paymentMethod, outcome: act.outcome };
    case 'complete-authentication':
      return completeAuthentication(world, act.invoice);
    case 'complete-checkout':
      return completeCheckout(world, act.session, act.card ?? 'pm_card_au');
    case 'release-hidden-events':
      return releaseHiddenEvents(world);
    default:
      throw new Error('unknown act');
  }
}
