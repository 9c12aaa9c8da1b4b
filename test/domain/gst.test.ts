// GST: the split adds up, a refund mirrors its sale, and the lines of an invoice sum to it to the cent.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateExGst,
  australianGst,
  gstFree,
  gstRateOn,
  saleGstRate, splitGstInclusive,
  type GstRate,
} from '../../src/domain/gst.ts';

const tenPercent = gstRateOn('2026-04-01');
const twelveAndAHalf: GstRate = { numerator: 1, denominator: 8, effectiveFrom: '2030-07-01' };
const invoiceTotal = fc.integer({ min: -10_000_000_00, max: 10_000_000_00 });

/** 10 % of a net amount, half up: how QuickBooks computes the tax of a line. Independent of the code under test. */
function quickBooksTax(netCents: number): number {
  return Number((BigInt(netCents) * 10n + 50n) / 100n);
}

describe('gstRateOn', () => {
  const rates = [twelveAndAHalf, ...australianGst];
  it.each([
    ['2000-06-30', gstFree],
    ['2000-07-01', australianGst[0]],
    ['2026-04-01', australianGst[0]],
    ['2030-06-30', australianGst[0]],
    ['2030-07-01', twelveAndAHalf],
    ['2099-01-01', twelveAndAHalf],
  ])('on %s', (date, rate) => {
    expect(gstRateOn(date, rates)).toEqual(rate);
    expect(gstRateOn(date, rates.toReversed())).toEqual(rate);
  });
});

describe('saleGstRate', () => {
  it('is the rate in force in the currency of the books, and none in another', () => {
    expect(saleGstRate('2026-04-17', 'aud', 'aud')).toEqual(gstRateOn('2026-04-17'));
    expect(saleGstRate('2026-04-17', 'usd', 'aud')).toEqual(gstFree);
  });
});

describe('splitGstInclusive', () => {
  it.each([
    [39900, 36273, 3627],
    [69900, 63545, 6355],
    [3500, 3182, 318],
    [4900, 4455, 445],
    [59900, 54455, 5445],
    [11, 10, 1],
    [5, 5, 0],
    [6, 5, 1],
    [1, 1, 0],
    [0, 0, 0],
    [-39900, -36273, -3627],
    [399000, 362727, 36273],
  ])('%i is %i and %i', (totalCents, exGstCents, gstCents) => {
    expect(splitGstInclusive(totalCents, tenPercent)).toEqual({ exGstCents, gstCents, totalCents });
  });

  it('adds up, is the nearest cent, and mirrors a refund', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(tenPercent, twelveAndAHalf, gstFree), (total, rate) => {
        const split = splitGstInclusive(total, rate);
        expect(split.exGstCents + split.gstCents).toBe(total);
        const divisor = BigInt(rate.denominator + rate.numerator);
        const twiceError = 2n * (BigInt(split.exGstCents) * divisor - BigInt(total) * BigInt(rate.denominator));
        expect((twiceError < 0n ? -twiceError : twiceError) <= divisor).toBe(true);
        const mirror = splitGstInclusive(-total, rate);
        expect([mirror.exGstCents + split.exGstCents, mirror.gstCents + split.gstCents]).toEqual([0, 0]);
      }),
    );
  });

  it('leaves everything where there is no GST', () => {
    expect(splitGstInclusive(39900, gstFree)).toEqual({ exGstCents: 39900, gstCents: 0, totalCents: 39900 });
  });

  it("is a cent below QuickBooks' own tax exactly where the total leaves 5 when divided by 11", () => {
    const wrong: number[] = [];
    for (let total = 1; total <= 150_000; total += 1) {
      const { exGstCents, gstCents } = splitGstInclusive(total, tenPercent);
      if (quickBooksTax(exGstCents) - gstCents !== (total % 11 === 5 ? 1 : 0)) wrong.push(total);
    }
    expect(wrong).toEqual([]);
  });

  it('names the whole-dollar prices that need the tax pinned', () => {
    const affected = [500, 1600, 2700, 3800, 4900, 6000, 50000, 58800, 59900, 149000];
    const fine = [39900, 69900, 3500];
    const isHigh = (total: number): boolean => {
      const { exGstCents, gstCents } = splitGstInclusive(total, tenPercent);
      return quickBooksTax(exGstCents) !== gstCents;
    };
    expect(affected.filter((total) => !isHigh(total))).toEqual([]);
    expect(fine.filter(isHigh)).toEqual([]);
  });
});

