// A payment that happened becomes books: one ledger row, the quarter's GST, the review state, the client's conversion.
import { saleGstRate, splitGstInclusive } from '../../domain/gst.ts';
import { quarterOf, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { enqueuePush } from '../push/enqueuePush.ts';
import type { FactQueued, InvoiceRecord } from '../ports/records.ts';
import { convertClient } from '../clients/convertClient.ts';
import type { FactResult } from './factResult.ts';
import { paidFactKey } from './mirrorInvoice.ts';

/** Runs inside the transaction that also removes the fact from the queue. */
export function recordPaidInvoice(context: EngineContext, fact: FactQueued): FactResult {
  const { store } = context;
  const invoice = store.invoices.byStripeId(fact.sourceId);
  if (invoice === undefined || isPlaceholder(context, invoice)) return 'waiting';
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  const quarter = quarterOf(localDate);
  const money = splitGstInclusive(invoice.totalCents, saleGstRate(localDate, invoice.currency, context.profile().homeCurrency));
  const written = store.ledger.append({
    factKey: paidFactKey(invoice.stripeInvoiceId),
    eventType: invoice.revenueType === 'subscription' ? 'subscription_payment' : 'purchase_payment',
    revenueType: invoice.revenueType,
    ...money,
    currency: invoice.currency,
    stripeEventId: fact.eventId,
    invoiceId: invoice.id,
    orgId: invoice.orgId,
    description: `${invoice.description} — paid by ${invoice.clientName}`,
    effectiveAt: fact.effectiveAt,
    sourceType: 'invoice',
    sourceId: invoice.stripeInvoiceId,
    isTest: invoice.isTest,
    localDate,
    quarter,
  });
  if (written === null) return 'written';
  const isHomeCurrency = invoice.currency === context.profile().homeCurrency;
  if (isHomeCurrency && !invoice.isTest) {
    store.gst.apply(quarter, {
      collectedCents: money.gstCents,
      refundedCents: 0,
      salesExGstCents: money.exGstCents,
      salesTotalCents: money.totalCents,
      refundsTotalCents: 0,
      invoiceCount: 1,
    });
  }
  if (invoice.revenueType !== 'subscription' && invoice.orgId !== null) {
    store.invoices.addPurchase({ orgId: invoice.orgId, invoiceId: invoice.id, revenueType: invoice.revenueType, description: invoice.description, totalCents: invoice.totalCents, purchasedAt: fact.effectiveAt });
  }
  offerForPush(context, invoice, localDate, isHomeCurrency);
  if (invoice.orgId !== null) convertClient(context, invoice.orgId, { paidAt: fact.effectiveAt, stripeCustomerId: invoice.stripeCustomerId, isTest: invoice.isTest });
  return 'written';
}

const isPlaceholder = (context: EngineContext, invoice: InvoiceRecord): boolean =>
  invoice.stripeCustomerId !== null && context.store.orgs.customer(invoice.stripeCustomerId)?.isPlaceholder === true;

/** Into the review queue, or straight to approved where the profile's policy says so; never for tests and foreign currency. */
function offerForPush(context: EngineContext, invoice: InvoiceRecord, localDate: string, isHomeCurrency: boolean): void {
  const profile = context.profile();
  const isBeforeBooks = profile.booksStartDate !== null && localDate < profile.booksStartDate;
  if (invoice.isTest || !isHomeCurrency || isBeforeBooks || invoice.totalCents <= 0 || invoice.qbStatus !== 'not_applicable') return;
  const isApproved = profile.pushPolicy === 'auto_all' || (profile.pushPolicy === 'auto_when_linked_and_plan_price' && isLinkedAtPlanPrice(context, invoice));
  context.store.invoices.patchPush(invoice.id, { qbStatus: isApproved ? 'approved' : 'awaiting_review', approvedAt: isApproved ? context.now() : null });
  if (isApproved) enqueuePush(context, invoice.id);
}

function isLinkedAtPlanPrice(context: EngineContext, invoice: InvoiceRecord): boolean {
  const customer = invoice.stripeCustomerId === null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId);
  if (customer?.qbCustomerId == null) return false;
  const lines = context.store.invoices.lines(invoice.id);
  return lines.every((line) => {
    const price = line.stripePriceId === null ? undefined : context.store.mirror.price(line.stripePriceId);
    const plan = price?.planTier == null ? undefined : context.store.plans.get(price.planTier);
    return plan !== undefined && plan.totalCents > 0 && line.totalCents === plan.totalCents * (line.quantity ?? 1);
  });
}
