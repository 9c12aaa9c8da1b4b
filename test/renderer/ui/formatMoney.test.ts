// Money's spelling: exact by string arithmetic, in every currency's own digits.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  formatAmount,
  formatCount,
  formatMoney,
  formatReportAmount,
  plainDecimal,
} from '../../../src/renderer/ui/formatMoney.ts';

describe('formatAmount', () => {
  test.each([
    [0, 'aud', '0.00'],
    [5, 'aud', '0.05'],
    [39900, 'aud', '399.00'],
    [-39900, 'aud', '−399.00'],
    [123456789, 'aud', '1,234,567.89'],
    [-100000, 'aud', '−1,000.00'],
    [1500, 'jpy', '1,500'],
    [1234567, 'kwd', '1,234.567'],
    [7, 'kwd', '0.007'],
    [9007199254740991, 'aud', '90,071,992,547,409.91'],
  ])('%i %s → %s', (cents, currency, text) => {
    expect(formatAmount(cents, currency)).toBe(text);
  });

  test('gives back the integer it came from', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        const digits = formatAmount(cents).replaceAll(/[,.]/g, '').replace('−', '-');
        expect(Number(digits) + 0).toBe(cents + 0);
      }),
    );
  });
});

describe('formatMoney', () => {
  test.each([
    [478800, 'aud', 'A$4,788.00'],
    [-3627, 'aud', '−A$36.27'],
    [3500, 'usd', 'US$35.00'],
    [3500, 'sek', 'SEK\u00a035.00'],
  ])('%i %s → %s', (cents, currency, text) => {
    expect(formatMoney(cents, currency)).toBe(text);
  });
});

test('a report shows a dash for zero', () => {
  expect([formatReportAmount(0), formatReportAmount(1)]).toEqual(['–', '0.01']);
});

test.each([
  [-39900, 'aud', '-399.00'],
  [5, 'aud', '0.05'],
  [-5, 'aud', '-0.05'],
  [1500, 'jpy', '1500'],
])('plainDecimal(%i, %s) → %s', (cents, currency, text) => {
  expect(plainDecimal(cents, currency)).toBe(text);
});

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is refused as an amount', (amount) => {
  expect(() => plainDecimal(amount)).toThrow(RangeError);
});

test('counts', () => {
  expect([formatCount(3412), countOf(1, 'invoice'), countOf(3412, 'invoice'), countOf(2, 'retry', 'retries')]).toEqual([
    '3,412',
    '1 invoice',
    '3,412 invoices',
    '2 retries',
  ]);
});
