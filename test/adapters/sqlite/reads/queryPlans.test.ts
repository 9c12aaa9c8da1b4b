// How SQLite carries the lists out: by an index in the order shown, never by sorting the table.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invoiceSortKeys, type InvoiceFilter } from '../../../../src/contract/invoices.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { byDate, question, seedInvoices } from './manyInvoices.ts';
import { noting, type Carried } from './notedPlans.ts';
import { insertActivity, insertLedger } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
let carried: Carried[];
let reads: StoreReads;

beforeAll(() => {
  database = makeTestDatabase();
  seedInvoices(database.db, 200, 3);
  for (let index = 0; index < 50; index += 1) {
    insertLedger(database.db, { fact_key: `in_${index} paid`, amount_total: 100 * index, event_type: index % 3 === 0 ? 'refund' : 'subscription_payment' });
    insertActivity(database.db, { result: index % 9 === 0 ? 'failed' : 'ok' });
  }
  carried = [];
  reads = makeReads(noting(database.db, (one) => carried.push(one)), { gather: 10_000, sum: 100_000, scan: 250_000, fold: 2000 });
});
afterAll(() => database.remove());

/** Plans of the statements that read rows of the list (not counts and sums). */
function plansOf(table: string, act: () => unknown): string[] {
  carried = [];
  act();
  return carried.filter(({ sql }) => sql.includes(`FROM ${table} `) && /ORDER BY[\s\S]*LIMIT \?$/.test(sql)).map(({ plan }) => plan);
}

const pagePlans = (filter: InvoiceFilter, sort = byDate as Parameters<StoreReads['invoicesPage']>[0]['sort']): string[] => {
  const first = reads.invoicesPage({ ...question, filter, sort, limit: 5 });
  return [
    ...plansOf('billing_invoices', () => reads.invoicesPage({ ...question, filter, sort, limit: 5 })),
    ...plansOf('billing_invoices', () => reads.invoicesPage({ ...question, filter, sort, limit: 5, cursor: first.nextCursor })),
  ];
};

