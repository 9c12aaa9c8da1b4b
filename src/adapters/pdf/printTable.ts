// A table as a PDF: A4 on its side, heading and facts on the first page, column heads on every page, page numbers.
import type { PrintableTable } from '../../contract/exports.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import type { PrintTable } from '../../engine/ports/tablePrinter.ts';
import { printableText } from './printableText.ts';

type Document = InstanceType<typeof import('pdfkit')>;

const marginPt = 36;
const rowHeightPt = 15;
const cellPaddingPt = 4;
const fontSizePt = 8;
const ink = '#1b1f24';
const quietInk = '#5b6470';
const lineInk = '#c9ced6';

/** pdfkit is loaded when the first PDF is asked for: a start must not wait for fonts. */
export const printTable: PrintTable = async (table, printedAt) => {
  const { default: PdfDocument } = await import('pdfkit');
  const document = new PdfDocument({
    size: 'A4',
    layout: 'landscape',
    margin: marginPt,
    bufferPages: true,
    info: { Title: table.title, Creator: 'Tieout', CreationDate: new Date(msFromInstant(printedAt)) },
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const replacedCharacters = layOut(document, table);
  document.end();
  return { base64: (await whole).toString('base64'), replacedCharacters };
};

function layOut(document: Document, table: PrintableTable): number {
  let replaced = 0;
  const printable = (text: string): string => {
    const result = printableText(text);
    replaced += result.replaced;
    return result.text;
  };
  const { width, height } = document.page;
  const columns = placeColumns(table, width - 2 * marginPt);
  const bottomPt = height - marginPt - rowHeightPt;

  const row = (cells: readonly string[], topPt: number, font: string, colour: string): void => {
    document.font(font).fontSize(fontSizePt).fillColor(colour);
    for (const [index, column] of columns.entries()) {
      const widthPt = column.widthPt - 2 * cellPaddingPt;
      document.text(fitted(document, cells[index] ?? '', widthPt), column.leftPt + cellPaddingPt, topPt + 4, { width: widthPt, align: column.align === 'end' ? 'right' : 'left', lineBreak: false });
    }
  };
  const rule = (yPt: number): void => void document.moveTo(marginPt, yPt).lineTo(width - marginPt, yPt).lineWidth(0.5).strokeColor(lineInk).stroke();
  const head = (topPt: number): number => {
    row(table.columns.map(({ header }) => printable(header)), topPt, 'Helvetica-Bold', quietInk);
    rule(topPt + rowHeightPt);
    return topPt + rowHeightPt;
  };

  document.font('Helvetica-Bold').fontSize(15).fillColor(ink).text(printable(table.title), marginPt, marginPt);
  document.fontSize(fontSizePt).fillColor(quietInk).moveDown(0.4);
  for (const [label, value] of table.about) {
    document.font('Helvetica-Bold').text(`${printable(label)}: `, { continued: true });
    document.font('Helvetica').text(printable(value));
  }
  let topPt = head(document.y + 8);
  const newPageIfFull = (): void => {
    if (topPt + rowHeightPt <= bottomPt) return;
    document.addPage();
    topPt = head(marginPt);
  };
  for (const cells of table.rows) {
    newPageIfFull();
    row(cells.map(printable), topPt, 'Helvetica', ink);
    topPt += rowHeightPt;
  }
  if (table.totals !== null) {
    newPageIfFull();
    rule(topPt);
    row(table.totals.map(printable), topPt, 'Helvetica-Bold', ink);
  }
  numberPages(document, printable(table.title), replaced);
  return replaced;
}

interface PlacedColumn {
  readonly leftPt: number;
  readonly widthPt: number;
  readonly align: 'start' | 'end';
}

/** The columns share the page's width as they share the screen's. */
function placeColumns(table: PrintableTable, widthPt: number): readonly PlacedColumn[] {
  const sumRem = table.columns.reduce((sum, { widthRem }) => sum + widthRem, 0);
  let leftPt = marginPt;
  return table.columns.map(({ widthRem, align }) => {
    const column = { leftPt, widthPt: (widthPt * widthRem) / sumRem, align };
    leftPt += column.widthPt;
    return column;
  });
}

/** Cut off with an ellipsis where it is too long; amounts are short enough to stand whole. */
function fitted(document: Document, text: string, widthPt: number): string {
  if (document.widthOfString(text) <= widthPt) return text;
  let least = 0;
  let most = text.length;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (document.widthOfString(`${text.slice(0, middle)}…`) <= widthPt) least = middle;
    else most = middle - 1;
  }
  return `${text.slice(0, least)}…`;
}

function numberPages(document: Document, title: string, replaced: number): void {
  const { start, count } = document.bufferedPageRange();
  const note = replaced === 0 ? '' : ` · ${replaced} ${replaced === 1 ? 'character is' : 'characters are'} shown as "?"; the CSV has them`;
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // Text below the margin would start a new page.
    document.page.margins.bottom = 0;
    document.font('Helvetica').fontSize(7).fillColor(quietInk);
    document.text(`${title} · page ${page + 1} of ${count}${note}`, marginPt, document.page.height - marginPt + 6, { lineBreak: false });
  }
}
