// Totals of a filtered set equal what one gets by adding up its rows, however the rows came about and changed.
import type Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qbSyncStatuses, revenueTypes } from '../../../../src/contract/values.ts';
import { invoiceTotals, type InvoiceFilter, type InvoiceRow, type InvoiceTotals } from '../../../../src/contract/invoices.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { allRows, byDate, meets, orgNames, question, randomFrom, seedInvoices, sorted } from './manyInvoices.ts';
import { insertInvoice } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

const seed = Date.now() % 1_000_000;

const quartersOf = (db: Database.Database): ((id: number) => string | null) => {
  const quarters = new Map((db.prepare('SELECT id, quarter FROM billing_invoices').all() as { id: number; quarter: string | null }[]).map((row) => [row.id, row.quarter]));
  return (id) => quarters.get(id) ?? null;
};

function added(rows: readonly InvoiceRow[]): InvoiceTotals {
  const home = rows.filter((row) => row.currency === 'aud');
  const sum = (of: (row: InvoiceRow) => number): number => home.reduce((total, row) => total + of(row), 0);
  return {
    count: rows.length,
    exGstCents: sum((row) => row.exGstCents),
    gstCents: sum((row) => row.gstCents),
    totalCents: sum((row) => row.totalCents),
    feeCents: sum((row) => row.feeCents ?? 0),
    otherCurrencyCount: rows.length - home.length,
  };
}

const someOf = <T>(values: readonly T[]): fc.Arbitrary<T[] | undefined> => fc.option(fc.subarray([...values]), { nil: undefined, freq: 2 });
const oneOfOrNone = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

