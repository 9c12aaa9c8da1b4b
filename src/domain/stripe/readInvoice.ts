// Reads a Stripe invoice, from the newest shape (dahlia) back to those that older event payloads may still have.
import { invoiceLineFacts, type StripeInvoiceLineFacts } from './readInvoiceLine.ts';
import {
  isJsonObject,
  metadataOf,
  nested,
  nestedList,
  notAnObject,
  noteOddity,
  noteUnknownWord,
  optionalInstant,
  optionalInteger,
  optionalText,
  reference,
  requiredBoolean,
  requiredInstant,
  requiredCurrency,
  requiredInteger,
  requiredText,
  unreadable,
  type JsonObject,
  type Reading,
} from './tolerantFields.ts';

export type { StripeInvoiceLineFacts } from './readInvoiceLine.ts';

export interface StripeInvoiceFacts {
  readonly stripeInvoiceId: string;
  readonly livemode: boolean;
  readonly stripeCustomerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly stripeSubscriptionId: string | null;
  /** Open set: draft, open, paid, void, uncollectible … */
  readonly status: string;
  /** Lower case, as Stripe spells it. */
  readonly currency: string;
  readonly totalCents: number;
  readonly amountPaidCents: number;
  readonly amountDueCents: number;
  /** What Stripe itself charged as tax; null where it states none (0: it states zero, as for an export). */
  readonly taxCents: number | null;
  readonly createdAt: string;
  readonly finalizedAt: string | null;
  readonly paidAt: string | null;
  readonly voidedAt: string | null;
  /** The service period: that of the subscription's lines, else the invoice's own. */
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly dueAt: string | null;
  readonly hostedInvoiceUrl: string | null;
  readonly billingReason: string | null;
  /** `charge_automatically` or `send_invoice`. */
  readonly collectionMethod: string | null;
  readonly attemptCount: number;
  readonly nextPaymentAttemptAt: string | null;
  readonly metadata: Record<string, string>;
  readonly subscriptionMetadata: Record<string, string>;
  readonly lines: StripeInvoiceLineFacts[];
  /** The nested list holds the first 10 lines only. */
  readonly linesHasMore: boolean;
  /** From older shapes or expanded payments; the newest shape has them under invoice_payments. */
  readonly chargeIds: string[];
  readonly paymentIntentIds: string[];
  readonly isPaidOutOfBand: boolean;
}

const knownStatuses: ReadonlySet<string> = new Set(['draft', 'open', 'paid', 'uncollectible', 'void', 'deleted']);

export function readInvoice(json: unknown): Reading<StripeInvoiceFacts> {
  if (!isJsonObject(json)) return notAnObject(json);
  const oddities: string[] = [];
  const stripeInvoiceId = requiredText(json, 'id', oddities);
  const livemode = requiredBoolean(json, 'livemode', oddities);
  const status = statusOf(json, oddities);
  const currency = requiredCurrency(json, 'currency', oddities);
  const totalCents = requiredInteger(json, 'total', oddities);
  const createdAt = requiredInstant(
    json,
    json['created'] === undefined && json['date'] !== undefined ? 'date' : 'created',
    oddities,
  );
  if (
    stripeInvoiceId === null ||
    livemode === null ||
    status === null ||
    currency === null ||
    totalCents === null ||
    createdAt === null
  ) {
    return unreadable(json, oddities);
  }
  const transitions = nested(json, 'status_transitions', oddities);
  const lineList = nestedList(json, 'lines', oddities);
  const lines = linesOf(lineList.items, oddities);
  const payments = paymentsOf(json, oddities);
  const subscriptionDetails = nested(
    nested(json, 'parent', oddities),
    'subscription_details',
    oddities,
    'parent.subscription_details',
  );
  const period = servicePeriod(json, lines, oddities);
  const value: StripeInvoiceFacts = {
    stripeInvoiceId,
    livemode,
    stripeCustomerId: reference(json, 'customer', oddities),
    customerName: optionalText(json, 'customer_name', oddities),
    customerEmail: optionalText(json, 'customer_email', oddities),
    stripeSubscriptionId:
      reference(subscriptionDetails, 'subscription', oddities, 'parent.subscription_details.subscription') ??
      reference(json, 'subscription', oddities) ??
      lines.find((line) => line.stripeSubscriptionId !== null)?.stripeSubscriptionId ??
      null,
    status,
    currency,
    totalCents,
    amountPaidCents: optionalInteger(json, 'amount_paid', oddities) ?? 0,
    amountDueCents: optionalInteger(json, 'amount_due', oddities) ?? 0,
    taxCents: taxCentsOf(json, totalCents, oddities),
    createdAt,
    finalizedAt: transitionAt(json, transitions, 'finalized_at', oddities),
    paidAt: transitionAt(json, transitions, 'paid_at', oddities),
    voidedAt: transitionAt(json, transitions, 'voided_at', oddities),
    periodStart: period.start,
    periodEnd: period.end,
    dueAt: optionalInstant(json, 'due_date', oddities),
    hostedInvoiceUrl: optionalText(json, 'hosted_invoice_url', oddities),
    billingReason: optionalText(json, 'billing_reason', oddities),
    collectionMethod: optionalText(json, 'collection_method', oddities) ?? optionalText(json, 'billing', oddities),
    attemptCount: optionalInteger(json, 'attempt_count', oddities) ?? 0,
    nextPaymentAttemptAt: optionalInstant(json, 'next_payment_attempt', oddities),
    metadata: metadataOf(json, 'metadata', oddities),
    subscriptionMetadata: subscriptionMetadataOf(json, subscriptionDetails, oddities),
    lines,
    linesHasMore: lineList.hasMore,
    chargeIds: payments.chargeIds,
    paymentIntentIds: payments.paymentIntentIds,
    isPaidOutOfBand: json['paid_out_of_band'] === true || payments.hasPaymentRecord,
  };
  return { ok: true, value, oddities };
}

