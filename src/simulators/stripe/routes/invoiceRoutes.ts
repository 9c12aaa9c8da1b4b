// /v1/invoices, /v1/invoiceitems and /v1/invoice_payments
import { createInvoice } from '../invoiceDraft.ts';
import { invoiceItemLine, pricingOf, productName } from '../invoiceLineDrafts.ts';
import { previewInvoice } from '../invoicePreview.ts';
import { attemptPayment, finalizeInvoice, markPaid, markUncollectible, voidInvoice } from '../invoices.ts';
import { arrayPage } from '../listing.ts';
import { resolvePaymentMethod } from '../paymentMethods.ts';
import { paymentError } from '../payments.ts';
import type { Answer, Route, RouteContext } from '../route.ts';
import { equals, fromPath, listRoute, required, retrieveRoute, stored } from '../route.ts';
import type { Invoice, InvoiceItem } from '../billingShapes.ts';
import type { JsonObject } from '../jsonShapes.ts';
import { cardError, invalidRequest } from '../stripeError.ts';
import type { World } from '../world.ts';
import { priceFromData } from './catalogueRoutes.ts';
import { existingCustomer } from './customerRoutes.ts';
import { changedItems, PRORATION_BEHAVIORS, taxRatesIn } from './subscriptionItemParameters.ts';

function createItem({ world, parameters }: RouteContext): Answer {
  const customer = existingCustomer(world, parameters.requiredText('customer'));
  const data = parameters.nested('price_data');
  const priceId = parameters.text('price') ?? parameters.nested('pricing')?.text('price');
  const price =
    data === undefined
      ? priceId === undefined
        ? null
        : required(world, 'price', priceId, 'price')
      : priceFromData(world, data);
  const quantity = parameters.integer('quantity') ?? 1;
  const amount = price === null ? parameters.requiredInteger('amount') : price.unit_amount * quantity;
  const now = world.now();
  const constants = {
    customer_account: null,
    discountable: true,
    discounts: [],
    net_amount: amount,
    quantity_decimal: String(quantity),
    test_clock: null,
  };
  const item: InvoiceItem = {
    ...constants,
    id: world.newId('ii_1'),
    object: 'invoiceitem',
    amount,
    currency: price?.currency ?? parameters.text('currency') ?? world.account.default_currency,
    customer: customer.id,
    date: now,
    description: parameters.text('description') ?? (price === null ? 'Invoice item' : productName(world, price)),
    invoice: null,
    livemode: world.account.livemode,
    metadata: parameters.metadata(),
    parent: null,
    period: { start: now, end: now },
    pricing: price === null ? null : pricingOf(price),
    proration: false,
    quantity,
    tax_rates: taxRatesIn(world, parameters, 'tax_rates'),
  };
  world.store.add('invoiceitem', item);
  world.emit('invoiceitem.created', 'invoiceitem', item.id);
  return stored('invoiceitem', item);
}

