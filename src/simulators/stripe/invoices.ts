// The life of an invoice after its draft: finalised, paid or failed, retried, voided; with the events that Stripe sends for each.
import { DAY_SECONDS } from './calendar.ts';
import { balanceApplied } from './invoiceDraft.ts';
import { rendered } from './objectStore.ts';
import { cancelPaymentIntent, confirmPaymentIntent, createPaymentIntent } from './payments.ts';
import { resolvePaymentMethod } from './paymentMethods.ts';
import type { Invoice } from './billingShapes.ts';
import type { PaymentMethod } from './paymentShapes.ts';
import { invalidRequest } from './stripeError.ts';
import { endSubscription, setSubscriptionStatus } from './subscriptionStatus.ts';
import type { World } from './world.ts';

export function finalizeInvoice(world: World, id: string): Invoice {
  const draft = world.store.get('invoice', id);
  if (draft.status !== 'draft') {
    throw invalidRequest(
      "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
      undefined,
      'invoice_not_editable',
    );
  }
  const customer = world.store.get('customer', draft.customer);
  const applied = balanceApplied(draft.total, customer.balance);
  const endingBalance = Math.min(0, draft.total + customer.balance);
  const sequence = customer.next_invoice_sequence;
  world.store.update('customer', customer.id, { balance: endingBalance, next_invoice_sequence: sequence + 1 });
  const url = `https://invoice.stripe.com/i/${world.account.id}/test_${id}`;
  const invoice = world.store.update('invoice', id, {
    ...applied,
    automatically_finalizes_at: null,
    effective_at: world.now(),
    ending_balance: endingBalance,
    hosted_invoice_url: url,
    invoice_pdf: `https://pay.stripe.com/invoice/${world.account.id}/test_${id}/pdf?s=ap`,
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: world.now() },
  });
  if (invoice.amount_due > 0) openPayment(world, invoice);
  world.emit('invoice.finalized', 'invoice', id);
  if (invoice.amount_due === 0) markPaid(world, id, 0);
  return world.store.get('invoice', id);
}

