// Seeds many paid invoices at once, by the same rules as single ones, without events or scheduled work.
import { settleCharge } from './balance.ts';
import { addMonths } from './calendar.ts';
import { createCustomer } from './customers.ts';
import { subscriptionLine } from './invoiceLineDrafts.ts';
import { createInvoice } from './invoiceDraft.ts';
import { attemptPayment, finalizeInvoice } from './invoices.ts';
import { attachPaymentMethod, createPaymentMethod } from './paymentMethods.ts';
import { createPrice, createProduct, createTaxRate } from './prices.ts';
import type { Price, Subscription, TaxRate } from './billingShapes.ts';
import { createSubscription } from './createSubscription.ts';
import type { World } from './world.ts';

const INVOICES_PER_CUSTOMER = 12;
const AMOUNTS = [39_900, 69_900, 149_000] as const;

function catalogue(world: World): { prices: Price[]; taxRate: TaxRate } {
  const prices = AMOUNTS.map((amount) => {
    const product = createProduct(world, {
      id: undefined,
      name: `Bulk plan ${amount / 100}`,
      description: null,
      active: true,
      metadata: {},
    });
    return createPrice(world, {
      product: product.id,
      currency: world.account.default_currency,
      unitAmount: amount,
      recurring: { interval: 'month', interval_count: 1, meter: null, trial_period_days: null, usage_type: 'licensed' },
      taxBehavior: 'inclusive',
      nickname: null,
      lookupKey: null,
      metadata: { revenue_type: 'subscription' },
      active: true,
    });
  });
  const taxRate = createTaxRate(world, {
    displayName: 'GST',
    percentageText: '10',
    inclusive: true,
    country: 'AU',
    description: null,
    metadata: {},
  });
  return { prices, taxRate };
}

function subscribe(world: World, index: number, price: Price, taxRate: TaxRate): Subscription {
  const orgId = `bulk-${String(index).padStart(6, '0')}`;
  const metadata = { org_id: orgId, rto_code: String(10_000 + (index % 90_000)) };
  const customer = createCustomer(world, {
    address: null,
    description: null,
    email: `${orgId}@example.com`,
    metadata,
    name: `Bulk Training ${index} Pty Ltd`,
    phone: null,
  });
  const method = createPaymentMethod(world, {
    brand: 'visa',
    country: 'AU',
    funding: 'credit',
    last4: '0006',
    outcome: 'success',
  });
  attachPaymentMethod(world, method.id, customer.id);
  return createSubscription(world, {
    customer: customer.id,
    items: [{ price, quantity: 1, metadata: {}, taxRates: [] }],
    metadata,
    defaultTaxRates: [taxRate],
    defaultPaymentMethod: method.id,
    paymentBehavior: 'allow_incomplete',
    collectionMethod: 'charge_automatically',
    daysUntilDue: null,
    trialEnd: null,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    description: null,
  });
}

function renew(world: World, subscription: Subscription, start: number, end: number): void {
  const data = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: start,
    current_period_end: end,
  }));
  const moved = world.store.update('subscription', subscription.id, { items: { ...subscription.items, data } });
  const invoice = createInvoice(world, {
    customer: moved.customer,
    subscription: moved,
    billingReason: 'subscription_cycle',
    lines: moved.items.data.map((item) => subscriptionLine(world, moved, item, { start, end }, false)),
    period: { start, end: start },
    metadata: {},
    autoAdvance: true,
    description: null,
    collectionMethod: 'charge_automatically',
    daysUntilDue: null,
    defaultPaymentMethod: null,
    defaultTaxRates: moved.default_tax_rates,
  });
  finalizeInvoice(world, invoice.id);
  attemptPayment(world, invoice.id, { automatic: true });
  settleLatest(world, invoice.id);
}

function settleLatest(world: World, invoiceId: string): void {
  const intent = world.store.get('invoice', invoiceId)._.paymentIntent;
  const charge = intent === null ? null : world.store.get('payment_intent', intent).latest_charge;
  if (charge !== null) settleCharge(world, charge);
}

/** Makes `count` paid invoices over the twelve months before the world's present; month by month, so that order is by time. */
export function bulkPaidInvoices(world: World, count: number): void {
  const present = world.now();
  const wasMuted = world.muted;
  world.muted = true;
  try {
    const start = addMonths(present, -INVOICES_PER_CUSTOMER);
    world.moveTo(start);
    const { prices, taxRate } = catalogue(world);
    const customers = Math.ceil(count / INVOICES_PER_CUSTOMER);
    let left = count;
    const subscriptions: string[] = [];
    for (let month = 0; month < INVOICES_PER_CUSTOMER && left > 0; month += 1) {
      world.moveTo(addMonths(start, month));
      const end = addMonths(start, month + 1);
      for (let index = 0; index < customers && left > 0; index += 1, left -= 1) {
        const price = prices[index % prices.length];
        if (price === undefined) continue;
        const id = subscriptions[index];
        if (id === undefined) {
          const made = subscribe(world, index, price, taxRate);
          subscriptions.push(made.id);
          settleLatest(world, made.latest_invoice ?? '');
        } else renew(world, world.store.get('subscription', id), addMonths(start, month), end);
      }
    }
  } finally {
    world.muted = wasMuted;
    world.moveTo(present);
  }
}
