// Card data: what must never be stored is gone, the rest is as it was.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanStripeObject } from '../../src/domain/cardData.ts';
import { newestCharge, newestInvoice, sampleInvoice } from './stripe/sampleObjects.ts';

describe('cleanStripeObject', () => {
  it('drops expiry, fingerprints and client secrets at any level', () => {
    const cleaned = cleanStripeObject({
      ...newestCharge,
      client_secret: 'pi_1_secret_2',
      cards: [
        {
          exp_month: 1,
          card: {
            exp_year: 2030,
            fingerprint: 'x',
            fingerprints: [],
            last4: '4242',
            iin: '424242',
            checks: { cvc_check: 'pass' },
          },
        },
      ],
    });
    expect(JSON.stringify(cleaned)).not.toMatch(/exp_month|exp_year|fingerprint|client_secret|2030|secret/);
    expect(cleaned['cards']).toEqual([{ card: { last4: '4242', iin: '424242', checks: { cvc_check: 'pass' } } }]);
  });

  it.each([
    ['4242424242424242', '[number removed]'],
    ['card 4242 4242 4242 4242, thanks', 'card [number removed], thanks'],
    ['4242-4242-4242-4242.', '[number removed].'],
    ['378282246310005', '[number removed]'],
    ['1111111111111111', '[number removed]'],
    ['6304000000000000000', '[number removed]'],
    ['4222222222222', '[number removed]'],
    // Not card numbers: ids, too short, too long, amounts, phone numbers, business numbers.
    ['pi_3424242424242424242', 'pi_3424242424242424242'],
    ['424242424242', '424242424242'],
    ['1'.repeat(24), '1'.repeat(24)],
    ['$39,900.00', '$39,900.00'],
    ['+61 3 9000 1234', '+61 3 9000 1234'],
    ['ABN 51 824 753 556', 'ABN 51 824 753 556'],
    ['2026-04-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
  ])('%j becomes %j', (text, expected) => {
    expect(cleanStripeObject({ note: text, list: [text] })).toEqual({ note: expected, list: [expected] });
    expect(JSON.stringify(cleanStripeObject({ [text]: 1 }))).toBe(JSON.stringify({ [expected]: 1 }));
  });

  it('a bare number is removed where its check digit is that of a card; amounts and times stay', () => {
    expect(
      cleanStripeObject({
        card: 4242424242424242,
        amount: 39900,
        created: 1_775_001_600,
        big: 1_000_000_000_001,
        small: -5,
        part: 0.5,
      }),
    ).toEqual({
      card: null,
      amount: 39900,
      created: 1_775_001_600,
      big: 1_000_000_000_001,
      small: -5,
      part: 0.5,
    });
  });

  it('leaves an invoice as it is, as a copy', () => {
    const invoice = newestInvoice(sampleInvoice);
    const cleaned = cleanStripeObject(invoice);
    expect(cleaned).toEqual(invoice);
    expect(cleaned).not.toBe(invoice);
    expect(cleaned['metadata']).not.toBe(invoice['metadata']);
  });

  it('no card number hidden in any JSON comes out, in any grouping; nothing throws; the input is not changed', () => {
    const number = fc.constantFrom('4242424242424242', '4242 4242 4242 4242', '5555-5555-5555-4444', '378282246310005');
    const withNumber = fc
      .tuple(
        fc.string({ maxLength: 8 }).map((text) => text.replace(/\w/g, ' ').replace(/[\d-]/g, '.')),
        number,
      )
      .map(([text, pan]) => `${text}|${pan}|`);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), withNumber, fc.stringMatching(/^[a-z]{1,6}$/), (json, text, key) => {
        const source = { [key]: [{ [key]: text }], other: json };
        const before = JSON.stringify(source);
        expect(JSON.stringify(cleanStripeObject(source))).not.toMatch(
          /4242[ -]?4242[ -]?4242|5555[ -]?5555|378282246310005/,
        );
        expect(JSON.stringify(source)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  it('is safe with `__proto__` and any depth, and quick with hostile text', () => {
    const cleaned = cleanStripeObject(
      JSON.parse('{"__proto__":{"polluted":true},"a":{"__proto__":1,"b":2}}') as Record<string, unknown>,
    );
    expect(JSON.stringify(cleaned)).toBe('{"a":{"b":2}}');
    expect((cleaned as { polluted?: boolean }).polluted).toBeUndefined();
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(JSON.stringify(cleanStripeObject(deep)).length).toBeLessThan(1000);
    // Patterns that run away on such a text would not come back before the test's own time limit.
    for (const text of ['1 '.repeat(100_000), '1'.repeat(200_000), '1-1 '.repeat(50_000)]) expect(cleanStripeObject({ text })).toHaveProperty('text');
  });
});
