// Stripe objects in the newest shape for the tests, and the same objects as older API versions rendered them.

export type Json = Record<string, unknown>;

export interface SampleLine {
  readonly id: string;
  readonly amount: number;
  readonly description: string | null;
  readonly quantity: number | null;
  readonly price: string;
  readonly product: string;
  readonly isProration: boolean;
  readonly fromSubscription: boolean;
  readonly start: number;
  readonly end: number;
  readonly discount: number;
  readonly taxOnTop: number;
}

export interface SampleInvoice {
  readonly id: string;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly total: number;
  readonly tax: number | null;
  readonly created: number;
  readonly subscription: string | null;
  readonly paymentIntent: string | null;
  readonly charge: string | null;
  readonly lines: readonly SampleLine[];
  readonly metadata: Record<string, string>;
  readonly subscriptionMetadata: Record<string, string>;
  readonly livemode: boolean;
  readonly isPaidOutOfBand: boolean;
}

const laterIf = (condition: boolean, created: number, seconds: number): number | null =>
  condition ? created + seconds : null;

function commonFields(sample: SampleInvoice): Json {
  const isFinal = sample.status !== 'draft';
  return {
    id: sample.id,
    object: 'invoice',
    amount_due: sample.total,
    amount_paid: sample.status === 'paid' ? sample.total : 0,
    attempt_count: isFinal ? 1 : 0,
    billing_reason: sample.subscription === null ? 'manual' : 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: sample.created,
    currency: 'aud',
    customer: 'cus_A1',
    customer_email: 'accounts@example.com',
    customer_name: 'Harbour Training',
    due_date: null,
    hosted_invoice_url: isFinal ? 'https://invoice.stripe.com/i/acct_1/test_1' : null,
    livemode: sample.livemode,
    metadata: sample.metadata,
    next_payment_attempt: null,
    period_end: sample.created,
    period_start: sample.created,
    status: sample.status,
    status_transitions: {
      finalized_at: laterIf(isFinal, sample.created, 3600),
      marked_uncollectible_at: laterIf(sample.status === 'uncollectible', sample.created, 9000),
      paid_at: laterIf(sample.status === 'paid', sample.created, 3600),
      voided_at: laterIf(sample.status === 'void', sample.created, 7200),
    },
    total: sample.total,
  };
}

/** API version 2026-03-25.dahlia. */
export function newestInvoice(sample: SampleInvoice): Json {
  return {
    ...commonFields(sample),
    parent:
      sample.subscription === null
        ? null
        : {
            type: 'subscription_details',
            quote_details: null,
            subscription_details: { subscription: sample.subscription, metadata: sample.subscriptionMetadata },
          },
    total_taxes:
      sample.tax === null
        ? null
        : [{ amount: sample.tax, tax_behavior: 'inclusive', taxable_amount: sample.total - sample.tax }],
    total_excluding_tax: sample.total - (sample.tax ?? 0),
    lines: { object: 'list', has_more: false, data: sample.lines.map((line) => newestLine(line, sample)) },
    payments: { object: 'list', has_more: false, data: newestPayments(sample) },
  };
}

function newestPayments(sample: SampleInvoice): Json[] {
  const paid = { object: 'invoice_payment', status: 'paid', amount_paid: sample.total };
  if (sample.isPaidOutOfBand)
    return [{ ...paid, id: 'inpay_0', payment: { type: 'payment_record', payment_record: 'prec_1' } }];
  if (sample.paymentIntent === null) return [];
  return [
    {
      ...paid,
      id: 'inpay_1',
      payment: {
        type: 'payment_intent',
        payment_intent: { id: sample.paymentIntent, object: 'payment_intent', latest_charge: sample.charge },
      },
    },
  ];
}

