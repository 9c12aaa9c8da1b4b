// The 24 worked cases of policy v1, each as a client's billing and the movements that follow from it.
import { describe, expect, it } from 'vitest';
import type { SubscriptionHistory } from '../../../src/domain/metrics/billingHistory.ts';
import { daysAfter, essential, invoice, line, movementsOf, on, pro, seats, subscription, told, untaxed } from './billingStories.ts';

const jan = on('2026-01-05');
const feb = on('2026-02-05');
const mar = on('2026-03-05');
const apr = on('2026-04-05');
const annual = (at: string) => line({ periodStart: at, periodEnd: daysAfter(at, 365), unitAmountCents: 399_000, interval: 'year' });
const off = (amountCents: number, duration: string) => ({ discounts: [{ amountCents, duration }] });

interface Case {
  readonly name: string;
  readonly histories: readonly SubscriptionHistory[];
  readonly now: string;
  readonly mrrCents: number;
  readonly movements: readonly string[];
}

const cases: readonly Case[] = [
  { name: '1 Essential', histories: [subscription([invoice([essential(jan)])])], now: '2026-01-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'] },
  { name: '2 Pro', histories: [subscription([invoice([pro(jan)])])], now: '2026-01-20', mrrCents: 63_545, movements: ['2026-01-05 new 63545'] },
  { name: '3 annual, prepaid', histories: [subscription([invoice([annual(jan)])])], now: '2026-06-20', mrrCents: 30_227, movements: ['2026-01-05 new 30227'] },
  {
    name: '4 monthly to annual', histories: [subscription([invoice([essential(jan)]), invoice([annual(feb)])])], now: '2026-02-20', mrrCents: 30_227,
    movements: ['2026-01-05 new 36273', '2026-02-05 contraction (interval change) -6046'],
  },
  {
    name: '5 Pro and five seats', histories: [subscription([invoice([pro(jan)]), invoice([pro(feb), seats(feb, 5)])])], now: '2026-02-20', mrrCents: 85_818,
    movements: ['2026-01-05 new 63545', '2026-02-05 expansion (seats) 22273'],
  },
  {
    name: '6 20 % for ever, added later', histories: [subscription([invoice([essential(jan)]), invoice([essential(feb, off(7_980, 'forever'))])])],
    now: '2026-02-20', mrrCents: 29_018, movements: ['2026-01-05 new 36273', '2026-02-05 contraction (discount) -7255'],
  },
  {
    name: '7 50 % for three months',
    histories: [subscription([...[jan, feb, mar].map((at) => invoice([essential(at, off(19_950, 'repeating'))])), invoice([essential(apr)])])],
    now: '2026-04-20', mrrCents: 36_273, movements: ['2026-01-05 new 18136', '2026-04-05 expansion (discount expiry) 18137'],
  },
  {
    name: '8 once 100 % on the first month', histories: [subscription([invoice([essential(jan, off(39_900, 'once'))]), invoice([essential(feb)])])],
    now: '2026-02-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'],
  },
  {
    name: '9 override of 350', histories: [subscription([invoice([essential(jan, { unitAmountCents: 35_000, listUnitAmountCents: 39_900 })])])],
    now: '2026-01-20', mrrCents: 31_818, movements: ['2026-01-05 new 31818'],
  },
  { name: '10 overseas', histories: [subscription([invoice([essential(jan, { tax: untaxed })])])], now: '2026-01-20', mrrCents: 39_900, movements: ['2026-01-05 new 39900'] },
  {
    name: '11 a trial that never pays',
    histories: [subscription([invoice([essential(jan, { amountCents: 0 })]), invoice([essential(daysAfter(jan, 14))], { status: 'void', attemptCount: 4 })], { endedAt: feb })],
    now: '2026-02-20', mrrCents: 0, movements: [],
  },
  {
    name: '12 past due, pays on day 15', histories: [subscription([invoice([essential(jan)]), invoice([essential(feb)], { paidAt: daysAfter(feb, 15), attemptCount: 3 })])],
    now: '2026-02-25', mrrCents: 36_273, movements: ['2026-01-05 new 36273'],
  },
  {
    name: '13 past due, cancelled on day 21',
    histories: [subscription([invoice([essential(jan)]), invoice([essential(feb)], { status: 'open', attemptCount: 4 })], { endedAt: daysAfter(feb, 21), cancellationReason: 'payment_failed' })],
    now: '2026-03-20', mrrCents: 0, movements: ['2026-01-05 new 36273', '2026-02-26 churn (involuntary) -36273'],
  },
  {
    name: '14 paused for two months, resumes',
    histories: [subscription([invoice([essential(jan)]), ...[feb, mar].map((at) => invoice([essential(at)], { status: 'void', attemptCount: 0 })), invoice([essential(apr)])])],
    now: '2026-04-20', mrrCents: 36_273,
    movements: ['2026-01-05 new 36273', '2026-02-05 contraction (pause) -36273', '2026-04-05 expansion (resume) 36273'],
  },
  {
    name: '15 cancels on 8 June, paid to 15 June',
    histories: [subscription([invoice([essential(on('2026-05-15'))])], { endedAt: on('2026-06-15'), cancellationReason: 'cancellation_requested' })],
    now: '2026-06-20', mrrCents: 0, movements: ['2026-05-15 new 36273', '2026-06-15 churn (voluntary) -36273'],
  },
  { name: '16 refunded, stays', histories: [subscription([invoice([essential(jan)])])], now: '2026-01-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'] },
  {
    name: '17 refunded and cancelled at once', histories: [subscription([invoice([essential(jan)])], { endedAt: on('2026-01-13'), hasStatedReason: true })],
    now: '2026-01-20', mrrCents: 0, movements: ['2026-01-05 new 36273', '2026-01-13 churn (voluntary) -36273'],
  },
  {
    name: '18 one of two subscriptions cancelled',
    histories: [subscription([invoice([pro(jan)])]), subscription([invoice([essential(jan)])], { subscriptionId: 'other', endedAt: feb, cancellationReason: 'cancellation_requested' })],
    now: '2026-02-20', mrrCents: 63_545, movements: ['2026-01-05 new 99818', '2026-02-05 contraction (downgrade) -36273'],
  },
  {
    name: '19 left in March, returns in November as Pro',
    histories: [
      subscription([invoice([essential(jan)])], { endedAt: mar, cancellationReason: 'cancellation_requested' }),
      subscription([invoice([pro(on('2026-11-05'))])], { subscriptionId: 'second' }),
    ],
    now: '2026-11-20', mrrCents: 63_545, movements: ['2026-01-05 new 36273', '2026-03-05 churn (voluntary) -36273', '2026-11-05 reactivation 63545'],
  },
  {
    name: '20 joins and leaves within a month',
    histories: [subscription([invoice([essential(on('2026-01-03'))])], { endedAt: on('2026-01-25'), cancellationReason: 'cancellation_requested' })],
    now: '2026-01-31', mrrCents: 0, movements: ['2026-01-03 new 36273', '2026-01-25 churn (voluntary) -36273'],
  },
  {
    name: '21 an onboarding fee', histories: [subscription([invoice([essential(jan), line({ periodStart: jan, itemKey: 'fee', unitAmountCents: 99_000, interval: null })])])],
    now: '2026-01-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'],
  },
  {
    name: '22 usage', histories: [subscription([invoice([essential(jan), line({ periodStart: jan, itemKey: 'usage', unitAmountCents: 12_000, isMetered: true })])])],
    now: '2026-01-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'],
  },
  {
    name: '23 an upgrade with its proration lines',
    histories: [
      subscription([
        invoice([essential(jan)]),
        invoice([pro(feb), essential(on('2026-01-20'), { isProration: true, amountCents: -20_000 }), pro(on('2026-01-20'), { isProration: true, amountCents: 35_000 })], { issuedAt: feb }),
      ]),
    ],
    now: '2026-02-20', mrrCents: 63_545, movements: ['2026-01-05 new 36273', '2026-01-20 expansion (upgrade) 27272'],
  },
  {
    name: '24 a dispute is lost, and the subscription cancelled by hand', histories: [subscription([invoice([essential(jan)])], { endedAt: feb, cancellationReason: 'cancellation_requested', hasLostDispute: true })],
    now: '2026-02-20', mrrCents: 0, movements: ['2026-01-05 new 36273', '2026-02-05 churn (involuntary) -36273'],
  },
  {
    name: '24 a dispute is lost, and the subscription still active', histories: [subscription([invoice([essential(jan)])], { hasLostDispute: true })],
    now: '2026-01-20', mrrCents: 36_273, movements: ['2026-01-05 new 36273'],
  },
  {
    name: '24 a dispute that is lost', histories: [subscription([invoice([essential(jan)])], { endedAt: feb, cancellationReason: 'payment_disputed' })],
    now: '2026-02-20', mrrCents: 0, movements: ['2026-01-05 new 36273', '2026-02-05 churn (involuntary) -36273'],
  },
];

