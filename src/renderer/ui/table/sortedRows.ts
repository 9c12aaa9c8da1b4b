// A list that came whole, in the order that its heading asks for.
import type { Sort } from './columns.ts';

type SortValue = string | number | null;

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b, 'en-AU', { sensitivity: 'base', numeric: true }) : a < b ? -1 : a > b ? 1 : 0;

/** Rows without a value stand last both ways; equal ones keep the order they came in. */
export function sortedRows<Row>(rows: readonly Row[], { direction }: Pick<Sort, 'direction'>, valueOf: (row: Row) => SortValue): readonly Row[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return sign * compare(left, right);
  });
}
