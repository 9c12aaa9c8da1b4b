// Cents, GST and calendar: the simulator's own rules.
import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusinessDays, addMonths, nextCycleBoundary } from '../../../src/simulators/stripe/calendar.ts';
import { divideHalfUp, exclusiveTax, inclusiveTax } from '../../../src/simulators/stripe/integerArithmetic.ts';
import { invoiceTotals } from '../../../src/simulators/stripe/invoiceTotals.ts';
import type { UntaxedLine } from '../../../src/simulators/stripe/invoiceTotals.ts';
import { parseForm } from '../../../src/simulators/stripe/formParameters.ts';
import type { TaxRate } from '../../../src/simulators/stripe/billingShapes.ts';

test.each([
  [39_900, 3627],
  [69_900, 6355],
  [3500, 318],
  [4900, 445],
  [149_000, 13_545],
  [0, 0],
  [1, 0],
  [-39_900, -3627],
])('GST inside %i cents is %i', (total, gst) => {
  expect(inclusiveTax(total, 1000)).toBe(gst);
});

test('division rounds halves away from nothing, symmetrically', () => {
  assert(
    property(integer({ min: 0, max: 10 ** 12 }), integer({ min: 1, max: 10 ** 5 }), (numerator, denominator) => {
      const exact = (2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator));
      expect(divideHalfUp(numerator, denominator)).toBe(Number(exact));
      expect(divideHalfUp(-numerator, denominator)).toBe(exact === 0n ? 0 : -Number(exact));
    }),
  );
});

test('tax on top of what is left after taking the tax out is within a cent', () => {
  assert(
    property(integer({ min: 0, max: 10 ** 9 }), (total) => {
      const ex = total - inclusiveTax(total, 1000);
      expect(Math.abs(ex + exclusiveTax(ex, 1000) - total)).toBeLessThanOrEqual(1);
    }),
  );
});

const GST = { id: 'txr_1', inclusive: true, percentage: 10 } as TaxRate;

function line(amount: number): UntaxedLine {
  return { amount, discount_amounts: [], subtotal: amount, taxRates: [GST] } as unknown as UntaxedLine;
}

test("the lines' taxes add up to the invoice's, which follows the rule on the total", () => {
  assert(
    property(array(integer({ min: -500_000, max: 500_000 }), { minLength: 1, maxLength: 15 }), (amounts) => {
      const totals = invoiceTotals(amounts.map(line));
      const total = amounts.reduce((sum, amount) => sum + amount, 0);
      const lineTax = totals.lines.reduce((sum, row) => sum + (row.taxes[0]?.amount ?? 0), 0);
      expect(totals.total).toBe(total);
      expect(lineTax).toBe(inclusiveTax(total, 1000));
      expect(totals.total_excluding_tax + (totals.total_taxes[0]?.amount ?? 0)).toBe(total);
    }),
  );
});

describe('calendar', () => {
  const at = (text: string): number => Date.parse(`${text}T03:04:05Z`) / 1000;

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-15', 14, '2028-01-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(at(from), months)).toBe(at(to));
  });

  test('the next boundary is after the instant, and the cycle never drifts', () => {
    const monthly = {
      interval: 'month',
      interval_count: 1,
      meter: null,
      trial_period_days: null,
      usage_type: 'licensed',
    } as const;
    assert(
      property(integer({ min: 1_600_000_000, max: 1_900_000_000 }), integer({ min: 0, max: 60 }), (anchor, periods) => {
        const boundary = addMonths(anchor, periods);
        expect(nextCycleBoundary(anchor, monthly, boundary)).toBe(addMonths(anchor, periods + 1));
        expect(nextCycleBoundary(anchor, monthly, boundary - 1)).toBe(boundary === anchor ? anchor : boundary);
      }),
    );
  });

  test('two business days after a Thursday is a Monday', () => {
    expect(addBusinessDays(at('2026-11-19'), 2)).toBe(Date.UTC(2026, 10, 23) / 1000);
  });
});

describe('form encoding', () => {
  test.each([
    ['a=1&b[c]=2', { a: '1', b: { c: '2' } }],
    ['items[0][price]=p&items[1][price]=q', { items: [{ price: 'p' }, { price: 'q' }] }],
    ['expand[]=x&expand[]=y', { expand: ['x', 'y'] }],
    ['name=O%27Brien+%26+Co', { name: "O'Brien & Co" }],
    ['metadata=', { metadata: '' }],
    ['broken=%E0%A4%A', { broken: '%E0%A4%A' }],
  ])('%s', (text, tree) => {
    expect(parseForm(text)).toEqual(tree);
  });

  test('a key named __proto__ is only a key', () => {
    const tree = parseForm('__proto__[polluted]=1&a[__proto__][polluted]=1');
    expect(Object.hasOwn(tree, '__proto__')).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
