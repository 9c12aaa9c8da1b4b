// The one table of all lists: a grid whose rows come as they are scrolled to, with fixed header, first column and totals,
// driven by the keyboard from one tab stop (aria-activedescendant, so that focus survives rows coming and going).
import {
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { announce } from '../announce.ts';
import { Button } from '../Button.tsx';
import { cx } from '../classNames.ts';
import { formatCount } from '../formatMoney.ts';
import type { MenuAct } from '../ActsMenu.tsx';
import { columnTemplate, leastWidthRem, type Column, type Sort } from './columns.ts';
import css from './DataTable.module.css';
import { RowMenu, type RowMenuTarget } from './RowMenu.tsx';
import { emptySelection, selectRange, toggleRow, type RowId } from './selection.ts';
import { TableFoot } from './TableFoot.tsx';
import { TableHead } from './TableHead.tsx';
import { TableRow, type RowPress } from './TableRow.tsx';
import { useSteady } from './useSteady.ts';
import type { RowWindow } from './useRowWindow.ts';
import { useTablePosition } from './useTablePosition.ts';
import type { TableState } from './useTableState.ts';

export interface DataTableProps<Row, Totals> {
  readonly label: string;
  readonly state: TableState<Row>;
  /** Filter and sort as text: another list starts at the top. */
  readonly listKey: string;
  readonly columns: readonly Column<Row, Totals>[];
  readonly window: RowWindow<Row>;
  readonly idOf: (row: Row) => RowId;
  /** Spoken name of a row: "RTP-0001, Acme Training". */
  readonly nameOf: (row: Row) => string;
  readonly totals?: Totals | null;
  readonly totalsLabel?: string;
  readonly sort?: Sort;
  readonly onSort?: (key: string) => void;
  readonly onOpen?: (row: Row) => void;
  readonly openId?: RowId | null;
  readonly isSelectable?: boolean;
  readonly onSelectAll?: () => void;
  readonly rowActs?: (row: Row) => readonly MenuAct[];
  /** Why an act on this row was refused. */
  readonly refusalOf?: (id: RowId) => string | undefined;
  /** Ctrl/Cmd+Enter. */
  readonly onApprove?: (activeRow: Row | undefined) => void;
  readonly onEscape?: () => void;
  /** In place of rows: empty, no match, error. */
  readonly placeholder?: ReactNode;
}

export function DataTable<Row, Totals>(props: DataTableProps<Row, Totals>): ReactElement {
  const { state, window: rows, columns, idOf, openId } = props;
  const { selection, setSelection } = state;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const position = useTablePosition(state.tableId, props.listKey, rows, { scroller, head, foot });
  const { activeIndex, visible, rowHeightPx, moveTo } = position;
  const [menu, setMenu] = useState<RowMenuTarget<Row> | null>(null);
  const hasSelect = props.isSelectable === true;
  const hasMenu = props.rowActs !== undefined;

  // The opened row is the active one, also when it was opened from the pane's "next"; scrolling away from it stays possible.
  const followOpenRow = useEffectEvent((id: RowId) => {
    for (let index = visible.first; index <= visible.last; index += 1) {
      const row = rows.rowAt(index);
      if (row !== undefined && idOf(row) === id) return moveTo(index);
    }
  });
  useEffect(() => {
    if (openId !== undefined && openId !== null) followOpenRow(openId);
  }, [openId]);

  const toggle = (row: Row, index: number): void => {
    const next = toggleRow(selection, idOf(row), row, index);
    setSelection(next);
    announce(
      `${next.rows.has(idOf(row)) ? 'Selected' : 'Not selected'}: ${props.nameOf(row)}. ${formatCount(next.rows.size)} selected.`,
    );
  };
  const rangeTo = (index: number): void => {
    const next = selectRange(selection, index, rows.rowAt, idOf);
    setSelection(next);
    announce(`${formatCount(next.rows.size)} selected.`);
  };
  const openMenu = (row: Row, anchor: Element): void => {
    if (props.rowActs !== undefined) setMenu({ row, anchor, acts: props.rowActs(row) });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== scroller.current || event.altKey) return;
    const activeRow = rows.rowAt(activeIndex);
    const hasModifier = event.ctrlKey || event.metaKey;
    const pageRows = Math.max(1, Math.floor(position.viewportPx / rowHeightPx) - 1);
    if (hasModifier && event.key === 'Enter') {
      if (props.onApprove === undefined) return;
      props.onApprove(activeRow);
    } else if (hasModifier && event.key.toLowerCase() === 'a' && props.onSelectAll !== undefined) props.onSelectAll();
    else if (hasModifier) return;
    else if (event.key === 'ArrowDown' || event.key === 'j') {
      moveTo(activeIndex + 1);
      if (event.shiftKey && hasSelect) rangeTo(Math.min(rows.rowCount - 1, activeIndex + 1));
    } else if (event.key === 'ArrowUp' || event.key === 'k') {
      moveTo(activeIndex - 1);
      if (event.shiftKey && hasSelect) rangeTo(Math.max(0, activeIndex - 1));
    } else if (event.key === 'PageDown') moveTo(activeIndex + pageRows);
    else if (event.key === 'PageUp') moveTo(activeIndex - pageRows);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(rows.rowCount - 1);
    else if (event.key === ' ' && hasSelect) {
      if (event.shiftKey) rangeTo(activeIndex);
      else if (activeRow !== undefined) toggle(activeRow, activeIndex);
    } else if (event.key === 'Enter' && activeRow !== undefined) props.onOpen?.(activeRow);
    else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && activeRow !== undefined) {
      const anchor = document.querySelector(`[id="${gridId}-row-${activeIndex}"]`);
      if (anchor !== null) openMenu(activeRow, anchor);
    } else if (event.key === 'Escape') {
      if (selection.rows.size > 0) setSelection(emptySelection);
      else if (props.onEscape === undefined) return;
      else props.onEscape();
    } else return;
    event.preventDefault();
  };

  const rowActs = useSteady({
    onPress: (index: number, row: Row | undefined, how: RowPress) => {
      position.activate(index);
      if (row === undefined) return;
      if (how === 'range' && hasSelect) rangeTo(index);
      else if (how === 'toggle' && hasSelect) toggle(row, index);
      else if (how === 'open') props.onOpen?.(row);
      if (how !== 'open' || props.onOpen === undefined) scroller.current?.focus({ preventScroll: true });
    },
    onMenu: (index: number, row: Row | undefined, anchor: Element) => {
      position.activate(index);
      if (row !== undefined) openMenu(row, anchor);
    },
  });

  const template = columnTemplate(columns, hasSelect, hasMenu);
  const rowStyle: CSSProperties = { gridTemplateColumns: template };
  const renderRow = (index: number): ReactElement => {
    const row = rows.rowAt(index);
    const id = row === undefined ? null : idOf(row);
    return (
      <TableRow
        key={index}
        domId={`${gridId}-row-${index}`}
        index={index}
        row={row}
        columns={columns}
        template={template}
        heightPx={rowHeightPx}
        topPx={visible.firstTopPx + (index - visible.first) * rowHeightPx}
        hasSelect={hasSelect}
        hasMenu={hasMenu}
        isActive={index === activeIndex}
        isOpen={id !== null && id === props.openId}
        isSelected={id !== null && selection.rows.has(id)}
        name={row === undefined ? '' : props.nameOf(row)}
        refusal={id === null ? undefined : props.refusalOf?.(id)}
        onPress={rowActs.onPress}
        onMenu={rowActs.onMenu}
      />
    );
  };
  const indexes = Array.from(
    { length: Math.max(0, visible.last - visible.first + 1) },
    (_, offset) => visible.first + offset,
  );
  const hasRows = rows.rowCount > 0;
  const isAllSelected =
    hasRows && selection.rows.size >= rows.rowCount && rows.loadedRows().every((row) => selection.rows.has(idOf(row)));
  const isActiveRendered = hasRows && activeIndex >= visible.first && activeIndex <= visible.last;

  return (
    <div className={cx(css.frame)}>
      <div
        ref={scroller}
        className={cx(css.scroller, rows.isOutdated && css.outdated)}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.isCountExact ? rows.rowCount + 1 : -1}
        aria-colcount={columns.length + (hasSelect ? 1 : 0) + (hasMenu ? 1 : 0)}
        aria-busy={rows.isLoading || rows.isOutdated}
        {...(hasSelect ? { 'aria-multiselectable': true } : {})}
        {...(isActiveRendered ? { 'aria-activedescendant': `${gridId}-row-${activeIndex}` } : {})}
        tabIndex={0}
        data-table-focus=""
        onKeyDown={onKeyDown}
        onScroll={(event) => position.onScroll(event.currentTarget.scrollTop)}
      >
        <div className={cx(css.inner)} style={{ minInlineSize: `${leastWidthRem(columns, hasSelect, hasMenu)}rem` }}>
          <TableHead
            elementRef={head}
            columns={columns}
            style={rowStyle}
            hasSelect={hasSelect}
            hasMenu={hasMenu}
            sort={props.sort}
            onSort={props.onSort}
            selectedCount={selection.rows.size}
            isAllSelected={isAllSelected}
            rowCount={rows.rowCount}
            onSelectAll={props.onSelectAll}
            onClearSelection={() => setSelection(emptySelection)}
          />
          {rows.isLoading ? (
            <SkeletonRows template={template} rowHeightPx={rowHeightPx} columnCount={columns.length} />
          ) : hasRows ? (
            <div role="rowgroup" className={cx(css.body)} style={{ blockSize: position.scale.bodyHeightPx }}>
              {indexes.map(renderRow)}
            </div>
          ) : null}
          <TableFoot
            elementRef={foot}
            columns={columns}
            style={rowStyle}
            hasSelect={hasSelect}
            hasMenu={hasMenu}
            totals={hasRows ? (props.totals ?? null) : null}
            totalsLabel={props.totalsLabel ?? ''}
            selectedRows={[...selection.rows.values()]}
          />
        </div>
      </div>
      {hasRows || rows.isLoading ? null : <div className={cx(css.placeholder)}>{props.placeholder}</div>}
      {hasRows && rows.error !== null ? (
        <div className={cx(css.partial)} role="alert">
          Some of these rows could not be read again; what you see may be out of date.
          <Button size="s" onPress={rows.retry}>
            Try again
          </Button>
        </div>
      ) : null}
      {rows.walkedRows === null ? null : (
        <p className={cx(css.walking)}>{`Reading rows… ${formatCount(rows.walkedRows)} so far`}</p>
      )}
      <RowMenu
        target={menu}
        onClose={() => {
          setMenu(null);
          scroller.current?.focus({ preventScroll: true });
        }}
      />
    </div>
  );
}

function SkeletonRows({
  template,
  rowHeightPx,
  columnCount,
}: {
  readonly template: string;
  readonly rowHeightPx: number;
  readonly columnCount: number;
}): ReactElement {
  return (
    <div aria-hidden="true">
      {Array.from({ length: 14 }, (_, row) => (
        <div
          key={row}
          className={cx(css.skeletonRow)}
          style={{ gridTemplateColumns: template, blockSize: rowHeightPx }}
        >
          {Array.from({ length: columnCount }, (__, column) => (
            <span
              key={column}
              className={cx(css.skeleton)}
              style={{ inlineSize: `${45 + ((row * 7 + column * 13) % 40)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
