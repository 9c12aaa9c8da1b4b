// What is selected in a list: its rows as they are now, all that match, and letting go.
import { announce } from '../../ui/announce.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { emptySelection, MAX_SELECTED, selectRows, type RowId } from '../../ui/table/selection.ts';
import type { RowWindow } from '../../ui/table/useRowWindow.ts';
import type { TableState } from '../../ui/table/useTableState.ts';
import { toastFailure } from '../../ui/toasts.ts';

export interface ListSelectionOf<Row> {
  readonly state: TableState<Row>;
  readonly rows: Pick<RowWindow<Row>, 'loadedRows'>;
  readonly idOf: (row: Row) => RowId;
  /** Every row of the filtered set. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
}

export interface ListSelection<Row> {
  /** A row that changed since it was selected, with the version that is on screen now. */
  readonly selectedRows: readonly Row[];
  /** Every row that matches, up to `MAX_SELECTED`, in the list's order; selects them. Empty when they could not be read, which is then said. */
  readonly takeAll: () => Promise<readonly Row[]>;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

export function useListSelection<Row>({ state, rows, idOf, pages }: ListSelectionOf<Row>): ListSelection<Row> {
  const present = new Map(rows.loadedRows().map((row) => [idOf(row), row]));
  const takeAll = async (): Promise<readonly Row[]> => {
    try {
      const all: Row[] = [];
      for await (const page of pages()) {
        all.push(...page);
        if (all.length >= MAX_SELECTED) break;
      }
      const taken = all.slice(0, MAX_SELECTED);
      state.setSelection(selectRows(taken, idOf));
      announce(`${formatCount(taken.length)} selected.`);
      return taken;
    } catch (thrown) {
      toastFailure('Not every row could be selected', thrown, () => void takeAll());
      return [];
    }
  };
  return {
    selectedRows: [...state.selection.rows].map(([id, row]) => present.get(id) ?? row),
    takeAll,
    selectAll: () => void takeAll(),
    clear: () => state.setSelection(emptySelection),
  };
}
