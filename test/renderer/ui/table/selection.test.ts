// Selecting rows: one, a range from the anchor, all, and what is left when some were done.
import { describe, expect, test } from 'vitest';
import {
  emptySelection,
  selectRange,
  selectRows,
  toggleRow,
  withoutRows,
  type Selection,
} from '../../../../src/renderer/ui/table/selection.ts';

interface Row {
  readonly id: number;
}
const rows: readonly Row[] = Array.from({ length: 20 }, (_, id) => ({ id }));
const rowAt = (index: number): Row | undefined => rows[index];
const idOf = (row: Row): number => row.id;
const ids = (selection: Selection<Row>): readonly (string | number)[] =>
  [...selection.rows.keys()].toSorted((left, right) => Number(left) - Number(right));
const toggled = (selection: Selection<Row>, index: number): Selection<Row> =>
  toggleRow(selection, index, { id: index }, index);

test('a row is selected and let go', () => {
  const once = toggled(emptySelection, 3);
  expect([ids(once), ids(toggled(once, 3))]).toEqual([[3], []]);
});

describe('a range', () => {
  test.each([
    [2, 5, [2, 3, 4, 5]],
    [5, 2, [2, 3, 4, 5]],
    [4, 4, [4]],
  ])('from %i to %i', (from, to, expected) => {
    expect(ids(selectRange(toggled(emptySelection, from), to, rowAt, idOf))).toEqual(expected);
  });

  test('without an anchor is the row itself', () => {
    expect(ids(selectRange(emptySelection, 7, rowAt, idOf))).toEqual([7]);
  });

  test('keeps its anchor, so that it can be stretched again', () => {
    const first = selectRange(toggled(emptySelection, 2), 4, rowAt, idOf);
    expect(ids(selectRange(first, 6, rowAt, idOf))).toEqual([2, 3, 4, 5, 6]);
  });

  test('leaves out rows that have not come yet', () => {
    const sparse = (index: number): Row | undefined => (index === 3 ? undefined : rows[index]);
    expect(ids(selectRange(toggled(emptySelection, 2), 4, sparse, idOf))).toEqual([2, 4]);
  });
});

test('what was done leaves the selection, what was refused stays', () => {
  expect(ids(withoutRows(selectRows(rows.slice(0, 5), idOf), [0, 1, 3]))).toEqual([2, 4]);
});