describe('the worked cases of policy v1', () => {
  it.each(cases)('$name', ({ histories, now, mrrCents, movements }) => {
    const result = movementsOf(histories, now);
    expect(told(result)).toEqual(movements);
    expect(result.mrrCents).toBe(mrrCents);
  });

  it('8: a whole year paid with a discount that is given once is worth what was paid', () => {
    const discounted = { ...annual(jan), discounts: [{ amountCents: 199_500, duration: 'once' }] };
    expect(movementsOf([subscription([invoice([discounted])])], '2026-02-01').mrrCents).toBe(15_114);
  });

  it('9: the gap to the list price stands beside the MRR', () => {
    const [movement] = movementsOf(cases[8]?.histories ?? [], '2026-01-20').movements;
    expect((movement?.listDeltaCents ?? 0) - (movement?.amountCents ?? 0)).toBe(4_455);
  });

  it('11: is a failed start', () => {
    expect(movementsOf(cases[10]?.histories ?? [], '2026-02-20').failedStarts).toBe(1);
  });
});

describe('the rest of the policy', () => {
  const paid = invoice([essential(jan)]);
  const voided = (at: string) => invoice([essential(at)], { status: 'void', attemptCount: 0 });
  it.each<[string, SubscriptionHistory, string, string[]]>([
    ['an unpaid renewal counts for 30 days, and again once paid', subscription([paid, invoice([essential(feb)], { paidAt: daysAfter(feb, 40) })]), '2026-04-01',
      ['2026-01-05 new 36273', '2026-03-07 churn (involuntary) -36273', '2026-03-17 reactivation 36273']],
    ['a renewal left open while the next one was paid is no churn', subscription([paid, invoice([essential(feb)], { status: 'open' }), invoice([essential(mar)])]), '2026-04-01', ['2026-01-05 new 36273']],
    ['after 90 dormant days a pause is churn, and coming back a reactivation', subscription([paid, ...[feb, mar, apr].map(voided), invoice([essential(on('2026-07-05'))])]), '2026-08-01',
      ['2026-01-05 new 36273', '2026-02-05 contraction (pause) -36273', '2026-05-06 churn (paused out) 0', '2026-07-05 reactivation 36273']],
    ['100 % off is a comp, its end a discount expiry', subscription([paid, invoice([essential(feb, off(39_900, 'repeating'))]), invoice([essential(mar)])]), '2026-04-01',
      ['2026-01-05 new 36273', '2026-02-05 contraction (comp) -36273', '2026-03-05 expansion (discount expiry) 36273']],
    ['an invoice that is sent counts from its issue', subscription([invoice([essential(jan)], { status: 'open', isSent: true, dueAt: feb })]), '2026-02-20', ['2026-01-05 new 36273']],
    ['a sent invoice that is voided was a failed start', subscription([invoice([essential(jan)], { status: 'void', isSent: true })]), '2026-02-20', []],
    ['a contract that was never paid fails', subscription([invoice([essential(jan)], { status: 'uncollectible', isSent: true })], { endedAt: on('2026-01-30') }), '2026-02-20',
      ['2026-01-05 new 36273', '2026-01-30 churn (failed contract) -36273']],
    ['an end without a reason is unknown', subscription([paid], { endedAt: feb }), '2026-02-20', ['2026-01-05 new 36273', '2026-02-05 churn (unknown) -36273']],
    ['cancelled in the middle of a period with the rest given back, the reason stays', subscription([paid, invoice([essential(on('2026-01-15'), { isProration: true, amountCents: -20_000 })], { invoiceId: 'credit', issuedAt: on('2026-01-15') })], { endedAt: on('2026-01-15'), cancellationReason: 'cancellation_requested' }), '2026-02-20',
      ['2026-01-05 new 36273', '2026-01-15 churn (voluntary) -36273']],
    ['who leaves while paused is lost, and comes back as a reactivation', subscription([paid, ...[feb, mar].map(voided)], { endedAt: on('2026-03-20'), cancellationReason: 'cancellation_requested' }), '2026-05-01',
      ['2026-01-05 new 36273', '2026-02-05 contraction (pause) -36273', '2026-03-20 churn (voluntary) 0']],
    ['who leaves while nothing is charged is lost', subscription([paid, invoice([essential(feb, off(39_900, 'forever'))])], { endedAt: on('2026-02-20'), hasStatedReason: true }), '2026-05-01',
      ['2026-01-05 new 36273', '2026-02-05 contraction (comp) -36273', '2026-02-20 churn (voluntary) 0']],
    ['a higher price for the same plan is a price rise', subscription([paid, invoice([essential(feb, { unitAmountCents: 44_900 })])]), '2026-02-20', ['2026-01-05 new 36273', '2026-02-05 expansion (price rise) 4545']],
    ['a further product is an add-on', subscription([paid, invoice([essential(feb), line({ periodStart: feb, itemKey: 'api', planTier: null, unitAmountCents: 11_000 })])]), '2026-02-20', ['2026-01-05 new 36273', '2026-02-05 expansion (add-on) 10000']],
    ['a change that was seen counts from when it was seen', subscription([paid], { observations: [{ at: on('2026-01-12'), status: 'active', discounts: [], items: [pro(jan)].map((item) => ({ ...item, discounts: [] })) }] }), '2026-01-20',
      ['2026-01-05 new 36273', '2026-01-12 expansion (upgrade) 27272']],
    ['what is seen of a discount that can not be read changes nothing', subscription([invoice([essential(jan, off(7_980, 'forever'))])], { observations: [{ at: on('2026-01-12'), status: 'active', discounts: null, items: [{ ...essential(jan), discounts: [] }] }] }), '2026-01-20',
      ['2026-01-05 new 29018']],
    ['unpaid ends it when it is seen', subscription([paid, invoice([essential(feb)], { status: 'open' })], { status: 'unpaid', observations: [{ at: on('2026-02-19'), status: 'unpaid', discounts: [], items: [] }] }), '2026-02-20',
      ['2026-01-05 new 36273', '2026-02-19 churn (involuntary) -36273']],
  ])('%s', (_name, history, now, movements) => {
    expect(told(movementsOf([history], now))).toEqual(movements);
  });
});
