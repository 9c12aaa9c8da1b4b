// Sums under their columns: of the whole filtered set, and of what is selected.
import type { CSSProperties, ReactElement, ReactNode, Ref } from 'react';
import { cx } from '../classNames.ts';
import { formatCount } from '../formatMoney.ts';
import type { Column } from './columns.ts';
import css from './DataTable.module.css';

interface TableFootProps<Row, Totals> {
  readonly elementRef: Ref<HTMLDivElement>;
  readonly columns: readonly Column<Row, Totals>[];
  readonly style: CSSProperties;
  readonly hasSelect: boolean;
  readonly hasMenu: boolean;
  readonly totals: Totals | null;
  readonly totalsLabel: string;
  readonly selectedRows: readonly Row[];
}

export function TableFoot<Row, Totals>({ elementRef, ...props }: TableFootProps<Row, Totals>): ReactElement {
  const { totals, selectedRows } = props;
  const line = (key: string, label: string, valueOf: (column: Column<Row, Totals>) => ReactNode): ReactElement => (
    <div key={key} role="row" className={cx(css.footRow)} style={props.style}>
      {props.hasSelect ? <div role="gridcell" className={cx(css.cell, css.select, css.stickySelect)} /> : null}
      {props.columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(
            css.cell,
            column.align === 'end' && css.end,
            index === 0 && css.stickyFirst,
            index === 0 && props.hasSelect && css.afterSelect,
            index === 0 && css.footLabel,
          )}
        >
          {index === 0 ? label : valueOf(column)}
        </div>
      ))}
      {props.hasMenu ? <div role="gridcell" className={cx(css.cell)} /> : null}
    </div>
  );
  return (
    <div ref={elementRef} role="rowgroup" className={cx(css.foot)}>
      {selectedRows.length === 0
        ? null
        : line('selection', `${formatCount(selectedRows.length)} selected`, (column) =>
            column.selectionTotal?.(selectedRows),
          )}
      {totals === null ? null : line('totals', props.totalsLabel, (column) => column.total?.(totals))}
    </div>
  );
}
