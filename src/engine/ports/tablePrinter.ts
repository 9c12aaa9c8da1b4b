// The port that lays a table out as a PDF.
import type { PrintableTable } from '../../contract/exports.ts';

export interface PrintedTable {
  readonly base64: string;
  /** Signs that the document's font does not have and that stand as "?". */
  readonly replacedCharacters: number;
}

/** `printedAt`: an instant, noted in the document's properties and foot. */
export type PrintTable = (table: PrintableTable, printedAt: string) => Promise<PrintedTable>;