function openPayment(world: World, invoice: Invoice): void {
  const intent = createPaymentIntent(world, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: paymentDescription(invoice),
    invoice: invoice.id,
    metadata: {},
    paymentMethod: null,
  });
  const payment = world.store.add('invoice_payment', {
    id: world.newId('inpay_1'),
    object: 'invoice_payment',
    ...world.base(),
    amount_paid: null,
    amount_requested: invoice.amount_due,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
  world.store.update('invoice', invoice.id, {
    _: { ...invoice._, paymentIntent: intent.id, invoicePayment: payment.id },
  });
}

function paymentDescription(invoice: Invoice): string {
  if (invoice.billing_reason === 'subscription_create') return 'Subscription creation';
  if (invoice.billing_reason === 'manual') return `Payment for Invoice`;
  return 'Subscription update';
}

function paymentMethodFor(world: World, invoice: Invoice): PaymentMethod | null {
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  const subscription = subscriptionId === undefined ? undefined : world.store.find('subscription', subscriptionId);
  const customer = world.store.get('customer', invoice.customer);
  const id =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer.invoice_settings.default_payment_method;
  return id === null ? null : resolvePaymentMethod(world, id, 'default_payment_method');
}

/**
 * One attempt to collect. Automatic attempts (Stripe's own) plan the next retry when they fail.
 * @returns the invoice afterwards and how the payment went.
 */
export function attemptPayment(
  world: World,
  id: string,
  options: { method?: PaymentMethod; automatic: boolean; authenticated?: boolean },
): 'succeeded' | 'failed' | 'requires_action' {
  const invoice = world.store.get('invoice', id);
  if (invoice.status === 'paid') return 'succeeded';
  const intentId = invoice._.paymentIntent;
  const method = options.method ?? paymentMethodFor(world, invoice);
  if (intentId === null || method === null) {
    recordFailure(world, id, options.automatic);
    return 'failed';
  }
  const result = confirmPaymentIntent(world, intentId, method, options.authenticated ?? false);
  if (result === 'succeeded') markPaid(world, id, invoice.amount_remaining, { isCounted: isCountedAttempt(invoice, options.automatic) });
  else if (result === 'failed') recordFailure(world, id, options.automatic);
  else {
    world.store.update('invoice', id, { attempted: true, attempt_count: invoice.attempt_count + 1 });
    world.emit('invoice.payment_action_required', 'invoice', id);
    subscriptionAfterFailure(world, id);
  }
  return result;
}

/** "Any payment attempt counts as the first attempt, and subsequently only automatic retries increment the attempt count." Source: Stripe, *Invoice*. */
const isCountedAttempt = (invoice: Invoice, automatic: boolean): boolean => automatic || invoice.attempt_count === 0;

export function markPaid(world: World, id: string, amountPaid: number, { outOfBand = false, isCounted = true }: { readonly outOfBand?: boolean; readonly isCounted?: boolean } = {}): void {
  const invoice = world.store.get('invoice', id);
  const now = world.now();
  if (invoice._.invoicePayment !== null) settleInvoicePayment(world, invoice, amountPaid, outOfBand);
  const paid = world.store.update('invoice', id, {
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + (amountPaid > 0 && !outOfBand && isCounted ? 1 : 0),
    attempted: true,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  if (world.store.get('customer', invoice.customer).delinquent)
    world.store.update('customer', invoice.customer, { delinquent: false });
  world.emitPayload('invoice.updated', rendered(world.store.get('invoice', paid.id)), { status: 'open' });
  world.emit('invoice.paid', 'invoice', id);
  world.emit('invoice.payment_succeeded', 'invoice', id);
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  if (subscriptionId === undefined) return;
  const subscription = world.store.get('subscription', subscriptionId);
  if (['incomplete', 'past_due', 'unpaid'].includes(subscription.status) && subscription.latest_invoice === id) {
    setSubscriptionStatus(world, subscriptionId, 'active');
  }
}

function settleInvoicePayment(world: World, invoice: Invoice, amountPaid: number, outOfBand: boolean): void {
  const id = invoice._.invoicePayment ?? '';
  const now = world.now();
  if (outOfBand) {
    if (invoice._.paymentIntent !== null) cancelPaymentIntent(world, invoice._.paymentIntent, 'void_invoice');
    world.store.update('invoice_payment', id, {
      status: 'canceled',
      status_transitions: { canceled_at: now, paid_at: null },
    });
    return;
  }
  world.store.update('invoice_payment', id, {
    amount_paid: amountPaid,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: now },
  });
  world.emit('invoice_payment.paid', 'invoice_payment', id);
}

function recordFailure(world: World, id: string, automatic: boolean): void {
  const invoice = world.store.get('invoice', id);
  const now = world.now();
  const firstFailureAt = invoice._.firstFailureAt ?? now;
  const retries = world.billing.retryDays.map((days) => firstFailureAt + days * DAY_SECONDS);
  const isRenewal = ['subscription_cycle', 'subscription_update'].includes(invoice.billing_reason);
  const next = automatic && isRenewal ? (retries.find((at) => at > now) ?? null) : invoice.next_payment_attempt;
  world.store.update('invoice', id, {
    attempt_count: invoice.attempt_count + (isCountedAttempt(invoice, automatic) ? 1 : 0),
    attempted: true,
    next_payment_attempt: next,
    _: { ...invoice._, firstFailureAt },
  });
  world.store.update('customer', invoice.customer, { delinquent: true });
  if (automatic && next !== null) world.schedule(next, 'invoice-retry', id);
  world.emit('invoice.payment_failed', 'invoice', id);
  world.emitPayload('invoice.updated', rendered(world.store.get('invoice', id)), {
    attempt_count: invoice.attempt_count,
    attempted: invoice.attempted,
  });
  subscriptionAfterFailure(world, id);
  if (automatic && isRenewal && next === null) retriesEnded(world, id);
}

function subscriptionAfterFailure(world: World, id: string): void {
  const invoice = world.store.get('invoice', id);
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  if (subscriptionId === undefined || invoice.billing_reason === 'subscription_create') return;
  if (world.store.get('subscription', subscriptionId).status === 'active')
    setSubscriptionStatus(world, subscriptionId, 'past_due');
}

function retriesEnded(world: World, id: string): void {
  const subscriptionId = world.store.get('invoice', id).parent?.subscription_details.subscription;
  if (subscriptionId === undefined) return;
  if (world.billing.whenRetriesEnd === 'cancel') endSubscription(world, subscriptionId, 'payment_failed');
  else setSubscriptionStatus(world, subscriptionId, 'unpaid');
}

export function voidInvoice(world: World, id: string): Invoice {
  const invoice = world.store.get('invoice', id);
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`, undefined, 'invoice_not_open');
  }
  if (invoice._.paymentIntent !== null) cancelPaymentIntent(world, invoice._.paymentIntent, 'void_invoice');
  if (invoice._.invoicePayment !== null) {
    world.store.update('invoice_payment', invoice._.invoicePayment, {
      status: 'canceled',
      status_transitions: { canceled_at: world.now(), paid_at: null },
    });
  }
  world.store.update('invoice', id, {
    next_payment_attempt: null,
    status: 'void',
    status_transitions: { ...invoice.status_transitions, voided_at: world.now() },
  });
  world.emit('invoice.voided', 'invoice', id);
  return world.store.get('invoice', id);
}

export function markUncollectible(world: World, id: string): Invoice {
  const invoice = world.store.get('invoice', id);
  if (invoice.status !== 'open') {
    throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`, undefined, 'invoice_not_open');
  }
  world.store.update('invoice', id, {
    next_payment_attempt: null,
    status: 'uncollectible',
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: world.now() },
  });
  world.emit('invoice.marked_uncollectible', 'invoice', id);
  return world.store.get('invoice', id);
}
