// One row of the table; a row that hasn't come yet shows as a quiet bar.
import { CircleAlert, Ellipsis } from 'lucide-react';
import { memo, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { cx } from '../classNames.ts';
import type { Column } from './columns.ts';
import css from './DataTable.module.css';

interface TableRowProps<Row, Totals> {
  readonly domId: string;
  readonly index: number;
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row, Totals>[];
  readonly template: string;
  readonly heightPx: number;
  readonly topPx: number;
  readonly hasSelect: boolean;
  readonly hasMenu: boolean;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly name: string;
  readonly refusal: string | undefined;
  /** The same functions for the table's whole life. */
  readonly onPress: (index: number, row: Row | undefined, how: RowPress) => void;
  readonly onMenu: (index: number, row: Row | undefined, anchor: Element) => void;
}

export type RowPress = 'open' | 'toggle' | 'range' | 'activate';

function pressOf(event: MouseEvent): RowPress {
  if (event.shiftKey) return 'range';
  if (event.ctrlKey || event.metaKey) return 'toggle';
  // Text was being selected, not the row pressed.
  return window.getSelection()?.isCollapsed === false ? 'activate' : 'open';
}

/** A bare text is wrapped, so that it ends in an ellipsis where it is cut off. */
const cellOf = (content: ReactNode): ReactNode => (typeof content === 'string' ? <span>{content}</span> : content);

function RowOfTable<Row, Totals>(props: TableRowProps<Row, Totals>): ReactElement {
  const { index: rowIndex, row, columns, hasSelect, onPress, onMenu } = props;
  return (
    // The grid around it handles the keyboard through aria-activedescendant.
    <div
      id={props.domId}
      role="row"
      aria-rowindex={props.index + 2}
      {...(hasSelect ? { 'aria-selected': props.isSelected } : {})}
      className={cx(css.row, props.isActive && css.active, props.isOpen && css.open, props.isSelected && css.selected)}
      style={{ gridTemplateColumns: props.template, blockSize: props.heightPx, transform: `translateY(${props.topPx}px)` }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => onPress(rowIndex, row, pressOf(event))}
      onContextMenu={(event) => {
        if (!props.hasMenu || row === undefined || window.getSelection()?.isCollapsed === false) return;
        event.preventDefault();
        onMenu(rowIndex, row, event.currentTarget);
      }}
    >
      {hasSelect ? (
        <div
          role="gridcell"
          className={cx(css.cell, css.select, css.stickySelect)}
          onClick={(event) => {
            event.stopPropagation();
            onPress(rowIndex, row, event.shiftKey ? 'range' : 'toggle');
          }}
        >
          {row === undefined ? null : (
            <input
              type="checkbox"
              tabIndex={-1}
              readOnly
              checked={props.isSelected}
              aria-label={`Select ${props.name}`}
            />
          )}
        </div>
      ) : null}
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          className={cx(
            css.cell,
            column.align === 'end' && css.end,
            index === 0 && css.stickyFirst,
            index === 0 && hasSelect && css.afterSelect,
          )}
          {...(row === undefined || column.grow === undefined ? {} : { title: column.text(row) })}
        >
          {row === undefined ? <span className={cx(css.skeleton)} aria-hidden="true" /> : cellOf(column.cell(row))}
          {index === 0 && props.refusal !== undefined ? (
            <span className={cx(css.refusal)} role="img" aria-label={`Refused: ${props.refusal}`} title={props.refusal}>
              <CircleAlert aria-hidden="true" />
            </span>
          ) : null}
        </div>
      ))}
      {props.hasMenu ? (
        <div role="gridcell" className={cx(css.cell, css.menuCell)}>
          {row === undefined ? null : (
            <button
              type="button"
              tabIndex={-1}
              className={cx(css.menuButton)}
              aria-label={`Actions for ${props.name}`}
              onClick={(event) => {
                event.stopPropagation();
                onMenu(rowIndex, row, event.currentTarget);
              }}
            >
              <Ellipsis aria-hidden="true" />
            </button>
          )}
        </div>
      ) : null}
    </div>
  );
}

/** Drawn again only where something of it changed: scrolling moves the window, not the rows that stay in it. */
export const TableRow = memo(RowOfTable) as typeof RowOfTable;
