// Builds a client's billing as a story of invoices, for the tests of the metrics.
import { instantFromMs, msFromInstant } from '../../../src/domain/calendar.ts';
import type { BilledInvoice, BilledLine, SubscriptionHistory } from '../../../src/domain/metrics/billingHistory.ts';
import { clientMovements, type ClientMovements } from '../../../src/domain/metrics/clientMovements.ts';
import type { TaxCharged } from '../../../src/domain/metrics/monthlyAmount.ts';
import { subscriptionTimeline } from '../../../src/domain/metrics/subscriptionTimeline.ts';

export const gst: TaxCharged = { numerator: 1, denominator: 10 };
export const untaxed: TaxCharged = { numerator: 0, denominator: 1 };
const dayMs = 86_400_000;

/** Noon in Brisbane. */
export const on = (localDate: string): string => `${localDate}T02:00:00.000Z`;
export const daysAfter = (instant: string, days: number): string => instantFromMs(msFromInstant(instant) + days * dayMs);

export function line(over: Partial<BilledLine> & { periodStart: string }): BilledLine {
  const unit = over.unitAmountCents === undefined ? 39_900 : over.unitAmountCents;
  return {
    itemKey: 'plan', priceId: `price-${unit}`, planTier: 'essential', unitAmountCents: unit, listUnitAmountCents: null, quantity: 1, interval: 'month',
    intervalCount: 1, isMetered: false, amountCents: (unit ?? 0) * (over.quantity ?? 1), discounts: [], tax: gst, isTaxStated: true, periodEnd: daysAfter(over.periodStart, 30),
    isProration: false, ...over,
  };
}

export const essential = (at: string, over: Partial<BilledLine> = {}): BilledLine => line({ periodStart: at, ...over });
export const pro = (at: string, over: Partial<BilledLine> = {}): BilledLine =>
  line({ periodStart: at, unitAmountCents: 69_900, planTier: 'pro', ...over });
export const seats = (at: string, quantity: number): BilledLine =>
  line({ periodStart: at, itemKey: 'seats', unitAmountCents: 4_900, planTier: 'seat_addon', quantity });

export function invoice(lines: readonly BilledLine[], over: Partial<BilledInvoice> = {}): BilledInvoice {
  const issuedAt = over.issuedAt ?? lines[0]?.periodStart ?? on('2026-01-01');
  const status = over.status ?? 'paid';
  return { invoiceId: `in ${issuedAt}`, status, issuedAt, paidAt: status === 'paid' ? issuedAt : null, dueAt: null, attemptCount: 1, isSent: false, lines, ...over };
}

export function subscription(invoices: readonly BilledInvoice[], over: Partial<SubscriptionHistory> = {}): SubscriptionHistory {
  return {
    subscriptionId: 'sub', status: over.endedAt === undefined || over.endedAt === null ? 'active' : 'cancelled', endedAt: null,
    cancellationReason: null, hasStatedReason: false, hasLostDispute: false, invoices, observations: [], ...over,
  };
}

/** `now`: noon of that local date. */
export function movementsOf(histories: readonly SubscriptionHistory[], now: string): ClientMovements & { mrrCents: number; failedStarts: number } {
  const timelines = histories.map((history) => subscriptionTimeline(history, on(now)));
  const result = clientMovements(timelines.flatMap(({ changes }) => changes), 'Australia/Brisbane', now);
  return {
    ...result,
    mrrCents: result.items.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0),
    failedStarts: timelines.filter(({ isFailedStart }) => isFailedStart).length,
  };
}

/** `2026-01-05 new 36273`, reason in brackets. */
export const told = ({ movements }: ClientMovements): string[] =>
  movements.map(({ localDate, kind, reason, amountCents }) => `${localDate} ${kind}${reason === null ? '' : ` (${reason})`} ${amountCents}`);
