// Writes CSV text (RFC 4180) from shown rows; cells that a spreadsheet would run as a formula are neutralised.
import type { ExportSheet } from './exportSheet.ts';
import { PLAIN_NUMBER } from './plainValues.ts';
import type { WrittenFile } from './writtenFile.ts';

const FORMULA_START = /^[=+\-@\t\r]/;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * One cell. A text that begins like a formula gets a leading apostrophe (OWASP, CSV injection); a plain decimal such as
 * `-399.00` is a number and stays one.
 */
export function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, CRLF-ended. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Heads and rows first, so that a program can read them; after an empty line what a person must know to trust them. */
export async function writeCsv<Row>(sheet: ExportSheet<Row>): Promise<WrittenFile> {
  // In parts, so that a long export isn't one string.
  const parts = [
    BYTE_ORDER_MARK,
    csvLine(sheet.columns.map(({ header, unit }) => (unit === undefined ? header : `${header} (${unit})`))),
  ];
  let rowCount = 0;
  for await (const page of sheet.pages()) {
    parts.push(page.map((row) => csvLine(sheet.columns.map((column) => column.text(row)))).join(''));
    rowCount += page.length;
  }
  parts.push('\r\n', ...sheet.about(rowCount).map(csvLine));
  return { blob: new Blob(parts, { type: 'text/csv;charset=utf-8' }), rowCount };
}
