// overview.get, gst.quarters, the lists and the queue, as the screens get them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { syncKeys } from '../../../src/engine/intake/syncState.ts';
import { insertActivity, insertCanary, insertInvoice, insertLedger, insertOrg } from '../../adapters/sqlite/reads/rows.ts';
import { makeQuestions, type Questions } from './questions.ts';

let questions: Questions;

// 00:30 on 1 May in Brisbane: still April in UTC.
beforeEach(() => {
  questions = makeQuestions('2026-04-30T14:30:00.000Z');
});
afterEach(() => questions.close());

const accrue = (quarter: string, collected: number, refunded: number, remittedAt: string | null = null): void =>
  void questions.db
    .prepare(
      `INSERT INTO gst_accrual (quarter, gst_collected, gst_refunded, gst_net, sales_ex_gst, sales_total, refunds_total, invoice_count, remitted, remitted_at, created_at, updated_at)
       VALUES (?, ?, ?, ?, 10, 11, 12, 3, ?, ?, '', '')`,
    )
    .run(quarter, collected, refunded, collected - refunded, remittedAt === null ? 0 : 1, remittedAt);

describe('overview.get', () => {
  test('of nothing', () => {
    const overview = questions.ask('overview.get', {});
    expect(overview).toMatchObject({
      asOf: null,
      mrrCents: 0,
      gst: { quarter: '2026-Q4', collectedCents: 0, refundedCents: 0, netCents: 0, dueDate: '2026-07-28' },
      gstToLodge: null,
      month: { exGstCents: 0, gstCents: 0, totalCents: 0 },
    });
    expect(overview.revenueByMonth.map((row) => row.month)).toEqual([
      '2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05',
    ]);
  });

  test('the months are those of the business, refunds apart; the last quarter waits until it is remitted', () => {
    questions.store.state.saveSync(syncKeys.stripeAsOf, '2026-04-30T14:02:00.000Z');
    insertLedger(questions.db, { fact_key: '1', amount_total: 11000, local_date: '2026-05-01' });
    insertLedger(questions.db, { fact_key: '2', amount_total: -2200, event_type: 'refund', local_date: '2026-05-01' });
    insertLedger(questions.db, { fact_key: '3', amount_total: 5500, local_date: '2025-06-01', quarter: '2025-Q4' });
    insertLedger(questions.db, { fact_key: '4', amount_total: 7700, local_date: '2025-05-31', quarter: '2025-Q4' });
    accrue('2026-Q3', 100, 30);
    accrue('2026-Q4', 50, 20);
    const overview = questions.ask('overview.get', {});
    expect(overview.asOf).toBe('2026-04-30T14:02:00.000Z');
    expect(overview.gst).toEqual({ quarter: '2026-Q4', collectedCents: 50, refundedCents: 20, netCents: 30, dueDate: '2026-07-28' });
    expect(overview.gstToLodge).toEqual({ quarter: '2026-Q3', netCents: 70, dueDate: '2026-04-28' });
    expect(overview.month).toEqual({ exGstCents: 8000, gstCents: 800, totalCents: 8800 });
    expect(overview.revenueByMonth.at(-1)).toEqual({ month: '2026-05', receivedExGstCents: 10000, refundedExGstCents: 2000, invoiceCount: 1 });
    expect(overview.revenueByMonth[0]).toEqual({ month: '2025-06', receivedExGstCents: 5000, refundedExGstCents: 0, invoiceCount: 1 });
    questions.store.gst.markRemitted('2026-Q3', '2026-04-28T02:00:00.000Z');
    expect(questions.ask('overview.get', {}).gstToLodge).toBeNull();
  });
});

