// The push into QuickBooks: the queue, the exact preview, and the acts of the bookkeeper.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { amountCents, invoiceId, localDate, rowVersion } from './values.ts';

export const pushPreview = z.object({
  invoiceId,
  version: rowVersion,
  number: z.string(),
  /** Reasons why it can't be pushed as it is; empty when it can. */
  blockers: z.array(z.string()),
  warnings: z.array(z.string()),
  txnDate: localDate,
  dueDate: localDate,
  lines: z.array(z.object({ description: z.string(), item: z.string(), taxCode: z.string(), exGstCents: amountCents, gstCents: amountCents })),
  exGstCents: amountCents,
  gstCents: amountCents,
  totalCents: amountCents,
  /** How the tax is held to the cent, in words. */
  taxMethod: z.string(),
  customer: z.object({
    match: z.enum(['linked', 'will_be_linked', 'will_be_created', 'unknown_offline']),
    displayName: z.string(),
    quickBooksId: z.string().nullable(),
    /** Fields that a sparse update will change: name, from, to. */
    changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string() })),
  }),
  payment: z.object({ totalCents: amountCents, txnDate: localDate, method: z.string(), reference: z.string(), depositTo: z.string(), note: z.string() }),
  /** Effect on balances, as sentences: "Accounts receivable: +399.00, then −399.00". */
  effects: z.array(z.string()),
  privateNote: z.string(),
});
export type PushPreview = z.infer<typeof pushPreview>;

const looked = z.object({ invoiceId, expectedVersion: rowVersion });

export const queueCounts = z.object({
  awaiting_review: z.int(),
  approved: z.int(),
  pushing: z.int(),
  failed: z.int(),
  payment_pending: z.int(),
  abandoned: z.int(),
  synced: z.int(),
  /** Approved ones wait until a person lets them go on. */
  isPaused: z.boolean(),
});

const perItem = z.object({
  done: z.array(invoiceId),
  refused: z.array(z.object({ invoiceId, code: z.string(), message: z.string() })),
});
export type PerItemResult = z.infer<typeof perItem>;

export const reconcileResult = z.object({
  status: z.enum(['ok', 'skipped', 'running']),
  synced: z.int(),
  failed: z.int(),
  abandoned: z.int(),
  heartbeat: z.object({ ok: z.boolean(), message: z.string() }),
});
export type ReconcileResult = z.infer<typeof reconcileResult>;

export const pushOperations = {
  'push.counts': query(z.object({}), queueCounts),
  'push.preview': query(z.object({ invoiceId }), pushPreview),
  'push.approve': command(z.object({ items: z.array(looked).min(1).max(5000) }), perItem),
  /** Takes an approval back as long as nothing was sent. */
  'push.withdraw': command(z.object({ items: z.array(looked).min(1).max(5000) }), perItem),
  'push.retry': command(z.object({ items: z.array(looked).min(1).max(5000) }), perItem),
  'push.abandon': command(z.object({ invoiceId, expectedVersion: rowVersion, reason: z.string().trim().min(3).max(500) }), z.object({ invoiceId })),
  /** The hosted product's form: one invoice, no version. `invoice_id` is our row id, our number or Stripe's id. */
  'push.retryByReference': command(
    z.object({ invoice_id: z.union([z.int().positive(), z.string().min(1).max(100)]) }),
    z.object({ invoice_id: invoiceId, status: z.string() }),
    { method: 'POST', path: '/billing/qb-retry' },
  ),
  /** Holds the approved ones back; what is under way ends at its next step and keeps its place. */
  'push.pause': command(z.object({}), z.object({ waiting: z.int() })),
  'push.resume': command(z.object({}), z.object({ resumed: z.int() })),
  'push.reconcileNow': command(z.object({}), reconcileResult, { method: 'POST', path: '/billing/qb-reconcile-now' }),
};