describe('invoices', () => {
  test.each(invoiceSortKeys.flatMap((key) => (['asc', 'desc'] as const).map((direction) => ({ key, direction }))))('by $key $direction: the order is an index', (sort) => {
    const plans = pagePlans({}, sort);
    expect(plans.length).toBeGreaterThanOrEqual(2);
    for (const plan of plans) {
      expect(plan).toMatch(/USING INDEX billing_invoices_by_/);
      expect(plan).not.toMatch(/USE TEMP B-TREE/);
    }
  });

  test.each([
    { key: 'date', within: 'by_date (local_date=? AND id<?)', beyond: 'by_date (local_date<?)' },
    { key: 'total', within: 'by_total (amount_total=? AND id<?)', beyond: 'by_total (amount_total<?)' },
    { key: 'client', within: 'by_client (client_name=? AND id<?)', beyond: 'by_client (client_name<?)' },
    { key: 'fee', within: 'by_fee (stripe_fee_cents=? AND id<?)', beyond: 'by_fee (stripe_fee_cents' },
    { key: 'number', within: 'by_number (<expr>=? AND invoice_number<?)', beyond: 'by_number (<expr><?)' },
    { key: 'status', within: 'by_status (status=? AND local_date=? AND id<?)', beyond: 'by_status (status=? AND local_date<?)' },
    { key: 'qbStatus', within: 'by_qb_status (qb_sync_status=? AND local_date=? AND id<?)', beyond: 'by_qb_status (qb_sync_status=? AND local_date<?)' },
  ] as const)('the next page by $key begins at the cursor, also within equal values', ({ key, within, beyond }) => {
    const sort = { key, direction: 'desc' } as const;
    const first = reads.invoicesPage({ ...question, filter: {}, sort, limit: 5 });
    const plans = plansOf('billing_invoices', () => reads.invoicesPage({ ...question, filter: {}, sort, limit: 500, cursor: first.nextCursor }));
    expect(plans.join('\n')).toContain(`SEARCH billing_invoices USING INDEX billing_invoices_${within}`);
    expect(plans.join('\n')).toContain(`SEARCH billing_invoices USING INDEX billing_invoices_${beyond}`);
  });

  const one: readonly { filter: InvoiceFilter; index: string }[] = [
    { filter: { qbStatus: ['failed'] }, index: 'billing_invoices_by_qb_status (qb_sync_status=? AND local_date=? AND id<?)' },
    { filter: { qbStatus: ['awaiting_review', 'approved'] }, index: 'billing_invoices_by_qb_status (qb_sync_status=?' },
    { filter: { qbStatus: ['synced'], from: '2026-04-01', to: '2026-06-30' }, index: 'billing_invoices_by_qb_status (qb_sync_status=? AND local_date>? AND local_date<?)' },
    { filter: { status: ['paid'] }, index: 'billing_invoices_by_status (status=? AND local_date=? AND id<?)' },
    { filter: { quarter: '2026-Q4' }, index: 'billing_invoices_by_quarter (quarter=? AND local_date=? AND id<?)' },
    { filter: { revenueType: ['subscription'] }, index: 'billing_invoices_by_revenue_type (revenue_type=? AND local_date=? AND id<?)' },
    { filter: { feePending: true }, index: 'billing_invoices_fee_pending (local_date=? AND id<?)' },
    { filter: { from: '2026-04-01', to: '2026-06-30' }, index: 'billing_invoices_by_date (local_date>? AND local_date<?)' },
  ];
  test.each(one.map((each) => ({ ...each, text: JSON.stringify(each.filter) })))('$text: its index leads, in order', ({ filter, index }) => {
    const plans = pagePlans(filter);
    expect(plans.length).toBeGreaterThanOrEqual(2);
    expect(plans.join('\n')).toContain(index);
    for (const plan of plans) {
      expect(plan).toMatch(/(SEARCH|SCAN) billing_invoices USING INDEX billing_invoices_/);
      expect(plan).not.toMatch(/USE TEMP B-TREE/);
    }
  });

  test.each([
    { sort: { key: 'status', direction: 'desc' }, filter: { status: ['draft', 'open'] }, index: 'by_status (status=?)' },
    { sort: { key: 'qbStatus', direction: 'asc' }, filter: { qbStatus: ['synced', 'failed'] }, index: 'by_qb_status (qb_sync_status=?)' },
  ] as const)('a filter that names the states of the order goes straight to them: $index', ({ sort, filter, index }) => {
    const states = { status: 'status' in filter ? [...filter.status] : [], qbStatus: 'qbStatus' in filter ? [...filter.qbStatus] : [] };
    const plans = plansOf('billing_invoices', () => reads.invoicesPage({ ...question, filter: states, sort, limit: 500 }));
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expect(plan).toContain(`SEARCH billing_invoices USING INDEX billing_invoices_${index}`);
  });

  test('a search gathers by indexes: no part of it reads the whole table', () => {
    for (const search of ['acme', '399', 'RTP-0001', '40001', 'in_000001', 'cus_1']) {
      carried = [];
      reads.invoicesPage({ ...question, filter: { search }, sort: byDate });
      const found = carried.filter(({ sql }) => sql.includes('billing_invoices'));
      expect(found.length).toBeGreaterThan(2);
      for (const { plan } of found) expect(plan).not.toMatch(/SCAN billing_invoices/);
    }
  });

  test('totals of a filter read the kept totals, not the invoices', () => {
    for (const filter of [{}, { qbStatus: ['failed' as const] }, { status: ['paid'], quarter: '2026-Q4' }, { from: '2026-04-01' }]) {
      carried = [];
      reads.invoicesPage({ ...question, filter, sort: byDate, limit: 1 });
      const sums = carried.filter(({ sql }) => sql.includes('SUM('));
      expect(sums.length).toBeGreaterThan(0);
      for (const { plan } of sums) {
        expect(plan).not.toMatch(/SCAN billing_invoices$|INDEX billing_invoices_by/m);
        expect(plan).toMatch(/SEARCH billing_invoices USING INTEGER PRIMARY KEY \(rowid>\?\)/);
      }
    }
  });
});

describe('ledger and activity', () => {
  test.each([{}, { eventType: ['refund'] }, { eventType: ['refund', 'subscription_payment'] }, { moneyOnly: true }, { quarter: '2026-Q4' }, { from: '2026-04-01' }, { invoiceId: 3 }])(
    'ledger %j: in the order recorded, without sorting',
    (filter) => {
      for (const direction of ['asc', 'desc'] as const) {
        const plans = plansOf('billing_ledger', () => reads.ledgerPage({ ...question, filter, direction, limit: 5 }));
        expect(plans).toHaveLength(1);
        expect(plans[0]).toMatch(/SEARCH billing_ledger USING (INTEGER PRIMARY KEY|INDEX billing_ledger_by_(type|invoice))/);
        expect(plans[0]).not.toMatch(/USE TEMP B-TREE/);
      }
    },
  );

  test.each([{}, { result: ['failed' as const] }, { result: ['failed' as const, 'warning' as const] }, { source: ['stripe' as const, 'person' as const] }])('activity %j: newest first, without sorting', (filter) => {
    const plans = plansOf('activity', () => reads.activityPage({ ...filter, cursor: null, limit: 5, withTotals: false }));
    expect(plans).toHaveLength(1);
    expect(plans[0]).not.toMatch(/USE TEMP B-TREE/);
  });

  test('the story of an invoice looks everything up', () => {
    carried = [];
    reads.invoiceStory(1);
    expect(carried.length).toBeGreaterThan(5);
    for (const { plan } of carried) expect(plan).not.toMatch(/SCAN (billing_|push_|activity|stripe_(charges|events|invoice_payments|refunds|objects|balance))/);
  });
});
