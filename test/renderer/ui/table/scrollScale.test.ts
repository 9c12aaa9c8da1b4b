// A million rows in an element that no browser caps: every row can be reached, and stays where the keyboard puts it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MAX_SCROLL_PX,
  scrollScale,
  scrollTopFor,
  visibleRows,
} from '../../../../src/renderer/ui/table/scrollScale.ts';

const ROW = 36;
const VIEWPORT = 700;

describe('lists that fit', () => {
  test('are not scaled', () => {
    expect(scrollScale(1000, ROW, VIEWPORT)).toEqual({ bodyHeightPx: 36_000, ratio: 1 });
  });

  test('show the rows at the scroll position', () => {
    const scale = scrollScale(1000, ROW, VIEWPORT);
    expect(visibleRows(360, 1000, ROW, VIEWPORT, 0, scale)).toEqual({ first: 10, last: 30, firstTopPx: 360 });
  });

  test('an empty list shows none', () => {
    const { first, last } = visibleRows(0, 0, ROW, VIEWPORT, 8, scrollScale(0, ROW, VIEWPORT));
    expect(last).toBeLessThan(Math.max(0, first));
  });
});

describe('a million rows', () => {
  const rows = 1_000_000;
  const scale = scrollScale(rows, ROW, VIEWPORT);

  test('stay below the cap', () => {
    expect(scale.bodyHeightPx).toBe(MAX_SCROLL_PX);
  });

  test('the end of the scroll bar is the last row', () => {
    const end = MAX_SCROLL_PX - VIEWPORT;
    const { last, first, firstTopPx } = visibleRows(end, rows, ROW, VIEWPORT, 0, scale);
    expect(last).toBe(rows - 1);
    const lastBottomPx = firstTopPx + (last - first + 1) * ROW;
    expect(Math.abs(lastBottomPx - MAX_SCROLL_PX)).toBeLessThanOrEqual(1);
  });

  test('moving to any row brings it wholly into view', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: rows - 1 }),
        fc.integer({ min: 0, max: MAX_SCROLL_PX - VIEWPORT }),
        (row, from) => {
          const top = Math.min(MAX_SCROLL_PX - VIEWPORT, Math.max(0, scrollTopFor(row, from, ROW, VIEWPORT, scale)));
          const { first, firstTopPx } = visibleRows(top, rows, ROW, VIEWPORT, 0, scale);
          const rowTopPx = firstTopPx + (row - first) * ROW - top;
          expect(rowTopPx).toBeGreaterThanOrEqual(-3);
          expect(rowTopPx + ROW).toBeLessThanOrEqual(VIEWPORT + 3);
        },
      ),
    );
  });

  test('rows follow each other without gaps on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_SCROLL_PX - VIEWPORT }), (top) => {
        const { first, last, firstTopPx } = visibleRows(top, rows, ROW, VIEWPORT, 0, scale);
        expect(firstTopPx).toBeLessThanOrEqual(top);
        expect(firstTopPx + (last - first + 1) * ROW).toBeGreaterThanOrEqual(top + VIEWPORT - 1);
      }),
    );
  });
});
