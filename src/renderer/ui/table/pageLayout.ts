// How a list is cut into pages: a small first one, so that a keystroke's answer is on screen at once, then large ones,
// so that a jump of the scroll bar passes few of them.

export const FIRST_PAGE_ROWS = 100;
/** The most the contract gives at once. */
export const PAGE_ROWS = 500;

export const rowsOfPage = (page: number): number => (page === 0 ? FIRST_PAGE_ROWS : PAGE_ROWS);

export const firstRowOfPage = (page: number): number => (page === 0 ? 0 : FIRST_PAGE_ROWS + (page - 1) * PAGE_ROWS);

export const pageOfRow = (index: number): number =>
  index < FIRST_PAGE_ROWS ? 0 : 1 + Math.floor((index - FIRST_PAGE_ROWS) / PAGE_ROWS);
