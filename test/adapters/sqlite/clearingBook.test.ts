// The clearing book on real SQLite: over random histories, in any order and with repeats, I1 to I3 hold; what breaks them is named.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import { clearingPosting } from '../../../src/domain/clearing/clearingPosting.ts';
import type { BalanceTransactionFacts } from '../../../src/domain/stripe/readBalanceTransaction.ts';
import { payoutSortKeys } from '../../../src/contract/reconcile.ts';
import type { PayoutRecord, PayoutsPage, PayoutsQuestion } from '../../../src/engine/ports/clearingTables.ts';
import type { Store } from '../../../src/engine/ports/store.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tieout-clearing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (): Store =>
  openStore({ file: ':memory:', backupsFolder: folder, migrationsFolder: path.resolve('resources/migrations'), clock: { nowMs: () => Date.parse('2026-11-01T00:00:00.000Z') }, sha256Hex });

interface Act {
  readonly kind: 'charge' | 'refund' | 'dispute' | 'fee' | 'unheard_of' | 'payout' | 'fail';
  readonly cents: number;
}

interface History {
  readonly transactions: readonly BalanceTransactionFacts[];
  readonly payouts: readonly { id: string; amountCents: number; status: string; createdAt: string }[];
}

/** As Stripe does it: a payout takes along everything since the last one; what fails comes back as a row of its own. */
function historyOf(acts: readonly Act[]): History {
  const transactions: BalanceTransactionFacts[] = [];
  const payouts: { id: string; amountCents: number; status: string; createdAt: string }[] = [];
  let waiting: string[] = [];
  for (const [index, { kind, cents }] of acts.entries()) {
    const createdAt = new Date(Date.parse('2026-01-01T00:00:00.000Z') + index * 36 * 3600_000).toISOString();
    const add = (change: Partial<BalanceTransactionFacts>): void => {
      const amountCents = change.amountCents ?? 0;
      const feeCents = change.feeCents ?? 0;
      transactions.push({ id: `txn_${index}`, type: kind, reportingCategory: kind, currency: 'aud', sourceId: `src_${index}`, payoutId: null, availableOn: createdAt, createdAt, balanceType: 'payments', description: null, feeDetails: [], ...change, amountCents, feeCents, netCents: amountCents - feeCents });
      waiting.push(`txn_${index}`);
    };
    if (kind === 'charge') add({ amountCents: cents, feeCents: Math.min(cents, 30) });
    else if (kind === 'dispute') add({ amountCents: -cents, feeCents: 2_500 });
    else if (kind === 'payout') {
      const members = transactions.filter((row) => waiting.includes(row.id));
      const amountCents = members.reduce((sum, row) => sum + row.netCents, 0);
      if (amountCents <= 0) continue;
      const id = `po_${index}`;
      for (const row of members) transactions[transactions.indexOf(row)] = { ...row, payoutId: id };
      add({ amountCents: -amountCents, sourceId: id, payoutId: id });
      waiting = [];
      payouts.push({ id, amountCents, status: 'paid', createdAt });
    } else if (kind === 'fail') {
      const last = payouts.findLast((payout) => payout.status === 'paid');
      if (last === undefined) continue;
      last.status = 'failed';
      add({ amountCents: last.amountCents, type: 'payout_failure', reportingCategory: 'payout_reversal', sourceId: last.id });
    } else add({ amountCents: -cents });
  }
  return { transactions, payouts };
}

function write(store: Store, { transactions, payouts }: History): void {
  for (const payout of payouts) {
    store.mirror.upsertPayout({ payoutId: payout.id, amountCents: payout.amountCents, currency: 'aud', status: payout.status, arrivalDate: payout.createdAt, arrivalLocalDate: payout.createdAt.slice(0, 10), createdAt: payout.createdAt, isAutomatic: true, method: 'standard', balanceTransactionId: null, failureCode: null, failureBalanceTransactionId: null, failedAt: null, reconciliationStatus: 'completed', livemode: false });
    store.clearing.markMembersListed(payout.id);
  }
  for (const transaction of transactions) {
    store.mirror.upsertBalanceTransaction(transaction);
    store.clearing.post(clearingPosting(transaction, 'Australia/Brisbane'));
  }
}

