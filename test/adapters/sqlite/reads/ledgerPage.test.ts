// The ledger list: every row exactly once in the order recorded, filters and totals as added up naively.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerRow, type LedgerFilter, type LedgerRow } from '../../../../src/contract/ledger.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { question, randomFrom } from './manyInvoices.ts';
import { insertInvoice, insertLedger, insertOrg } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

const seed = Date.now() % 1_000_000;

let database: TestDatabase;
let everything: readonly LedgerRow[];
/** The whole ledger in one look; and in stretches of seven ids, as a large one is searched. */
let whole: StoreReads;
let large: StoreReads;

const kinds = ['subscription_payment', 'refund', 'qb_synced', 'plan_upgraded', 'refund_failed'] as const;
const days = [
  ['2026-03-31', '2026-Q3'],
  ['2026-04-10', '2026-Q4'],
  ['2026-07-01', '2027-Q1'],
] as const;

beforeAll(() => {
  database = makeTestDatabase();
  const { db } = database;
  const random = randomFrom(5);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  for (const [id, name, code] of [['a', 'Acme Training', '40123'], ['b', 'Bright Skills', '40124']] as const) insertOrg(db, { id, name, rto_code: code });
  for (let index = 1; index <= 12; index += 1) {
    insertInvoice(db, { stripe_invoice_id: `in_${index}`, org_id: index % 3 === 0 ? null : index % 2 === 0 ? 'a' : 'b', client_name: index % 3 === 0 ? 'Walk-in' : 'x', invoice_number: index % 4 === 0 ? null : `RTP-00${index + 10}`, amount_total: 39900 });
  }
  let running = 0;
  for (let index = 0; index < 160; index += 1) {
    const kind = pick(kinds);
    const invoiceId = random(5) === 0 ? null : 1 + random(12);
    const total = kind === 'subscription_payment' || kind === 'refund_failed' ? pick([39900, 69900]) : kind === 'refund' ? -pick([39900, 5000]) : 0;
    const [localDate, quarter] = pick(days);
    running += total;
    insertLedger(db, {
      fact_key: `src_${index} ${kind}`,
      source_id: `src_${index}`,
      event_type: kind,
      amount_total: total,
      currency: pick(['aud', 'aud', 'usd']),
      is_test: random(6) === 0 ? 1 : 0,
      invoice_id: invoiceId,
      org_id: invoiceId === null ? pick([null, 'a', 'b']) : invoiceId % 3 === 0 ? null : invoiceId % 2 === 0 ? 'a' : 'b',
      description: pick(['RTOpacks Pro — monthly subscription, 5 seats, April 2026', 'Refund of RTP-0011', "O'Brien 50% off_now"]),
      local_date: localDate,
      quarter,
      running_total: running,
    });
  }
  whole = makeReads(db);
  large = makeReads(db, { gather: 4, sum: 10, scan: 7, fold: 11 });
  everything = readAll(whole, {}, 'asc', 500);
});
afterAll(() => database.remove());

function readAll(reads: StoreReads, filter: LedgerFilter, direction: 'asc' | 'desc', limit: number): LedgerRow[] {
  const rows: LedgerRow[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 1000; pages += 1) {
    const page = reads.ledgerPage({ ...question, filter, direction, cursor, limit, withTotals: false });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows.map((row) => ledgerRow.parse(row)));
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
  }
  throw new Error('the pages never end');
}

const meets = (row: LedgerRow, filter: LedgerFilter): boolean =>
  (filter.eventType === undefined || filter.eventType.length === 0 || filter.eventType.includes(row.eventType)) &&
  (filter.moneyOnly !== true || row.totalCents !== 0) &&
  (filter.from === undefined || row.date >= filter.from) &&
  (filter.to === undefined || row.date <= filter.to) &&
  (filter.quarter === undefined || row.quarter === filter.quarter) &&
  (filter.invoiceId === undefined || row.invoiceId === filter.invoiceId);

const totalsOf = (rows: readonly LedgerRow[]): { count: number; exGstCents: number; gstCents: number; totalCents: number } => {
  const home = rows.filter((row) => row.currency === 'aud');
  return {
    count: rows.length,
    exGstCents: home.reduce((sum, row) => sum + row.exGstCents, 0),
    gstCents: home.reduce((sum, row) => sum + row.gstCents, 0),
    totalCents: home.reduce((sum, row) => sum + row.totalCents, 0),
  };
};

test('the whole ledger, in the order recorded, with names, numbers and the stored running total', () => {
  expect(everything.map((row) => row.id)).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
  const stored = database.db.prepare('SELECT running_total FROM billing_ledger ORDER BY id').pluck().all();
  expect(everything.map((row) => row.runningTotalCents)).toEqual(stored);
  const numberOf = (invoiceId: number | null): string | null => (invoiceId === null || invoiceId % 4 === 0 ? null : `RTP-00${invoiceId + 10}`);
  expect(everything.map((row) => row.invoiceNumber)).toEqual(everything.map((row) => numberOf(row.invoiceId)));
  const walkIns = everything.filter((row) => row.invoiceId !== null && row.invoiceId % 3 === 0);
  expect(new Set(walkIns.map((row) => row.clientName))).toEqual(new Set(['Walk-in']));
});

