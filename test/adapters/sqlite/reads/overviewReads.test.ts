// The figures of the Overview and the badges: each counts what it says, test and foreign rows where they belong.
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { insertCanary, insertCharge, insertCustomer, insertDispute, insertInvoice, insertLedger, insertOrg, insertPayout, insertSubscription } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
let db: Database.Database;
let reads: StoreReads;

beforeEach(() => {
  database = makeTestDatabase();
  db = database.db;
  reads = makeReads(db, { gather: 10, sum: 10, scan: 10, fold: 2 });
});
afterEach(() => database.remove());

test('an empty database: nothing of anything', () => {
  expect(reads.overview('aud')).toEqual({
    activeSubscriptions: 0, pastDueSubscriptions: 0,
    notInQuickBooks: { count: 0, totalCents: 0 }, toReview: 0, pushFailed: 0, feesPending: 0, openDisputes: [], nextPayout: null, foreignCurrencyInvoices: 0,
  });
  expect(reads.badges()).toEqual({ toReview: 0, pushFailed: 0, otherDocuments: 0, unexpectedShapes: 0, openDisputes: 0 });
  expect(reads.receivedByMonth('aud', '2020-01-01')).toEqual([]);
  expect(reads.gstAccruals('aud')).toEqual({ quarters: [], testRowsLeftOut: 0, otherCurrencyRowsLeftOut: 0 });
});

test('subscriptions: active and past due, home currency, no test rows', () => {
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) insertOrg(db, { id });
  insertSubscription(db, { stripe_subscription_id: 'sub_1', org_id: 'a', monthly_ex_gst: 36273 });
  insertSubscription(db, { stripe_subscription_id: 'sub_2', org_id: 'a', monthly_ex_gst: 3182 });
  insertSubscription(db, { stripe_subscription_id: 'sub_3', org_id: 'b', monthly_ex_gst: 63545, status: 'past_due' });
  insertSubscription(db, { stripe_subscription_id: 'sub_4', org_id: 'c', status: 'cancelled' });
  insertSubscription(db, { stripe_subscription_id: 'sub_5', org_id: 'd', status: 'trialing' });
  insertSubscription(db, { stripe_subscription_id: 'sub_6', org_id: 'e', is_test: 1 });
  insertSubscription(db, { stripe_subscription_id: 'sub_7', org_id: 'f', currency: 'usd' });
  insertSubscription(db, { stripe_subscription_id: 'sub_8', org_id: 'c', monthly_ex_gst: 0 });
  expect(reads.overview('aud')).toMatchObject({ activeSubscriptions: 3, pastDueSubscriptions: 1 });
});

test('invoices by where they stand', () => {
  const states = ['awaiting_review', 'awaiting_review', 'approved', 'pushing', 'synced', 'failed', 'payment_pending', 'abandoned', 'not_applicable'];
  states.forEach((state, index) => insertInvoice(db, { stripe_invoice_id: `in_${index}`, qb_sync_status: state, amount_total: 1100 * (index + 1), fee_state: index < 3 ? 'pending' : 'known' }));
  insertInvoice(db, { stripe_invoice_id: 'in_open', status: 'open', qb_sync_status: 'not_applicable', quarter: null });
  insertInvoice(db, { stripe_invoice_id: 'in_usd', currency: 'usd', qb_sync_status: 'not_applicable' });
  const counts = { awaiting_review: 2, approved: 1, pushing: 1, failed: 1, payment_pending: 1, abandoned: 1, synced: 1 };
  expect(reads.queueCounts()).toEqual(counts);
  expect(reads.overview('aud')).toMatchObject({
    notInQuickBooks: { count: 7, totalCents: 1100 * (1 + 2 + 3 + 4 + 6 + 7 + 8) },
    toReview: 2,
    pushFailed: 3,
    feesPending: 3,
    foreignCurrencyInvoices: 1,
  });
  db.prepare(`UPDATE billing_invoices SET qb_sync_status = 'approved' WHERE stripe_invoice_id = 'in_0'`).run();
  expect(reads.queueCounts()).toEqual({ ...counts, awaiting_review: 1, approved: 2 });
  expect(reads.badges()).toMatchObject({ toReview: 1, pushFailed: 3 });
});

