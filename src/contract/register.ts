// Import of the national register from CSV: the file in parts, what it would change, and the import itself.
import { z } from 'zod';
import { command, query } from './operation.ts';

const uploadId = z.string().regex(/^[\w-]{8,60}$/);
const fileName = z.string().min(1).max(200);

export const registerImportCounts = z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), rejected: z.int() });

export const registerPreview = z.object({
  fileName: z.string(),
  encoding: z.string(),
  /** Field and the heading it was found under. */
  columns: z.array(z.object({ field: z.string(), heading: z.string() })),
  ignoredHeadings: z.array(z.string()),
  counts: registerImportCounts,
  /** At most 500 of each kind; unchanged rows are counted only. */
  rows: z.array(
    z.object({
      line: z.int(),
      kind: z.enum(['new', 'changed', 'rejected']),
      rtoCode: z.string().nullable(),
      name: z.string().nullable(),
      isClient: z.boolean(),
      changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
      reasons: z.array(z.string()),
    }),
  ),
  areRowsLeftOut: z.boolean(),
  /** Names exactly this plan on exactly this register: the import carries out no other. */
  planDigest: z.string(),
});
export type RegisterPreview = z.infer<typeof registerPreview>;

export const registerOperations = {
  /** One part of the file, in order; the first part of another upload drops what came before. */
  'register.upload': command(
    z.object({ uploadId, part: z.int().min(0).max(100), base64: z.string().max(720_000) }),
    z.object({ receivedBytes: z.int() }),
  ),
  'register.previewImport': query(z.object({ uploadId, fileName }), registerPreview),
  'register.import': command(
    z.object({ uploadId, fileName, planDigest: z.string().max(100) }),
    z.object({ counts: registerImportCounts, /** This very plan was carried out before; nothing was written now. */ wasDoneBefore: z.boolean() }),
  ),
};
