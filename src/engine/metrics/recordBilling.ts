// What an invoice billed and what was seen of a subscription, noted for the revenue metrics as they are mirrored.
import { localDateOf } from '../../domain/calendar.ts';
import { gstRateOn } from '../../domain/gst.ts';
import type { BilledLine, SoldItem } from '../../domain/metrics/billingHistory.ts';
import type { TaxCharged } from '../../domain/metrics/monthlyAmount.ts';
import type { PlannedItems } from '../../domain/metrics/bookedContraction.ts';
import { scaleHalfUp, sumCents } from '../../domain/money.ts';
import { hasStatedReason, hasUnreadDiscounts, invoiceDetails, taxCharged, type InvoiceDetails } from '../../domain/stripe/readBillingDetails.ts';
import type { StripeInvoiceFacts, StripeInvoiceLineFacts } from '../../domain/stripe/readInvoice.ts';
import type { StripeSubscriptionFacts } from '../../domain/stripe/readSubscription.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';

/** The tax of the home country is within its prices; clients elsewhere are exports. */
const homeCountry = 'AU';

/** Runs inside the transaction that mirrors the invoice. Other currencies than the home currency are in no total. */
export function recordBilledInvoice(context: EngineContext, raw: StripeJson, facts: StripeInvoiceFacts, lines: readonly StripeInvoiceLineFacts[]): void {
  const { stripeCustomerId } = facts;
  if (stripeCustomerId === null || facts.currency !== context.profile().homeCurrency) return;
  const details = invoiceDetails(raw, homeCountry);
  const bySubscription = new Map<string, BilledLine[]>();
  recordOneOff(context, facts, stripeCustomerId, lines, details);
  for (const line of lines) {
    const stripeSubscriptionId = line.stripeSubscriptionId ?? facts.stripeSubscriptionId;
    const billed = stripeSubscriptionId === null ? null : billedLine(context, facts, line, details);
    if (stripeSubscriptionId === null || billed === null) continue;
    bySubscription.set(stripeSubscriptionId, [...(bySubscription.get(stripeSubscriptionId) ?? []), billed]);
  }
  for (const [stripeSubscriptionId, billed] of bySubscription) {
    context.store.revenue.putInvoice({
      stripeSubscriptionId,
      stripeCustomerId,
      invoiceId: facts.stripeInvoiceId,
      status: facts.status,
      issuedAt: facts.finalizedAt ?? facts.createdAt,
      paidAt: facts.status === 'paid' ? (facts.paidAt ?? facts.finalizedAt ?? facts.createdAt) : null,
      dueAt: facts.dueAt,
      attemptCount: facts.attemptCount,
      isSent: facts.collectionMethod === 'send_invoice',
      lines: billed,
      usageExGstCents: sumCents(billed.filter(({ isMetered }) => isMetered).map(exTaxCents)),
    });
  }
}

/** What the invoice sells once, beside anything recurring: it is revenue, but no MRR (D6). */
function recordOneOff(context: EngineContext, facts: StripeInvoiceFacts, stripeCustomerId: string, lines: readonly StripeInvoiceLineFacts[], details: InvoiceDetails): void {
  const exGstCents = sumCents(lines.filter((line) => isOneOff(context, line)).map((line) => {
    const { netCents, tax } = chargedOn(context, facts, line, details);
    return scaleHalfUp(netCents, tax.denominator, tax.denominator + tax.numerator);
  }));
  const paidAt = facts.status === 'paid' ? (facts.paidAt ?? facts.finalizedAt ?? facts.createdAt) : null;
  context.store.revenue.putOneOff({ invoiceId: facts.stripeInvoiceId, stripeCustomerId, paidAt, exGstCents });
}

/** Without a known interval a line is sold once, unless it belongs to an item of a subscription. */
function isOneOff(context: EngineContext, { stripePriceId, stripeSubscriptionItemId, isProration }: StripeInvoiceLineFacts): boolean {
  const interval = stripePriceId === null ? null : (context.store.revenue.priceTerms(stripePriceId)?.interval ?? null);
  return interval === null && stripeSubscriptionItemId === null && !isProration;
}

/** The line after its discounts, and the tax that is within it. */
function chargedOn(context: EngineContext, facts: StripeInvoiceFacts, line: StripeInvoiceLineFacts, details: InvoiceDetails): { netCents: number; tax: TaxCharged } {
  const inForce = gstRateOn(localDateOf(facts.finalizedAt ?? facts.createdAt, context.profile().timeZone));
  const netCents = line.amountCents - line.discountCents;
  return { netCents, tax: taxCharged(netCents, details.lines.get(line.stripeLineId), details.isClientUntaxed, inForce) };
}

