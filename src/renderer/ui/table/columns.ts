// What a table's column is: its heading, its cell on screen and its text in an export, from the same row.
import type { ReactNode } from 'react';

export interface Column<Row, Totals = unknown> {
  readonly id: string;
  readonly header: string;
  /** Currency or other unit, named once here. */
  readonly unit?: string;
  readonly align?: 'start' | 'end';
  /** Least width in rem. */
  readonly widthRem: number;
  /** Share of the width that is left over; 0 or absent: fixed. */
  readonly grow?: number;
  readonly sortKey?: string;
  readonly isHiddenAtFirst?: boolean;
  /** Makes room for the detail pane, as long as the columns weren't chosen by hand. */
  readonly isHiddenBesidePane?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Text of the cell, for the export and the tooltip of a cut-off cell. */
  readonly text: (row: Row) => string;
  /** Sum of the filtered set, aligned under the column. */
  readonly total?: (totals: Totals) => ReactNode;
  /** Sum of the selected rows. */
  readonly selectionTotal?: (rows: readonly Row[]) => ReactNode;
}

export interface Sort {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** `total:desc` ↔ sort; unknown keys fall back. */
export function decodeSort<K extends string>(
  text: string | null,
  keys: readonly K[],
  fallback: { readonly key: K; readonly direction: 'asc' | 'desc' },
): { key: K; direction: 'asc' | 'desc' } {
  const [keyText, direction] = (text ?? '').split(':');
  const key = keys.find((known) => known === keyText);
  return key !== undefined && (direction === 'asc' || direction === 'desc') ? { key, direction } : { ...fallback };
}

/** Words begin at A; dates and amounts at the latest and largest. */
const ascendingFirst: ReadonlySet<string> = new Set(['client', 'name', 'rtoCode', 'plan', 'kind', 'status', 'qbStatus', 'due']);

/** A header pressed: the same key turns round, another starts with its natural direction. */
export const nextSort = (present: Sort, key: string): Sort =>
  present.key === key
    ? { key, direction: present.direction === 'asc' ? 'desc' : 'asc' }
    : { key, direction: ascendingFirst.has(key) ? 'asc' : 'desc' };

export const columnTemplate = (
  columns: readonly Column<never, never>[],
  hasSelect: boolean,
  hasMenu: boolean,
): string =>
  [
    ...(hasSelect ? ['2.25rem'] : []),
    ...columns.map((column) =>
      column.grow === undefined || column.grow === 0
        ? `${column.widthRem}rem`
        : `minmax(${column.widthRem}rem, ${column.grow}fr)`,
    ),
    ...(hasMenu ? ['2.25rem'] : []),
  ].join(' ');

export const leastWidthRem = (columns: readonly Column<never, never>[], hasSelect: boolean, hasMenu: boolean): number =>
  columns.reduce((sum, column) => sum + column.widthRem, (hasSelect ? 2.25 : 0) + (hasMenu ? 2.25 : 0));