function createManualInvoice({ world, parameters }: RouteContext): Answer {
  const customer = existingCustomer(world, parameters.requiredText('customer'));
  const rates = taxRatesIn(world, parameters, 'default_tax_rates');
  const waiting =
    parameters.text('pending_invoice_items_behavior') === 'exclude'
      ? []
      : world
          .newestFirst(
            'invoiceitem',
            (item) => item.customer === customer.id && item.invoice === null && item.parent === null,
          )
          .toReversed();
  const invoice = createInvoice(world, {
    customer: customer.id,
    subscription: null,
    billingReason: 'manual',
    lines: waiting.map((item) => invoiceItemLine(world, item, rates)),
    period: { start: world.now(), end: world.now() },
    metadata: parameters.metadata(),
    autoAdvance: parameters.truth('auto_advance') ?? false,
    description: parameters.text('description') ?? null,
    collectionMethod:
      parameters.oneOf('collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically',
    daysUntilDue: parameters.integer('days_until_due') ?? null,
    defaultPaymentMethod: parameters.text('default_payment_method') ?? null,
    defaultTaxRates: rates,
  });
  if (invoice.auto_advance)
    world.schedule(world.now() + world.billing.finalizeDelaySeconds, 'invoice-finalize', invoice.id);
  return stored('invoice', invoice);
}

function pay(context: RouteContext): Answer {
  const { world, parameters } = context;
  const invoice = fromPath(context, 'invoice');
  if (invoice.status === 'draft') finalizeInvoice(world, invoice.id);
  const open = world.store.get('invoice', invoice.id);
  if (open.status === 'paid') {
    if (invoice.status === 'draft') return stored('invoice', open);
    throw invalidRequest('Invoice is already paid', undefined, 'invoice_already_paid');
  }
  if (open.status !== 'open' && open.status !== 'uncollectible')
    throw invalidRequest(
      `You can only pay open invoices. This invoice is ${open.status}.`,
      undefined,
      'invoice_not_open',
    );
  if (parameters.truth('paid_out_of_band') === true) {
    markPaid(world, invoice.id, 0, { outOfBand: true });
    return stored('invoice', open);
  }
  const methodId = parameters.text('payment_method');
  const method = methodId === undefined ? undefined : resolvePaymentMethod(world, methodId, 'payment_method');
  const result = attemptPayment(world, invoice.id, { automatic: false, ...(method === undefined ? {} : { method }) });
  if (result === 'succeeded') return stored('invoice', open);
  throw declined(world, invoice.id, result);
}

/** The card error of an invoice's last attempt, as `pay` answers it (402). */
function declined(world: World, invoiceId: string, result: 'failed' | 'requires_action') {
  const intentId = world.store.get('invoice', invoiceId)._.paymentIntent;
  const intent = intentId === null ? undefined : world.store.get('payment_intent', intentId);
  if (result === 'requires_action') {
    return cardError(
      'invoice_payment_intent_requires_action',
      'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice.',
    );
  }
  const charge =
    intent?.latest_charge === null || intent === undefined
      ? undefined
      : world.store.get('charge', intent.latest_charge);
  if (charge === undefined) return cardError('missing', 'There is no default payment method on this invoice.');
  const error = paymentError(charge, world.store.get('payment_method', charge.payment_method));
  const { code: _code, message: _message, type: _type, doc_url: _url, ...extra } = error;
  return cardError(charge.failure_code ?? 'card_declined', charge.failure_message ?? 'Your card was declined.', extra);
}

function updateInvoice(context: RouteContext): Answer {
  const { world, parameters } = context;
  const invoice = fromPath(context, 'invoice');
  const changed = world.change(
    'invoice',
    invoice.id,
    {
      ...(parameters.has('metadata') ? { metadata: parameters.metadata(invoice.metadata) } : {}),
      ...(parameters.has('description') ? { description: parameters.text('description') ?? null } : {}),
      ...(parameters.has('auto_advance') ? { auto_advance: parameters.truth('auto_advance') ?? false } : {}),
    },
    'invoice.updated',
  );
  return stored('invoice', changed);
}

function createPreview({ world, parameters }: RouteContext): Answer {
  const subscription = required(world, 'subscription', parameters.requiredText('subscription'), 'subscription');
  const details = parameters.nested('subscription_details');
  details?.assertKnown([
    'items',
    'proration_behavior',
    'proration_date',
    'cancel_at_period_end',
    'cancel_now',
    'trial_end',
    'default_tax_rates',
  ]);
  if (details === undefined) return { kind: 'object', value: previewInvoice(world, subscription, null) };
  const isCancelling = details.truth('cancel_now') === true;
  const change = {
    isCancelling,
    items: isCancelling ? [] : changedItems(world, subscription, details.each('items')),
    prorationBehavior: details.oneOf('proration_behavior', PRORATION_BEHAVIORS) ?? ('create_prorations' as const),
    prorationDate: details.integer('proration_date') ?? world.now(),
  };
  return { kind: 'object', value: previewInvoice(world, subscription, change) };
}

function linesPage(context: RouteContext): Answer {
  const { data, hasMore } = arrayPage(fromPath(context, 'invoice').lines.data, 'line_item', context.parameters);
  const value: JsonObject = {
    object: 'list',
    data: data as unknown as JsonObject[],
    has_more: hasMore,
    url: context.path,
  };
  return { kind: 'object', value };
}

function subscriptionOf(invoice: Invoice): string | undefined {
  return invoice.parent?.subscription_details.subscription;
}

const action = (name: string, run: (world: World, id: string) => Invoice, parameters: string[] = []): Route => ({
  method: 'POST',
  pattern: `/v1/invoices/:id/${name}`,
  permission: 'invoice',
  parameters,
  handle: (context) => stored('invoice', run(context.world, fromPath(context, 'invoice').id)),
});

export const invoiceRoutes: readonly Route[] = [
  listRoute(
    'invoice',
    '/v1/invoices',
    'invoice',
    ['customer', 'status', 'subscription', 'collection_method', 'due_date'],
    (parameters) =>
      equals(parameters, {
        customer: (invoice) => invoice.customer,
        status: (invoice) => invoice.status,
        subscription: subscriptionOf,
        collection_method: (invoice) => invoice.collection_method,
      }),
  ),
  {
    method: 'POST',
    pattern: '/v1/invoices/create_preview',
    permission: 'invoice',
    parameters: ['subscription', 'subscription_details', 'customer', 'preview_mode'],
    handle: createPreview,
  },
  retrieveRoute('invoice', '/v1/invoices', 'invoice'),
  {
    method: 'POST',
    pattern: '/v1/invoices',
    permission: 'invoice',
    parameters: [
      'customer',
      'metadata',
      'auto_advance',
      'collection_method',
      'days_until_due',
      'description',
      'default_tax_rates',
      'default_payment_method',
      'pending_invoice_items_behavior',
      'currency',
    ],
    handle: createManualInvoice,
  },
  {
    method: 'DELETE',
    pattern: '/v1/invoices/:id',
    permission: 'invoice',
    parameters: [],
    handle: (context) => {
      const { id, status } = fromPath(context, 'invoice');
      if (status !== 'draft') throw invalidRequest('You can only delete draft invoices.', undefined, 'invoice_not_editable');
      context.world.emit('invoice.deleted', 'invoice', id);
      context.world.store.remove('invoice', id);
      return { kind: 'object', value: { id, object: 'invoice', deleted: true } };
    },
  },
  {
    method: 'POST',
    pattern: '/v1/invoices/:id',
    permission: 'invoice',
    parameters: ['metadata', 'description', 'auto_advance'],
    handle: updateInvoice,
  },
  action('finalize', finalizeInvoice, ['auto_advance']),
  action('void', voidInvoice),
  action('mark_uncollectible', markUncollectible),
  {
    method: 'POST',
    pattern: '/v1/invoices/:id/pay',
    permission: 'invoice',
    parameters: ['payment_method', 'paid_out_of_band', 'off_session', 'forgive'],
    handle: pay,
  },
  {
    method: 'GET',
    pattern: '/v1/invoices/:id/lines',
    permission: 'invoice',
    parameters: ['limit', 'starting_after', 'ending_before'],
    handle: linesPage,
  },
  listRoute('invoiceitem', '/v1/invoiceitems', 'invoice', ['customer', 'invoice', 'pending'], (parameters) => {
    const pending = parameters.truth('pending');
    const matches = equals<InvoiceItem>(parameters, {
      customer: (item) => item.customer,
      invoice: (item) => item.invoice,
    });
    return (item) => matches(item) && (pending === undefined || pending === (item.invoice === null));
  }),
  retrieveRoute('invoiceitem', '/v1/invoiceitems', 'invoice'),
  {
    method: 'POST',
    pattern: '/v1/invoiceitems',
    permission: 'invoice',
    parameters: [
      'customer',
      'amount',
      'currency',
      'description',
      'metadata',
      'price',
      'pricing',
      'price_data',
      'quantity',
      'tax_rates',
    ],
    handle: createItem,
  },
  listRoute('invoice_payment', '/v1/invoice_payments', 'invoice', ['invoice', 'status', 'payment'], (parameters) => {
    const intent = parameters.nested('payment')?.text('payment_intent');
    const matches = equals<{ invoice: string; status: string }>(parameters, {
      invoice: (payment) => payment.invoice,
      status: (payment) => payment.status,
    });
    return (payment) => matches(payment) && (intent === undefined || payment.payment.payment_intent === intent);
  }),
  retrieveRoute('invoice_payment', '/v1/invoice_payments', 'invoice'),
];
