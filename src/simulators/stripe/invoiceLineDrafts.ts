// Invoice lines before tax: one per subscription item and period, one per invoice item (prorations, one-off sales).
import type { InvoiceItem, Price, Subscription, SubscriptionItem, TaxRate } from './billingShapes.ts';
import type { UntaxedLine } from './invoiceTotals.ts';
import type { World } from './world.ts';

const LINE_CONSTANTS = { discountable: true, discounts: [], pretax_credit_amounts: [] };

/** `$699.00` from cents, by digits. */
function dollars(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}$${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function pricingOf(price: Price): NonNullable<UntaxedLine['pricing']> {
  return {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

export function productName(world: World, price: Price): string {
  return world.store.find('product', price.product)?.name ?? 'Product';
}

function effectiveTaxRates(own: readonly TaxRate[], defaults: readonly TaxRate[]): readonly TaxRate[] {
  return own.length > 0 ? own : defaults;
}

export function subscriptionLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
  trial: boolean,
): UntaxedLine {
  const amount = trial ? 0 : item.price.unit_amount * item.quantity;
  const name = productName(world, item.price);
  const interval = item.price.recurring?.interval ?? 'month';
  const constants = { ...LINE_CONSTANTS, quantity_decimal: String(item.quantity) };
  return {
    ...constants,
    id: world.newId('il_1'),
    object: 'line_item',
    amount,
    currency: subscription.currency,
    description: trial
      ? `Trial period for ${name}`
      : `${item.quantity} × ${name} (at ${dollars(item.price.unit_amount)} / ${interval})`,
    discount_amounts: [],
    invoice: '',
    livemode: world.account.livemode,
    metadata: { ...subscription.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    pricing: pricingOf(item.price),
    quantity: item.quantity,
    subscription: subscription.id,
    subtotal: amount,
    taxRates: effectiveTaxRates(item.tax_rates, subscription.default_tax_rates),
  };
}

export function invoiceItemLine(world: World, item: InvoiceItem, defaults: readonly TaxRate[]): UntaxedLine {
  const details = item.parent?.subscription_details;
  const prorationDetails = { credited_items: null };
  const constants = { ...LINE_CONSTANTS, discountable: !item.proration, quantity_decimal: String(item.quantity) };
  return {
    ...constants,
    id: world.newId('il_1'),
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    invoice: '',
    livemode: item.livemode,
    metadata: item.metadata,
    parent:
      details === undefined
        ? {
            invoice_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: prorationDetails,
              subscription: null,
            },
            subscription_item_details: null,
            type: 'invoice_item_details',
          }
        : {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: item.id,
              proration: item.proration,
              proration_details: prorationDetails,
              subscription: details.subscription,
              subscription_item: details.subscription_item,
            },
            type: 'subscription_item_details',
          },
    period: item.period,
    pricing: item.pricing,
    quantity: item.quantity,
    subscription: details?.subscription ?? null,
    subtotal: item.amount,
    taxRates: effectiveTaxRates(item.tax_rates, defaults),
  };
}
