// A short table of figures in plain table semantics, with a sum at its foot.
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classNames.ts';
import css from './ReportTable.module.css';

export interface ReportColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly unit?: string;
  readonly align?: 'start' | 'end';
  readonly isWrapping?: boolean;
  readonly cell: (row: Row) => ReactNode;
  readonly total?: ReactNode;
}

export interface ReportTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly ReportColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly isMarked?: (row: Row) => boolean;
  readonly hasTotal?: boolean;
  /** Columns of one width: several such tables below each other line up. */
  readonly isEven?: boolean;
}

export function ReportTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  isMarked,
  hasTotal = false,
  isEven = false,
}: ReportTableProps<Row>): ReactElement {
  return (
    <table className={cx(css.table, isEven && css.even)}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={cx(column.align === 'end' && css.end)}>
              {column.header}
              {column.unit === undefined ? null : <span className={cx(css.unit)}> {column.unit}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={cx(isMarked?.(row) === true && css.marked)}>
            {columns.map((column, index) => {
              const className = cx(column.align === 'end' && css.end, column.isWrapping === true && css.wrapping);
              return index === 0 ? (
                <th key={column.id} scope="row" className={className}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} className={className}>
                  {column.cell(row)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
      {hasTotal ? (
        <tfoot>
          <tr>
            {columns.map((column, index) => (
              <td key={column.id} className={cx(column.align === 'end' && css.end)}>
                {index === 0 ? (column.total ?? 'Total') : column.total}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
