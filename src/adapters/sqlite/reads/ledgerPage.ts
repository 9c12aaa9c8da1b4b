// A page of the ledger in the order recorded, by key; and the totals of the filtered set.
import type { LedgerFilter } from '../../../contract/ledger.ts';
import type { LedgerPage, LedgerQuestion } from '../../../engine/ports/storeReads.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ledgerColumns, ledgerRowOf, type StoredLedgerRow } from './ledgerRow.ts';
import { ledgerSearch, type LedgerSearch } from './ledgerSearch.ts';
import { allLedgerCount, keptLedgerTotals, ledgerEventTypes, type LedgerTotals } from './ledgerTotals.ts';
import { allOf, anyOf, fragment, oneOf, type Fragment, type Statements } from './statements.ts';

/** How rows that a search matches are found. */
type Found =
  | { readonly by: 'walk'; readonly tests: readonly Fragment[]; readonly isSummable: boolean }
  | { readonly by: 'gather'; readonly ids: Fragment }
  | { readonly by: 'stretches'; readonly tests: readonly Fragment[] };

/** Throws AppError BAD_INPUT for a cursor of another list or direction. */
export function ledgerPage(statements: Statements, question: LedgerQuestion): LedgerPage {
  const { filter, direction, limit, homeCurrency } = question;
  const list = `ledger:${direction}`;
  const after = question.cursor === null ? null : Number(decodeCursor({ [list]: ['integer'] }, question.cursor).values[0]);
  const allCount = allLedgerCount(statements);
  const kept = keptLedgerTotals(statements, keptConditions(filter), homeCurrency);
  const found = foundBy(statements, ledgerSearch(filter.search, question.numberFormat), filter, allCount);
  const page = readPage(statements, { filter, direction, limit, after, kept, found, list });
  return {
    ...page,
    totals: question.withTotals ? totalsOf(statements, { filter, kept, found, homeCurrency }) : null,
    allCount,
    eventTypes: ledgerEventTypes(statements),
  };
}

const eventTypesOf = (filter: LedgerFilter): string[] => [...new Set(filter.eventType)];

/** Every filter but search and invoice, in the columns that the totals are kept by. */
function keptConditions(filter: LedgerFilter): Fragment[] {
  const types = eventTypesOf(filter);
  return [
    ...(types.length === 0 ? [] : [oneOf('event_type', types)]),
    ...(filter.moneyOnly === true ? [fragment('sign <> 0')] : []),
    ...datesAndQuarter(filter, ''),
  ];
}

/** `plus` keeps a column out of the planner's reach. */
function datesAndQuarter(filter: LedgerFilter, plus: '' | '+'): Fragment[] {
  return [
    ...(filter.from === undefined ? [] : [fragment(`${plus}local_date >= ?`, filter.from)]),
    ...(filter.to === undefined ? [] : [fragment(`${plus}local_date <= ?`, filter.to)]),
    ...(filter.quarter === undefined ? [] : [fragment(`${plus}quarter = ?`, filter.quarter)]),
  ];
}

function foundBy(statements: Statements, search: LedgerSearch | 'none' | null, filter: LedgerFilter, allCount: number): Found {
  if (search === null) return { by: 'walk', tests: [], isSummable: true };
  if (search === 'none') return { by: 'walk', tests: [fragment('0')], isSummable: true };
  const meanings = anyOf([...search.conditions, search.words]);
  const { gather, scan } = statements.limits;
  if (allCount <= scan || filter.invoiceId !== undefined) return { by: 'walk', tests: [meanings], isSummable: true };
  const union = search.ids.map((ids) => ids.sql).join('\nUNION ALL\n');
  const values = search.ids.flatMap((ids) => ids.values);
  const counted = statements.get<{ n: number }>(`SELECT COUNT(*) AS n FROM (${union} LIMIT ${gather + 1})`, values);
  const count = counted?.n ?? 0;
  if (count === 0) return { by: 'stretches', tests: [search.words] };
  return count <= gather
    ? { by: 'gather', ids: { sql: `id IN (${union})`, values } }
    : { by: 'walk', tests: [anyOf(search.conditions)], isSummable: false };
}

interface PageQuestion {
  readonly filter: LedgerFilter;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
  readonly after: number | null;
  readonly kept: LedgerTotals;
  readonly found: Found;
  readonly list: string;
}