const anyFilter: fc.Arbitrary<InvoiceFilter> = fc
  .record({
    status: someOf(['paid', 'open', 'void', 'draft', 'uncollectible', 'nonsense']),
    qbStatus: someOf(qbSyncStatuses),
    revenueType: someOf(revenueTypes),
    from: oneOfOrNone('2026-03-31', '2026-04-02', '2026-07-01', '2027-01-01'),
    to: oneOfOrNone('2026-04-10', '2026-06-29', '2026-09-09'),
    quarter: oneOfOrNone('2026-Q3', '2026-Q4', '2027-Q1', '2020-Q1'),
    feePending: oneOfOrNone(true, false),
    rtoCode: oneOfOrNone('40000', '40001', '49999'),
    search: fc.option(fc.oneof(fc.constantFrom('399', '399.00', '$1,234.50', 'rtp-0', 'RTP-1', '38', '40001', 'nothing like it'), fc.constantFrom(...orgNames), fc.string({ maxLength: 4 })), {
      nil: undefined,
    }),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as InvoiceFilter);

describe('of any filter', () => {
  let database: TestDatabase;
  let readers: readonly StoreReads[];
  beforeAll(() => {
    database = makeTestDatabase();
    seedInvoices(database.db, 300, 11);
    readers = [makeReads(database.db), makeReads(database.db, { gather: 5, sum: 300, scan: 0, fold: 50 })];
  });
  afterAll(() => database.remove());

  test(`rows and sums are those of the naive list (seed ${seed})`, () => {
    const rows = allRows(database.db);
    const quarterOf = quartersOf(database.db);
    fc.assert(
      fc.property(anyFilter, fc.constantFrom('date', 'number', 'client', 'total', 'status', 'qbStatus', 'fee'), fc.constantFrom('asc', 'desc'), (filter, key, direction) => {
        const expected = sorted(
          rows.filter((row) => meets(row, filter, quarterOf)),
          { key, direction },
        );
        for (const reads of readers) {
          const page = reads.invoicesPage({ ...question, filter, sort: { key, direction }, limit: 500 });
          expect(page.rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
          expect(invoiceTotals.parse(page.totals)).toEqual(added(expected));
          expect(page.allCount).toBe(rows.length);
        }
      }),
      { seed, numRuns: 400 },
    );
  });
});

describe('kept per day', () => {
  /** One change of the table, as the program or a reset of test data makes them. */
  function change(db: Database.Database, random: (below: number) => number, serial: number): void {
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
    const row = db.prepare('SELECT id FROM billing_invoices ORDER BY id LIMIT 1 OFFSET ?').pluck().get(random(60)) as number | undefined;
    const act = random(row === undefined ? 1 : 8);
    if (act <= 2) insertInvoice(db, { stripe_invoice_id: `in_new_${serial}`, amount_total: pick([100, 39900]), currency: pick(['aud', 'usd']), qb_sync_status: 'not_applicable' });
    else if (act === 3) db.prepare('DELETE FROM billing_invoices WHERE id = ?').run(row);
    // The newest row's id is given out again.
    else if (act === 4) db.prepare('DELETE FROM billing_invoices WHERE id = (SELECT MAX(id) FROM billing_invoices)').run();
    else if (act === 5) db.prepare(`UPDATE billing_invoices SET status = ?, quarter = ?, local_date = ? WHERE id = ?`).run(pick(['paid', 'open']), pick([null, '2026-Q4']), pick(['2026-04-10', '2026-05-01']), row);
    else if (act === 6) db.prepare(`UPDATE billing_invoices SET stripe_fee_cents = ?, fee_state = ?, qb_sync_status = ? WHERE id = ?`).run(pick([null, 5, 70]), pick(['known', 'pending']), pick(['approved', 'failed']), row);
    else db.prepare(`UPDATE billing_invoices SET updated_at = updated_at, row_version = row_version + 1, amount_refunded = 5 WHERE id = ?`).run(row);
  }

  test.each([0, 3, 1000])('follow every insert, change and removal, folding after %i rows', (fold) => {
    const { db, remove } = makeTestDatabase();
    const reads = makeReads(db, { gather: 10, sum: 1000, scan: 0, fold });
    const random = randomFrom(fold + 1);
    for (let serial = 0; serial < 400; serial += 1) {
      change(db, random, serial);
      if (random(3) > 0) continue;
      const rows = allRows(db);
      const quarterOf = quartersOf(db);
      for (const filter of [{}, { status: ['paid'] }, { quarter: '2026-Q4', qbStatus: ['approved' as const] }, { feePending: true }]) {
        const page = reads.invoicesPage({ ...question, filter, sort: byDate, limit: 1 });
        expect(page.totals, `after change ${serial}`).toEqual(added(rows.filter((row) => meets(row, filter, quarterOf))));
        expect(page.allCount).toBe(rows.length);
      }
    }
    const folded = db.prepare('SELECT COUNT(*) FROM billing_invoice_totals').pluck().get() as number;
    expect(folded > 0).toBe(fold < 1000);
    remove();
  });

  test('upserts and replacements count once', () => {
    const { db, remove } = makeTestDatabase();
    const reads = makeReads(db, { gather: 10, sum: 1000, scan: 0, fold: 0 });
    insertInvoice(db, { stripe_invoice_id: 'in_1', amount_total: 100 });
    expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals?.totalCents).toBe(100);
    db.prepare(`INSERT INTO billing_invoices SELECT * FROM billing_invoices WHERE 1 ON CONFLICT (stripe_invoice_id) DO UPDATE SET amount_total = 220, amount_ex_gst = 200, gst_amount = 20`).run();
    expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals).toMatchObject({ count: 1, totalCents: 220, exGstCents: 200 });
    db.prepare(`REPLACE INTO billing_invoices SELECT * FROM billing_invoices`).run();
    expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals).toMatchObject({ count: 1, totalCents: 220 });
    remove();
  });

  test('folding inside a transaction that is rolled back leaves the totals right', () => {
    const { db, remove } = makeTestDatabase();
    const reads = makeReads(db, { gather: 10, sum: 1000, scan: 0, fold: 0 });
    insertInvoice(db, { stripe_invoice_id: 'in_1', amount_total: 100 });
    expect(() =>
      db.transaction(() => {
        insertInvoice(db, { stripe_invoice_id: 'in_2', amount_total: 100 });
        expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals?.count).toBe(2);
        throw new Error('rolled back');
      })(),
    ).toThrow('rolled back');
    expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals?.count).toBe(1);
    remove();
  });

  test('a database that can only be read is read all the same', () => {
    const { db, remove } = makeTestDatabase();
    insertInvoice(db, { stripe_invoice_id: 'in_1', amount_total: 100 });
    db.pragma('query_only = ON');
    const reads = makeReads(db, { gather: 10, sum: 1000, scan: 0, fold: 0 });
    expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate }).totals?.count).toBe(1);
    expect(reads.ledgerPage({ ...question, filter: {}, direction: 'desc' }).allCount).toBe(0);
    remove();
  });
});

test('a search that finds more rows than can be summed has no totals, a narrower one has', () => {
  const { db, remove } = makeTestDatabase();
  seedInvoices(db, 120, 5);
  const reads = makeReads(db, { gather: 5, sum: 20, scan: 0, fold: 0 });
  const totalsOf = (filter: InvoiceFilter): InvoiceTotals | null => reads.invoicesPage({ ...question, filter, sort: byDate }).totals;
  expect(totalsOf({ search: 'a' })).toBeNull();
  expect(totalsOf({ search: 'a', quarter: '2026-Q3', qbStatus: ['failed'] })).not.toBeNull();
  expect(totalsOf({})).not.toBeNull();
  expect(reads.invoicesPage({ ...question, filter: {}, sort: byDate, withTotals: false }).totals).toBeNull();
  remove();
});
