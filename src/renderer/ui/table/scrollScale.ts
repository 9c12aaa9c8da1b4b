// Which rows a scroll position shows. Chromium caps an element near 33.5 million device px (measured), half of that in CSS px
// at 200 % zoom, so a long list gets a shorter scroll range and each scrolled pixel stands for more than one.

export const MAX_SCROLL_PX = 15_000_000;

export interface ScrollScale {
  /** Height that the body element is given. */
  readonly bodyHeightPx: number;
  /** Rows' own pixels per scrolled pixel; 1 for lists that fit. */
  readonly ratio: number;
}

export function scrollScale(
  rowCount: number,
  rowHeightPx: number,
  viewportPx: number,
  maxPx = MAX_SCROLL_PX,
): ScrollScale {
  const contentPx = rowCount * rowHeightPx;
  if (contentPx <= maxPx || maxPx <= viewportPx) return { bodyHeightPx: contentPx, ratio: 1 };
  return { bodyHeightPx: maxPx, ratio: (contentPx - viewportPx) / (maxPx - viewportPx) };
}

export interface VisibleRows {
  readonly first: number;
  /** Inclusive; -1 when there are none. */
  readonly last: number;
  /** Where row `first` starts inside the body element. */
  readonly firstTopPx: number;
}

export function visibleRows(
  scrollTopPx: number,
  rowCount: number,
  rowHeightPx: number,
  viewportPx: number,
  overscan: number,
  scale: ScrollScale,
): VisibleRows {
  const offsetPx = Math.round(scrollTopPx * scale.ratio);
  const first = Math.max(0, Math.min(rowCount - 1, Math.floor(offsetPx / rowHeightPx)) - overscan);
  const last = Math.min(rowCount - 1, Math.ceil((offsetPx + viewportPx) / rowHeightPx) + overscan);
  return { first, last, firstTopPx: scrollTopPx + first * rowHeightPx - offsetPx };
}

/** Scroll position that brings a row into view with the least movement; the present one where it is in view already. */
export function scrollTopFor(
  rowIndex: number,
  scrollTopPx: number,
  rowHeightPx: number,
  viewportPx: number,
  scale: ScrollScale,
): number {
  const offsetPx = Math.round(scrollTopPx * scale.ratio);
  const rowTopPx = rowIndex * rowHeightPx;
  if (rowTopPx < offsetPx) return rowTopPx / scale.ratio;
  if (rowTopPx + rowHeightPx > offsetPx + viewportPx)
    return Math.ceil((rowTopPx + rowHeightPx - viewportPx) / scale.ratio);
  return scrollTopPx;
}
