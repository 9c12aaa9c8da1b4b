// Which rows are selected: rows by id, with the row as it was looked at (its version goes with a command).

export type RowId = string | number;

/** The most that are selected at once: what one approval may carry (contract: push.approve, documents.approve). */
export const MAX_SELECTED = 5000;

export interface Selection<Row> {
  readonly rows: ReadonlyMap<RowId, Row>;
  /** Where a Shift range starts. */
  readonly anchorIndex: number | null;
}

export const emptySelection = { rows: new Map<RowId, never>(), anchorIndex: null } as const;

export function toggleRow<Row>(selection: Selection<Row>, id: RowId, row: Row, index: number): Selection<Row> {
  const rows = new Map(selection.rows);
  if (!rows.delete(id)) rows.set(id, row);
  return { rows, anchorIndex: index };
}

/** Adds every loaded row between the anchor and `toIndex`, both included; without an anchor just that row. */
export function selectRange<Row>(
  selection: Selection<Row>,
  toIndex: number,
  rowAt: (index: number) => Row | undefined,
  idOf: (row: Row) => RowId,
): Selection<Row> {
  const anchorIndex = selection.anchorIndex ?? toIndex;
  const rows = new Map(selection.rows);
  for (let index = Math.min(anchorIndex, toIndex); index <= Math.max(anchorIndex, toIndex); index += 1) {
    const row = rowAt(index);
    if (row !== undefined) rows.set(idOf(row), row);
  }
  return { rows, anchorIndex };
}

export const selectRows = <Row>(all: readonly Row[], idOf: (row: Row) => RowId): Selection<Row> => ({
  rows: new Map(all.map((row) => [idOf(row), row])),
  anchorIndex: null,
});

/** Without the given ids: what was done leaves the selection, what was refused stays. */
export function withoutRows<Row>(selection: Selection<Row>, ids: Iterable<RowId>): Selection<Row> {
  const rows = new Map(selection.rows);
  for (const id of ids) rows.delete(id);
  return { rows, anchorIndex: selection.anchorIndex };
}
