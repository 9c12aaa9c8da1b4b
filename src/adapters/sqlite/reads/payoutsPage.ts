// A page of payouts in one of their orders, with the totals of the filtered set.
import type { PayoutRecord, PayoutsPage, PayoutsQuestion } from '../../../engine/ports/clearingTables.ts';
import { searchedAmountCents } from '../../../domain/searchedAmountCents.ts';
import { memberCount, memberNet } from './clearingChecks.ts';
import { keyset, withoutKeys, type Orders, type OrderTerm } from './keyset.ts';
import { allOf, fragment, oneOf, type Fragment, type SqlValue, type Statements } from './statements.ts';

export const payoutColumns = `p.id AS payoutId, p.amount AS amountCents, p.currency, p.status, p.arrival_date AS arrivalDate, p.is_automatic AS isAutomatic,
  p.balance_transaction_id AS balanceTransactionId, p.created_at AS createdAt, p.failure_code AS failureCode, p.members_listed_at AS membersListedAt,
  ${memberCount} AS memberCount, ${memberNet} AS memberNetCents`;

export type StoredPayout = Omit<PayoutRecord, 'isAutomatic'> & { isAutomatic: number };
export const payoutOf = (row: StoredPayout): PayoutRecord => ({ ...row, isAutomatic: row.isAutomatic === 1 });

const id: OrderTerm = { sql: 'p.id', kind: 'text' };
const arrival: OrderTerm = { sql: 'p.arrival_date', kind: 'text' };
const orders: Orders<PayoutsQuestion['sort']['key']> = {
  date: [arrival, { sql: 'p.created_at', kind: 'text' }, id],
  status: [{ sql: 'p.status', kind: 'text' }, arrival, id],
  amount: [{ sql: 'p.amount', kind: 'integer' }, id],
};

export function payoutsPage(statements: Statements, { filter, sort, cursor, limit, withTotals, homeCurrency }: PayoutsQuestion): PayoutsPage {
  const keys = keyset('payouts', orders, sort, cursor);
  const matching = conditionsOf(filter);
  const where = allOf([...matching, ...keys.after]);
  const read = statements.all<StoredPayout & Record<string, SqlValue>>(
    `SELECT ${payoutColumns}, ${keys.keyColumns} FROM stripe_payouts AS p WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    [...where.values, limit + 1],
  );
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  const counts = statements.get<{ allCount: number; manualCount: number }>(
    `SELECT (SELECT COUNT(*) FROM stripe_payouts) AS allCount, (SELECT COUNT(*) FROM stripe_payouts WHERE is_automatic = 0) AS manualCount`,
  );
  return {
    rows: rows.map((row) => payoutOf(withoutKeys(row))),
    nextCursor: read.length > limit && last !== undefined ? keys.cursorAfter(last) : null,
    totals: withTotals ? totalsOf(statements, allOf(matching), homeCurrency) : null,
    allCount: counts?.allCount ?? 0,
    manualCount: counts?.manualCount ?? 0,
  };
}

function conditionsOf({ status, from, to, search }: PayoutsQuestion['filter']): Fragment[] {
  const text = search?.trim() ?? '';
  const amountCents = searchedAmountCents(text);
  return [
    ...(text === '' ? [] : [amountCents === null ? fragment('p.id = ?', text) : fragment('(p.id = ? OR p.amount = ?)', text, amountCents)]),
    ...(status === undefined ? [] : [status.length === 0 ? fragment('0') : oneOf('p.status', status)]),
    ...(from === undefined ? [] : [fragment('p.arrival_date >= ?', from)]),
    ...(to === undefined ? [] : [fragment('p.arrival_date <= ?', to)]),
  ];
}

function totalsOf(statements: Statements, where: Fragment, homeCurrency: string): PayoutsPage['totals'] {
  return (
    statements.get<NonNullable<PayoutsPage['totals']>>(
      `SELECT COUNT(*) AS count, COALESCE(SUM(CASE WHEN p.currency = ? AND p.status NOT IN ('failed', 'canceled') THEN p.amount END), 0) AS amountCents
       FROM stripe_payouts AS p WHERE ${where.sql}`,
      [homeCurrency, ...where.values],
    ) ?? null
  );
}
