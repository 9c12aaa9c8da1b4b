// QuickBooks documents other than invoices: refunds, the month's fees, payouts; their queue, exact preview, steps, and the bookkeeper's acts.
import { z } from 'zod';
import { pushAttemptView } from './invoices.ts';
import { command, query } from './operation.ts';
import { amountCents, currencyCode, instant, localDate, rowVersion } from './values.ts';

const documentId = z.int().positive();

export const documentKinds = ['refund', 'fee', 'payout'] as const;
export const documentKind = z.enum(documentKinds);
export type DocumentKind = z.infer<typeof documentKind>;

/** The words of an invoice's push; `part_done`: some of its QuickBooks documents exist; `withdrawn`: its cause is gone. */
export const documentStatuses = ['awaiting_review', 'approved', 'pushing', 'synced', 'failed', 'part_done', 'abandoned', 'withdrawn'] as const;
export const documentStatus = z.enum(documentStatuses);
export type DocumentStatus = z.infer<typeof documentStatus>;

export const documentSortKeys = ['date', 'number', 'client', 'kind', 'total', 'status'] as const;
export const documentRow = z.object({
  id: documentId,
  version: rowVersion,
  kind: documentKind,
  number: z.string(),
  date: localDate,
  description: z.string(),
  /** The client of a refund. */
  clientName: z.string().nullable(),
  invoiceId: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  exGstCents: amountCents,
  gstCents: amountCents,
  totalCents: amountCents,
  currency: currencyCode,
  status: documentStatus,
  /** Why it was abandoned or withdrawn, or what a person has to do. */
  statusReason: z.string().nullable(),
  error: z.string().nullable(),
  syncedAt: instant.nullable(),
  /** It was changed in QuickBooks after the push, and nobody has decided about that. */
  hasDrift: z.boolean(),
});
export type DocumentRow = z.infer<typeof documentRow>;

export const documentFilter = z.object({
  search: z.string().max(200).optional(),
  kind: z.array(documentKind).max(10).optional(),
  status: z.array(documentStatus).max(10).optional(),
  from: localDate.optional(),
  to: localDate.optional(),
});
export type DocumentFilter = z.infer<typeof documentFilter>;

const labelled = z.array(z.object({ label: z.string(), value: z.string() }));

export const documentStory = z.object({
  document: documentRow,
  parts: z.array(z.object({ title: z.string(), quickBooksId: z.string().nullable(), number: z.string(), verifiedAt: instant.nullable() })),
  attempts: z.array(pushAttemptView),
});
export type DocumentStory = z.infer<typeof documentStory>;

export const documentPreview = z.object({
  documentId,
  version: rowVersion,
  /** Reasons why it can't be pushed as it is; empty when it can. */
  blockers: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Each document as QuickBooks will hold it, made by the same code that writes it. */
  documents: z.array(z.object({ title: z.string(), fields: labelled })),
  /** Effect on balances, as sentences. */
  effects: z.array(z.string()),
});
export type DocumentPreview = z.infer<typeof documentPreview>;

const items = z.array(z.object({ documentId, expectedVersion: rowVersion })).min(1).max(5000);
const perDocument = z.object({
  done: z.array(documentId),
  refused: z.array(z.object({ documentId, code: z.string(), message: z.string() })),
});

export const documentOperations = {
  'documents.list': query(
    z.object({
      filter: documentFilter.default({}),
      sort: z.object({ key: z.enum(documentSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'date', direction: 'desc' }),
      cursor: z.string().max(2000).nullable().default(null),
      limit: z.int().min(1).max(500).default(100),
      withTotals: z.boolean().default(true),
    }),
    z.object({
      rows: z.array(documentRow),
      nextCursor: z.string().nullable(),
      totals: z.object({ count: z.int(), exGstCents: amountCents, gstCents: amountCents, totalCents: amountCents }).nullable(),
      allCount: z.int(),
    }),
  ),
  'documents.get': query(z.object({ documentId }), documentStory),
  'documents.preview': query(z.object({ documentId }), documentPreview),
  /** To review, and stopped with a reason. */
  'documents.counts': query(z.object({}), z.object({ toReview: z.int(), stopped: z.int(), all: z.int() })),
  'documents.approve': command(z.object({ items }), perDocument),
  /** Takes an approval back as long as nothing was sent. */
  'documents.withdraw': command(z.object({ items }), perDocument),
  'documents.retry': command(z.object({ items }), perDocument),
  'documents.abandon': command(z.object({ documentId, expectedVersion: rowVersion, reason: z.string().trim().min(3).max(500) }), z.object({ documentId })),
};
