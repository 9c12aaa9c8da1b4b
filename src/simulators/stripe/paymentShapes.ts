// Cards, charges, balance transactions, refunds, disputes: the parts that the simulator's own rules read or change.
import type { Address, Base, Json, JsonObject, List, Metadata } from './jsonShapes.ts';
import type { Tax } from './billingShapes.ts';

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

type ChargedCard = { brand: string; country: string; funding: string; last4: string; [key: string]: Json };

export type PaymentMethod = Base<'payment_method'> & {
  billing_details: { address: Address; email: string | null; name: string | null; phone: string | null; tax_id: null };
  card: Card;
  customer: string | null;
  metadata: Metadata;
  type: 'card';
  _: { outcome: CardOutcome };
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
  exchange_rate: number | null;
  fee: number;
  fee_details: FeeDetail[];
  net: number;
  reporting_category: string;
  source: string | null;
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

export type FraudWarning = Base<'radar.early_fraud_warning'> & {
  actionable: boolean;
  charge: string;
  fraud_type: string;
  payment_intent?: string;
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
