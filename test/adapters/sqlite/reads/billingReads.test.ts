// What the billing API reads: the subscription that counts, the card, invoices by state, the client card.
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { billingInvoice } from '../../../../src/contract/billing.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import type { StoreReads } from '../../../../src/engine/ports/storeReads.ts';
import { insertClient, insertCustomer, insertInvoice, insertOrg, insertSubscription, someInstant } from './rows.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

let database: TestDatabase;
let db: Database.Database;
let reads: StoreReads;

beforeEach(() => {
  database = makeTestDatabase();
  db = database.db;
  reads = makeReads(db);
});
afterEach(() => database.remove());

test('an organisation with its card and dunning', () => {
  insertOrg(db, { id: 'a', billing_email: 'a@example.com', billing_tier: 'pro', active_members: 3 });
  insertCustomer(db, { stripe_customer_id: 'cus_1', org_id: 'a', card_brand: 'visa', card_last4: '1111', is_deleted: 1 });
  insertCustomer(db, { stripe_customer_id: 'cus_2', org_id: 'a', card_brand: 'mastercard', card_last4: '4444' });
  insertCustomer(db, { stripe_customer_id: 'cus_3', org_id: 'a' });
  expect(reads.billingOrg('a')).toEqual({ orgId: 'a', billingEmail: 'a@example.com', billingTier: 'pro', activeMembers: 3, paymentMethod: { brand: 'mastercard', last4: '4444' }, dunning: null });
  db.prepare(`INSERT INTO billing_dunning (org_id, status, retry_count, first_failure_at, created_at, updated_at) VALUES ('a', 'warning', 2, ?, '', '')`).run(someInstant);
  expect(reads.billingOrg('a')?.dunning).toEqual({ status: 'warning', retryCount: 2, firstFailureAt: someInstant });
  expect(reads.billingOrg('b')).toBeUndefined();
});

test.each([
  { others: ['cancelled', 'unpaid'], best: 'active' },
  { others: ['cancelled', 'incomplete_expired'], best: 'past_due' },
  { others: ['cancelled', 'incomplete_expired'], best: 'a_new_status' },
  { others: ['incomplete_expired'], best: 'cancelled' },
])('of several subscriptions the $best one counts', ({ others, best }) => {
  insertOrg(db, { id: 'a' });
  [...others, best].forEach((status, index) => insertSubscription(db, { stripe_subscription_id: `sub_${index}`, org_id: 'a', status, started_at: `2026-0${9 - index}-01T00:00:00.000Z` }));
  expect(reads.billingSubscription('a')?.status).toBe(best);
});

test('of equal ones the latest; with its latest paid invoice', () => {
  insertOrg(db, { id: 'a' });
  insertSubscription(db, { stripe_subscription_id: 'sub_1', org_id: 'a', started_at: '2026-01-01T00:00:00.000Z' });
  insertSubscription(db, { stripe_subscription_id: 'sub_2', org_id: 'a', started_at: '2026-02-01T00:00:00.000Z', cancel_at_period_end: 1, next_amount_total: 39900 });
  insertInvoice(db, { stripe_invoice_id: 'in_1', org_id: 'a', stripe_subscription_id: 'sub_2', amount_total: 1100, local_date: '2026-03-01' });
  insertInvoice(db, { stripe_invoice_id: 'in_2', org_id: 'a', stripe_subscription_id: 'sub_2', amount_total: 2200, local_date: '2026-03-02' });
  insertInvoice(db, { stripe_invoice_id: 'in_3', org_id: 'a', stripe_subscription_id: 'sub_1', amount_total: 3300, local_date: '2026-03-03' });
  expect(reads.billingSubscription('a')).toMatchObject({ stripeSubscriptionId: 'sub_2', isCancelScheduled: true, nextAmountTotalCents: 39900, lastPaid: { gstCents: 200, totalCents: 2200 } });
  expect(reads.billingSubscription('nobody')).toBeUndefined();
  expect(reads.billingInvoicesOf('a', 2).map((invoice) => invoice.amount_total)).toEqual([3300, 2200]);
});

test('invoices by state, newest first, with the count of all of them', () => {
  ['awaiting_review', 'approved', 'synced', 'approved'].forEach((state, index) =>
    insertInvoice(db, { stripe_invoice_id: `in_${index}`, qb_sync_status: state, local_date: `2026-04-0${index + 1}` }),
  );
  const listed = (limit: number, states?: readonly string[]): [string[], number] => {
    const { invoices, count } = reads.billingInvoices(limit, states);
    return [invoices.map((invoice) => billingInvoice.strict().parse(invoice).stripe_invoice_id), count];
  };
  expect(listed(10)).toEqual([['in_3', 'in_2', 'in_1', 'in_0'], 4]);
  expect(listed(2)).toEqual([['in_3', 'in_2'], 4]);
  expect(listed(10, ['awaiting_review', 'approved'])).toEqual([['in_3', 'in_1', 'in_0'], 3]);
  expect(listed(1, ['awaiting_review', 'approved'])).toEqual([['in_3'], 3]);
  expect(listed(10, ['no such state'])).toEqual([[], 0]);
  expect(listed(10, [])).toEqual([[], 0]);
});

test('the client card: register and organisation, either without the other', () => {
  insertClient(db, { rto_code: '40001', legal_name: 'Acme Pty Ltd', trading_name: 'Acme', abn: '51824753556', is_client: 1, client_status: 'active', client_since: someInstant });
  insertClient(db, { rto_code: '40002', legal_name: 'Only Listed Ltd' });
  insertOrg(db, { id: 'a', name: 'Acme org', rto_code: '40001' });
  insertOrg(db, { id: 'c', name: 'Not listed', rto_code: '40003' });
  insertCustomer(db, { stripe_customer_id: 'cus_0', org_id: 'a', is_deleted: 1, qb_customer_id: '1' });
  insertCustomer(db, { stripe_customer_id: 'cus_1', org_id: 'a', qb_customer_id: '77' });
  expect(reads.billingClient('40001')).toEqual({
    rtoCode: '40001', legalName: 'Acme Pty Ltd', tradingName: 'Acme', abn: '51824753556', isClient: true, clientStatus: 'active', clientSince: someInstant,
    stripeCustomerId: 'cus_1', qbCustomerId: '77', orgId: 'a',
  });
  expect(reads.billingClient('40002')).toMatchObject({ legalName: 'Only Listed Ltd', isClient: false, orgId: null, stripeCustomerId: null });
  expect(reads.billingClient('40003')).toMatchObject({ legalName: 'Not listed', isClient: false, orgId: 'c', qbCustomerId: null });
  expect(reads.billingClient('49999')).toBeUndefined();
});

test('the entity cache is that of the company the books are bound to', () => {
  const cache = db.prepare(`INSERT INTO qb_entity_cache (realm_id, kind, qb_id, name, detail, fetched_at) VALUES (?, ?, ?, ?, NULL, ?)`);
  cache.run('1', 'item', '9', 'RTOpacks Services', someInstant);
  cache.run('2', 'item', '10', 'Other company', someInstant);
  expect(reads.entityCache()).toEqual([]);
  db.prepare(
    `INSERT INTO qb_connection (id, realm_id, environment, company_name, state, connected_at, updated_at) VALUES (1, '1', 'sandbox', 'A', 'connected', ?, ?)`,
  ).run(someInstant, someInstant);
  expect(reads.entityCache()).toEqual([{ kind: 'item', qbId: '9', name: 'RTOpacks Services', detail: null, fetchedAt: someInstant }]);
});
