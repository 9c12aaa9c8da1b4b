// The mirror read again beside the books: its progress, what differs, and what is done about it.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { instant } from './values.ts';

/**
 * `missing_here`: Stripe has it, the books do not. `not_in_stripe`: the books have it, Stripe does not. `money_differs`: a
 * ledger row or a quarter's GST is another. `mirror_differs`: a field of a mirrored object is another.
 */
export const differenceKinds = ['missing_here', 'not_in_stripe', 'money_differs', 'mirror_differs'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

const rebuildRun = z.object({
  id: z.int().positive(),
  /** An open word: `reading`, `comparing`, `ready`, `applying`. */
  state: z.string(),
  isWorking: z.boolean(),
  startedAt: instant,
  comparedAt: instant.nullable(),
  appliedAt: instant.nullable(),
  counts: z.record(z.enum(differenceKinds), z.int()),
  /** What `apply` mends: missing rows and mirror fields. The rest needs a person. */
  mendable: z.int(),
});
export type RebuildRun = z.infer<typeof rebuildRun>;

const difference = z.object({
  id: z.int(),
  kind: z.enum(differenceKinds),
  /** "Invoices", "Ledger" … */
  what: z.string(),
  /** Stripe's id of the object, or the ledger row's fact. */
  key: z.string(),
  field: z.string().nullable(),
  here: z.string().nullable(),
  there: z.string().nullable(),
});
export type RebuildDifference = z.infer<typeof difference>;

export const rebuildOperations = {
  'rebuild.status': query(z.object({}), z.object({ run: rebuildRun.nullable() })),
  /** Begins, or goes on where a cancelled one stopped. */
  'rebuild.start': command(z.object({}), z.object({ runId: z.int() })),
  'rebuild.differences': query(
    z.object({ kind: z.enum(differenceKinds).optional(), after: z.int().nonnegative().default(0), limit: z.int().min(1).max(500).default(100) }),
    z.object({ rows: z.array(difference), next: z.int().nullable() }),
  ),
  /** `mendable` is the count that the person confirmed. */
  'rebuild.apply': command(z.object({ runId: z.int(), mendable: z.int() }), z.object({ started: z.literal(true) })),
  'rebuild.discard': command(z.object({ runId: z.int() }), z.object({ discarded: z.literal(true) })),
};
