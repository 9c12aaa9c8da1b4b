// Customers, catalogue, subscriptions and invoices: the parts that the simulator's own rules read or change. Amounts are
// integer cents, instants are Unix seconds.
import type { Address, Base, Json, List, Metadata } from './jsonShapes.ts';

export type Customer = Base<'customer'> & {
  address: Address | null;
  balance: number;
  currency: string | null;
  delinquent: boolean;
  description: string | null;
  email: string | null;
  invoice_prefix: string;
  invoice_settings: {
    custom_fields: null;
    default_payment_method: string | null;
    footer: null;
    rendering_options: null;
  };
  metadata: Metadata;
  name: string | null;
  next_invoice_sequence: number;
  phone: string | null;
  deleted?: boolean;
};

export type Product = Base<'product'> & {
  active: boolean;
  default_price: string | null;
  description: string | null;
  metadata: Metadata;
  name: string;
  updated: number;
};

export type Recurring = {
  interval: 'day' | 'week' | 'month' | 'year';
  interval_count: number;
  meter: null;
  trial_period_days: number | null;
  usage_type: 'licensed';
};

export type Price = Base<'price'> & {
  active: boolean;
  currency: string;
  lookup_key: string | null;
  metadata: Metadata;
  nickname: string | null;
  product: string;
  recurring: Recurring | null;
  tax_behavior: 'exclusive' | 'inclusive' | 'unspecified';
  type: 'one_time' | 'recurring';
  unit_amount: number;
  unit_amount_decimal: string;
};

export type TaxRate = Base<'tax_rate'> & {
  active: boolean;
  country: string | null;
  description: string | null;
  display_name: string;
  inclusive: boolean;
  metadata: Metadata;
  percentage: number;
};

export type Coupon = Base<'coupon'> & {
  amount_off: number | null;
  currency: string | null;
  duration: 'forever' | 'once' | 'repeating';
  duration_in_months: number | null;
  metadata: Metadata;
  name: string | null;
  percent_off: number | null;
  times_redeemed: number;
  valid: boolean;
};

/** Kept with its subscription; answered only where it is expanded. */
export type Discount = {
  id: string;
  object: 'discount';
  checkout_session: null;
  customer: string | null;
  customer_account: null;
  end: number | null;
  invoice: null;
  invoice_item: null;
  promotion_code: null;
  source: { coupon: string; type: 'coupon' };
  start: number;
  subscription: string | null;
  subscription_item: null;
};

export type DiscountAmount = { amount: number; discount: string };

export type Plan = { id: string; object: 'plan'; [key: string]: Json };

export type SubscriptionItem = {
  id: string;
  object: 'subscription_item';
  created: number;
  current_period_end: number;
  current_period_start: number;
  metadata: Metadata;
  plan: Plan;
  price: Price;
  quantity: number;
  subscription: string;
  tax_rates: TaxRate[];
};

export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';

export type Subscription = Base<'subscription'> & {
  billing_cycle_anchor: number;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  cancellation_details: {
    comment: string | null;
    feedback: string | null;
    feedback_option: null;
    reason: string | null;
  };
  collection_method: 'charge_automatically' | 'send_invoice';
  currency: string;
  customer: string;
  days_until_due: number | null;
  default_payment_method: string | null;
  default_tax_rates: TaxRate[];
  description: string | null;
  /** Ids of those in force. */
  discounts: string[];
  ended_at: number | null;
  items: List<SubscriptionItem>;
  latest_invoice: string | null;
  metadata: Metadata;
  pause_collection: { behavior: string; resumes_at: number | null } | null;
  schedule: string | null;
  start_date: number;
  status: 'active' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'past_due' | 'paused' | 'trialing' | 'unpaid';
  trial_end: number | null;
  trial_start: number | null;
  /** Every discount that the subscription ever had; absent where it comes from an older file. */
  _?: { discounts: Discount[] };
};

export type SchedulePhase = {
  currency?: string;
  start_date: number;
  end_date: number;
  items: ScheduleItem[];
  proration_behavior: ProrationBehavior;
  metadata: Metadata;
};
export type ScheduleItem = { price: string; plan: string; quantity: number; metadata: Metadata; tax_rates: TaxRate[] };

