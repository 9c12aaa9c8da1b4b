// Activity: the log a person can read, and the canary of vendor shapes that did not fit.
import { z } from 'zod';
import { query } from './operation.ts';
import { instant } from './values.ts';

export const activityRow = z.object({
  id: z.int(),
  at: instant,
  source: z.enum(['stripe', 'quickbooks', 'person', 'program']),
  /** sync, event, push, heartbeat, approval, settings, backup … */
  kind: z.string(),
  result: z.enum(['ok', 'warning', 'failed', 'info']),
  summary: z.string(),
  detail: z.string().nullable(),
  invoiceId: z.int().nullable(),
  correlationId: z.string().nullable(),
});
export type ActivityRow = z.infer<typeof activityRow>;

export const canaryRow = z.object({
  id: z.int(),
  objectType: z.string(),
  eventType: z.string().nullable(),
  apiVersion: z.string(),
  problem: z.string(),
  count: z.int(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  lastObjectId: z.string().nullable(),
  /** The latest shape that did not fit, as JSON text: keys, kinds and words of the vendor; null where none was kept. */
  sample: z.string().nullable(),
});

export const activityOperations = {
  'activity.list': query(
    z.object({
      source: z.array(z.enum(['stripe', 'quickbooks', 'person', 'program'])).max(4).optional(),
      result: z.array(z.enum(['ok', 'warning', 'failed', 'info'])).max(4).optional(),
      search: z.string().max(200).optional(),
      cursor: z.string().max(100).nullable().default(null),
      limit: z.int().min(1).max(500).default(100),
      /** Absent: with them. */
      withTotals: z.boolean().optional(),
    }),
    z.object({
      rows: z.array(activityRow),
      nextCursor: z.string().nullable(),
      /** Null when not asked for, or when more match than can be counted while a person types (8,000). */
      totals: z.object({ count: z.int() }).nullable(),
      allCount: z.int(),
    }),
  ),
  'activity.canary': query(z.object({}), z.object({ rows: z.array(canaryRow) })),
};
