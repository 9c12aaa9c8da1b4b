// The same objects as an account on a version before basil (2025-03-31) sees them: `invoice.subscription`, `charge`, `tax`,
// line `price`, `subscription.current_period_*` (https://docs.stripe.com/changelog/basil). Reads one of our rendered objects.
import { rendered } from './objectStore.ts';
import type { Json, JsonObject } from './jsonShapes.ts';
import type { World } from './world.ts';

const BASIL = '2025-03-31';

export function isBeforeBasil(version: string): boolean {
  return version.slice(0, 10) < BASIL;
}

function objectIn(value: Json | undefined): JsonObject {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function arrayIn(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Rewrites the object and everything inside it. */
export function toOlderShape(world: World, value: Json): Json {
  if (Array.isArray(value)) return value.map((element) => toOlderShape(world, element));
  if (value === null || typeof value !== 'object') return value;
  const inner: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, toOlderShape(world, child)]),
  );
  switch (value['object']) {
    case 'invoice':
      return olderInvoice(world, value, inner);
    case 'line_item':
      return olderLine(world, value, inner);
    case 'subscription':
      return olderSubscription(value, inner);
    case 'subscription_item': {
      const { current_period_start: _start, current_period_end: _end, ...rest } = inner;
      return rest;
    }
    case 'charge':
      return { ...inner, invoice: invoiceOfIntent(world, value['payment_intent']) };
    case 'payment_intent':
      return { ...inner, invoice: invoiceOfIntent(world, value['id']) };
    case 'credit_note': {
      const { refunds, total_taxes: taxes, ...rest } = inner;
      return { ...rest, refund: objectIn(arrayIn(refunds)[0])['refund'] ?? null, tax_amounts: olderTaxes(taxes) };
    }
    default:
      return inner;
  }
}

function invoiceOfIntent(world: World, intent: Json | undefined): string | null {
  return (typeof intent === 'string' ? world.store.find('payment_intent', intent)?._.invoice : null) ?? null;
}

function olderTaxes(taxes: Json | undefined): Json[] {
  return arrayIn(taxes).map((tax) => {
    const row = objectIn(tax);
    return {
      amount: row['amount'] ?? 0,
      inclusive: row['tax_behavior'] === 'inclusive',
      tax_rate: objectIn(row['tax_rate_details'])['tax_rate'] ?? null,
      taxability_reason: row['taxability_reason'] ?? null,
      taxable_amount: row['taxable_amount'] ?? null,
    };
  });
}

function olderInvoice(world: World, invoice: JsonObject, inner: JsonObject): JsonObject {
  const { parent: _parent, total_taxes: _taxes, amount_overpaid: _overpaid, payments: _payments, ...rest } = inner;
  const details = objectIn(objectIn(invoice['parent'])['subscription_details']);
  const stored = world.store.find('invoice', String(invoice['id']));
  const intentId = stored?._.paymentIntent ?? null;
  const isCollected = intentId !== null && world.store.get('payment_intent', intentId).status === 'succeeded';
  const taxes = olderTaxes(invoice['total_taxes']);
  const tax = taxes.reduce<number>((sum, row) => sum + Number(objectIn(row)['amount']), 0);
  return {
    ...rest,
    application_fee_amount: null,
    charge: intentId === null ? null : world.store.get('payment_intent', intentId).latest_charge,
    discount: null,
    paid: invoice['status'] === 'paid',
    paid_out_of_band: invoice['status'] === 'paid' && Number(invoice['amount_paid']) > 0 && !isCollected,
    payment_intent: intentId,
    quote: null,
    rendering_options: null,
    subscription: details['subscription'] ?? null,
    subscription_details: { metadata: details['metadata'] ?? null },
    tax: taxes.length === 0 ? null : tax,
    total_tax_amounts: taxes,
    transfer_data: null,
  };
}

function olderLine(world: World, line: JsonObject, inner: JsonObject): JsonObject {
  const { parent: _parent, pricing: _pricing, taxes: _taxes, ...rest } = inner;
  const parent = objectIn(line['parent']);
  const ofItem = objectIn(parent['subscription_item_details']);
  const ofInvoiceItem = objectIn(parent['invoice_item_details']);
  const priceId = objectIn(objectIn(line['pricing'])['price_details'])['price'];
  const price = typeof priceId === 'string' ? world.store.find('price', priceId) : undefined;
  const invoiceItem = ofItem['invoice_item'] ?? ofInvoiceItem['invoice_item'] ?? null;
  return {
    ...rest,
    plan: null,
    price: price === undefined ? null : rendered(price),
    proration: ofItem['proration'] ?? ofInvoiceItem['proration'] ?? false,
    proration_details: { credited_items: null },
    subscription_item: ofItem['subscription_item'] ?? null,
    ...(invoiceItem === null ? {} : { invoice_item: invoiceItem }),
    tax_amounts: olderTaxes(line['taxes']),
    tax_rates: [],
    type: invoiceItem === null ? 'subscription' : 'invoiceitem',
    unit_amount_excluding_tax: null,
  };
}

function olderSubscription(subscription: JsonObject, inner: JsonObject): JsonObject {
  const first = objectIn(arrayIn(objectIn(subscription['items'])['data'])[0]);
  return {
    ...inner,
    current_period_end: first['current_period_end'] ?? null,
    current_period_start: first['current_period_start'] ?? null,
    discount: null,
    plan: first['plan'] ?? null,
    quantity: first['quantity'] ?? null,
  };
}