const anyFilter: fc.Arbitrary<LedgerFilter> = fc.record(
  {
    eventType: fc.subarray([...kinds, 'nothing'] as string[]),
    moneyOnly: fc.boolean(),
    from: fc.constantFrom('2026-03-31', '2026-04-01', '2026-07-02'),
    to: fc.constantFrom('2026-04-09', '2026-04-10', '2026-12-31'),
    quarter: fc.constantFrom('2026-Q3', '2026-Q4', '2030-Q1'),
    invoiceId: fc.integer({ min: 1, max: 13 }),
  },
  { requiredKeys: [] },
);

test(`any filter, both ways, any page size: rows and totals are the naive ones (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyFilter, fc.constantFrom('asc', 'desc'), fc.constantFrom(1, 3, 50, 500), (filter, direction, limit) => {
      const expected = everything.filter((row) => meets(row, filter));
      const ids = expected.map((row) => row.id);
      for (const reads of [whole, large]) {
        expect(readAll(reads, filter, direction, limit).map((row) => row.id)).toEqual(direction === 'asc' ? ids : ids.toReversed());
        const page = reads.ledgerPage({ ...question, filter, direction });
        expect(page.totals).toEqual(totalsOf(expected));
        expect(page.allCount).toBe(160);
        expect(page.eventTypes).toEqual([...kinds].toSorted());
      }
    }),
    { seed, numRuns: 150 },
  );
});

const searches: readonly { search: string; finds: (row: LedgerRow) => boolean; why: string }[] = [
  { search: 'acme', finds: (row) => row.clientName === 'Acme Training', why: 'client' },
  { search: '40124', finds: (row) => row.clientName === 'Bright Skills', why: 'RTO code' },
  { search: 'RTP-0011', finds: (row) => row.invoiceNumber === 'RTP-0011' || row.description.includes('RTP-0011'), why: 'number' },
  { search: '399', finds: (row) => Math.abs(row.totalCents) === 39900, why: 'amount, whatever its sign' },
  { search: '$50.00', finds: (row) => row.totalCents === -5000, why: 'amount of a refund' },
  { search: 'src_17', finds: (row) => row.source === 'src_17', why: 'vendor object' },
  { search: 'plan upgraded', finds: (row) => row.eventType === 'plan_upgraded', why: 'kind of event' },
  { search: 'monthly', finds: (row) => row.description.includes('monthly'), why: 'word of the description' },
  { search: '50% OFF_', finds: (row) => row.description.includes('50% off_'), why: 'characters stand for themselves' },
  { search: '50_', finds: () => false, why: 'an underscore is no wildcard' },
  { search: 'a\0', finds: () => false, why: 'NUL' },
  { search: ' ', finds: () => true, why: 'nothing searched for' },
];

describe('search', () => {
  test.each(searches)('"$search" ($why)', ({ search, finds }) => {
    const expected = everything.filter(finds);
    for (const direction of ['asc', 'desc'] as const) {
      const ids = expected.map((row) => row.id);
      expect(readAll(whole, { search }, direction, 9).map((row) => row.id)).toEqual(direction === 'asc' ? ids : ids.toReversed());
    }
    expect(whole.ledgerPage({ ...question, filter: { search }, direction: 'desc' }).totals).toEqual(totalsOf(expected));
  });

  test('a large ledger is searched by its indexes where they find something', () => {
    for (const { search, finds } of searches.slice(0, 2)) {
      expect(readAll(large, { search }, 'desc', 4).map((row) => row.id)).toEqual(everything.filter(finds).map((row) => row.id).toReversed());
    }
    const exact = large.ledgerPage({ ...question, filter: { search: 'src_17' }, direction: 'desc' });
    expect(exact.rows.map((row) => row.source)).toEqual(['src_17']);
    expect(exact.totals?.count).toBe(1);
    expect(large.ledgerPage({ ...question, filter: { search: '$50.00' }, direction: 'desc' }).rows.every((row) => row.totalCents === -5000)).toBe(true);
  });

  test('else in stretches: short pages, nothing lost, no totals', () => {
    for (const search of ['monthly', 'plan upgraded', 'not there at all']) {
      for (const direction of ['asc', 'desc'] as const) {
        const ids = everything.filter((row) => row.description.includes(search) || row.eventType.includes(search.replaceAll(' ', '_'))).map((row) => row.id);
        expect(readAll(large, { search }, direction, 5).map((row) => row.id)).toEqual(direction === 'asc' ? ids : ids.toReversed());
      }
      expect(large.ledgerPage({ ...question, filter: { search }, direction: 'desc' }).totals).toBeNull();
    }
  });

  test('within one invoice it looks everywhere', () => {
    const expected = everything.filter((row) => row.invoiceId === 2 && row.description.includes('monthly'));
    for (const reads of [whole, large]) {
      const page = reads.ledgerPage({ ...question, filter: { invoiceId: 2, search: 'monthly' }, direction: 'asc' });
      expect(page.rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
      expect(page.totals).toEqual(totalsOf(expected));
    }
  });
});
