// The tools at the end of every list's filter bar: the count, saved views, columns, export; and what the screen adds.
import type { ReactElement, ReactNode } from 'react';
import { ColumnChooser, shownColumns } from '../../ui/table/ColumnChooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { FilterTools, MatchCount } from '../../ui/table/facets.tsx';
import type { TableState } from '../../ui/table/useTableState.ts';
import { ExportButton } from '../export/ExportButton.tsx';
import type { ListCount } from './listCount.ts';
import { SavedViews } from './SavedViews.tsx';

export interface ListToolsProps<Row, Totals> {
  /** What the rows are, for the export: "Invoices". */
  readonly title: string;
  /** Undefined: nothing was read yet. */
  readonly count?: ListCount | undefined;
  readonly columns: readonly Column<Row, Totals>[];
  readonly state: TableState<Row>;
  /** Every row of the filtered set. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
  /** Acts of the screen's own, after the tools. */
  readonly children?: ReactNode;
}

export function ListTools<Row, Totals>({
  title,
  count,
  columns,
  state,
  pages,
  children,
}: ListToolsProps<Row, Totals>): ReactElement {
  return (
    <FilterTools>
      {count === undefined ? null : <MatchCount count={count.matching} allCount={count.all} noun={count.noun} />}
      <SavedViews state={state} />
      <ColumnChooser columns={columns} state={state} />
      <ExportButton title={title} columns={shownColumns(columns, state)} pages={pages} rowCount={count?.matching ?? undefined} />
      {children}
    </FilterTools>
  );
}
