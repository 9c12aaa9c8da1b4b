// Clients: the list of organisations, and what only the owner decides about one of them.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { amountCents, instant, localDate } from './values.ts';

const orgId = z.string().min(1).max(100);

export const clientFlags = [
  'fraud_warning',
  'platform_is_customer',
  'marketplace_is_customer',
  'no_rto_code',
  'not_in_register',
  'conversion_undone',
  'open_dispute',
  'no_entry_expected',
  'in_grace',
  'marketplace',
  'test',
] as const;
export type ClientFlag = (typeof clientFlags)[number];

/** What waits for a person: the rest only informs. */
export const flagsThatNeedAHand: readonly ClientFlag[] = ['fraud_warning', 'platform_is_customer', 'marketplace_is_customer', 'no_rto_code', 'not_in_register', 'conversion_undone'];

export const clientFilter = z.object({
  search: z.string().max(200).optional(),
  tier: z.array(z.string().max(40)).max(10).optional(),
  dunning: z.array(z.string().max(40)).max(10).optional(),
  needsAHand: z.boolean().optional(),
  paying: z.boolean().optional(),
});
export type ClientFilter = z.infer<typeof clientFilter>;

export const clientSortKeys = ['name', 'rtoCode', 'mrr', 'lastPayment'] as const;

export const clientRow = z.object({
  orgId: z.string(),
  rtoCode: z.string().nullable(),
  name: z.string(),
  planTier: z.string(),
  /** Of the subscription that matters now; null: there never was one. */
  subscriptionStatus: z.string().nullable(),
  isCancelScheduled: z.boolean(),
  /** Ex GST, in the home currency. */
  mrrCents: amountCents,
  lastPaidAt: instant.nullable(),
  lastPaidCents: amountCents.nullable(),
  lastPaidCurrency: z.string().nullable(),
  dunning: z.string(),
  retryCount: z.int(),
  marketplace: z.string().nullable(),
  flags: z.array(z.enum(clientFlags)),
});
export type ClientRow = z.infer<typeof clientRow>;

export const clientsListOutput = z.object({
  rows: z.array(clientRow),
  nextCursor: z.string().nullable(),
  totals: z.object({ count: z.int(), mrrCents: amountCents }).nullable(),
  allCount: z.int(),
  needAHand: z.int(),
});
export type ClientsListOutput = z.infer<typeof clientsListOutput>;

const done = z.object({ saved: z.literal(true) });

export const clientOperations = {
  'clients.list': query(
    z.object({
      filter: clientFilter.default({}),
      sort: z.object({ key: z.enum(clientSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'name', direction: 'asc' }),
      cursor: z.string().max(600).nullable().default(null),
      limit: z.int().min(1).max(500).default(100),
      withTotals: z.boolean().default(true),
    }),
    clientsListOutput,
  ),
  /** Asks Stripe now: the expiry is never stored, because beside the last four digits it would be in scope for PCI. */
  'clients.cardExpiry': query(
    z.object({ orgId }),
    z.object({ expiry: z.object({ month: z.int(), year: z.int(), isExpired: z.boolean() }).nullable(), /** Why there is none. */ reason: z.string().nullable() }),
  ),
  /** The owner's own; it stays whatever Stripe says. Null: Stripe's again. */
  'clients.setBillingEmail': command(z.object({ orgId, email: z.string().trim().max(254).regex(/^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/, 'an e-mail address').nullable() }), done),
  /** Until when a contract forbids reminders, inclusive; null: there is no such agreement. */
  'clients.setGrace': command(z.object({ orgId, until: localDate.nullable() }), done),
  /** No register entry is expected of it, and why; null: one is expected again. */
  'clients.setNoEntry': command(z.object({ orgId, note: z.string().trim().min(1).max(500).nullable() }), done),
  'clients.addNote': command(z.object({ orgId, note: z.string().trim().min(1).max(2000) }), z.object({ id: z.int() })),
  'clients.removeNote': command(z.object({ orgId, noteId: z.int().positive() }), done),
  /** The register's entry is no client any more, and no payment makes it one again by itself. */
  'clients.undoConversion': command(z.object({ rtoCode: z.string().max(20), note: z.string().trim().min(1).max(500) }), done),
  /** By hand, after an undo or where no payment did it. */
  'clients.convert': command(z.object({ orgId }), done),
};
