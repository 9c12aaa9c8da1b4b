// A Stripe invoice becomes a row of billing_invoices with its lines, and the facts that follow from it are queued.
import { revenueTypes, type RevenueType } from '../../contract/values.ts';
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { describeInvoice, describeLine } from '../../domain/description.ts';
import { allocateExGst, saleGstRate, splitGstInclusive, type GstRate } from '../../domain/gst.ts';
import { parseInvoiceNumber } from '../../domain/invoiceNumber.ts';
import { lineTotals } from '../../domain/stripe/lineTotals.ts';
import { readInvoice, type StripeInvoiceFacts, type StripeInvoiceLineFacts } from '../../domain/stripe/readInvoice.ts';
import { invoiceSupersedes } from '../../domain/stripe/supersedes.ts';
import type { EngineContext } from '../context.ts';
import { recordBilledInvoice } from '../metrics/recordBilling.ts';
import type { CustomerRecord, InvoiceLineRecord, InvoiceMirror, InvoiceRecord } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveFee } from './deriveFee.ts';
import { deriveStanding } from './deriveStanding.ts';
import { ensureCustomer } from './mirrorCustomer.ts';
import { noteOddities, noteOddity, type Via } from './observe.ts';

/** Key under which our number stands in the Stripe invoice's metadata, so that a rebuild finds it. */
export const numberMetadataKey = 'tieout_invoice_number';

/**
 * Writes the mirror row and queues its facts; runs inside a transaction. `furtherLines` are those beyond the first page of the
 * nested list. An answer older than what is stored (paid, then open again) changes nothing.
 */
export function mirrorInvoice(context: EngineContext, raw: StripeJson, furtherLines: readonly StripeInvoiceLineFacts[], via: Via): void {
  const reading = readInvoice(raw);
  noteOddities(context, 'invoice', reading, via, raw);
  if (!reading.ok) return;
  const facts = reading.value;
  const stored = context.store.invoices.byStripeId(facts.stripeInvoiceId);
  if (stored !== undefined && !invoiceSupersedes(stored.status, facts.status)) return;
  const customer =
    facts.stripeCustomerId === null
      ? null
      : ensureCustomer(context, {
          stripeCustomerId: facts.stripeCustomerId,
          name: facts.customerName,
          email: facts.customerEmail,
          metadata: { ...facts.subscriptionMetadata, ...facts.metadata },
        });
  const lineFacts = [...facts.lines, ...furtherLines];
  const { homeCurrency, timeZone } = context.profile();
  const rate = saleGstRate(localDateOf(facts.finalizedAt ?? facts.createdAt, timeZone), facts.currency, homeCurrency);
  const lines = lineRecords(context, facts, lineFacts, rate);
  const mirror = mirrorRow(context, facts, customer, lines, rate);
  if (mirror.totalCents > 0 && facts.taxCents !== null && Math.abs(facts.taxCents - mirror.gstCents) > 1) {
    noteOddity(context, 'invoice', 'Stripe states another tax than is booked', via, facts.stripeInvoiceId);
  }
  const id = context.store.invoices.upsert(mirror, lines);
  takeNumberFromMetadata(context, id, facts, via);
  recordBilledInvoice(context, raw, facts, lineFacts);
  rememberOlderPayment(context, facts);
  queueFacts(context, id, facts, via);
  deriveFee(context, id);
  // Paid at the first attempt, and never seen otherwise: it changes nobody's standing.
  const isUneventful = stored === undefined && facts.status === 'paid' && facts.attemptCount <= 1;
  if (mirror.orgId !== null && !(isUneventful && context.store.dunning.get(mirror.orgId) !== undefined)) deriveStanding(context, mirror.orgId, via);
}