test('disputes: closed ones left out, unknown states kept, by deadline; the client through the charge', () => {
  insertOrg(db, { id: 'a', name: 'Acme' });
  insertCustomer(db, { stripe_customer_id: 'cus_a', org_id: 'a' });
  insertCharge(db, { id: 'ch_a', stripe_customer_id: 'cus_a' });
  insertDispute(db, { id: 'dp_1', charge_id: 'ch_a', due_by: null });
  insertDispute(db, { id: 'dp_2', charge_id: 'ch_gone', due_by: '2026-05-09T00:00:00.000Z', status: 'a_new_state' });
  insertDispute(db, { id: 'dp_3', charge_id: 'ch_a', due_by: '2026-05-08T00:00:00.000Z', status: 'warning_needs_response' });
  for (const status of ['won', 'lost', 'prevented', 'warning_closed', 'charge_refunded']) insertDispute(db, { id: `dp_${status}`, charge_id: 'ch_a', status });
  insertCanary(db, { problem: 'x' });
  expect(reads.overview('aud').openDisputes.map(({ id, clientName }) => [id, clientName])).toEqual([['dp_3', 'Acme'], ['dp_2', 'Unknown client'], ['dp_1', 'Acme']]);
  expect(reads.badges()).toMatchObject({ openDisputes: 3, unexpectedShapes: 1 });
});

test('the next payout is the first that has not arrived', () => {
  insertPayout(db, { id: 'po_1', arrival_date: '2026-04-01' });
  insertPayout(db, { id: 'po_2', arrival_date: '2026-04-08', status: 'in_transit', amount: 5 });
  insertPayout(db, { id: 'po_3', arrival_date: '2026-04-07', status: 'failed' });
  insertPayout(db, { id: 'po_4', arrival_date: '2026-04-09', status: 'pending' });
  expect(reads.overview('aud').nextPayout).toEqual({ id: 'po_2', amountCents: 5, arrivalDate: '2026-04-08', status: 'in_transit' });
});

describe('months and quarters', () => {
  test('sales, and what was given back of them; test and foreign rows left out; a failed refund takes back a refund', () => {
    const row = (key: string, more: Record<string, string | number>): number => insertLedger(db, { fact_key: key, amount_total: 11000, ...more });
    row('1', { local_date: '2026-03-31', quarter: '2026-Q3' });
    row('2', { local_date: '2026-04-01' });
    row('3', { local_date: '2026-04-30' });
    row('4', { local_date: '2026-04-30', amount_total: -2200, event_type: 'refund' });
    row('5', { local_date: '2026-05-01', amount_total: 2200, event_type: 'refund_failed' });
    row('6', { local_date: '2026-04-30', is_test: 1 });
    row('7', { local_date: '2026-04-30', currency: 'usd' });
    row('8', { local_date: '2026-04-30', currency: 'usd', is_test: 1 });
    row('9', { local_date: '2026-04-30', amount_total: 0, event_type: 'qb_synced', is_test: 1 });
    expect(reads.receivedByMonth('aud', '2026-04-01')).toEqual([
      { month: '2026-04', receivedExGstCents: 20000, receivedGstCents: 2000, refundedExGstCents: 2000, refundedGstCents: 200, invoiceCount: 2 },
      { month: '2026-05', receivedExGstCents: 0, receivedGstCents: 0, refundedExGstCents: -2000, refundedGstCents: -200, invoiceCount: 0 },
    ]);
    expect(reads.gstAccruals('aud')).toMatchObject({ testRowsLeftOut: 2, otherCurrencyRowsLeftOut: 1 });
  });

  test('accruals newest first', () => {
    for (const [quarter, remitted] of [['2026-Q3', 1], ['2027-Q1', 0], ['2026-Q4', 0]] as const) {
      db.prepare(
        `INSERT INTO gst_accrual (quarter, gst_collected, gst_refunded, gst_net, remitted, remitted_at, created_at, updated_at) VALUES (?, 30, 10, 20, ?, ?, '', '')`,
      ).run(quarter, remitted, remitted === 1 ? '2026-04-28T00:00:00.000Z' : null);
    }
    expect(reads.gstAccruals('aud').quarters.map((row) => [row.quarter, row.gstNetCents, row.remitted])).toEqual([['2027-Q1', 20, false], ['2026-Q4', 20, false], ['2026-Q3', 20, true]]);
    expect(reads.gstAccrual('2026-Q3')).toMatchObject({ remitted: true, remittedAt: '2026-04-28T00:00:00.000Z' });
    expect(reads.gstAccrual('2020-Q1')).toBeUndefined();
  });
});
