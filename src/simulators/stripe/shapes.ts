// Every type of object that the store holds. Each builder adds the constant rest of its object (API version
// 2026-03-25.dahlia, as the SDK declares it).
import type {
  Coupon,
  Customer,
  Invoice,
  InvoiceItem,
  Price,
  Product,
  Subscription,
  SubscriptionSchedule,
  TaxRate,
} from './billingShapes.ts';
import type { Base, JsonObject } from './jsonShapes.ts';
import type {
  BalanceTransaction,
  Charge,
  CreditNote,
  Dispute,
  FraudWarning,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  Payout,
  Refund,
} from './paymentShapes.ts';

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
type IdempotencyRecord = {
  id: string;
  created: number;
  route: string;
  digest: string;
  status: number;
  body: string;
};

/** A page of Stripe's on which a customer leaves a card (mode `setup`). */
export type CheckoutSession = Base<'checkout.session'> & {
  customer: string;
  expires_at: number;
  metadata: { [key: string]: string };
  mode: 'setup';
  setup_intent: string;
  status: 'open' | 'complete' | 'expired';
  url: string | null;
};

export type Shapes = {
  balance_transaction: BalanceTransaction;
  charge: Charge;
  checkout_session: CheckoutSession;
  coupon: Coupon;
  credit_note: CreditNote;
  customer: Customer;
  dispute: Dispute;
  early_fraud_warning: FraudWarning;
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
