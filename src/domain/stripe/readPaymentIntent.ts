// Reads a payment intent: how far one attempt at taking a payment has come, and what it waits for.
import {
  isJsonObject,
  nested,
  nestedList,
  notAnObject,
  noteUnknownWord,
  optionalBoolean,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  referenceOf,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type Reading,
} from './tolerantFields.ts';

export interface StripePaymentIntentFacts {
  readonly paymentIntentId: string;
  readonly stripeCustomerId: string | null;
  readonly amountCents: number;
  readonly amountReceivedCents: number;
  readonly currency: string;
  /** Open set; `requires_action`: the customer has to confirm with their bank (3-D Secure), on Stripe's hosted page. */
  readonly status: string;
  /** Open set: use_stripe_sdk, redirect_to_url … */
  readonly nextActionType: string | null;
  readonly latestChargeId: string | null;
  readonly paymentMethodId: string | null;
  readonly lastErrorCode: string | null;
  readonly createdAt: string;
  readonly cancelledAt: string | null;
  readonly livemode: boolean | null;
}

const knownStatuses: ReadonlySet<string> = new Set([
  'canceled',
  'processing',
  'requires_action',
  'requires_capture',
  'requires_confirmation',
  'requires_payment_method',
  'succeeded',
]);

export function readPaymentIntent(json: unknown): Reading<StripePaymentIntentFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const paymentIntentId = requiredText(json, 'id', oddities);
  const amountCents = requiredInteger(json, 'amount', oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const rawStatus = requiredText(json, 'status', oddities);
  const createdAt = requiredInstant(json, 'created', oddities);
  if (
    paymentIntentId === null ||
    amountCents === null ||
    currency === null ||
    rawStatus === null ||
    createdAt === null
  ) {
    return unreadable(json, oddities);
  }
  // The spellings before 2019-02-11.
  const older: Readonly<Record<string, string>> = { requires_source: 'requires_payment_method', requires_source_action: 'requires_action' };
  const status = older[rawStatus] ?? rawStatus;
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  const failure = nested(json, 'last_payment_error', oddities);
  return {
    ok: true,
    oddities,
    value: {
      paymentIntentId,
      stripeCustomerId: reference(json, 'customer', oddities),
      amountCents,
      amountReceivedCents: optionalInteger(json, 'amount_received', oddities) ?? 0,
      currency,
      status,
      nextActionType: optionalText(nested(json, 'next_action', oddities), 'type', oddities, 'next_action.type'),
      // Before 2022-11-15 the list of charges, newest first.
      latestChargeId:
        reference(json, 'latest_charge', oddities) ??
        referenceOf(nestedList(json, 'charges', oddities).items[0], oddities, 'charges[]'),
      paymentMethodId: reference(json, 'payment_method', oddities) ?? reference(json, 'source', oddities),
      lastErrorCode: optionalText(failure, 'code', oddities, 'last_payment_error.code'),
      createdAt,
      cancelledAt: optionalInstant(json, 'canceled_at', oddities),
      livemode: optionalBoolean(json, 'livemode', oddities),
    },
  };
}
