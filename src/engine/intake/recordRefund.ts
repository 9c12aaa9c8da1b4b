// A refund becomes negative ledger rows and reduces the GST of the quarter it happens in; one that failed is reversed.
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { gstRateOn, splitGstInclusive, type GstSplit } from '../../domain/gst.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued, InvoiceRecord } from '../ports/records.ts';
import type { RefundRow } from '../ports/store.ts';
import { refundFactKey, refundFailedFactKey } from './applyObject.ts';
import type { FactResult } from './factResult.ts';

/** Waits while the refunded invoice has not been mirrored or is not in the books yet. */
export function recordRefund(context: EngineContext, fact: FactQueued): FactResult {
  return append(context, fact, 'refund', refundFactKey(fact.sourceId), -1, (invoice) => `Refund to ${invoice.clientName} — ${invoice.description}`);
}

export function recordRefundFailed(context: EngineContext, fact: FactQueued): FactResult {
  return append(context, fact, 'refund_failed', refundFailedFactKey(fact.sourceId), 1, (invoice) => `Refund to ${invoice.clientName} failed and was taken back — ${invoice.description}`);
}

function append(context: EngineContext, fact: FactQueued, eventType: string, factKey: string, sign: 1 | -1, describe: (invoice: InvoiceRecord) => string): FactResult {
  const { store } = context;
  const refund = store.mirror.refund(fact.sourceId);
  const invoice = refund === undefined ? undefined : invoiceOf(context, refund);
  if (refund === undefined || invoice === undefined) return 'waiting';
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  const quarter = quarterOf(localDate);
  const money = splitGstInclusive(sign * refund.amountCents, gstRateOn(localDate));
  const written = store.ledger.append({
    factKey,
    eventType,
    revenueType: invoice.revenueType,
    ...money,
    currency: refund.currency,
    stripeEventId: fact.eventId,
    invoiceId: invoice.id,
    orgId: invoice.orgId,
    description: describe(invoice),
    effectiveAt: fact.effectiveAt,
    sourceType: 'refund',
    sourceId: refund.refundId,
    isTest: invoice.isTest,
    localDate,
    quarter,
  });
  if (written === null) return 'written';
  store.invoices.addRefund(invoice.id, -sign * refund.amountCents);
  if (refund.currency === context.profile().homeCurrency && !invoice.isTest) accrue(context, quarter, money);
  return 'written';
}

function accrue(context: EngineContext, quarter: string, money: GstSplit): void {
  context.store.gst.apply(quarter, {
    collectedCents: 0,
    refundedCents: -money.gstCents,
    salesExGstCents: 0,
    salesTotalCents: 0,
    refundsTotalCents: -money.totalCents,
    invoiceCount: 0,
  });
}

/** The charge's invoice; where one charge paid several, the first of them that is in the mirror. */
function invoiceOf(context: EngineContext, refund: RefundRow): InvoiceRecord | undefined {
  for (const stripeInvoiceId of refund.stripeInvoiceIds) {
    const invoice = context.store.invoices.byStripeId(stripeInvoiceId);
    if (invoice !== undefined) return invoice;
  }
  return undefined;
}