export function newestLine(line: SampleLine, invoice: Pick<SampleInvoice, 'subscription'>): Json {
  const subscription = line.fromSubscription ? invoice.subscription : null;
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: 'aud',
    description: line.description,
    discount_amounts: line.discount === 0 ? [] : [{ amount: line.discount, discount: 'di_1' }],
    livemode: false,
    metadata: {},
    parent:
      subscription === null
        ? {
            type: 'invoice_item_details',
            invoice_item_details: { invoice_item: 'ii_1', proration: line.isProration, subscription: null },
            subscription_item_details: null,
          }
        : {
            type: 'subscription_item_details',
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: null,
              proration: line.isProration,
              subscription,
              subscription_item: 'si_1',
            },
          },
    period: { start: line.start, end: line.end },
    pricing: {
      type: 'price_details',
      price_details: { price: line.price, product: line.product },
      unit_amount_decimal: String(line.amount),
    },
    quantity: line.quantity,
    subtotal: line.amount,
    taxes: line.taxOnTop === 0 ? [] : [{ amount: line.taxOnTop, tax_behavior: 'exclusive', tax_rate_details: null }],
  };
}

/** API version 2020-08-27: before basil moved subscription, payments, taxes and prices. */
export function invoiceOf2020(sample: SampleInvoice): Json {
  return {
    ...commonFields(sample),
    subscription: sample.subscription,
    subscription_details: { metadata: sample.subscriptionMetadata },
    tax: sample.tax,
    total_tax_amounts: sample.tax === null ? [] : [{ amount: sample.tax, inclusive: true, tax_rate: 'txr_1' }],
    total_excluding_tax: sample.total - (sample.tax ?? 0),
    paid: sample.status === 'paid',
    paid_out_of_band: sample.isPaidOutOfBand,
    payment_intent: sample.isPaidOutOfBand ? null : sample.paymentIntent,
    charge: sample.isPaidOutOfBand ? null : sample.charge,
    lines: {
      object: 'list',
      has_more: false,
      total_count: sample.lines.length,
      data: sample.lines.map((line) => lineOf2020(line, sample)),
    },
  };
}

function lineOf2020(line: SampleLine, invoice: SampleInvoice): Json {
  const isOfSubscription = line.fromSubscription && invoice.subscription !== null;
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: 'aud',
    description: line.description,
    discount_amounts: line.discount === 0 ? [] : [{ amount: line.discount, discount: 'di_1' }],
    livemode: false,
    metadata: {},
    period: { start: line.start, end: line.end },
    plan: { id: line.price, object: 'plan', product: line.product },
    price: { id: line.price, object: 'price', product: line.product, unit_amount: line.amount },
    proration: line.isProration,
    quantity: line.quantity,
    subscription: isOfSubscription ? invoice.subscription : null,
    ...(isOfSubscription ? { subscription_item: 'si_1' } : { invoice_item: 'ii_1' }),
    tax_amounts: line.taxOnTop === 0 ? [] : [{ amount: line.taxOnTop, inclusive: false, tax_rate: 'txr_1' }],
    type: isOfSubscription ? 'subscription' : 'invoiceitem',
  };
}

/** API version 2017-08-15: no status, `date` for `created`, `billing`, plans only, lines named after what they bill. */
export function invoiceOf2017(sample: SampleInvoice): Json {
  const { status, created, collection_method, ...rest } = invoiceOf2020(sample);
  const lines = (rest['lines'] as { data: Json[] }).data.map(({ price: _price, ...line }) => ({
    ...line,
    id: line['subscription'] ?? 'ii_1',
    unique_id: line['id'],
  }));
  return {
    ...rest,
    date: created,
    billing: collection_method,
    closed: status !== 'draft' && status !== 'open',
    forgiven: status === 'uncollectible',
    lines: { object: 'list', has_more: false, data: lines },
  };
}

