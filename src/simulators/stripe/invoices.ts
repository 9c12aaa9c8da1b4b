// The life of an invoice: draft, finalised, paid or failed, retried, voided; with the events that Stripe sends for each.
import { DAY_SECONDS } from './calendar.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import { invoiceTotals } from './invoiceTotals.ts';
import { cancelPaymentIntent, confirmPaymentIntent, createPaymentIntent } from './payments.ts';
import { resolvePaymentMethod } from './paymentMethods.ts';
import type { Invoice, Metadata, PaymentMethod, Subscription, TaxRate } from './shapes.ts';
import { invalidRequest } from './stripeError.ts';
import { endSubscription, setSubscriptionStatus } from './subscriptionStatus.ts';
import type { World } from './world.ts';

export const INVOICE_CONSTANTS = {
  account_tax_ids: null,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_source: null,
  discounts: [],
  footer: null,
  from_invoice: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  webhooks_delivered_at: null,
};

export type InvoiceDraft = {
  customer: string;
  subscription: Subscription | null;
  billingReason: Invoice['billing_reason'];
  lines: readonly UntaxedLine[];
  period: { start: number; end: number };
  metadata: Metadata;
  autoAdvance: boolean;
  description: string | null;
  collectionMethod: Invoice['collection_method'];
  daysUntilDue: number | null;
  defaultPaymentMethod: string | null;
  defaultTaxRates: TaxRate[];
  /** From the preview endpoint: nothing is stored and the id says so. */
  preview?: boolean;
};

/** The draft as an object, not yet stored. */
export function draftInvoice(world: World, draft: InvoiceDraft): Invoice {
  const customer = world.store.get('customer', draft.customer);
  const id = draft.preview === true ? world.newId('upcoming_in_1') : world.newId('in_1');
  const { lines, ...totals } = invoiceTotals(draft.lines);
  const constants = {
    ...INVOICE_CONSTANTS,
    account_country: world.account.country,
    account_name: world.account.name,
    customer_address: customer.address,
    customer_phone: customer.phone,
  };
  return {
    ...constants,
    id,
    object: 'invoice',
    ...world.base(),
    ...totals,
    ...balanceApplied(totals.total, customer.balance),
    amount_overpaid: 0,
    amount_paid: 0,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatically_finalizes_at: draft.autoAdvance ? world.now() + world.billing.finalizeDelaySeconds : null,
    billing_reason: draft.billingReason,
    collection_method: draft.collectionMethod,
    currency: world.account.default_currency,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    default_payment_method: draft.defaultPaymentMethod,
    default_tax_rates: draft.defaultTaxRates,
    description: draft.description,
    due_date: draft.daysUntilDue === null ? null : world.now() + draft.daysUntilDue * DAY_SECONDS,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: {
      object: 'list',
      data: lines.map((line) => ({ ...line, invoice: id })),
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    metadata: draft.metadata,
    next_payment_attempt: null,
    number: null,
    parent:
      draft.subscription === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: { ...draft.subscription.metadata }, subscription: draft.subscription.id },
            type: 'subscription_details',
          },
    period_end: draft.period.end,
    period_start: draft.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    _: { paymentIntent: null, invoicePayment: null, firstFailureAt: null },
  };
}

/** A negative customer balance is credit; a negative total becomes credit instead of a payment. */
function balanceApplied(total: number, balance: number) {
  const due = Math.max(0, total + balance);
  return { starting_balance: balance, amount_due: due, amount_remaining: due };
}

export function createInvoice(world: World, draft: InvoiceDraft): Invoice {
  const invoice = world.store.add('invoice', draftInvoice(world, draft));
  for (const line of invoice.lines.data) {
    const itemId =
      line.parent.invoice_item_details?.invoice_item ?? line.parent.subscription_item_details?.invoice_item ?? null;
    if (itemId !== null) world.store.update('invoiceitem', itemId, { invoice: invoice.id });
  }
  world.emit('invoice.created', 'invoice', invoice.id);
  if (draft.subscription !== null)
    world.store.update('subscription', draft.subscription.id, { latest_invoice: invoice.id });
  return invoice;
}

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
  if (result === 'succeeded') markPaid(world, id, invoice.amount_remaining);
  else if (result === 'failed') recordFailure(world, id, options.automatic);
  else {
    world.store.update('invoice', id, { attempted: true, attempt_count: invoice.attempt_count + 1 });
    world.emit('invoice.payment_action_required', 'invoice', id);
    subscriptionAfterFailure(world, id);
  }
  return result;
}

export function markPaid(world: World, id: string, amountPaid: number, outOfBand = false): void {
  const invoice = world.store.get('invoice', id);
  const now = world.now();
  if (invoice._.invoicePayment !== null) settleInvoicePayment(world, invoice, amountPaid, outOfBand);
  const paid = world.store.update('invoice', id, {
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: invoice.attempt_count + (amountPaid > 0 && !outOfBand ? 1 : 0),
    attempted: true,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  if (world.store.get('customer', invoice.customer).delinquent)
    world.store.update('customer', invoice.customer, { delinquent: false });
  world.emitPayload('invoice.updated', renderedInvoice(world, paid.id), { status: 'open' });
  world.emit('invoice.paid', 'invoice', id);
  world.emit('invoice.payment_succeeded', 'invoice', id);
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  if (subscriptionId === undefined) return;
  const subscription = world.store.get('subscription', subscriptionId);
  if (['incomplete', 'past_due', 'unpaid'].includes(subscription.status) && subscription.latest_invoice === id) {
    setSubscriptionStatus(world, subscriptionId, 'active');
  }
}

function renderedInvoice(world: World, id: string) {
  return JSON.parse(world.store.json('invoice', id));
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
  const isRenewal = invoice.billing_reason === 'subscription_cycle';
  const next = automatic && isRenewal ? (retries.find((at) => at > now) ?? null) : invoice.next_payment_attempt;
  world.store.update('invoice', id, {
    attempt_count: invoice.attempt_count + 1,
    attempted: true,
    next_payment_attempt: next,
    _: { ...invoice._, firstFailureAt },
  });
  world.store.update('customer', invoice.customer, { delinquent: true });
  if (automatic && next !== null) world.schedule(next, 'invoice-retry', id);
  world.emit('invoice.payment_failed', 'invoice', id);
  world.emitPayload('invoice.updated', renderedInvoice(world, id), {
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