function mirrorRow(context: EngineContext, facts: StripeInvoiceFacts, customer: CustomerRecord | null, lines: readonly InvoiceLineRecord[], rate: GstRate): InvoiceMirror {
  const { timeZone } = context.profile();
  const split = splitGstInclusive(facts.totalCents, rate);
  const paidDate = facts.paidAt === null ? null : localDateOf(facts.paidAt, timeZone);
  return {
    stripeInvoiceId: facts.stripeInvoiceId,
    orgId: customer?.orgId ?? null,
    clientName: (customer === null ? undefined : context.store.orgs.get(customer.orgId)?.name) ?? facts.customerName ?? 'Unnamed client',
    rtoCode: customer?.rtoCode ?? null,
    description: describeInvoice(lines.map((line) => line.description)),
    ...split,
    amountPaidCents: facts.amountPaidCents,
    currency: facts.currency,
    status: facts.status,
    billingReason: facts.billingReason,
    attemptCount: facts.attemptCount,
    nextPaymentAttemptAt: facts.nextPaymentAttemptAt,
    periodStart: facts.periodStart,
    periodEnd: facts.periodEnd,
    issuedAt: facts.finalizedAt ?? facts.createdAt,
    finalizedAt: facts.finalizedAt,
    paidAt: facts.paidAt,
    localDate: paidDate ?? localDateOf(facts.finalizedAt ?? facts.createdAt, timeZone),
    quarter: paidDate === null ? null : quarterOf(paidDate),
    stripeCustomerId: facts.stripeCustomerId,
    stripeSubscriptionId: facts.stripeSubscriptionId,
    stripeInvoiceUrl: facts.hostedInvoiceUrl,
    revenueType: revenueTypeOf(context, facts),
    isTest: customer?.isTest ?? false,
  };
}

function revenueTypeOf(context: EngineContext, facts: StripeInvoiceFacts): RevenueType {
  const product = facts.lines[0]?.stripeProductId ?? null;
  const named = facts.metadata['revenue_type'] ?? (product === null ? null : context.store.mirror.product(product)?.revenueType);
  return revenueTypes.find((type) => type === named) ?? (facts.stripeSubscriptionId === null ? 'one_off_purchase' : 'subscription');
}

interface SoldLine {
  readonly line: StripeInvoiceLineFacts;
  /** After discounts and tax on top: the lines sum to the invoice. */
  readonly totalCents: number;
}

/** Zero lines say nothing in the books and are left out; ex GST is shared so that the lines sum to the invoice. */
function lineRecords(context: EngineContext, facts: StripeInvoiceFacts, lineFacts: readonly StripeInvoiceLineFacts[], rate: GstRate): InvoiceLineRecord[] {
  const totals = lineTotals(facts.totalCents, lineFacts);
  const sold: SoldLine[] = lineFacts.map((line, index) => ({ line, totalCents: totals[index] ?? 0 })).filter(({ totalCents }) => totalCents !== 0);
  const exGst = allocateExGst(sold.map(({ totalCents }) => totalCents), splitGstInclusive(facts.totalCents, rate).exGstCents, rate);
  const tiers = sold.map(({ line }) => planTierOf(context, line));
  const basePlanTier = tiers.find((tier) => tier !== null && tier !== 'seat_addon') ?? null;
  return sold.map(({ line, totalCents }, index) => {
    const exGstCents = exGst[index] ?? 0;
    return {
      position: index + 1,
      stripeLineId: line.stripeLineId,
      description: describe(context, facts, line, tiers[index] ?? null, basePlanTier),
      quantity: line.quantity,
      exGstCents,
      gstCents: totalCents - exGstCents,
      totalCents,
      stripePriceId: line.stripePriceId,
      isProration: line.isProration,
      periodStart: line.periodStart,
      periodEnd: line.periodEnd,
    };
  });
}

function describe(context: EngineContext, facts: StripeInvoiceFacts, line: StripeInvoiceLineFacts, planTier: string | null, basePlanTier: string | null): string {
  const { mirror, plans } = context.store;
  const { timeZone, productName } = context.profile();
  const product = line.stripeProductId === null ? undefined : mirror.product(line.stripeProductId);
  const price = line.stripePriceId === null ? undefined : mirror.price(line.stripePriceId);
  const plan = planTier === null ? undefined : plans.get(planTier);
  return describeLine({
    productName,
    planTier,
    productLabel: product?.name ?? null,
    quantity: line.quantity,
    seats: planTier === 'seat_addon' ? null : (plan?.baseSeats ?? null),
    interval: price?.interval ?? (facts.stripeSubscriptionId === null ? null : 'month'),
    periodStart: line.periodStart === null ? null : localDateOf(line.periodStart, timeZone),
    isProration: line.isProration,
    rawDescription: line.description,
    basePlanTier,
    amountCents: line.amountCents,
  });
}

