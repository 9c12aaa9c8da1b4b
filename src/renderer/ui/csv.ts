// Writes CSV text (RFC 4180) from shown rows; cells that a spreadsheet would run as a formula are neutralised.

const FORMULA_START = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
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

/** Hands a finished file to the browser's (or Electron's) download. Lines come in parts, so that a long export isn't one string. */
export function downloadCsv(fileName: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, ...parts], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
