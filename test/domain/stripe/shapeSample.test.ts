// A sample of a shape tells keys, kinds and the vendor's words, and nothing that could be a person's.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeSample } from '../../../src/domain/stripe/shapeSample.ts';

describe('the shape of an object', () => {
  it('keeps keys, kinds and words of enums', () => {
    const shape = JSON.parse(
      shapeSample({
        object: 'charge', status: 'past_due', amount: 39_900, rate: 0.5, paid: true, invoice: null, description: 'Pro for Kim Lee',
        receipt_email: 'kim@example.com', metadata: { 'Kim Lee': '12 Hill St' }, lines: { object: 'list', data: [{ id: 'il_1', type: 'line' }, { id: 'il_2' }] },
      }),
    ) as unknown;
    expect(shape).toEqual({
      object: '=charge', status: '=past_due', amount: 'integer', rate: 'fraction', paid: 'boolean', invoice: 'null', description: 'text',
      receipt_email: 'text', metadata: 'object of 1', lines: { object: '=list', data: { 'list of 2': { id: 'text', type: '=line' } } },
    });
  });

  it.each([
    ['a name under a word’s key', { status: 'Kim Lee' }],
    ['a number under a word’s key', { code: '0412345678' }],
    ['a name as a key', { 'Kim Lee': 1 }],
    ['an address as a key', { 'kim@example.com': 1 }],
    ['a phone number as a key', { p0412345678: 1 }],
    ['an address deep inside', { a: { b: { c: { d: { e: { f: { g: 'Kim Lee' } } } } } } }],
    ['evidence', { evidence: { customer_name: 'Kim Lee' } }],
  ])('leaves out %s', (_what, value) => {
    expect(shapeSample(value)).not.toMatch(/Kim|041234|example/);
  });

  it('leaves out the keys of card data, wherever they stand', () => {
    const card = { brand: 'visa', exp_month: 8, exp_year: 2029, fingerprint: 'Xt5EWLLDS7FJjR1c', client_secret: 'seti_1_secret_2' };
    const sample = shapeSample({ object: 'charge', payment_method_details: { card }, sources: { data: [card] }, card });
    expect(sample).not.toMatch(/exp_|fingerprint|secret/);
    expect(sample).toContain('"brand": "=visa"');
  });

  it('never throws, never grows, and holds no text that it was given', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), fc.string({ minLength: 6, unit: fc.constantFrom(...'ABCDEFGHIJ KLMNOP') }), (value, secret) => {
        const sample = shapeSample({ value, given: secret, list: [secret], status: secret });
        expect(sample.length).toBeLessThanOrEqual(6_002);
        expect(sample.includes(secret)).toBe(false);
      }),
    );
  });
});
