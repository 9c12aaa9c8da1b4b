// Every list beside invoices and ledger: what grows with the invoices is searched by an index or read as a kept sum, never gone through.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clearingReads } from '../../../../src/adapters/sqlite/reads/clearingReads.ts';
import { clearingChecks } from '../../../../src/adapters/sqlite/reads/clearingChecks.ts';
import { makeReads } from '../../../../src/adapters/sqlite/reads/makeReads.ts';
import { makeRevenueReads } from '../../../../src/adapters/sqlite/reads/revenueReads.ts';
import { subscriptionPages } from '../../../../src/adapters/sqlite/reads/subscriptionPages.ts';
import { seedInvoices } from './manyInvoices.ts';
import { noting, type Carried } from './notedPlans.ts';
import { makeTestDatabase, type TestDatabase } from './testDatabase.ts';

/** One row or more for each invoice. */
const bigTables = ['billing_invoices', 'billing_invoice_lines', 'billing_ledger', 'stripe_charges', 'stripe_invoice_payments', 'stripe_payment_intents', 'stripe_balance_transactions', 'clearing_postings', 'stripe_objects', 'stripe_events', 'mrr_invoices', 'activity', 'jobs'] as const;

let database: TestDatabase;
let carried: Carried[];
let lists: ReturnType<typeof makeLists>;

function makeLists(db: TestDatabase['db']) {
  const noted = noting(db, (one) => carried.push(one));
  return { reads: makeReads(noted), clearing: clearingReads(noted), checks: clearingChecks(noted), revenue: makeRevenueReads(noted), subscriptions: subscriptionPages(noted) };
}

beforeAll(() => {
  database = makeTestDatabase();
  seedInvoices(database.db, 200, 3);
  carried = [];
  lists = makeLists(database.db);
});
afterAll(() => database.remove());

function carriedBy(act: () => unknown): readonly Carried[] {
  carried = [];
  act();
  expect(carried.length).toBeGreaterThan(0);
  return carried;
}

/** Lines of the plan that go through a whole big table, by whatever name the statement gives it. */
function wholeScans({ sql, plan }: Carried): string[] {
  const names = bigTables.flatMap((table) => {
    const aliases = [...sql.matchAll(new RegExp(`(?:FROM|JOIN)\\s+${table}(?:\\s+(?:NOT INDEXED|INDEXED BY \\w+))?(?:\\s+AS)?(?:\\s+(\\w+))?`, 'g'))].map((match) => match[1] ?? table);
    return [table, ...aliases];
  });
  // A partial index holds only what is looked for.
  const isWhole = (line: string): boolean => names.some((name) => line === `SCAN ${name}` || line.startsWith(`SCAN ${name} `)) && !/clearing_postings_(at_bank|in_suspense)/.test(line);
  return plan.split('\n').map((line) => line.trim()).filter(isWhole);
}

const page = { cursor: null, limit: 5, withTotals: true } as const;
const payouts = { ...page, filter: {}, sort: { key: 'date', direction: 'desc' }, homeCurrency: 'aud' } as const;
const refunds = { ...page, filter: {}, sort: { key: 'date', direction: 'desc' }, homeCurrency: 'aud', fromAt: null, beforeAt: null, numberFormat: { prefix: 'RTP-', digits: 4 } } as const;
const clients = { ...page, filter: {}, homeCurrency: 'aud', today: '2026-11-01', faultyOrgIds: [] } as const;
const subscriptions = { ...page, filter: {}, now: '2026-11-01T00:00:00.000Z' } as const;
const documents = { ...page, filter: {}, sort: { key: 'date', direction: 'desc' } } as const;

