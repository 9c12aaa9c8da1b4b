// Whatever arrives under the name of a Stripe object: a typed refusal or facts of the right kinds, never an exception.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBalanceTransaction } from '../../../src/domain/stripe/readBalanceTransaction.ts';
import { readCharge } from '../../../src/domain/stripe/readCharge.ts';
import { readCustomer } from '../../../src/domain/stripe/readCustomer.ts';
import { readDispute } from '../../../src/domain/stripe/readDispute.ts';
import { readEvent } from '../../../src/domain/stripe/readEvent.ts';
import { readInvoice } from '../../../src/domain/stripe/readInvoice.ts';
import { readInvoiceLine } from '../../../src/domain/stripe/readInvoiceLine.ts';
import { readInvoicePayment } from '../../../src/domain/stripe/readInvoicePayment.ts';
import { readCreditNote } from '../../../src/domain/stripe/readCreditNote.ts';
import { readFraudWarning } from '../../../src/domain/stripe/readFraudWarning.ts';
import { readPaymentIntent } from '../../../src/domain/stripe/readPaymentIntent.ts';
import { readPaymentMethod } from '../../../src/domain/stripe/readPaymentMethod.ts';
import { readPayout } from '../../../src/domain/stripe/readPayout.ts';
import { readPrice } from '../../../src/domain/stripe/readPrice.ts';
import { readProduct } from '../../../src/domain/stripe/readProduct.ts';
import { readRefund } from '../../../src/domain/stripe/readRefund.ts';
import { readSubscription } from '../../../src/domain/stripe/readSubscription.ts';
import { readSubscriptionSchedule } from '../../../src/domain/stripe/readSubscriptionSchedule.ts';
import type { Reading } from '../../../src/domain/stripe/tolerantFields.ts';
import { newestCharge, newestInvoice, newestSubscription, sampleInvoice, type Json } from './sampleObjects.ts';

const readers: readonly (readonly [string, (json: unknown) => Reading<object>])[] = [
  ['invoice', readInvoice],
  ['line', readInvoiceLine],
  ['invoice payment', readInvoicePayment],
  ['charge', readCharge],
  ['balance transaction', readBalanceTransaction],
  ['customer', readCustomer],
  ['subscription', readSubscription],
  ['price', readPrice],
  ['product', readProduct],
  ['refund', readRefund],
  ['dispute', readDispute],
  ['payout', readPayout],
  ['event', readEvent],
  ['payment method', readPaymentMethod],
  ['payment intent', readPaymentIntent],
  ['credit note', readCreditNote],
  ['early fraud warning', readFraudWarning],
  ['subscription schedule', readSubscriptionSchedule],
];

