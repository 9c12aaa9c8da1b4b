// A PDF of the shown rows; the engine lays it out.
import { maxPdfRows } from '../../../contract/exports.ts';
import { call } from '../../bridge/call.ts';
import type { ExportSheet } from './exportSheet.ts';
import type { WrittenFile } from './writtenFile.ts';
import { TooManyRows } from './xlsxFile.ts';

const MAX_CELL = 300;

/** @throws TooManyRows, OperationFailure */
export async function writePdf<Row>(sheet: ExportSheet<Row>): Promise<WrittenFile> {
  const rows: string[][] = [];
  for await (const page of sheet.pages()) {
    if (rows.length + page.length > maxPdfRows) throw new TooManyRows(maxPdfRows);
    for (const row of page) rows.push(sheet.columns.map((column) => column.text(row).slice(0, MAX_CELL)));
  }
  const { base64, replacedCharacters } = await call('exports.pdf', {
    title: sheet.title,
    about: sheet.about(rows.length).map(([label, value]) => [label, value]),
    columns: sheet.columns.map(({ header, unit, align, widthRem }) => ({
      header: unit === undefined ? header : `${header} (${unit})`,
      align: align ?? 'start',
      widthRem: widthRem ?? 8,
    })),
    rows,
    totals: null,
  });
  const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  return {
    blob: new Blob([bytes], { type: 'application/pdf' }),
    rowCount: rows.length,
    ...(replacedCharacters === 0 ? {} : { remark: 'Some characters are not in the PDF’s font and stand as “?”; the CSV has them.' }),
  };
}
