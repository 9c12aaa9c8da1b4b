// A table's state that outlives its screen: selection and chosen columns, remembered by table id.
import { useCallback, useState } from 'react';
import { emptySelection, type Selection } from './selection.ts';
import { tableMemory } from './tableMemory.ts';

export interface TableState<Row> {
  readonly tableId: string;
  readonly selection: Selection<Row>;
  readonly setSelection: (next: Selection<Row>) => void;
  /** Ids of shown columns; null: as the columns say themselves. */
  readonly shownColumns: ReadonlySet<string> | null;
  readonly setShownColumns: (next: ReadonlySet<string> | null) => void;
}

export function useTableState<Row>(tableId: string): TableState<Row> {
  const memory = tableMemory(tableId);
  const [, setVersion] = useState(0);
  const setSelection = useCallback(
    (next: Selection<Row>) => {
      tableMemory(tableId).selection = next;
      setVersion((version) => version + 1);
    },
    [tableId],
  );
  const setShownColumns = useCallback(
    (next: ReadonlySet<string> | null) => {
      tableMemory(tableId).shownColumns = next;
      setVersion((version) => version + 1);
    },
    [tableId],
  );
  return { tableId, selection: (memory.selection as Selection<Row> | null) ?? emptySelection, setSelection, shownColumns: memory.shownColumns, setShownColumns };
}
