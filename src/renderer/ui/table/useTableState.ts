// A table's state that outlives its screen: selection and chosen columns, remembered by table id.
import { useCallback, useState } from 'react';
import { emptySelection, type Selection } from './selection.ts';
import { rememberTable, tableMemory } from './tableMemory.ts';

export interface TableState<Row> {
  readonly tableId: string;
  readonly selection: Selection<Row>;
  readonly setSelection: (next: Selection<Row>) => void;
  /** Ids of shown columns; null: as the columns say themselves. */
  readonly shownColumns: ReadonlySet<string> | null;
  readonly setShownColumns: (next: ReadonlySet<string> | null) => void;
}

export function useTableState<Row>(tableId: string): TableState<Row> {
  const [, setVersion] = useState(0);
  const remember = useCallback(
    (change: Parameters<typeof rememberTable>[1]) => {
      rememberTable(tableId, change);
      setVersion((version) => version + 1);
    },
    [tableId],
  );
  const memory = tableMemory(tableId);
  return {
    tableId,
    selection: (memory.selection as Selection<Row> | null) ?? emptySelection,
    setSelection: useCallback((selection: Selection<Row>) => remember({ selection }), [remember]),
    shownColumns: memory.shownColumns,
    setShownColumns: useCallback((shownColumns: ReadonlySet<string> | null) => remember({ shownColumns }), [remember]),
  };
}
