// Where a table stands: scroll position, active row and the size of its viewport; remembered for coming back.
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { scrollScale, scrollTopFor, visibleRows, type ScrollScale, type VisibleRows } from './scrollScale.ts';
import { rememberTable, tableMemory } from './tableMemory.ts';
import type { RowWindow } from './useRowWindow.ts';

const ROW_REM = 2.25;
const OVERSCAN_ROWS = 8;

interface Position {
  readonly listKey: string;
  readonly scrollTopPx: number;
  readonly activeIndex: number;
}

export interface TablePosition {
  readonly rowHeightPx: number;
  readonly viewportPx: number;
  readonly activeIndex: number;
  readonly scale: ScrollScale;
  readonly visible: VisibleRows;
  readonly activate: (index: number) => void;
  /** Makes a row the active one and brings it into view. */
  readonly moveTo: (index: number) => void;
  readonly onScroll: (scrollTopPx: number) => void;
}

interface Elements {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly head: RefObject<HTMLDivElement | null>;
  readonly foot: RefObject<HTMLDivElement | null>;
}

const rootRemPx = (): number => Number.parseInt(getComputedStyle(document.documentElement).fontSize, 10) || 16;

function startOf(tableId: string, listKey: string): Position {
  const memory = tableMemory(tableId);
  return memory.listKey === listKey
    ? { listKey, scrollTopPx: memory.scrollTopPx, activeIndex: memory.activeIndex }
    : { listKey, scrollTopPx: 0, activeIndex: 0 };
}

export function useTablePosition(
  tableId: string,
  listKey: string,
  rows: RowWindow<unknown>,
  { scroller, head, foot }: Elements,
): TablePosition {
  const [rowHeightPx] = useState(() => Math.round(ROW_REM * rootRemPx()));
  const [viewportPx, setViewportPx] = useState(600);
  const [stored, setStored] = useState(() => startOf(tableId, listKey));
  // Another filter or sort starts at the top; coming back to the same list goes to where it was left.
  const position = stored.listKey === listKey ? stored : startOf(tableId, listKey);
  const put = (change: Partial<Position>): void => {
    const next = { ...position, ...change };
    rememberTable(tableId, next);
    setStored(next);
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void =>
      setViewportPx(
        Math.max(
          rowHeightPx,
          element.clientHeight - (head.current?.offsetHeight ?? 0) - (foot.current?.offsetHeight ?? 0),
        ),
      );
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowHeightPx, scroller, head, foot]);

  const isFilled = rows.rowCount > 0 && !rows.isLoading;
  useLayoutEffect(() => {
    if (isFilled) scroller.current?.scrollTo({ top: startOf(tableId, listKey).scrollTopPx });
  }, [tableId, listKey, isFilled, scroller]);

  const scale = scrollScale(rows.rowCount, rowHeightPx, viewportPx);
  const visible = visibleRows(position.scrollTopPx, rows.rowCount, rowHeightPx, viewportPx, OVERSCAN_ROWS, scale);
  const { showRows } = rows;
  useEffect(() => {
    if (visible.last >= visible.first) showRows(visible.first, visible.last);
  }, [visible.first, visible.last, showRows]);

  return {
    rowHeightPx,
    viewportPx,
    activeIndex: position.activeIndex,
    scale,
    visible,
    activate: (activeIndex) => put({ activeIndex }),
    moveTo: (index) => {
      const activeIndex = Math.max(0, Math.min(rows.rowCount - 1, index));
      put({ activeIndex });
      const top = scrollTopFor(activeIndex, position.scrollTopPx, rowHeightPx, viewportPx, scale);
      if (top !== position.scrollTopPx) scroller.current?.scrollTo({ top });
    },
    onScroll: (scrollTopPx) => {
      if (scrollTopPx !== position.scrollTopPx) put({ scrollTopPx });
    },
  };
}
