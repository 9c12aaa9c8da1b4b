// What a cell's text is, so that a spreadsheet gets a number or a date instead of a text.

/** `-1234.50`: what `plainDecimal` writes. */
export const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
/** `2026-11-21`. */
export const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
