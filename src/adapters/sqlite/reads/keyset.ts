// A list in one of its orders, page by page: what follows a cursor, the order itself, and the next page's cursor.
import { decodeCursor, encodeCursor, type CursorKind } from './cursor.ts';
import { fragment, type Fragment, type SqlValue } from './statements.ts';

export interface OrderTerm {
  readonly sql: string;
  readonly kind: CursorKind;
}

export interface Sort<Key extends string> {
  readonly key: Key;
  readonly direction: 'asc' | 'desc';
}

/** For each sort key the terms of its order; the last one is unique, and none is ever NULL. */
export type Orders<Key extends string> = Readonly<Record<Key, readonly OrderTerm[]>>;

export interface Keyset {
  /** Nothing for the first page. */
  readonly after: readonly Fragment[];
  /** `date DESC, id DESC` */
  readonly orderBy: string;
  /** The terms' values as columns `key0`, `key1` … of the page's rows. */
  readonly keyColumns: string;
  /** The next page begins after this row, which has the key columns. */
  cursorAfter(row: Readonly<Record<string, SqlValue>>): string;
}

/** Throws AppError BAD_INPUT for a cursor of another list or order. */
export function keyset<Key extends string>(list: string, orders: Orders<Key>, { key, direction }: Sort<Key>, cursor: string | null): Keyset {
  const terms = orders[key];
  const name = `${list}:${key}:${direction}`;
  const values = cursor === null ? null : decodeCursor({ [name]: terms.map(({ kind }) => kind) }, cursor).values;
  const columns = terms.map(({ sql }) => sql);
  return {
    after: values === null ? [] : [fragment(`(${columns.join(', ')}) ${direction === 'asc' ? '>' : '<'} (${columns.map(() => '?').join(', ')})`, ...values)],
    orderBy: columns.map((sql) => `${sql} ${direction === 'asc' ? 'ASC' : 'DESC'}`).join(', '),
    keyColumns: columns.map((sql, index) => `${sql} AS key${index}`).join(', '),
    cursorAfter: (row) => encodeCursor(name, terms.map((_, index) => row[`key${index}`] ?? null)),
  };
}

/** The row as it is told on, without the key columns. */
export function withoutKeys<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !/^key\d$/.test(name))) as Row;
}