/** Before 2018-11-08 there was no `status` but `paid`, `closed` and `forgiven`. */
function statusOf(json: JsonObject, oddities: string[]): string | null {
  if (json['status'] === undefined && typeof json['paid'] === 'boolean') {
    if (json['paid']) return 'paid';
    if (json['forgiven'] === true) return 'uncollectible';
    return json['closed'] === true ? 'void' : 'open';
  }
  const status = requiredText(json, 'status', oddities);
  noteUnknownWord(status, knownStatuses, oddities, 'status');
  return status;
}

function linesOf(items: readonly unknown[], oddities: string[]): StripeInvoiceLineFacts[] {
  const lines: StripeInvoiceLineFacts[] = [];
  for (const item of items) {
    if (!isJsonObject(item)) noteOddity(oddities, 'lines.data[]', 'object', item);
    else {
      const line = invoiceLineFacts(item, oddities, 'lines.data[].');
      if (line !== null) lines.push(line);
    }
  }
  return lines;
}

/** Under `status_transitions`; a few older versions had `finalized_at` and `paid_at` beside it. */
function transitionAt(json: JsonObject, transitions: JsonObject, key: string, oddities: string[]): string | null {
  return (
    optionalInstant(transitions, key, oddities, `status_transitions.${key}`) ?? optionalInstant(json, key, oddities)
  );
}

/** Σ total_taxes (newest), then `tax`, Σ total_tax_amounts, total − total_excluding_tax. */
function taxCentsOf(json: JsonObject, totalCents: number, oddities: string[]): number | null {
  const newest = sumOfAmounts(json, 'total_taxes', oddities);
  if (newest !== null) return newest;
  const older = optionalInteger(json, 'tax', oddities) ?? sumOfAmounts(json, 'total_tax_amounts', oddities);
  if (older !== null) return older;
  // Equal totals say that Stripe charged none, not that none is due: no statement.
  const excluding = optionalInteger(json, 'total_excluding_tax', oddities);
  return excluding === null || excluding === totalCents ? null : totalCents - excluding;
}

function sumOfAmounts(json: JsonObject, key: string, oddities: string[]): number | null {
  const { items } = nestedList(json, key, oddities);
  if (items.length === 0) return null;
  let sum = 0;
  for (const item of items) {
    const amount = isJsonObject(item) ? requiredInteger(item, 'amount', oddities, `${key}[].amount`) : null;
    if (amount === null) return null;
    sum += amount;
  }
  return Number.isSafeInteger(sum) ? sum : null;
}

/** An invoice's own period lags one behind its subscription's: what was sold is the period of the lines. */
function servicePeriod(
  json: JsonObject,
  lines: readonly StripeInvoiceLineFacts[],
  oddities: string[],
): { start: string | null; end: string | null } {
  let start: string | null = null;
  let end: string | null = null;
  for (const line of lines) {
    if (line.stripeSubscriptionId === null || line.isProration || line.periodStart === null || line.periodEnd === null)
      continue;
    if (start === null || line.periodStart < start) start = line.periodStart;
    if (end === null || line.periodEnd > end) end = line.periodEnd;
  }
  if (start !== null && end !== null) return { start, end };
  return { start: optionalInstant(json, 'period_start', oddities), end: optionalInstant(json, 'period_end', oddities) };
}

function subscriptionMetadataOf(json: JsonObject, newest: JsonObject, oddities: string[]): Record<string, string> {
  if (isJsonObject(newest['metadata']))
    return metadataOf(newest, 'metadata', oddities, 'parent.subscription_details.metadata');
  return metadataOf(
    nested(json, 'subscription_details', oddities),
    'metadata',
    oddities,
    'subscription_details.metadata',
  );
}

interface InvoicePaymentRefs {
  readonly chargeIds: string[];
  readonly paymentIntentIds: string[];
  readonly hasPaymentRecord: boolean;
}

/** `payments.data` where it was expanded; before 2025-03-31 (basil) `payment_intent` and `charge` on the invoice. */
function paymentsOf(json: JsonObject, oddities: string[]): InvoicePaymentRefs {
  const chargeIds = new Set<string>();
  const paymentIntentIds = new Set<string>();
  let hasPaymentRecord = false;
  for (const item of nestedList(json, 'payments', oddities).items) {
    if (!isJsonObject(item) || item['status'] === 'canceled') continue;
    const payment = nested(item, 'payment', oddities, 'payments.data[].payment');
    addTo(chargeIds, reference(payment, 'charge', oddities, 'payments.data[].payment.charge'));
    addTo(paymentIntentIds, reference(payment, 'payment_intent', oddities, 'payments.data[].payment.payment_intent'));
    // An expanded PaymentIntent names its charge.
    const expanded = payment['payment_intent'];
    if (isJsonObject(expanded)) {
      addTo(
        chargeIds,
        reference(expanded, 'latest_charge', oddities, 'payments.data[].payment.payment_intent.latest_charge'),
      );
    }
    hasPaymentRecord ||= payment['type'] === 'payment_record' && item['status'] === 'paid';
  }
  addTo(chargeIds, reference(json, 'charge', oddities));
  addTo(paymentIntentIds, reference(json, 'payment_intent', oddities));
  return { chargeIds: [...chargeIds], paymentIntentIds: [...paymentIntentIds], hasPaymentRecord };
}

function addTo(set: Set<string>, id: string | null): void {
  if (id !== null) set.add(id);
}
