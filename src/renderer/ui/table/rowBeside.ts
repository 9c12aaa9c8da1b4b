// The neighbour of a table's active row: where "next" and "previous" of the pane beside the list go.
import { tableMemory } from './tableMemory.ts';
import type { RowWindow } from './useRowWindow.ts';

/** Undefined past either end, and for a row that has not come yet. */
export const rowBeside = <Row>(tableId: string, rows: Pick<RowWindow<Row>, 'rowAt'>, by: 1 | -1): Row | undefined =>
  rows.rowAt(tableMemory(tableId).activeIndex + by);
