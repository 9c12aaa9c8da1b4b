// MRR per item: the worked cases of policy v1 and exactness.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { australianGst, gstFree, gstRateOn, type GstRate } from '../../../src/domain/gst.ts';
import {
  monthlyExGstCents,
  monthlyExGstOfItems,
  type RecurringDiscount,
  type RecurringItem,
} from '../../../src/domain/metrics/monthlyAmount.ts';

const gst = gstRateOn('2026-04-01', australianGst);
const monthly = (unitAmountCents: number, quantity = 1): RecurringItem => ({
  unitAmountCents,
  quantity,
  interval: 'month',
  intervalCount: 1,
});
const percent = (basisPoints: number, duration: string, endsAt: string | null = null): RecurringDiscount => ({
  percentOffBasisPoints: basisPoints,
  amountOffCents: null,
  duration,
  endsAt,
});
const amount = (cents: number): RecurringDiscount => ({
  percentOffBasisPoints: null,
  amountOffCents: cents,
  duration: 'forever',
});

const periodsAMonth = { day: [365n, 12n], week: [52n, 12n], month: [1n, 1n], year: [1n, 12n] } as const;

describe('monthlyExGstCents', () => {
  it.each<[string, RecurringItem, GstRate, number]>([
    ['1 Essential', monthly(39900), gst, 36273],
    ['2 Pro', monthly(69900), gst, 63545],
    ['the smallest price', monthly(1), gst, 1],
    ['a discount of more than all of it', { ...monthly(39900), discounts: [percent(10_001, 'forever')] }, gst, 0],
    ['3 annual, prepaid', { ...monthly(399000), interval: 'year' }, gst, 30227],
    ['5 five seats at 49.00', monthly(4900, 5), gst, 22273],
    ['6 20 % for ever', { ...monthly(39900), discounts: [percent(2000, 'forever')] }, gst, 29018],
    ['7 50 % for three months', { ...monthly(39900), discounts: [percent(5000, 'repeating')] }, gst, 18136],
    ['8 once, on a month', { ...monthly(39900), discounts: [percent(10_000, 'once')] }, gst, 36273],
    ['8 once, on a year', { ...monthly(399000), interval: 'year', discounts: [percent(5000, 'once')] }, gst, 15114],
    [
      '8 once, on twelve months',
      { ...monthly(399000), intervalCount: 12, discounts: [percent(5000, 'once')] },
      gst,
      15114,
    ],
    ['9 override of 350', monthly(35000), gst, 31818],
    ['10 overseas', monthly(39900), gstFree, 39900],
    ['21 one-off', { ...monthly(99000), interval: null }, gst, 0],
    ['22 usage', { ...monthly(100), isMetered: true }, gst, 0],
    ['a week', { ...monthly(1100), interval: 'week' }, gst, 4333],
    ['a fortnight', { ...monthly(1100), interval: 'week', intervalCount: 2 }, gst, 2167],
    ['a day', { ...monthly(110), interval: 'day' }, gst, 3042],
    ['a quarter', { ...monthly(119700), intervalCount: 3 }, gst, 36273],
    ['two years', { ...monthly(798000), interval: 'year', intervalCount: 2 }, gst, 30227],
    ['tiered', { ...monthly(0), unitAmountCents: null }, gst, 0],
    ['an unknown interval', { ...monthly(39900), interval: 'decade' }, gst, 0],
    ['nonsense count', { ...monthly(39900), intervalCount: 0 }, gst, 0],
    ['amount off', { ...monthly(39900), discounts: [amount(4900)] }, gst, 31818],
    ['more off than it costs', { ...monthly(39900), discounts: [amount(50000)] }, gst, 0],
    ['100 % off', { ...monthly(39900), discounts: [percent(10_000, 'forever')] }, gst, 0],
    ['percentage, then amount', { ...monthly(40000), discounts: [percent(5000, 'forever'), amount(9000)] }, gst, 10000],
    ['no quantity', monthly(39900, 0), gst, 0],
  ])('%s', (_name, item, rate, expected) => {
    expect(monthlyExGstCents(item, rate)).toBe(expected);
  });

  it('a discount counts until it ends', () => {
    const item = { ...monthly(39900), discounts: [percent(5000, 'repeating', '2026-07-01T00:00:00.000Z')] };
    expect(monthlyExGstCents(item, gst, '2026-06-30T23:59:59.999Z')).toBe(18136);
    expect(monthlyExGstCents(item, gst, '2026-07-01T00:00:00.000Z')).toBe(36273);
  });

  it('rounds once: at most half a cent from the exact fraction, at any size', () => {
    const item = fc.record({
      unitAmountCents: fc.nat({ max: 1_000_000_000 }),
      quantity: fc.nat({ max: 10_000 }),
      interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
      intervalCount: fc.integer({ min: 1, max: 24 }),
      off: fc.nat({ max: 10_000 }),
    });
    fc.assert(
      fc.property(item, ({ off, ...rest }) => {
        const cents = monthlyExGstCents({ ...rest, discounts: [percent(off, 'forever')] }, gst);
        const [top, bottom] = periodsAMonth[rest.interval];
        const exactTop = BigInt(rest.unitAmountCents) * BigInt(rest.quantity) * BigInt(10_000 - off) * top * 10n;
        const exactBottom = 10_000n * bottom * BigInt(rest.intervalCount) * 11n;
        const twiceError = 2n * (BigInt(cents) * exactBottom - exactTop);
        expect((twiceError < 0n ? -twiceError : twiceError) <= exactBottom).toBe(true);
      }),
    );
  });
});

describe('monthlyExGstOfItems', () => {
  it("5 Pro and its seats: the sum of the items' own roundings", () => {
    const items = monthlyExGstOfItems([monthly(69900), monthly(4900, 5)], [], gst);
    expect(items).toEqual([63545, 22273]);
    expect(items.reduce((sum, cents) => sum + cents, 0)).toBe(85818);
  });

  it("shares a subscription's amount over the items and takes its percentage from each", () => {
    expect(monthlyExGstOfItems([monthly(30000), monthly(10000)], [amount(4000)], gst)).toEqual([24545, 8182]);
    expect(monthlyExGstOfItems([monthly(30000), monthly(10000)], [percent(1000, 'forever')], gst)).toEqual([
      24545, 8182,
    ]);
    expect(monthlyExGstOfItems([{ ...monthly(30000), isMetered: true }, monthly(10000)], [amount(4000)], gst)).toEqual([
      0, 5455,
    ]);
    expect(monthlyExGstOfItems([], [amount(4000)], gst)).toEqual([]);
  });
});