describe('allocateExGst', () => {
  const sum = (parts: readonly number[]): number => parts.reduce((left, part) => left + part, 0);

  it.each<[number[], number[]]>([
    [[], []],
    [[39900], [36273]],
    [
      [69900, 3500, 3500],
      [63545, 3182, 3182],
    ],
    [
      [69900, -19950],
      [63545, -18136],
    ],
    [
      [5, 5, 5],
      [5, 5, 4],
    ],
    [
      [0, 39900],
      [0, 36273],
    ],
  ])('%j', (lines, expected) => {
    expect(allocateExGst(lines, splitGstInclusive(sum(lines), tenPercent).exGstCents, tenPercent)).toEqual(expected);
  });

  it('sums exactly, each line within a cent of its own rounding, zero lines stay zero, refunds mirror', () => {
    fc.assert(
      fc.property(
        fc.array(invoiceTotal, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(tenPercent, twelveAndAHalf, gstFree),
        (lines, rate) => {
          const { exGstCents } = splitGstInclusive(sum(lines), rate);
          const parts = allocateExGst(lines, exGstCents, rate);
          expect(parts).toHaveLength(lines.length);
          expect(sum(parts)).toBe(exGstCents);
          for (const [index, line] of lines.entries()) {
            const part = parts[index] ?? Number.NaN;
            expect(Math.abs(part - splitGstInclusive(line, rate).exGstCents)).toBeLessThanOrEqual(1);
            expect(line === 0 && part !== 0).toBe(false);
            expect(Object.is(part, -0)).toBe(false);
          }
          const mirror = allocateExGst(
            lines.map((line) => -line),
            -exGstCents,
            rate,
          );
          expect(mirror.map((part) => 0 - part)).toEqual(parts.map((part) => 0 + part));
          expect(allocateExGst(lines, exGstCents, rate)).toEqual(parts);
        },
      ),
    );
  });

  it('sums exactly whatever amount is asked for (partly taxable sales, totals that cancel out)', () => {
    fc.assert(
      fc.property(fc.array(invoiceTotal, { minLength: 1, maxLength: 20 }), invoiceTotal, (lines, exGstCents) => {
        expect(sum(allocateExGst(lines, exGstCents, tenPercent))).toBe(exGstCents);
      }),
    );
  });

  it('gives a cent that is left over to the earlier of two equal remainders, on either side', () => {
    expect(allocateExGst([5, 5], 9, tenPercent)).toEqual([5, 4]);
    expect(allocateExGst([-5, -5], -9, tenPercent)).toEqual([-5, -4]);
    expect(allocateExGst([0, 5, -5], 0, tenPercent)).toEqual([0, 5, -5]);
    expect(allocateExGst([0, -5, 5], 0, tenPercent)).toEqual([0, -5, 5]);
    expect(allocateExGst([16, -5, -11], 0, tenPercent)).toEqual([15, -5, -10]);
  });

  it('splits a partly taxable invoice in proportion', () => {
    expect(allocateExGst([20000, 10000], 28500, tenPercent)).toEqual([19000, 9500]);
    expect(allocateExGst([1000, -1000], 7, tenPercent)).toEqual([916, -909]);
    // The rest falls to the line that is largest in size, wherever it stands.
    expect(allocateExGst([1000, -3000, 2000], 7, tenPercent)).toEqual([909, -2720, 1818]);
    expect(allocateExGst([5, 5, -10], 7, tenPercent)).toEqual([5, 5, -3]);
  });
});
