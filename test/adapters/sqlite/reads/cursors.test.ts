// Cursors are opaque: what was tampered with, or belongs to another list or order, is refused and never reaches SQL.
import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/contract/errors.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { byDate, question, seedInvoices } from './manyInvoices.ts';
import { insertActivity, insertLedger } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
let reads: StoreReads;

beforeAll(() => {
  database = makeTestDatabase();
  seedInvoices(database.db, 20, 1);
  for (let index = 0; index < 5; index += 1) {
    insertLedger(database.db, { fact_key: `in_${index} paid`, amount_total: 100 });
    insertActivity(database.db, {});
  }
  reads = makeReads(database.db);
});
afterAll(() => database.remove());

const invoices = (cursor: string | null, sort = byDate): { nextCursor: string | null; rows: unknown[] } =>
  reads.invoicesPage({ ...question, filter: {}, sort, cursor, limit: 3 });
const ledger = (cursor: string | null, direction: 'asc' | 'desc' = 'desc'): { nextCursor: string | null; rows: unknown[] } =>
  reads.ledgerPage({ ...question, filter: {}, direction, cursor, limit: 2 });
const activity = (cursor: string | null): { nextCursor: string | null; rows: unknown[] } => reads.activityPage({ cursor, limit: 2 });

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return 'accepted';
};

const refused: readonly string[] = [
  '',
  ' ',
  'x',
  '===',
  'not base64 !',
  encoded(null),
  encoded(7),
  encoded({}),
  encoded([]),
  encoded(['invoices:date:desc']),
  encoded(['invoices:date:desc', '2026-04-10']),
  encoded(['invoices:date:desc', '2026-04-10', 1, 2]),
  encoded(['invoices:date:desc', 20260410, 1]),
  encoded(['invoices:date:desc', null, 1]),
  encoded(['invoices:date:desc', '2026-04-10', '1']),
  encoded(['invoices:date:desc', '2026-04-10', 1.5]),
  encoded(['invoices:date:desc', '2026-04-10', 2 ** 60]),
  encoded(['invoices:date:desc', '2026-04-10', true]),
  encoded(['invoices:date:desc', ['2026-04-10'], 1]),
  encoded(['invoices:date:desc:row', 999_999]),
  encoded(['invoices:date:asc', '2026-04-10', 1]),
  encoded(['invoices:total:desc', 100, 1]),
  encoded(['__proto__', 1]),
  encoded(['constructor']),
  encoded(['toString', 1]),
];

describe('refused', () => {
  test.each(refused.map((cursor) => ({ cursor })))('$cursor', ({ cursor }) => {
    expect(codeOf(() => invoices(cursor))).toBe('BAD_INPUT');
    expect(codeOf(() => ledger(cursor))).toBe('BAD_INPUT');
    expect(codeOf(() => activity(cursor))).toBe('BAD_INPUT');
  });

  test('one list takes no cursor of another, and no order that of another order', () => {
    const ofInvoices = invoices(null).nextCursor;
    const ofLedger = ledger(null).nextCursor;
    const ofActivity = activity(null).nextCursor;
    expect([ofInvoices, ofLedger, ofActivity].every((cursor) => typeof cursor === 'string')).toBe(true);
    expect(codeOf(() => invoices(ofLedger))).toBe('BAD_INPUT');
    expect(codeOf(() => ledger(ofActivity))).toBe('BAD_INPUT');
    expect(codeOf(() => activity(ofInvoices))).toBe('BAD_INPUT');
    expect(codeOf(() => invoices(ofInvoices, { key: 'date', direction: 'asc' }))).toBe('BAD_INPUT');
    expect(codeOf(() => invoices(ofInvoices, { key: 'number', direction: 'desc' }))).toBe('BAD_INPUT');
    expect(codeOf(() => ledger(ofLedger, 'asc'))).toBe('BAD_INPUT');
    expect(codeOf(() => invoices(ofInvoices))).toBe('accepted');
    expect(codeOf(() => ledger(ofLedger))).toBe('accepted');
    expect(codeOf(() => activity(ofActivity))).toBe('accepted');
  });
});

test('any text is either accepted or refused as BAD_INPUT', () => {
  const anyCursor = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(fc.oneof(fc.constantFrom('invoices:date:desc', 'ledger:desc', 'activity'), fc.string(), fc.integer(), fc.constant(null), fc.boolean())).map(encoded),
  );
  fc.assert(
    fc.property(anyCursor, (cursor) => {
      for (const act of [() => invoices(cursor), () => ledger(cursor), () => activity(cursor)]) expect(['accepted', 'BAD_INPUT']).toContain(codeOf(act));
    }),
    { numRuns: 300 },
  );
});

test('a cursor with changed values only moves the place, it reads nothing else', () => {
  const all = invoices(null).rows.length;
  expect(invoices(encoded(['invoices:date:desc', "' OR 1=1 --", 1])).rows.length).toBeLessThanOrEqual(all);
  expect(invoices(encoded(['invoices:date:desc', '', 1])).rows).toEqual([]);
});
