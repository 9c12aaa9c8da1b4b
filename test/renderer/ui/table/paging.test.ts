// Pages by cursor: which page a row is on, and what the chain of cursors learns.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnNextCursor, newCursorChain } from '../../../../src/renderer/ui/table/cursorChain.ts';
import { firstRowOfPage, pageOfRow, rowsOfPage } from '../../../../src/renderer/ui/table/pageLayout.ts';

test('every row is on the page that holds it', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000 }), (row) => {
      const page = pageOfRow(row);
      expect(firstRowOfPage(page)).toBeLessThanOrEqual(row);
      expect(row).toBeLessThan(firstRowOfPage(page) + rowsOfPage(page));
    }),
  );
});

describe('learnNextCursor', () => {
  const two = learnNextCursor(learnNextCursor(newCursorChain, 0, 'a'), 1, 'b');

  test('grows by what each page says', () => {
    expect(two).toEqual({ cursors: [null, 'a', 'b'], isComplete: false });
  });

  test('is complete at the last page', () => {
    expect(learnNextCursor(two, 2, null)).toEqual({ cursors: [null, 'a', 'b'], isComplete: true });
  });

  test('the same answer changes nothing', () => {
    expect(learnNextCursor(two, 0, 'a')).toBe(two);
    const complete = learnNextCursor(two, 2, null);
    expect(learnNextCursor(complete, 2, null)).toBe(complete);
  });

  test('another successor voids what came after', () => {
    expect(learnNextCursor(two, 0, 'x')).toEqual({ cursors: [null, 'x'], isComplete: false });
    expect(learnNextCursor(two, 0, null)).toEqual({ cursors: [null], isComplete: true });
  });

  test('a page beyond the chain is ignored', () => {
    expect(learnNextCursor(newCursorChain, 4, 'z')).toBe(newCursorChain);
  });
});
