// The invoice list by key: every row exactly once over all pages, in every order, whatever the ties and gaps.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invoiceSortKeys, type InvoiceFilter } from '../../../../src/contract/invoices.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { allRows, byDate, meets, question, readAllPages, seedInvoices, sorted } from './manyInvoices.ts';
import { insertInvoice } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
/** With the measured limits everything is gathered; with none everything is walked. */
let waysOfReading: readonly { name: string; reads: StoreReads }[];

beforeAll(() => {
  database = makeTestDatabase();
  seedInvoices(database.db, 260, 7);
  waysOfReading = [
    { name: 'gathering', reads: makeReads(database.db) },
    { name: 'walking', reads: makeReads(database.db, { gather: -1, sum: -1, scan: 0, fold: 20 }) },
  ];
});
afterAll(() => database.remove());

const quarterOf = (id: number): string | null => database.db.prepare('SELECT quarter FROM billing_invoices WHERE id = ?').pluck().get(id) as string | null;

const filters: readonly InvoiceFilter[] = [
  {},
  { status: ['paid'] },
  { status: ['open', 'paid', 'void'] },
  { status: ['no such status'] },
  { status: [], qbStatus: [] },
  { qbStatus: ['failed', 'abandoned', 'payment_pending'] },
  { qbStatus: ['synced', 'synced'], status: ['paid'], quarter: '2026-Q4' },
  { revenueType: ['one_off_purchase', 'platform_fee'] },
  { from: '2026-04-01', to: '2026-06-30' },
  { from: '2026-07-01' },
  { to: '2026-03-31', feePending: false },
  { feePending: true },
  { quarter: '2027-Q1', qbStatus: ['awaiting_review', 'approved'] },
  { revenueType: ['marketplace_fee'] },
  { revenueType: ['marketplace_fee'], status: ['paid'], from: '2026-05-05' },
  { rtoCode: '40001' },
  { rtoCode: 'none' },
  { search: 'acme' },
  { search: '399', qbStatus: ['synced'] },
  { search: 'college', rtoCode: '40001', status: ['paid'] },
];

describe.each(invoiceSortKeys.flatMap((key) => [{ key, direction: 'asc' as const }, { key, direction: 'desc' as const }]))('by $key $direction', (sort) => {
  test.each(filters.map((filter) => ({ filter, text: JSON.stringify(filter) })))('$text', ({ filter }) => {
    const expected = sorted(
      allRows(database.db).filter((row) => meets(row, filter, quarterOf)),
      sort,
    ).map((row) => row.id);
    for (const { name, reads } of waysOfReading) {
      for (const limit of [7, 500]) {
        const ids = readAllPages(reads, filter, sort, limit).map((row) => row.id);
        expect(ids, `${name}, pages of ${limit}`).toEqual(expected);
      }
    }
  });
});

test('a page of one row at a time loses nothing either', () => {
  for (const key of invoiceSortKeys) {
    const ids = readAllPages(waysOfReading[1]?.reads as StoreReads, { search: 'a' }, { key, direction: 'desc' }, 1).map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(allRows(database.db).filter((row) => meets(row, { search: 'a' }, quarterOf)).length);
  }
});

test('a row that is added before the place where reading goes on does not shift the pages', () => {
  const own = makeTestDatabase();
  seedInvoices(own.db, 40, 3);
  const reads = makeReads(own.db);
  const before = sorted(allRows(own.db), byDate).map((row) => row.id);
  const first = reads.invoicesPage({ ...question, filter: {}, sort: byDate, limit: 10 });
  insertInvoice(own.db, { stripe_invoice_id: 'in_new', local_date: '2026-12-31' });
  const second = reads.invoicesPage({ ...question, filter: {}, sort: byDate, limit: 10, cursor: first.nextCursor });
  expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(before.slice(0, 20));
  expect(second.allCount).toBe(42);
  own.remove();
});

test('a client name too long for a cursor still pages', () => {
  const own = makeTestDatabase();
  for (let index = 0; index < 9; index += 1) {
    insertInvoice(own.db, { stripe_invoice_id: `in_${index}`, client_name: `${'学院'.repeat(200)} ${index % 3}` });
  }
  const reads = makeReads(own.db);
  for (const direction of ['asc', 'desc'] as const) {
    const expected = sorted(allRows(own.db), { key: 'client', direction }).map((row) => row.id);
    expect(readAllPages(reads, {}, { key: 'client', direction }, 2).map((row) => row.id)).toEqual(expected);
  }
  own.remove();
});

test('an empty database has an empty page and no totals to speak of', () => {
  const own = makeTestDatabase();
  const page = makeReads(own.db).invoicesPage({ ...question, filter: {}, sort: byDate });
  expect(page).toEqual({
    rows: [],
    nextCursor: null,
    totals: { count: 0, exGstCents: 0, gstCents: 0, totalCents: 0, feeCents: 0, otherCurrencyCount: 0 },
    allCount: 0,
  });
  own.remove();
});
