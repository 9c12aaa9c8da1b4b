// An Excel workbook of plain rows: real numbers and dates on one sheet, what makes them trustworthy on another.
import writeExcelFile from 'write-excel-file/universal';
import type { Cell, SheetData } from 'write-excel-file/universal';
import { LOCAL_DATE, PLAIN_NUMBER } from './plainValues.ts';

const CHARACTERS_PER_REM = 1.9;

/** Only texts, so that it can be handed to a worker. */
export interface PlainSheet {
  readonly title: string;
  readonly columns: readonly { readonly header: string; readonly unit: string | undefined; readonly align: 'start' | 'end' | undefined; readonly widthRem: number | undefined }[];
  readonly rows: readonly (readonly string[])[];
  readonly about: readonly (readonly [label: string, value: string])[];
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

export async function xlsxWorkbook({ title, columns, rows, about }: PlainSheet): Promise<Blob> {
  const data: SheetData = [
    columns.map(({ header, unit, align }) => ({
      type: String,
      value: unit === undefined ? header : `${header} (${unit})`,
      fontWeight: 'bold' as const,
      align: align === 'end' ? ('right' as const) : ('left' as const),
    })),
    ...rows.map((row) => row.map((text, index) => xlsxCell(text, columns[index]?.align))),
  ];
  const workbook = writeExcelFile([
    {
      data,
      sheet: sheetName(title),
      stickyRowsCount: 1,
      columns: columns.map(({ widthRem }) => ({ width: Math.round((widthRem ?? 8) * CHARACTERS_PER_REM) })),
    },
    {
      data: about.map(([label, value]): Cell[] => [{ type: String, value: label, fontWeight: 'bold' }, { type: String, value }]),
      sheet: 'About',
      columns: [{ width: 18 }, { width: 90 }],
    },
  ]);
  return await workbook.toBlob();
}

/** Excel refuses these signs and more than 31 characters in the name of a sheet. */
const sheetName = (title: string): string => title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);
