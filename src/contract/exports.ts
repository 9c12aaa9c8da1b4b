// Exports of what a screen shows: the PDF is laid out by the engine, every export is noted in the log.
import { z } from 'zod';
import { command, query } from './operation.ts';

/** More rows than this are nobody's PDF; CSV and XLSX have no such limit. */
export const maxPdfRows = 2000;

const cellText = z.string().max(2000);
const labelled = z.tuple([z.string().max(60), z.string().max(1000)]);

export const printableTable = z.object({
  title: z.string().min(1).max(200),
  /** What a reader must know to trust it: as of when, filter, policy, currency, time zone. */
  about: z.array(labelled).max(20),
  columns: z
    .array(z.object({ header: z.string().max(120), align: z.enum(['start', 'end']), widthRem: z.number().positive().max(100) }))
    .min(1)
    .max(40),
  rows: z.array(z.array(cellText).max(40)).max(maxPdfRows),
  /** Sums under their columns; null: none are shown on the screen either. */
  totals: z.array(cellText).max(40).nullable(),
});
export type PrintableTable = z.infer<typeof printableTable>;

export const exportOperations = {
  /** `replacedCharacters`: signs outside the document's font, shown as "?" (the CSV and XLSX have them). */
  'exports.pdf': query(printableTable, z.object({ base64: z.string(), replacedCharacters: z.int().nonnegative() })),
  'exports.note': command(
    z.object({ title: z.string().min(1).max(200), format: z.enum(['CSV', 'XLSX', 'PDF']), rowCount: z.int().nonnegative(), filter: z.string().max(1000) }),
    z.object({ noted: z.literal(true) }),
  ),
};