function planTierOf(context: EngineContext, line: StripeInvoiceLineFacts): string | null {
  const { mirror } = context.store;
  const price = line.stripePriceId === null ? undefined : mirror.price(line.stripePriceId);
  const productId = line.stripeProductId ?? price?.productId ?? null;
  return price?.planTier ?? (productId === null ? null : (mirror.product(productId)?.planTier ?? null));
}

/** A number that an earlier installation gave stands in the metadata and wins over a new one. */
function takeNumberFromMetadata(context: EngineContext, id: number, facts: StripeInvoiceFacts, via: Via): void {
  const { invoices } = context.store;
  const text = facts.metadata[numberMetadataKey];
  if (text === undefined) return;
  const sequence = parseInvoiceNumber({ prefix: context.profile().invoicePrefix }, text);
  if (sequence === null) return noteOddity(context, 'invoice', 'the number in the metadata has another form', via, facts.stripeInvoiceId);
  invoices.ensureSequenceAtLeast(sequence);
  const holder = invoices.byNumber(text);
  if (holder !== undefined && holder.id !== id) return noteOddity(context, 'invoice', 'the number in the metadata belongs to another invoice', via, facts.stripeInvoiceId);
  if (holder === undefined) invoices.setNumber(id, text);
  if (invoices.get(id)?.number === text) invoices.setNumberRecorded(id);
}

/** Before invoice payments were objects of their own, the invoice named its charge; the same row stands for it. */
function rememberOlderPayment(context: EngineContext, facts: StripeInvoiceFacts): void {
  const chargeId = facts.chargeIds[0] ?? null;
  const paymentIntentId = facts.paymentIntentIds[0] ?? null;
  // Paid outside Stripe: the intent it names took nothing.
  if (facts.status !== 'paid' || facts.isPaidOutOfBand || (chargeId === null && paymentIntentId === null)) return;
  if (context.store.mirror.paymentsOf(facts.stripeInvoiceId).length > 0) return;
  context.store.mirror.upsertInvoicePayment({
    // A blank, as no id of Stripe's has one: the row is withdrawn when the payment itself is read.
    id: `${facts.stripeInvoiceId} ${chargeId ?? paymentIntentId}`,
    stripeInvoiceId: facts.stripeInvoiceId,
    type: chargeId === null ? 'payment_intent' : 'charge',
    paymentIntentId,
    chargeId,
    amountPaidCents: facts.amountPaidCents,
    status: 'paid',
    createdAt: facts.paidAt ?? facts.createdAt,
    paidAt: facts.paidAt,
    isDefault: true,
  });
}

export const paidFactKey = (stripeInvoiceId: string): string => `${stripeInvoiceId} paid`;

function queueFacts(context: EngineContext, id: number, facts: StripeInvoiceFacts, via: Via): void {
  const { store } = context;
  const eventId = via?.eventId ?? null;
  const record: InvoiceRecord | undefined = store.invoices.get(id);
  // Drafts have no number, and an invoice over nothing needs none.
  if (facts.finalizedAt !== null && facts.totalCents > 0 && record?.number === null) {
    store.facts.enqueue({ effectiveAt: facts.finalizedAt, rank: 1, kind: 'invoice.finalized', sourceId: facts.stripeInvoiceId, eventId });
  }
  if (facts.status === 'paid' && facts.totalCents !== 0 && !store.ledger.has(paidFactKey(facts.stripeInvoiceId))) {
    store.facts.enqueue({ effectiveAt: facts.paidAt ?? facts.finalizedAt ?? facts.createdAt, rank: 2, kind: 'invoice.paid', sourceId: facts.stripeInvoiceId, eventId });
  }
}
