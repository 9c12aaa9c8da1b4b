// Writes an Excel workbook of what is shown, in a thread of its own.
import type { ExportSheet } from './exportSheet.ts';
import type { WrittenFile } from './writtenFile.ts';
import type { PlainSheet } from './xlsxWorkbook.ts';
import type { XlsxAnswer } from './xlsxWorker.ts';

/** A workbook is built in memory; beyond this the page would run out of it. */
export const MAX_XLSX_ROWS = 100_000;

export class TooManyRows extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`more than ${limit} rows`);
    this.limit = limit;
  }
}

type PackWorkbook = (sheet: PlainSheet) => Promise<Blob>;

/** @throws TooManyRows */
export async function writeXlsx<Row>(sheet: ExportSheet<Row>, pack: PackWorkbook = packInWorker): Promise<WrittenFile> {
  const rows: string[][] = [];
  for await (const page of sheet.pages()) {
    if (rows.length + page.length > MAX_XLSX_ROWS) throw new TooManyRows(MAX_XLSX_ROWS);
    for (const row of page) rows.push(sheet.columns.map((column) => column.text(row)));
  }
  const blob = await pack({
    title: sheet.title,
    // Nothing else of a column: it draws cells, and functions can't be handed to a worker.
    columns: sheet.columns.map(({ header, unit, align, widthRem }) => ({ header, unit, align, widthRem })),
    rows,
    about: sheet.about(rows.length),
  });
  return { blob, rowCount: rows.length };
}

async function packInWorker(sheet: PlainSheet): Promise<Blob> {
  const worker = new Worker(new URL('./xlsxWorker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Blob>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<XlsxAnswer>) => ('blob' in data ? resolve(data.blob) : reject(new Error(data.failure))));
      // Also where the worker's own file could not be loaded: waiting would never end.
      worker.addEventListener('error', (event) => reject(new Error(event.message === '' ? 'the workbook’s thread did not start' : event.message)));
      worker.postMessage(sheet, []);
    });
  } finally {
    worker.terminate();
  }
}