function readPage(statements: Statements, { filter, direction, limit, after, kept, found, list }: PageQuestion): Pick<LedgerPage, 'rows' | 'nextCursor'> {
  if (kept.firstId === null || kept.lastId === null) return { rows: [], nextCursor: null };
  let first = kept.firstId;
  let last = kept.lastId;
  if (after !== null && direction === 'asc') first = Math.max(first, after + 1);
  if (after !== null && direction === 'desc') last = Math.min(last, after - 1);
  const { scan } = statements.limits;
  let edge: number | null = null;
  if (found.by === 'stretches' && last - first >= scan) {
    edge = direction === 'asc' ? first + scan - 1 : last - scan + 1;
    if (direction === 'asc') last = edge;
    else first = edge;
  }
  const within = fragment('id BETWEEN ? AND ?', first, last);
  const read = statements.all<StoredLedgerRow>(...pageStatement({ filter, direction, found, within, limit: limit + 1 }));
  const rows = read.slice(0, limit).map(ledgerRowOf);
  const shown = rows.at(-1);
  const next = read.length > limit && shown !== undefined ? shown.id : edge;
  return { rows, nextCursor: next === null ? null : encodeCursor(list, [next]) };
}

interface Reading {
  readonly filter: LedgerFilter;
  readonly direction: 'asc' | 'desc';
  readonly found: Found;
  readonly within: Fragment;
  readonly limit: number;
}

function pageStatement({ filter, direction, found, within, limit }: Reading): [string, (string | number | null)[]] {
  const arms = armsOf(filter, found, within);
  const each = arms.map(({ from, where }) => `SELECT ${ledgerColumns}\nFROM ${from}\nWHERE ${where.sql}`);
  return [
    `${each.join('\nUNION ALL\n')}\nORDER BY id ${direction === 'asc' ? 'ASC' : 'DESC'}\nLIMIT ?`,
    [...arms.flatMap((arm) => arm.where.values), limit],
  ];
}

/** Ranges that are each in order of id: of an invoice, of each kind of event, or of the whole ledger. */
function armsOf(filter: LedgerFilter, found: Found, within: Fragment): { from: string; where: Fragment }[] {
  const types = eventTypesOf(filter);
  const tests = [
    ...datesAndQuarter(filter, '+'),
    ...(filter.moneyOnly === true ? [fragment('+amount_total <> 0')] : []),
    ...(found.by === 'gather' ? [] : found.tests),
  ];
  if (found.by === 'gather') {
    const invoice = filter.invoiceId === undefined ? [] : [fragment('+invoice_id = ?', filter.invoiceId)];
    const kinds = types.length === 0 ? [] : [oneOf('+event_type', types)];
    return [{ from: 'billing_ledger', where: allOf([found.ids, within, ...invoice, ...kinds, ...tests]) }];
  }
  if (filter.invoiceId !== undefined) {
    const kinds = types.length === 0 ? [] : [oneOf('+event_type', types)];
    return [{ from: 'billing_ledger INDEXED BY billing_ledger_by_invoice', where: allOf([fragment('invoice_id = ?', filter.invoiceId), within, ...kinds, ...tests]) }];
  }
  if (types.length === 0) return [{ from: 'billing_ledger NOT INDEXED', where: allOf([within, ...tests]) }];
  return types.map((type) => ({
    from: 'billing_ledger INDEXED BY billing_ledger_by_type',
    where: allOf([fragment('event_type = ?', type), within, ...tests]),
  }));
}

interface TotalsQuestion {
  readonly filter: LedgerFilter;
  readonly kept: LedgerTotals;
  readonly found: Found;
  readonly homeCurrency: string;
}

function totalsOf(statements: Statements, { filter, kept, found, homeCurrency }: TotalsQuestion): LedgerPage['totals'] {
  const isKept = found.by === 'walk' && found.tests.length === 0 && filter.invoiceId === undefined;
  if (isKept) return { count: kept.count, exGstCents: kept.exGstCents, gstCents: kept.gstCents, totalCents: kept.totalCents };
  if (found.by === 'stretches' || (found.by === 'walk' && !found.isSummable)) return null;
  const none = { count: 0, exGstCents: 0, gstCents: 0, totalCents: 0 };
  if (kept.firstId === null || kept.lastId === null) return none;
  const arms = armsOf(filter, found, fragment('id BETWEEN ? AND ?', kept.firstId, kept.lastId));
  const each = arms.map(({ from, where }) => `SELECT currency, amount_ex_gst, gst_amount, amount_total\nFROM ${from}\nWHERE ${where.sql}`);
  return (
    statements.get<NonNullable<LedgerPage['totals']>>(
      `SELECT COUNT(*) AS count,
              COALESCE(SUM(CASE WHEN currency = ? THEN amount_ex_gst END), 0) AS exGstCents,
              COALESCE(SUM(CASE WHEN currency = ? THEN gst_amount END), 0) AS gstCents,
              COALESCE(SUM(CASE WHEN currency = ? THEN amount_total END), 0) AS totalCents
       FROM (${each.join('\nUNION ALL\n')})`,
      [homeCurrency, homeCurrency, homeCurrency, ...arms.flatMap((arm) => arm.where.values)],
    ) ?? none
  );
}
