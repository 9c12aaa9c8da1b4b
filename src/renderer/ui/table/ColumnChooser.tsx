// Which columns are shown; the first always is.
import { Columns3 } from 'lucide-react';
import type { ReactElement } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button } from '../Button.tsx';
import { cx } from '../classNames.ts';
import menuCss from '../menu.module.css';
import type { Column } from './columns.ts';
import css from './facets.module.css';
import type { TableState } from './useTableState.ts';

const shownIds = (columns: readonly Column<never, never>[], state: TableState<never>): ReadonlySet<string> =>
  state.shownColumns ?? new Set(columns.filter((column) => column.isHiddenAtFirst !== true).map((column) => column.id));

export function shownColumns<Row, Totals>(
  columns: readonly Column<Row, Totals>[],
  state: TableState<Row>,
  isPaneOpen = false,
): readonly Column<Row, Totals>[] {
  const ids = shownIds(columns, state as unknown as TableState<never>);
  const isMakingRoom = isPaneOpen && state.shownColumns === null;
  return columns.filter(
    (column, index) => index === 0 || (ids.has(column.id) && !(isMakingRoom && column.isHiddenBesidePane === true)),
  );
}

export function ColumnChooser<Row, Totals>({
  columns,
  state,
}: {
  readonly columns: readonly Column<Row, Totals>[];
  readonly state: TableState<Row>;
}): ReactElement {
  const ids = shownIds(columns, state as unknown as TableState<never>);
  const toggle = (id: string): void => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    state.setShownColumns(next);
  };
  return (
    <DialogTrigger>
      <Button size="s" variant="quiet" icon={<Columns3 aria-hidden="true" />}>
        Columns
      </Button>
      <Popover placement="bottom end" className={cx(menuCss.popover)}>
        <Dialog className={cx(css.panel)} aria-label="Columns">
          <p className={cx(css.panelTitle)}>Shown columns</p>
          {columns.map((column, index) => (
            <label key={column.id} className={cx(css.option)}>
              <input
                type="checkbox"
                checked={index === 0 || ids.has(column.id)}
                disabled={index === 0}
                onChange={() => toggle(column.id)}
              />
              {column.header}
            </label>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
