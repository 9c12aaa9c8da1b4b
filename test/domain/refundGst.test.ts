// GST in refunds: partial ones sum to the invoice's GST exactly, never to more; a refund is shared over the invoices of its charge.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gstRateOn, splitGstInclusive } from '../../src/domain/gst.ts';
import { gstInRefund, shareByRemaining } from '../../src/domain/refundGst.ts';

const invoiceOf = (totalCents: number) => splitGstInclusive(totalCents, gstRateOn('2026-04-17'));

describe('gstInRefund', () => {
  it.each<[total: number, refunds: number[], gst: number[]]>([
    [39_900, [39_900], [3_627]],
    [39_900, [10_000], [909]],
    [39_900, [10_000, 29_900], [909, 2_718]],
    // Three thirds, each rounded by itself, would be 909 three times: a cent too much.
    [29_990, [9_997, 9_997, 9_996], [909, 908, 909]],
    [100, [5, 5, 90], [0, 1, 8]],
    [5, [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]],
    [1, [1], [0]],
    // More than was sold: no more GST than was charged.
    [11, [20], [1]],
    [11, [11, 5], [1, 0]],
  ])('of %i, refunds of %j hold %j', (total, refunds, gst) => {
    const invoice = invoiceOf(total);
    let before = { totalCents: 0, gstCents: 0 };
    const found = refunds.map((amount) => {
      const part = gstInRefund(invoice, before, amount);
      before = { totalCents: before.totalCents + amount, gstCents: before.gstCents + part };
      return part;
    });
    expect(found).toEqual(gst);
  });

  it('holds nothing where nothing is given back, though GST is left of a sale that was given back without any', () => {
    expect(gstInRefund({ totalCents: 11, gstCents: 1 }, { totalCents: 11, gstCents: 0 }, 0)).toBe(0);
  });

  it('takes the proportion of the sale, also where only part of it was taxed', () => {
    expect(gstInRefund({ totalCents: 10_000, gstCents: 500 }, { totalCents: 0, gstCents: 0 }, 5_000)).toBe(250);
    expect(gstInRefund({ totalCents: 10_000, gstCents: 0 }, { totalCents: 0, gstCents: 0 }, 5_000)).toBe(0);
  });

  it('sums to the GST of the invoice when all of it is given back, whatever the parts and whichever of them fail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.array(fc.tuple(fc.nat({ max: 999 }), fc.boolean()), { maxLength: 12 }), (total, parts) => {
        const invoice = invoiceOf(total);
        const outstanding: { amount: number; gst: number }[] = [];
        const sum = (): { totalCents: number; gstCents: number } => ({ totalCents: outstanding.reduce((all, part) => all + part.amount, 0), gstCents: outstanding.reduce((all, part) => all + part.gst, 0) });
        const refund = (amount: number): void => {
          const gst = gstInRefund(invoice, sum(), amount);
          expect(gst).toBeGreaterThanOrEqual(0);
          expect(gst).toBeLessThanOrEqual(amount);
          outstanding.push({ amount, gst });
          expect(sum().gstCents).toBeLessThanOrEqual(invoice.gstCents);
        };
        for (const [share, fails] of parts) {
          const amount = Math.floor(((total - sum().totalCents) * share) / 1000);
          if (amount > 0) refund(amount);
          if (fails) outstanding.shift();
        }
        const rest = total - sum().totalCents;
        // A single last cent can't hold what several failures left to round.
        fc.pre(rest === 0 || rest > 20);
        if (rest > 0) refund(rest);
        expect(sum()).toEqual({ totalCents: total, gstCents: invoice.gstCents });
      }),
    );
  });
});

describe('shareByRemaining', () => {
  it.each<[amount: number, left: number[], parts: number[]]>([
    [10_000, [39_900], [10_000]],
    [100, [50, 50], [50, 50]],
    [101, [100, 100], [51, 50]],
    [60, [39_900, 3_500], [56, 4]],
    [10, [0, 20], [0, 10]],
    // The cent that is left over goes to the one with the most left, wherever it stands.
    [100, [50, 60], [45, 55]],
    [1, [10, 30, 10], [0, 1, 0]],
    [1, [10, 10, 30], [0, 0, 1]],
    // More than is left of all: the rest falls to the first.
    [50, [10], [50]],
    [50, [10, 20], [30, 20]],
    [50, [10, 10], [40, 10]],
    [5, [0, 0], [5, 0]],
    [0, [7, 7], [0, 0]],
    [3, [], []],
  ])('%i over %j', (amount, left, parts) => {
    expect(shareByRemaining(amount, left)).toEqual(parts);
  });

  it('sums to the amount and never takes more than is left', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 8 }), fc.nat({ max: 1000 }), (left, share) => {
        const all = left.reduce((sum, each) => sum + each, 0);
        const amount = Math.floor((all * share) / 1000);
        const parts = shareByRemaining(amount, left);
        expect(parts.reduce((sum, each) => sum + each, 0)).toBe(amount);
        for (const [index, part] of parts.entries()) expect(part).toBeLessThanOrEqual(left[index] ?? 0);
      }),
    );
  });
});