export const sampleInvoice: SampleInvoice = {
  id: 'in_1',
  status: 'paid',
  total: 39900,
  tax: 3627,
  created: 1_775_001_600,
  subscription: 'sub_1',
  paymentIntent: 'pi_1',
  charge: 'ch_1',
  lines: [
    {
      id: 'il_1',
      amount: 39900,
      description: '1 × RTOpacks Essential (at $399.00 / month)',
      quantity: 1,
      price: 'price_1',
      product: 'prod_1',
      isProration: false,
      fromSubscription: true,
      start: 1_775_001_600,
      end: 1_777_593_600,
      discount: 0,
      taxOnTop: 0,
    },
  ],
  metadata: { org_id: 'org_1' },
  subscriptionMetadata: { rto_code: '45123' },
  livemode: false,
  isPaidOutOfBand: false,
};

const recurringPrice = {
  id: 'price_1',
  object: 'price',
  active: true,
  currency: 'aud',
  product: 'prod_1',
  unit_amount: 39900,
  unit_amount_decimal: '39900',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
};

/** API version 2026-03-25.dahlia. */
export const newestSubscription: Json = {
  id: 'sub_1',
  object: 'subscription',
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, reason: null },
  created: 1_700_000_000,
  currency: 'aud',
  customer: { id: 'cus_1', object: 'customer' },
  discounts: [
    {
      id: 'di_1',
      object: 'discount',
      start: 1_700_000_000,
      end: null,
      source: { type: 'coupon', coupon: { id: 'TWENTY', duration: 'forever', percent_off: 20, amount_off: null } },
    },
  ],
  ended_at: null,
  items: {
    object: 'list',
    has_more: false,
    data: [
      {
        id: 'si_1',
        object: 'subscription_item',
        current_period_start: 1_775_001_600,
        current_period_end: 1_777_593_600,
        price: recurringPrice,
        quantity: 1,
        discounts: [],
      },
      {
        id: 'si_2',
        object: 'subscription_item',
        current_period_start: 1_775_001_700,
        current_period_end: 1_777_593_500,
        price: { ...recurringPrice, id: 'price_2', unit_amount: 3500 },
        quantity: 5,
        discounts: [],
      },
    ],
  },
  latest_invoice: { id: 'in_1', object: 'invoice' },
  livemode: false,
  metadata: { org_id: 'org_1' },
  pause_collection: null,
  status: 'canceled',
  trial_end: null,
};

/** The same subscription before basil: the period on the subscription, one discount, references as ids. */
export const subscriptionOf2020: Json = (() => {
  const { discounts: _discounts, ...rest } = newestSubscription;
  const items = (newestSubscription['items'] as { data: Json[] }).data.map(
    ({ current_period_start: _start, current_period_end: _end, discounts: _own, ...item }) => item,
  );
  return {
    ...rest,
    customer: 'cus_1',
    latest_invoice: 'in_1',
    current_period_start: 1_775_001_600,
    current_period_end: 1_777_593_600,
    discount: {
      id: 'di_1',
      object: 'discount',
      start: 1_700_000_000,
      end: null,
      coupon: { id: 'TWENTY', duration: 'forever', percent_off: 20, amount_off: null },
    },
    items: { object: 'list', has_more: false, data: items },
  };
})();

export const newestCharge: Json = {
  id: 'ch_1',
  object: 'charge',
  amount: 39900,
  amount_refunded: 0,
  balance_transaction: {
    id: 'txn_1',
    object: 'balance_transaction',
    amount: 39900,
    available_on: 1_775_200_000,
    balance_type: 'payments',
    created: 1_775_005_200,
    currency: 'aud',
    fee: 708,
    fee_details: [
      { amount: 644, type: 'stripe_fee' },
      { amount: 64, type: 'tax' },
    ],
    net: 39192,
    reporting_category: 'charge',
    source: 'ch_1',
    type: 'charge',
  },
  created: 1_775_005_200,
  currency: 'aud',
  customer: 'cus_1',
  disputed: false,
  failure_code: null,
  livemode: false,
  metadata: {},
  paid: true,
  payment_intent: 'pi_1',
  payment_method_details: {
    type: 'card',
    card: { brand: 'amex', last4: '0005', country: 'AU', exp_month: 8, exp_year: 2030, fingerprint: 'abc' },
  },
  status: 'succeeded',
};
