// Steps, request ids and query text of the push.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeQueryText } from '../../../src/domain/push/queryText.ts';
import { canonicalJson, requestIdFor } from '../../../src/domain/push/requestId.ts';
import { errorText, failureState, isAbandoned, pushSteps } from '../../../src/domain/push/steps.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('steps', () => {
  it('are eight, in order', () => {
    expect(pushSteps.map(({ step, name }) => `${step} ${name}`)).toEqual([
      '1 token',
      '2 accounts',
      '3 customer',
      '4 invoice',
      '5 invoice_readback',
      '6 payment',
      '7 payment_readback',
      '8 write_synced',
    ]);
  });

  it.each([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'failed'],
    [4, 'failed'],
    [5, 'failed'],
    [6, 'payment_pending'],
    [7, 'payment_pending'],
    [8, 'payment_pending'],
  ])('a failure of step %i leaves it %s', (step, state) => {
    expect(failureState(step)).toBe(state);
  });

  it.each([
    [1, 'no token', '[step1_token] no token'],
    [3, ' name\n is taken ', '[step3_customer] name is taken'],
    [4, '', '[step4_invoice] '],
    [9, 'x', '[step9_unknown] x'],
  ])('step %i, %j', (step, message, expected) => {
    expect(errorText(step, message)).toBe(expected);
  });

  it.each([
    [0, false],
    [2, false],
    [3, true],
    [4, true],
  ])('%i failures in a row: abandoned %s', (failures, expected) => {
    expect(isAbandoned(failures)).toBe(expected);
  });
});

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: { d: 1, c: 2 } }, '{"b":{"c":2,"d":1}}'],
    [[undefined], '[null]'],
    ['é"\n', '"é\\"\\n"'],
    [undefined, 'null'],
    [1.5, '1.5'],
  ])('%j', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it('is JSON of the same content, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.jsonValue()), { selector: ([key]) => key }), (entries) => {
        fc.pre(entries.every(([key]) => key !== '__proto__'));
        expect(canonicalJson(Object.fromEntries(entries))).toBe(
          canonicalJson(Object.fromEntries(entries.toReversed())),
        );
      }),
    );
  });
});

describe('requestIdFor', () => {
  const write = {
    realmId: '9130',
    number: 'RTP-0001',
    step: 4,
    body: { DocNumber: 'RTP-0001', Line: [{ Amount: 362.73 }] },
  };

  it('is the same for the same write, at most 50 safe characters, and other for any other write', () => {
    const id = requestIdFor(sha256Hex, write);
    expect(id).toMatch(/^[A-Za-z0-9-]{20,50}$/);
    expect(requestIdFor(sha256Hex, { ...write, body: { Line: [{ Amount: 362.73 }], DocNumber: 'RTP-0001' } })).toBe(id);
    const others = [
      { ...write, realmId: '9131' },
      { ...write, number: 'RTP-0002' },
      { ...write, step: 6 },
      { ...write, body: { ...write.body, DocNumber: 'x' } },
      { ...write, realmId: '91', number: '30RTP-0001' },
    ];
    expect(new Set([id, ...others.map((other) => requestIdFor(sha256Hex, other))]).size).toBe(6);
  });

  it('depends on the content alone', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
        const idOf = (body: Record<string, unknown>): string => requestIdFor(sha256Hex, { ...write, body });
        expect(idOf(a)).toBe(idOf(structuredClone(a)));
        expect(idOf(a) === idOf(b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(idOf(a).length).toBeLessThanOrEqual(50);
      }),
    );
  });
});

/** Reads a literal of QuickBooks' query language up to its closing apostrophe; what is left is what would be run. */
function readLiteral(text: string): { value: string; rest: string } {
  let value = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === "'") return { value, rest: text.slice(index + 1) };
    if (character === '\\') index += 1;
    value += character === '\\' ? (text[index] ?? '') : character;
  }
  throw new Error('the literal is not closed');
}

describe('escapeQueryText', () => {
  it.each([
    ["O'Brien", "O\\'Brien"],
    ['a\\b', 'a\\\\b'],
    ["\\'", "\\\\\\'"],
    ['Smith & Sons', 'Smith & Sons'],
    ['', ''],
  ])('%j is %j', (text, expected) => {
    expect(escapeQueryText(text)).toBe(expected);
  });

  it('nothing gets out of the literal, and the literal means the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\\' ORx=]{0,20}$/)),
        (text) => {
          const literal = readLiteral(`${escapeQueryText(text)}' tail`);
          expect(literal).toEqual({ value: text.toWellFormed(), rest: ' tail' });
          expect(() => encodeURIComponent(escapeQueryText(text))).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
    expect(() => encodeURIComponent(escapeQueryText('\uD800'))).not.toThrow();
  });
});