function billedLine(context: EngineContext, facts: StripeInvoiceFacts, line: StripeInvoiceLineFacts, details: InvoiceDetails): BilledLine | null {
  const { stripePriceId, periodStart } = line;
  const terms = stripePriceId === null ? undefined : context.store.revenue.priceTerms(stripePriceId);
  // Without a price there is no interval: what is billed so can't be brought to a month.
  if (stripePriceId === null || terms === undefined || periodStart === null) return null;
  const own = details.lines.get(line.stripeLineId);
  const discounts = own?.discounts ?? (line.discountCents === 0 ? [] : [{ amountCents: line.discountCents, duration: null }]);
  return {
    ...soldItem(context, { itemKey: line.stripeSubscriptionItemId ?? stripePriceId, stripePriceId, quantity: line.quantity ?? 1, ...terms }),
    amountCents: line.amountCents,
    discounts,
    tax: chargedOn(context, facts, line, details).tax,
    isTaxStated: (own?.includedTaxCents ?? null) !== null,
    periodStart,
    periodEnd: line.periodEnd,
    isProration: line.isProration,
  };
}

function exTaxCents({ amountCents, discounts, tax }: BilledLine): number {
  const net = amountCents - sumCents(discounts.map((discount) => discount.amountCents));
  return scaleHalfUp(net, tax.denominator, tax.denominator + tax.numerator);
}

interface Sold {
  readonly itemKey: string;
  readonly stripePriceId: string | null;
  readonly planTier: string | null;
  readonly unitAmountCents: number | null;
  readonly quantity: number;
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly isMetered: boolean;
}

function soldItem(context: EngineContext, { stripePriceId, ...sold }: Sold): SoldItem {
  const plan = sold.planTier === null ? undefined : context.store.plans.get(sold.planTier);
  const isMonthly = sold.interval === 'month' && sold.intervalCount === 1;
  return { ...sold, priceId: stripePriceId, listUnitAmountCents: isMonthly && plan !== undefined && plan.totalCents > 0 ? plan.totalCents : null };
}

/** What the subscription's schedule puts in force next; null: nothing is planned, or a price of it was never read. */
export function plannedItems(context: EngineContext, stripeSubscriptionId: string): PlannedItems | null {
  const { revenue } = context.store;
  const phase = revenue.plannedPhase(stripeSubscriptionId);
  const items = (phase?.items ?? []).map(({ stripePriceId, quantity }) => {
    const terms = stripePriceId === null ? undefined : revenue.priceTerms(stripePriceId);
    return stripePriceId === null || terms === undefined ? null : soldItem(context, { itemKey: stripePriceId, stripePriceId, quantity, ...terms });
  });
  const known = items.filter((item) => item !== null);
  return phase === null || known.length < items.length ? null : { at: phase.startsAt, items: known };
}

/** Runs inside the transaction that mirrors the subscription. `seenAt`: when it became so, as far as that is known. */
export function recordSeenSubscription(context: EngineContext, raw: StripeJson, facts: StripeSubscriptionFacts, seenAt: string): void {
  const { stripeCustomerId } = facts;
  if (stripeCustomerId === null || (facts.currency ?? facts.items[0]?.currency) !== context.profile().homeCurrency) return;
  const { revenue } = context.store;
  revenue.observe(facts.stripeSubscriptionId, {
    at: seenAt,
    status: facts.status,
    items: facts.items.map((item) => {
      const planTier = item.stripePriceId === null ? null : (revenue.priceTerms(item.stripePriceId)?.planTier ?? null);
      const { stripePriceId, unitAmountCents, quantity, interval, intervalCount, isMetered, discounts } = item;
      return { ...soldItem(context, { itemKey: item.id, stripePriceId, planTier, unitAmountCents, quantity, interval, intervalCount, isMetered }), discounts };
    }),
    discounts: hasUnreadDiscounts(raw) ? null : facts.discounts,
  });
  revenue.putSubscription({
    stripeSubscriptionId: facts.stripeSubscriptionId,
    stripeCustomerId,
    status: facts.status,
    endedAt: facts.endedAt ?? (facts.status === 'cancelled' ? (facts.cancelledAt ?? facts.createdAt) : null),
    endsAt: facts.isCancelScheduled ? (facts.cancelAt ?? facts.currentPeriodEnd) : null,
    cancellationReason: facts.cancellationReason,
    hasStatedReason: hasStatedReason(raw),
    pauseBehaviour: facts.pauseBehaviour,
  });
}