export type SubscriptionSchedule = Base<'subscription_schedule'> & {
  canceled_at: number | null;
  completed_at: number | null;
  current_phase: { start_date: number; end_date: number } | null;
  customer: string;
  end_behavior: 'cancel' | 'release';
  metadata: Metadata;
  phases: SchedulePhase[];
  released_at: number | null;
  released_subscription: string | null;
  status: 'active' | 'canceled' | 'completed' | 'not_started' | 'released';
  subscription: string | null;
};

export type Tax = {
  amount: number;
  tax_behavior: 'exclusive' | 'inclusive';
  tax_rate_details: { tax_rate: string };
  taxability_reason: string;
  taxable_amount: number;
  type: 'tax_rate_details';
};

type LineParent = {
  invoice_item_details: {
    invoice_item: string;
    proration: boolean;
    proration_details: { credited_items: null } | null;
    subscription: string | null;
  } | null;
  subscription_item_details: {
    invoice_item: string | null;
    proration: boolean;
    proration_details: { credited_items: null } | null;
    subscription: string;
    subscription_item: string;
  } | null;
  type: 'invoice_item_details' | 'subscription_item_details';
};

export type InvoiceLine = {
  id: string;
  object: 'line_item';
  amount: number;
  currency: string;
  description: string;
  discount_amounts: DiscountAmount[];
  invoice: string;
  livemode: boolean;
  metadata: Metadata;
  parent: LineParent;
  period: { start: number; end: number };
  pricing: {
    price_details: { price: string; product: string };
    type: 'price_details';
    unit_amount_decimal: string;
  } | null;
  quantity: number;
  subscription: string | null;
  subtotal: number;
  taxes: Tax[];
};

export type InvoiceItem = {
  id: string;
  object: 'invoiceitem';
  amount: number;
  currency: string;
  customer: string;
  date: number;
  description: string;
  invoice: string | null;
  livemode: boolean;
  metadata: Metadata;
  parent: {
    subscription_details: { subscription: string; subscription_item: string };
    type: 'subscription_details';
  } | null;
  period: { start: number; end: number };
  pricing: InvoiceLine['pricing'];
  proration: boolean;
  quantity: number;
  tax_rates: TaxRate[];
};

export type Invoice = Base<'invoice'> & {
  amount_due: number;
  amount_overpaid: number;
  amount_paid: number;
  amount_remaining: number;
  attempt_count: number;
  attempted: boolean;
  auto_advance: boolean;
  automatically_finalizes_at: number | null;
  billing_reason:
    | 'manual'
    | 'subscription'
    | 'subscription_create'
    | 'subscription_cycle'
    | 'subscription_update'
    | 'upcoming';
  collection_method: 'charge_automatically' | 'send_invoice';
  currency: string;
  customer: string;
  customer_email: string | null;
  customer_name: string | null;
  default_payment_method: string | null;
  default_tax_rates: TaxRate[];
  description: string | null;
  discounts: string[];
  due_date: number | null;
  effective_at: number | null;
  ending_balance: number | null;
  hosted_invoice_url: string | null;
  invoice_pdf: string | null;
  lines: List<InvoiceLine>;
  metadata: Metadata;
  next_payment_attempt: number | null;
  number: string | null;
  parent: {
    quote_details: null;
    subscription_details: { metadata: Metadata; subscription: string };
    type: 'subscription_details';
  } | null;
  period_end: number;
  period_start: number;
  post_payment_credit_notes_amount: number;
  pre_payment_credit_notes_amount: number;
  starting_balance: number;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  status_transitions: {
    finalized_at: number | null;
    marked_uncollectible_at: number | null;
    paid_at: number | null;
    voided_at: number | null;
  };
  subtotal: number;
  subtotal_excluding_tax: number;
  total_discount_amounts: DiscountAmount[];
  total: number;
  total_excluding_tax: number;
  total_taxes: Tax[];
  _: { paymentIntent: string | null; invoicePayment: string | null; firstFailureAt: number | null };
};