/** Page by page, in that order. */
function pagesOf(clearing: Store['clearing'], key: PayoutsQuestion['sort']['key'], direction: 'asc' | 'desc'): readonly PayoutRecord[] {
  const found: PayoutRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: PayoutsPage = clearing.payoutsPage({ filter: {}, sort: { key, direction }, cursor, limit: 2, withTotals: true, homeCurrency: 'aud' });
    expect(page.totals?.count).toBe(page.allCount);
    found.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

function expectOrders(clearing: Store['clearing'], payoutCount: number): void {
  const valueOf: Readonly<Record<PayoutsQuestion['sort']['key'], (payout: PayoutRecord) => string | number>> = {
    date: (payout) => payout.arrivalDate,
    status: (payout) => payout.status,
    amount: (payout) => payout.amountCents,
  };
  for (const key of payoutSortKeys) {
    const ascending = pagesOf(clearing, key, 'asc');
    const values = ascending.map((payout) => valueOf[key](payout));
    expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(new Set(ascending.map((payout) => payout.payoutId)).size).toBe(payoutCount);
    expect(pagesOf(clearing, key, 'desc')).toEqual(ascending.toReversed());
  }
}

const anyHistory = fc.array(fc.record({ kind: fc.constantFrom<Act['kind']>('charge', 'charge', 'charge', 'refund', 'dispute', 'fee', 'unheard_of', 'payout', 'fail'), cents: fc.integer({ min: 1, max: 500_000 }) }), { maxLength: 40 });

describe('the clearing book', () => {
  it('holds I1 to I3 for any history, in any order and told twice', () => {
    fc.assert(
      fc.property(anyHistory, fc.infiniteStream(fc.nat()), (acts, chance) => {
        const history = historyOf(acts);
        const shuffled = [...history.transactions, ...history.transactions].map((row) => ({ row, at: chance.next().value })).toSorted((a, b) => a.at - b.at);
        const store = open();
        try {
          // A transaction is often read before its payout takes it.
          write(store, { ...history, transactions: shuffled.map(({ row, at }) => (at % 3 === 0 ? { ...row, payoutId: null } : row)) });
          write(store, history);
          const { clearing } = store;
          expect(clearing.count()).toBe(history.transactions.length);
          expect([clearing.unequalNets(), clearing.unequalPayouts(), clearing.unequalKeptSums(), clearing.unmatchedBankMovements(), clearing.unposted(), clearing.changes()]).toEqual([[], [], [], [], [], []]);
          const total = history.transactions.reduce((sum, row) => sum + row.netCents, 0);
          const months = clearing.months();
          for (const month of months) expect(month.openingCents + month.activityCents - month.paidOutCents).toBe(month.closingCents);
          expect(months[0]?.closingCents ?? 0).toBe(total);
          expect(clearing.balances()[0]?.netCents ?? 0).toBe(total);
          expectOrders(clearing, history.payouts.length);
        } finally {
          store.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('names what breaks each of them, to the cent', () => {
    const store = open();
    const history = historyOf([{ kind: 'charge', cents: 10_000 }, { kind: 'charge', cents: 5_000 }, { kind: 'payout', cents: 1 }]);
    write(store, { ...history, transactions: history.transactions.filter((row) => row.id !== 'txn_1') });
    expect(store.clearing.unequalPayouts()).toMatchObject([{ id: 'po_2', amountCents: 4_970 }]);
    const first = history.transactions[0] as BalanceTransactionFacts;
    expect(store.clearing.post(clearingPosting({ ...first, amountCents: 10_001, netCents: 9_971 }, 'Australia/Brisbane'))).toBe('changed');
    expect(store.clearing.changes()).toHaveLength(1);
    store.clearing.post(clearingPosting({ ...first, id: 'txn_odd', netCents: 9_000 }, 'Australia/Brisbane'));
    expect(store.clearing.unequalNets()).toMatchObject([{ id: 'txn_odd', amountCents: 970 }]);
    store.clearing.post(clearingPosting({ ...first, id: 'txn_gone', type: 'payout', reportingCategory: 'payout', sourceId: 'po_unknown', amountCents: -700, feeCents: 0, netCents: -700 }, 'Australia/Brisbane'));
    expect(store.clearing.unmatchedBankMovements()).toMatchObject([{ id: 'po_unknown', amountCents: -700 }]);
    store.close();
  });
});
