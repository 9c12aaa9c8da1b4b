// Money: text and cents are the same amount both ways, and rounding is half away from zero at any size.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  centsToDecimalText,
  centsToJsonNumber,
  decimalTextToCents,
  jsonNumberToCents,
  minorUnitDigits,
  quotientHalfUp,
  scaleHalfUp,
  sumCents,
} from '../../src/domain/money.ts';

const anyAmount = fc.maxSafeInteger();

describe('minorUnitDigits', () => {
  it.each([
    ['aud', 2],
    ['AUD', 2],
    ['usd', 2],
    ['huf', 2],
    ['twd', 2],
    ['isk', 2],
    ['ugx', 2],
    ['bif', 0],
    ['clp', 0],
    ['djf', 0],
    ['gnf', 0],
    ['jpy', 0],
    ['JPY', 0],
    ['kmf', 0],
    ['krw', 0],
    ['mga', 0],
    ['pyg', 0],
    ['rwf', 0],
    ['vnd', 0],
    ['vuv', 0],
    ['xaf', 0],
    ['xof', 0],
    ['xpf', 0],
    ['bhd', 3],
    ['jod', 3],
    ['kwd', 3],
    ['omr', 3],
    ['tnd', 3],
  ])('%s has %i', (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });
});

describe('centsToDecimalText', () => {
  it.each([
    [0, 2, '0.00'],
    [-0, 2, '0.00'],
    [1, 2, '0.01'],
    [-1, 2, '-0.01'],
    [99, 2, '0.99'],
    [100, 2, '1.00'],
    [-36273, 2, '-362.73'],
    [39900, 2, '399.00'],
    [39900, 0, '39900'],
    [-5, 0, '-5'],
    [1234, 3, '1.234'],
    [7, 3, '0.007'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('%i with %i digits is %s', (minor, digits, text) => {
    expect(centsToDecimalText(minor, digits)).toBe(text);
  });

  it.each([[0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53]])('refuses %d: that is a bug', (minor) => {
    expect(() => centsToDecimalText(minor)).toThrow(RangeError);
  });

  it('gives text that reads back as the same amount', () => {
    fc.assert(
      fc.property(anyAmount, fc.constantFrom(0, 2, 3), (minor, digits) => {
        expect(decimalTextToCents(centsToDecimalText(minor, digits), digits)).toBe(minor + 0);
      }),
    );
  });
});

describe('decimalTextToCents', () => {
  it.each<[string, number, number | null]>([
    ['399', 2, 39900],
    ['399.', 2, 39900],
    ['399.0', 2, 39900],
    ['399.00', 2, 39900],
    ['+1.5', 2, 150],
    ['-362.73', 2, -36273],
    ['0.010', 2, 1],
    ['-0.00', 2, 0],
    ['007', 2, 700],
    ['1.234', 3, 1234],
    ['5', 0, 5],
    ['5.00', 0, 5],
    ['5.01', 0, null],
    ['1.001', 2, null],
    ['', 2, null],
    ['.5', 2, null],
    ['-', 2, null],
    ['1,000.00', 2, null],
    [' 1', 2, null],
    ['1e3', 2, null],
    ['0x10', 2, null],
    ['NaN', 2, null],
    ['90071992547409.92', 2, null],
    ['9'.repeat(70), 2, null],
  ])('%j with %i digits is %s', (text, digits, cents) => {
    expect(decimalTextToCents(text, digits)).toBe(cents);
  });
});

describe('JSON numbers of QuickBooks', () => {
  it.each<[unknown, number | null]>([
    [399, 39900],
    [362.73, 36273],
    ['362.73', 36273],
    [-0, 0],
    [0.1, 10],
    [0.07, 7],
    [4.46, 446],
    [100.5, 10050],
    [1.005, null],
    [362.729999, null],
    [1e21, null],
    [1e-7, null],
    [Number.NaN, null],
    [null, null],
    [undefined, null],
    [{}, null],
    [true, null],
    ['', null],
  ])('%j is %s', (value, cents) => {
    expect(jsonNumberToCents(value)).toBe(cents);
  });

  it('come back from JSON as the cents that went in, up to ten thousand billion dollars', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (cents) => {
        const overTheWire: unknown = JSON.parse(JSON.stringify({ Amount: centsToJsonNumber(cents) }));
        expect(jsonNumberToCents((overTheWire as { Amount: unknown }).Amount)).toBe(cents + 0);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    [5n, 10n, 1],
    [4n, 10n, 0],
    [-5n, 10n, -1],
    [-4n, 10n, 0],
    [15n, 10n, 2],
    [25n, 10n, 3],
    [5n, -10n, -1],
    [-5n, -10n, 1],
    [0n, 3n, 0],
    [1n, 3n, 0],
    [2n, 3n, 1],
  ])('%d / %d is %i', (top, bottom, expected) => {
    expect(quotientHalfUp(top, bottom)).toBe(expected);
  });

  it('is the nearest integer, ties away from zero, whether by numbers or by bigint', () => {
    fc.assert(
      fc.property(
        anyAmount,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (amount, multiplier, divisor) => {
          fc.pre(multiplier <= divisor);
          const scaled = scaleHalfUp(amount, multiplier, divisor);
          const twiceError = 2n * (BigInt(scaled) * BigInt(divisor) - BigInt(amount) * BigInt(multiplier));
          const size = twiceError < 0n ? -twiceError : twiceError;
          expect(size <= BigInt(divisor)).toBe(true);
          const isTieTowardsZero = size === BigInt(divisor) && twiceError < 0n === amount > 0;
          expect(isTieTowardsZero).toBe(false);
          expect(scaled).toBe(quotientHalfUp(BigInt(amount) * BigInt(multiplier), BigInt(divisor)));
        },
      ),
    );
  });

  it('says so rather than being inexact', () => {
    expect(() => quotientHalfUp(10n ** 30n, 1n)).toThrow(RangeError);
    expect(() => sumCents([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
    expect(sumCents([])).toBe(0);
    expect(Object.is(sumCents([-0]), 0)).toBe(true);
  });
});
