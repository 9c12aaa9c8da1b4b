// Invoice numbers: what is written is read back, and nothing else is taken for one.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInvoiceNumber, parseInvoiceNumber } from '../../src/domain/invoiceNumber.ts';

const rtp = { prefix: 'RTP-', digits: 4 };

describe('invoice numbers', () => {
  it.each([
    [1, 'RTP-0001'],
    [9999, 'RTP-9999'],
    [10000, 'RTP-10000'],
  ])('%i is %s', (n, text) => {
    expect(formatInvoiceNumber(rtp, n)).toBe(text);
    expect(parseInvoiceNumber(rtp, text)).toBe(n);
  });

  it.each([
    '',
    'RTP-',
    'RTP-0000',
    'RTP-0001-R1',
    'RTP-12a',
    'rtp-0001',
    'INV-0001',
    'XRTP-0001',
    ' RTP-0001',
    'RTP-0001 ',
    'RTP--1',
    'RTP-1.5',
    'RTP-1e3',
    'RTP-９９',
    `RTP-${'9'.repeat(16)}`,
  ])('%j is none of ours', (text) => {
    expect(parseInvoiceNumber(rtp, text)).toBeNull();
  });

  it('reads a number of a single digit, as other digits of the profile write it', () => {
    expect(parseInvoiceNumber(rtp, 'RTP-7')).toBe(7);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses to write number %d', (n) => {
    expect(() => formatInvoiceNumber(rtp, n)).toThrow(RangeError);
  });

  it('come back, sort in order while they have the same length, and fit QuickBooks', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/),
        fc.integer({ min: 3, max: 8 }),
        fc.integer({ min: 1, max: 99_999_999 }),
        (prefix, digits, n) => {
          const text = formatInvoiceNumber({ prefix, digits }, n);
          expect(parseInvoiceNumber({ prefix }, text)).toBe(n);
          expect(text.length).toBeLessThanOrEqual(21);
        },
      ),
    );
  });
});
