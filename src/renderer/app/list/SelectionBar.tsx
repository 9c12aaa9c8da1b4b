// Under a list while rows are selected: how many, their sum, their export, and the acts that fit them.
import type { ReactElement, ReactNode } from 'react';
import { countOf } from '../../ui/formatMoney.ts';
import { BulkBar } from '../../ui/table/BulkBar.tsx';
import { shownColumns } from '../../ui/table/ColumnChooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { TableState } from '../../ui/table/useTableState.ts';
import { ExportButton } from '../export/ExportButton.tsx';
import type { ListSelection } from './useListSelection.ts';

export interface SelectionBarProps<Row, Totals> {
  /** In the singular: "refund". */
  readonly noun: string;
  readonly plural?: string;
  readonly selection: ListSelection<Row>;
  readonly columns: readonly Column<Row, Totals>[];
  readonly state: TableState<Row>;
  /** Rows of the filtered set; undefined: not counted. */
  readonly matchingCount: number | undefined;
  readonly sumText?: string;
  readonly notice?: ReactNode;
  readonly onClear?: () => void;
  readonly children?: ReactNode;
}

export function SelectionBar<Row, Totals>({ noun, plural = `${noun}s`, selection, columns, state, matchingCount, sumText, notice, onClear, children }: SelectionBarProps<Row, Totals>): ReactElement | null {
  const { selectedRows } = selection;
  if (selectedRows.length === 0) return null;
  return (
    <BulkBar
      label={`Selected ${plural}`}
      selectedCount={selectedRows.length}
      sumText={sumText}
      matchingCount={matchingCount}
      onSelectAll={selection.selectAll}
      onClear={() => {
        selection.clear();
        onClear?.();
      }}
      notice={notice}
    >
      <ExportButton
        label="Export the selection"
        tip="The selected rows, with the columns shown"
        title={`Selected ${plural}`}
        filter={countOf(selectedRows.length, `selected ${noun}`, `selected ${plural}`)}
        columns={shownColumns(columns, state)}
        pages={() => [selectedRows]}
        rowCount={selectedRows.length}
      />
      {children}
    </BulkBar>
  );
}