test('gst.quarters: newest first, the current one also when nothing has accrued', () => {
  expect(questions.ask('gst.quarters', {}).quarters.map((row) => row.quarter)).toEqual(['2026-Q4']);
  accrue('2026-Q2', 100, 30, '2026-02-20T00:00:00.000Z');
  accrue('2026-Q3', 5, 0);
  const { quarters } = questions.ask('gst.quarters', {});
  expect(quarters.map((row) => [row.quarter, row.label, row.from, row.to, row.dueDate, row.isCurrent, row.remitted])).toEqual([
    ['2026-Q4', 'Apr–Jun 2026', '2026-04-01', '2026-06-30', '2026-07-28', true, false],
    ['2026-Q3', 'Jan–Mar 2026', '2026-01-01', '2026-03-31', '2026-04-28', false, false],
    // 28 February 2026 is a Saturday.
    ['2026-Q2', 'Oct–Dec 2025', '2025-10-01', '2025-12-31', '2026-03-02', false, true],
  ]);
  expect(quarters[2]).toMatchObject({ gstCollectedCents: 100, gstRefundedCents: 30, gstNetCents: 70, salesExGstCents: 10, salesTotalCents: 11, refundsTotalCents: 12, invoiceCount: 3 });
});

test('invoices.list and ledger.list speak the profile’s prefix and currency', () => {
  const profile = questions.store.state.profile();
  questions.store.state.saveProfile({ ...profile, invoicePrefix: 'ACME-', invoiceDigits: 5 });
  const id = insertInvoice(questions.db, { stripe_invoice_id: 'in_1', invoice_number: 'ACME-00042', amount_total: 110 });
  insertInvoice(questions.db, { stripe_invoice_id: 'in_2', invoice_number: 'ACME-00420', amount_total: 220, currency: 'usd' });
  insertLedger(questions.db, { fact_key: 'in_1 paid', amount_total: 110, invoice_id: id });
  const found = questions.ask('invoices.list', { filter: { search: '42' } });
  expect(found.rows.map((row) => row.number)).toEqual(['ACME-00042']);
  const all = questions.ask('invoices.list', {});
  expect(all).toMatchObject({ asOf: null, allCount: 2, nextCursor: null, totals: { count: 2, totalCents: 110, otherCurrencyCount: 1 } });
  expect(questions.ask('ledger.list', { filter: { search: '00042' } }).rows.map((row) => row.invoiceNumber)).toEqual(['ACME-00042']);
  expect(questions.ask('ledger.list', {})).toMatchObject({ allCount: 1, eventTypes: ['subscription_payment'], totals: { count: 1, totalCents: 110 } });
  expect(questions.codeOf('invoices.list', { cursor: 'nonsense' })).toBe('BAD_INPUT');
  expect(questions.codeOf('ledger.list', { cursor: 'nonsense' })).toBe('BAD_INPUT');
});

test('push.counts, activity and canary', () => {
  insertInvoice(questions.db, { stripe_invoice_id: 'in_1' });
  insertActivity(questions.db, { summary: 'Heartbeat' });
  insertCanary(questions.db, { problem: 'lines.data[].period: missing' });
  expect(questions.ask('push.counts', {})).toMatchObject({ awaiting_review: 1, synced: 0 });
  expect(questions.ask('activity.list', {}).rows.map((row) => row.summary)).toEqual(['Heartbeat']);
  expect(questions.codeOf('activity.list', { cursor: 'nonsense' })).toBe('BAD_INPUT');
  expect(questions.ask('activity.canary', {}).rows).toHaveLength(1);
});

test('quickbooks.entityCache names each kind, also one it does not know', () => {
  insertOrg(questions.db, { id: 'a' });
  questions.db
    .prepare(`INSERT INTO qb_connection (id, realm_id, environment, company_name, state, connected_at, updated_at) VALUES (1, '1', 'sandbox', 'A', 'connected', '', '')`)
    .run();
  const cache = questions.db.prepare(`INSERT INTO qb_entity_cache (realm_id, kind, qb_id, name, detail, fetched_at) VALUES ('1', ?, '5', 'GST', '10 %', '2026-01-05T00:00:00.000Z')`);
  cache.run('tax_code');
  cache.run('some_new_kind');
  expect(questions.ask('quickbooks.entityCache', {}).rows.map((row) => [row.label, row.name, row.quickBooksId, row.detail])).toEqual([
    ['Some new kind', 'GST', '5', '10 %'],
    ['GST tax code', 'GST', '5', '10 %'],
  ]);
});