const questions: readonly (readonly [name: string, ask: () => unknown])[] = [
  ['payouts', () => lists.clearing.payoutsPage(payouts)],
  ['payouts, one state of some months', () => lists.clearing.payoutsPage({ ...payouts, filter: { status: ['paid'], from: '2026-01-01', to: '2026-06-30' } })],
  ['payouts to look at', () => lists.clearing.payoutsToLookAt()],
  ['payouts whose members are to be listed', () => lists.clearing.payoutsToList(10, true)],
  ['payouts that differ', () => lists.checks.unequalPayouts()],
  ['bank movements after a sync', () => lists.checks.unmatchedBankMovements()],
  ['suspense', () => lists.checks.suspense()],
  ['clearing balances', () => lists.clearing.balances()],
  ['clearing months', () => lists.clearing.months()],
  ['clearing count', () => lists.clearing.count()],
  ['unallocated', () => lists.clearing.unallocated('aud')],
  ['fees by month', () => lists.clearing.fees('aud')],
  ['fees of one month', () => lists.clearing.feeTransactions('2026-10', 'aud')],
  ['refunds', () => lists.reads.refundsPage(refunds)],
  ['refunds, searched', () => lists.reads.refundsPage({ ...refunds, filter: { search: 'acme' } })],
  ['disputes', () => lists.reads.disputeRows()],
  ['clients by name', () => lists.reads.clients.page({ ...clients, sort: { key: 'name', direction: 'asc' } })],
  ['clients by last payment, searched', () => lists.reads.clients.page({ ...clients, filter: { search: 'acme' }, sort: { key: 'lastPayment', direction: 'desc' } })],
  ['clients that need a hand', () => lists.reads.clients.page({ ...clients, filter: { needsAHand: true }, sort: { key: 'mrr', direction: 'desc' } })],
  ['subscriptions', () => lists.subscriptions.page({ ...subscriptions, sort: { key: 'client', direction: 'asc' } })],
  ['subscriptions, searched', () => lists.subscriptions.page({ ...subscriptions, filter: { search: 'acme', flag: ['paused'] }, sort: { key: 'next', direction: 'desc' } })],
  ['documents', () => lists.reads.documents.page(documents)],
  ['documents, searched', () => lists.reads.documents.page({ ...documents, filter: { search: 'acme', status: ['awaiting_review'] } })],
  ['overview', () => lists.reads.overview('aud')],
  ['received by month', () => lists.reads.receivedByMonth('aud', '2026-01-01')],
  ['badges', () => lists.reads.badges()],
  ['revenue months', () => lists.revenue.months(12)],
  ['revenue now', () => lists.revenue.now()],
  ['revenue bridge', () => lists.revenue.bridge('aud')],
];

describe('no list goes through a big table', () => {
  test.each(questions)('%s', (_name, ask) => {
    for (const one of carriedBy(ask)) expect({ sql: one.sql, whole: wholeScans(one) }).toEqual({ sql: one.sql, whole: [] });
  });

  test('a scan is noticed', () => {
    expect(wholeScans({ sql: 'SELECT 1 FROM clearing_postings AS c', plan: 'SCAN c' })).toEqual(['SCAN c']);
  });
});

describe('pages come in the order of an index, without sorting', () => {
  test.each([
    ['payouts', 'FROM stripe_payouts AS p WHERE', 'stripe_payouts_by_arrival', () => lists.clearing.payoutsPage(payouts)],
    ['documents', 'FROM qb_documents AS document LEFT JOIN', 'qb_documents_by_date', () => lists.reads.documents.page(documents)],
    ['fees of one month', 'clearing_postings_with_fee', 'clearing_postings_with_fee', () => lists.clearing.feeTransactions('2026-10', 'aud')],
  ] as const)('%s', (_name, from, index, ask) => {
    const pages = carriedBy(ask).filter(({ sql }) => sql.includes(from) && sql.includes('ORDER BY'));
    expect(pages.length).toBeGreaterThan(0);
    for (const { plan } of pages) {
      expect(plan).toContain(`USING INDEX ${index}`);
      expect(plan).not.toMatch(/USE TEMP B-TREE/);
    }
  });
});
