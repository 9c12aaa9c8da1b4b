// The parts of Stripe's objects that the simulator's own rules read or change. Each builder adds the constant rest
// (API version 2026-03-25.dahlia, as declared by the SDK); amounts are integer cents, instants are Unix seconds.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type Metadata = { [key: string]: string };

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };

type Base<Name extends string> = { id: string; object: Name; created: number; livemode: boolean };

export type Address = {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
};

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

/** What the card does when it is charged; kept beside the object, never rendered. */
export type CardOutcome =
  | 'success'
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'processing_error'
  | 'authentication_required'
  | 'disputed'
  | 'refund_fails';

export type Card = {
  brand: string;
  country: string;
  display_brand: string;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  funding: string;
  last4: string;
  [key: string]: Json;
};

export type ChargedCard = { brand: string; country: string; funding: string; last4: string; [key: string]: Json };

export type PaymentMethod = Base<'payment_method'> & {
  billing_details: { address: Address; email: string | null; name: string | null; phone: string | null; tax_id: null };
  card: Card;
  customer: string | null;
  metadata: Metadata;
  type: 'card';
  _: { outcome: CardOutcome };
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

export type LineParent = {
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
  total: number;
  total_excluding_tax: number;
  total_taxes: Tax[];
  _: { paymentIntent: string | null; invoicePayment: string | null; firstFailureAt: number | null };
};

export type InvoicePayment = Base<'invoice_payment'> & {
  amount_paid: number | null;
  amount_requested: number;
  currency: string;
  invoice: string;
  is_default: boolean;
  payment: { type: 'payment_intent'; payment_intent: string };
  status: 'open' | 'paid' | 'canceled';
  status_transitions: { canceled_at: number | null; paid_at: number | null };
};

export type PaymentIntent = Base<'payment_intent'> & {
  amount: number;
  amount_received: number;
  canceled_at: number | null;
  cancellation_reason: string | null;
  currency: string;
  customer: string | null;
  description: string | null;
  last_payment_error: JsonObject | null;
  latest_charge: string | null;
  metadata: Metadata;
  next_action: JsonObject | null;
  payment_method: string | null;
  status: 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled';
  _: { invoice: string | null };
};

export type Charge = Base<'charge'> & {
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  balance_transaction: string | null;
  captured: boolean;
  currency: string;
  customer: string | null;
  description: string | null;
  disputed: boolean;
  failure_code: string | null;
  failure_message: string | null;
  metadata: Metadata;
  outcome: JsonObject;
  paid: boolean;
  payment_intent: string | null;
  payment_method: string;
  payment_method_details: { card: ChargedCard; type: 'card' };
  refunded: boolean;
  status: 'succeeded' | 'failed' | 'pending';
  _: { invoice: string | null; outcome: CardOutcome };
};

export type FeeDetail = { amount: number; application: null; currency: string; description: string; type: string };

export type BalanceTransaction = {
  id: string;
  object: 'balance_transaction';
  amount: number;
  available_on: number;
  balance_type: 'payments';
  created: number;
  currency: string;
  description: string | null;
  exchange_rate: null;
  fee: number;
  fee_details: FeeDetail[];
  net: number;
  reporting_category: string;
  source: string;
  status: 'available' | 'pending';
  type: string;
  _: { payout: string | null };
};

export type Payout = Base<'payout'> & {
  amount: number;
  arrival_date: number;
  automatic: boolean;
  balance_transaction: string;
  currency: string;
  description: string;
  failure_balance_transaction: string | null;
  failure_code: string | null;
  failure_message: string | null;
  metadata: Metadata;
  reconciliation_status: 'completed' | 'in_progress' | 'not_applicable';
  status: 'paid' | 'pending' | 'in_transit' | 'canceled' | 'failed';
};

export type Refund = {
  id: string;
  object: 'refund';
  created: number;
  amount: number;
  balance_transaction: string | null;
  charge: string;
  currency: string;
  customer: string | null;
  metadata: Metadata;
  payment_intent: string | null;
  payment_method: string | null;
  reason: string | null;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  failure_balance_transaction?: string;
  failure_reason?: string;
};

export type CreditNote = Base<'credit_note'> & {
  amount: number;
  currency: string;
  customer: string;
  invoice: string;
  lines: List<JsonObject>;
  metadata: Metadata;
  number: string;
  post_payment_amount: number;
  pre_payment_amount: number;
  refunds: { amount_refunded: number; payment_record_refund: null; refund: string; type: 'refund' }[];
  status: 'issued' | 'void';
  total: number;
  total_excluding_tax: number;
  total_taxes: Tax[];
  voided_at: number | null;
};

export type DisputeStatus =
  | 'lost'
  | 'needs_response'
  | 'prevented'
  | 'under_review'
  | 'warning_closed'
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'won';

export type Dispute = Base<'dispute'> & {
  amount: number;
  balance_transactions: BalanceTransaction[];
  charge: string;
  currency: string;
  evidence: { [key: string]: Json };
  evidence_details: {
    due_by: number | null;
    enhanced_eligibility: JsonObject;
    has_evidence: boolean;
    past_due: boolean;
    submission_count: number;
  };
  is_charge_refundable: boolean;
  metadata: Metadata;
  payment_intent: string | null;
  reason: string;
  status: DisputeStatus;
};

export type StripeEvent = Base<'event'> & {
  type: string;
  api_version: string;
  data: { object: JsonObject; previous_attributes?: JsonObject };
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  _: { hidden: boolean };
};

/** A piece of work that falls due as the clock moves; internal, never rendered. */
export type Task = { id: string; created: number; dueSeconds: number; order: number; kind: string; target: string };

/** A remembered answer to a write that carried an Idempotency-Key; internal, kept for 24 hours. */
export type IdempotencyRecord = {
  id: string;
  created: number;
  route: string;
  digest: string;
  status: number;
  body: string;
};

export type Shapes = {
  balance_transaction: BalanceTransaction;
  charge: Charge;
  credit_note: CreditNote;
  customer: Customer;
  dispute: Dispute;
  event: StripeEvent;
  idempotency: IdempotencyRecord;
  invoice: Invoice;
  invoice_payment: InvoicePayment;
  invoiceitem: InvoiceItem;
  payment_intent: PaymentIntent;
  payment_method: PaymentMethod;
  payout: Payout;
  price: Price;
  product: Product;
  refund: Refund;
  subscription: Subscription;
  subscription_schedule: SubscriptionSchedule;
  task: Task;
  tax_rate: TaxRate;
};

export type ObjectType = keyof Shapes;
