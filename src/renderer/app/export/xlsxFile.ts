// Writes an Excel workbook: the rows on one sheet with real numbers and dates, what makes them trustworthy on another.
import type { Cell, SheetData } from 'write-excel-file/browser';
import type { ExportSheet } from './exportSheet.ts';
import { LOCAL_DATE, PLAIN_NUMBER } from './plainValues.ts';
import type { WrittenFile } from './writtenFile.ts';

/** A workbook is built in memory; beyond this the page would run out of it. */
export const MAX_XLSX_ROWS = 100_000;
const CHARACTERS_PER_REM = 1.9;

export class TooManyRows extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`more than ${limit} rows`);
    this.limit = limit;
  }
}

/**
 * A text cell is typed as text, so that nothing in it runs as a formula. A spreadsheet's numbers are doubles: the decimal
 * text is read once, here, and up to 15 digits come out as they went in.
 */
export function xlsxCell(text: string, align: 'start' | 'end' | undefined): Cell {
  if (text === '') return null;
  if (align === 'end' && PLAIN_NUMBER.test(text) && text.length <= 15) {
    return { type: Number, value: Number(text), format: text.includes('.') ? `#,##0.${'0'.repeat(text.split('.')[1]?.length ?? 2)}` : '#,##0' };
  }
  if (LOCAL_DATE.test(text)) return { type: Date, value: new Date(`${text}T00:00:00.000Z`), format: 'd mmm yyyy' };
  return { type: String, value: text };
}

/** @throws TooManyRows */
export async function writeXlsx<Row>(sheet: ExportSheet<Row>): Promise<WrittenFile> {
  const { default: writeExcelFile } = await import('write-excel-file/browser');
  const data: SheetData = [
    sheet.columns.map(({ header, unit, align }) => ({
      type: String,
      value: unit === undefined ? header : `${header} (${unit})`,
      fontWeight: 'bold' as const,
      align: align === 'end' ? ('right' as const) : ('left' as const),
    })),
  ];
  let rowCount = 0;
  for await (const page of sheet.pages()) {
    rowCount += page.length;
    if (rowCount > MAX_XLSX_ROWS) throw new TooManyRows(MAX_XLSX_ROWS);
    for (const row of page) data.push(sheet.columns.map((column) => xlsxCell(column.text(row), column.align)));
  }
  const about = sheet.about(rowCount).map(([label, value]): Cell[] => [{ type: String, value: label, fontWeight: 'bold' }, { type: String, value }]);
  const workbook = writeExcelFile([
    {
      data,
      sheet: sheetName(sheet.title),
      stickyRowsCount: 1,
      columns: sheet.columns.map(({ widthRem }) => ({ width: Math.round((widthRem ?? 8) * CHARACTERS_PER_REM) })),
    },
    { data: about, sheet: 'About', columns: [{ width: 18 }, { width: 90 }] },
  ]);
  return { blob: await workbook.toBlob(), rowCount };
}

/** Excel refuses these signs and more than 31 characters in the name of a sheet. */
const sheetName = (title: string): string => title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);
