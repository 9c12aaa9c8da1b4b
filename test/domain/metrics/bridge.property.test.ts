// The bridge from Stripe's MRR to ours over random histories: named differences that sum without a rest, each for its own reason.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridgeOf } from '../../../src/domain/metrics/bridge.ts';
import { subscriptionTimeline } from '../../../src/domain/metrics/subscriptionTimeline.ts';
import { clientMovements } from '../../../src/domain/metrics/clientMovements.ts';
import type { RecurringDiscount } from '../../../src/domain/metrics/monthlyAmount.ts';
import type { ObservedState, SubscriptionHistory } from '../../../src/domain/metrics/billingHistory.ts';
import { daysAfter, gst, invoice, line, on, subscription, untaxed } from './billingStories.ts';

const start = on('2026-01-05');

const anyItem = fc.record({
  unitAmountCents: fc.constantFrom(4_900, 39_900, 69_900, 399_000), quantity: fc.integer({ min: 1, max: 9 }), interval: fc.constantFrom('month', 'year', 'week'),
  isMetered: fc.boolean(), tax: fc.constantFrom(gst, untaxed), isTaxStated: fc.boolean(),
});
const anyDiscount: fc.Arbitrary<RecurringDiscount> = fc.record({
  percentOffBasisPoints: fc.constantFrom(2_000, 5_000, 10_000), amountOffCents: fc.constant(null), duration: fc.constantFrom('forever', 'repeating', 'once'),
});
const anySubscription = fc
  .record({
    items: fc.array(anyItem, { minLength: 1, maxLength: 3 }), discounts: fc.option(fc.array(anyDiscount, { maxLength: 1 })),
    status: fc.constantFrom('active', 'past_due', 'trialing', 'incomplete', 'cancelled', 'a_new_word'), paid: fc.nat({ max: 4 }), last: fc.constantFrom('paid', 'open', 'void'),
    seenAfter: fc.option(fc.nat({ max: 120 })),
  })
  .map(({ items, discounts, status, paid, last, seenAfter }): SubscriptionHistory => {
    const linesAt = (at: string) => items.map((item, index) => line({ periodStart: at, itemKey: `item ${index}`, ...item }));
    const invoices = Array.from({ length: paid + 1 }, (_none, index) => {
      const at = daysAfter(start, index * 30);
      return index < paid ? invoice(linesAt(at)) : invoice(linesAt(at), { status: last, attemptCount: last === 'void' ? 0 : 2 });
    });
    const seen: ObservedState[] = seenAfter === null ? [] : [{ at: daysAfter(start, seenAfter), status, discounts, items: linesAt(start).map((one) => ({ ...one, discounts: [] })) }];
    return subscription(invoices, { status, endedAt: status === 'cancelled' ? daysAfter(start, 130) : null, observations: seen });
  });

describe('the bridge', () => {
  it('sums from Stripe’s figure to ours, whatever happened', () => {
    fc.assert(
      fc.property(anySubscription, fc.nat({ max: 200 }), (history, day) => {
        const now = daysAfter(start, day);
        const { items } = clientMovements(subscriptionTimeline(history, now).changes, 'Australia/Brisbane', now.slice(0, 10));
        const { stripeCents, taxCents, discountsCents, pastDueCents, pausedCents, timingCents, oursCents } = bridgeOf(history, items);
        expect(stripeCents + taxCents + discountsCents + pastDueCents + pausedCents + timingCents).toBe(oursCents);
        expect(oursCents).toBe(items.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0));
        expect(stripeCents).toBeGreaterThanOrEqual(0);
        for (const taken of [taxCents, discountsCents, pastDueCents, pausedCents]) expect(taken).toBeLessThanOrEqual(0);
        // Stripe counts active and past due only: of anything else the whole difference is timing.
        const isInStripes = history.status === 'active' || history.status === 'past_due';
        expect(isInStripes || (stripeCents === 0 && timingCents === oursCents)).toBe(true);
      }),
    );
  });

  it('names the tax that Stripe does not know of, the discount, the pause and the long overdue', () => {
    const seen = (over: Partial<ObservedState> = {}): ObservedState[] => [{ at: daysAfter(start, 1), status: 'active', discounts: [], items: [{ ...line({ periodStart: start }), discounts: [] }], ...over }];
    const at = daysAfter(start, 40);
    const bridge = (history: SubscriptionHistory) => bridgeOf(history, clientMovements(subscriptionTimeline(history, at).changes, 'Australia/Brisbane', at.slice(0, 10)).items);
    const paid = invoice([line({ periodStart: start })]);
    expect(bridge(subscription([invoice([line({ periodStart: start, isTaxStated: false })])], { observations: seen() }))).toMatchObject({ stripeCents: 39_900, taxCents: -3_627, timingCents: 0, oursCents: 36_273 });
    expect(bridge(subscription([paid], { observations: seen() }))).toMatchObject({ stripeCents: 36_273, taxCents: 0, oursCents: 36_273 });
    const half = { percentOffBasisPoints: 5_000, amountOffCents: null, duration: 'forever' };
    expect(bridge(subscription([invoice([line({ periodStart: start, discounts: [{ amountCents: 19_950, duration: 'forever' }] })])], { observations: seen({ discounts: [half] }) }))).toMatchObject({ stripeCents: 36_273, discountsCents: -18_137, oursCents: 18_136 });
    expect(bridge(subscription([paid, invoice([line({ periodStart: daysAfter(start, 30) })], { status: 'void', attemptCount: 0 })], { observations: seen() }))).toMatchObject({ stripeCents: 36_273, pausedCents: -36_273, timingCents: 0, oursCents: 0 });
    const late = daysAfter(start, 5);
    const overdue = subscription([paid, invoice([line({ periodStart: late })], { status: 'open', attemptCount: 4 })], { status: 'past_due', observations: seen({ status: 'past_due' }) });
    expect(bridge(overdue)).toMatchObject({ stripeCents: 36_273, pastDueCents: -36_273, timingCents: 0, oursCents: 0 });
  });
});
