// Reads an invoice payment: which PaymentIntent or charge paid how much of which invoice.
import {
  isJsonObject,
  nested,
  notAnObject,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredInstant,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripeInvoicePaymentFacts {
  readonly id: string;
  readonly stripeInvoiceId: string;
  /** Open set: payment_intent, charge, payment_record. */
  readonly type: string;
  readonly paymentIntentId: string | null;
  readonly chargeId: string | null;
  /** Null until it is paid. */
  readonly amountPaidCents: number | null;
  /** Open set: open, paid, canceled. */
  readonly status: string;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly isDefault: boolean;
}

export function readInvoicePayment(json: unknown): Reading<StripeInvoicePaymentFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const id = requiredText(json, 'id', oddities);
  const stripeInvoiceId = reference(json, 'invoice', oddities);
  if (stripeInvoiceId === null) oddities.push('invoice: id expected, nothing found');
  const status = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (id === null || stripeInvoiceId === null || status === null || createdAt === null)
    return unreadable(json, oddities);
  const payment = nested(json, 'payment', oddities);
  const paymentIntentId = reference(payment, 'payment_intent', oddities, 'payment.payment_intent');
  // An expanded PaymentIntent names its charge.
  const expanded = isJsonObject(payment['payment_intent']) ? payment['payment_intent'] : null;
  const chargeId =
    reference(payment, 'charge', oddities, 'payment.charge') ??
    (expanded === null ? null : reference(expanded, 'latest_charge', oddities, 'payment.payment_intent.latest_charge'));
  const transitions = nested(json, 'status_transitions', oddities);
  return {
    ok: true,
    oddities,
    value: {
      id,
      stripeInvoiceId,
      type:
        optionalText(payment, 'type', oddities, 'payment.type') ??
        (paymentIntentId === null ? 'charge' : 'payment_intent'),
      paymentIntentId,
      chargeId,
      amountPaidCents: optionalInteger(json, 'amount_paid', oddities),
      status,
      createdAt,
      paidAt: optionalInstant(transitions, 'paid_at', oddities, 'status_transitions.paid_at'),
      isDefault: optionalBoolean(json, 'is_default', oddities) ?? false,
    },
  };
}