const nonsense = fc.oneof(
  fc.anything({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    '',
    '\uD800',
    'a\u0000b',
    '__proto__',
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2 ** 53,
    -0,
    Number.NaN,
    Infinity,
    1.5,
    10n ** 30n,
    [],
    [[]],
    {},
    { id: 5 },
    { data: {} },
    { data: [null, 5] },
  ),
  fc.string({ unit: 'binary' }),
);

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Paths of what the database must not be given: amounts that are no safe integers, instants of another form, text that isn't storable. */
function notStorable(value: unknown, path = ''): string[] {
  const say = (isFine: boolean): string[] => (isFine ? [] : [path]);
  if (typeof value === 'number') return say(Number.isSafeInteger(value) && !Object.is(value, -0));
  if (typeof value === 'string') {
    const isInstant = /(?:At|On|Start|End|By|Date)$/.test(path);
    return say(value.isWellFormed() && !value.includes('\u0000') && (!isInstant || instantPattern.test(value)));
  }
  if (Array.isArray(value)) return value.flatMap((item) => notStorable(item, path));
  if (typeof value !== 'object' || value === null) return say(typeof value === 'boolean' || value === null);
  // The event's own object is passed on as it came; the names of metadata are the client's.
  const members = Object.entries(value).filter(([key]) => key !== 'object' && !/metadata$/i.test(key));
  return [
    ...say(Object.getPrototypeOf(value) === Object.prototype),
    ...members.flatMap(([key, member]) => notStorable(member, key)),
  ];
}

/** What is wrong with a reading; empty for a refusal that says why, or for storable facts. */
function faultsOf(reading: Reading<object>): string[] {
  if (reading.ok) return notStorable(reading.value);
  return reading.oddities.length > 0 ? [] : ['refused without a reason'];
}

function mutated(source: Json, path: readonly number[], replacement: unknown): unknown {
  const copy = structuredClone(source);
  let place: Record<string, unknown> | unknown[] = copy;
  for (const [level, step] of path.entries()) {
    const keys = Object.keys(place);
    if (keys.length === 0) return copy;
    const key = keys[step % keys.length] ?? '';
    const next: unknown = (place as Record<string, unknown>)[key];
    if (level === path.length - 1 || typeof next !== 'object' || next === null) {
      (place as Record<string, unknown>)[key] = replacement;
      return copy;
    }
    place = next as Record<string, unknown>;
  }
  return copy;
}

describe.each(readers)('%s', (_name, read) => {
  it('never throws, and answers a refusal or storable facts', () => {
    fc.assert(
      fc.property(nonsense, (json) => {
        expect(faultsOf(read(json))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

const wholeObjects: readonly (readonly [string, (json: unknown) => Reading<object>, Json])[] = [
  ['invoice', readInvoice, newestInvoice(sampleInvoice)],
  ['subscription', readSubscription, newestSubscription],
  ['charge', readCharge, newestCharge],
  [
    'event',
    readEvent,
    {
      id: 'evt_1',
      type: 'x',
      created: 1_775_001_600,
      livemode: false,
      data: { object: { id: 'in_1', object: 'invoice' }, previous_attributes: {} },
      request: { idempotency_key: 'k' },
    },
  ],
];

describe.each(wholeObjects)('%s with one field replaced by anything', (_name, read, whole) => {
  it('is refused or read to storable facts, and no value is told', () => {
    const places = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(places, nonsense, (path, replacement) => {
        const reading = read(mutated(whole, path, replacement));
        expect(faultsOf(reading)).toEqual([]);
        expect(
          reading.oddities.filter((oddity) => !/^[a-z0-9_.[\]*]*: [A-Za-z ]+(?:, [a-z ]+)?$/.test(oddity)),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('particular attacks', () => {
  it('`__proto__` and `constructor` in JSON change no prototype and become no metadata of others', () => {
    const json: unknown = JSON.parse(
      `{"id":"in_1","livemode":false,"status":"paid","currency":"aud","total":1,"created":1,"__proto__":{"polluted":true},"metadata":{"__proto__":{"polluted":true},"constructor":"x","a":"b"}}`,
    );
    const reading = readInvoice(json);
    expect(reading.ok && Object.keys(reading.value.metadata)).toEqual(['constructor', 'a']);
    expect(reading.oddities).toEqual(['metadata: a name that is not allowed']);
    expect(({} as Json)['polluted']).toBeUndefined();
    expect(reading.ok && (reading.value.metadata as Json)['polluted']).toBeUndefined();
  });

  it('nesting of any depth', () => {
    let deep: unknown = {};
    for (let level = 0; level < 200_000; level += 1) deep = { data: deep, object: deep, lines: deep };
    for (const [, read] of readers) {
      expect(read(deep).ok).toBe(false);
      expect(read({ id: 'in_1', parent: deep, lines: deep, items: deep, metadata: deep }).ok).toBe(
        read === readProduct,
      );
    }
  });

  it('of a list of a million lines only the first few are read', () => {
    const lines = Array.from({ length: 1_000_000 }, () => 5);
    const reading = readInvoice({ ...newestInvoice(sampleInvoice), lines: { data: lines, has_more: false } });
    expect(reading.ok && reading.value.linesHasMore).toBe(true);
  });

  it('text keeps its meaning: lone surrogates are replaced, NUL is removed', () => {
    const reading = readInvoice({
      ...newestInvoice(sampleInvoice),
      customer_name: 'A\uD800B\u0000C',
      customer_email: "O'Brien <script>",
    });
    expect(reading.ok && [reading.value.customerName, reading.value.customerEmail]).toEqual([
      'A\uFFFDBC',
      "O'Brien <script>",
    ]);
  });
});
