// What was changed in QuickBooks after it was pushed: pushed, now, and Stripe side by side; accepted with a reason or restored.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { instant, rowVersion } from './values.ts';

const driftId = z.int().positive();

export const driftKinds = ['edited', 'voided', 'deleted', 'relinked', 'renamed', 'deactivated', 'merged'] as const;
export const driftKind = z.enum(driftKinds);
export type DriftKind = z.infer<typeof driftKind>;

export const driftStates = ['open', 'accepted', 'restoring', 'restored', 'resolved'] as const;
export const driftState = z.enum(driftStates);
export type DriftState = z.infer<typeof driftState>;

export const driftField = z.object({
  label: z.string(),
  pushed: z.string(),
  /** Now in QuickBooks. */
  found: z.string(),
  /** What Stripe says; null where Stripe has no such thing. */
  stripe: z.string().nullable(),
  differs: z.boolean(),
});
export type DriftField = z.infer<typeof driftField>;

export const driftRow = z.object({
  id: driftId,
  version: rowVersion,
  kind: driftKind,
  state: driftState,
  /** "Invoice RTP-0001 for …" */
  title: z.string(),
  /** What it is in QuickBooks: `Invoice`, `Payment`, `CreditMemo` … */
  entity: z.string(),
  quickBooksId: z.string(),
  invoiceId: z.int().nullable(),
  documentId: z.int().nullable(),
  fields: z.array(driftField),
  reason: z.string().nullable(),
  /** Why restoring it did not work. */
  error: z.string().nullable(),
  foundAt: instant,
  decidedAt: instant.nullable(),
  /** What accepting and restoring would do, as sentences; null: it can not be restored. */
  acceptEffect: z.string(),
  restoreEffect: z.string().nullable(),
});
export type DriftRow = z.infer<typeof driftRow>;

export const driftOperations = {
  'drift.list': query(
    z.object({ states: z.array(driftState).max(5).default(['open', 'restoring']) }),
    z.object({
      rows: z.array(driftRow),
      openCount: z.int(),
      decidedCount: z.int(),
      lastLookedAt: instant.nullable(),
      isLooking: z.boolean(),
      /** Why the last look did not come to its end, as a sentence. */
      failure: z.string().nullable(),
    }),
  ),
  /** Begins to look for changes in QuickBooks; `drift.list` says when it has ended and what it found. */
  'drift.look': command(z.object({}), z.object({ started: z.boolean() })),
  'drift.accept': command(z.object({ driftId, expectedVersion: rowVersion, reason: z.string().trim().min(3).max(500) }), z.object({ driftId })),
  'drift.restore': command(z.object({ driftId, expectedVersion: rowVersion }), z.object({ driftId })),
};
