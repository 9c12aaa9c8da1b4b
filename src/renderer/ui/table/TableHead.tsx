// The table's fixed header: sortable headings, and the box that selects all that match.
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { CSSProperties, ReactElement, Ref } from 'react';
import { cx } from '../classNames.ts';
import type { Column, Sort } from './columns.ts';
import css from './DataTable.module.css';

interface TableHeadProps {
  readonly elementRef: Ref<HTMLDivElement>;
  readonly columns: readonly Column<never, never>[];
  readonly style: CSSProperties;
  readonly hasSelect: boolean;
  readonly hasMenu: boolean;
  readonly sort: Sort | undefined;
  readonly onSort: ((key: string) => void) | undefined;
  readonly selectedCount: number;
  readonly isAllSelected: boolean;
  readonly rowCount: number;
  readonly onSelectAll: (() => void) | undefined;
  readonly onClearSelection: () => void;
}

export function TableHead({ elementRef, ...props }: TableHeadProps): ReactElement {
  const { columns, hasSelect, sort } = props;
  return (
    <div ref={elementRef} role="rowgroup" className={cx(css.head)}>
      <div role="row" aria-rowindex={1} className={cx(css.headRow)} style={props.style}>
        {hasSelect ? (
          <div role="columnheader" className={cx(css.cell, css.select, css.stickySelect)}>
            <input
              type="checkbox"
              aria-label="Select all that match"
              checked={props.isAllSelected}
              ref={(box) => {
                if (box !== null) box.indeterminate = props.selectedCount > 0 && !props.isAllSelected;
              }}
              disabled={props.rowCount === 0}
              onChange={() => (props.selectedCount > 0 ? props.onClearSelection() : props.onSelectAll?.())}
            />
          </div>
        ) : null}
        {columns.map((column, index) => {
          const isSorted = column.sortKey !== undefined && column.sortKey === sort?.key;
          const heading = (
            <>
              <span className={cx(css.headText)}>{column.header}</span>
              {column.unit === undefined ? null : <span className={cx(css.unit)}>{column.unit}</span>}
              {isSorted ? (
                sort?.direction === 'asc' ? (
                  <ArrowUp aria-hidden="true" />
                ) : (
                  <ArrowDown aria-hidden="true" />
                )
              ) : null}
            </>
          );
          return (
            <div
              key={column.id}
              role="columnheader"
              className={cx(
                css.cell,
                css.headCell,
                column.align === 'end' && css.end,
                index === 0 && css.stickyFirst,
                index === 0 && hasSelect && css.afterSelect,
              )}
              {...(column.sortKey === undefined
                ? {}
                : {
                    'aria-sort': isSorted
                      ? sort?.direction === 'asc'
                        ? ('ascending' as const)
                        : ('descending' as const)
                      : ('none' as const),
                  })}
            >
              {column.sortKey === undefined || props.onSort === undefined ? (
                heading
              ) : (
                <button
                  type="button"
                  className={cx(css.sortButton)}
                  onClick={() => props.onSort?.(column.sortKey ?? '')}
                >
                  {heading}
                </button>
              )}
            </div>
          );
        })}
        {props.hasMenu ? (
          <div role="columnheader" className={cx(css.cell)}>
            <span className="visually-hidden">Actions</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}
