// Refunds, whatever way they were made, and recording or making one: previewed, stopped where it would pay twice.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { changeId, stripeChange } from './stripeWrites.ts';
import { amountCents, currencyCode, fiscalQuarter, instant, invoiceId, localDate, rowVersion } from './values.ts';

export const refundSortKeys = ['date', 'client', 'amount', 'status'] as const;
const refundOrigins = ['stripe', 'hand'] as const;

export const refundFilter = z.object({
  /** Client, invoice number, Stripe's id or an amount. */
  search: z.string().max(200).optional(),
  origin: z.array(z.enum(refundOrigins)).max(2).optional(),
  /** Stripe's word, open set; `recorded` and `undone` for those made by hand. */
  status: z.array(z.string().max(40)).max(20).optional(),
  /** Of the QuickBooks document; `none`: it has none. */
  qbStatus: z.array(z.string().max(40)).max(20).optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  invoiceId: invoiceId.optional(),
});
export type RefundFilter = z.infer<typeof refundFilter>;

export const refundRow = z.object({
  /** Stripe's id, or our own for one recorded by hand. */
  id: z.string(),
  origin: z.enum(refundOrigins),
  at: instant,
  date: localDate,
  clientName: z.string(),
  invoiceId: invoiceId.nullable(),
  invoiceNumber: z.string().nullable(),
  /** Positive: what went back to the client. */
  totalCents: amountCents,
  /** Null: not in the books yet, or never. */
  gstCents: amountCents.nullable(),
  quarter: fiscalQuarter.nullable(),
  currency: currencyCode,
  status: z.string(),
  /** Stripe's reason, or how it was made outside Stripe. */
  how: z.string().nullable(),
  note: z.string().nullable(),
  /** Another refund of the same amount on the same invoice was found by the other way. */
  isPossibleDouble: z.boolean(),
  document: z.object({ id: z.int(), number: z.string(), status: z.string() }).nullable(),
  isTest: z.boolean(),
});
export type RefundRow = z.infer<typeof refundRow>;

export const refundTotals = z.object({ count: z.int(), totalCents: amountCents, gstCents: amountCents, toReview: z.int() });

/** A reason why it can not be done, with its code of the error catalogue. */
const stop = z.object({ code: z.string(), sentence: z.string(), nextAction: z.string(), isOverridable: z.boolean() });

export const refundPreview = z.object({
  invoice: z.object({ id: invoiceId, version: rowVersion, number: z.string().nullable(), clientName: z.string(), description: z.string(), totalCents: amountCents, gstCents: amountCents, currency: currencyCode, paidOn: localDate.nullable() }),
  amountCents,
  exGstCents: amountCents,
  gstCents: amountCents,
  refundedBeforeCents: amountCents,
  /** What may still go back before this one. */
  refundableCents: amountCents,
  quarter: fiscalQuarter,
  isQuarterRemitted: z.boolean(),
  /** Stripe keeps its fee on a refund. */
  feeKeptCents: amountCents.nullable(),
  /** Whether the profile lets the console make refunds in Stripe. */
  mayIssue: z.boolean(),
  /** What becomes of it in QuickBooks, in a sentence. */
  quickBooks: z.string(),
  stops: z.array(stop),
  warnings: z.array(z.string()),
});
export type RefundPreview = z.infer<typeof refundPreview>;

const amount = z.int().positive();

export const refundOperations = {
  'refunds.list': query(
    z.object({ filter: refundFilter.default({}), sort: z.object({ key: z.enum(refundSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'date', direction: 'desc' }), cursor: z.string().max(2000).nullable().default(null), limit: z.int().min(1).max(500).default(100), withTotals: z.boolean().default(true) }),
    z.object({ rows: z.array(refundRow), nextCursor: z.string().nullable(), totals: refundTotals.nullable(), allCount: z.int() }),
  ),
  /** `way`: recorded as made outside Stripe, or made through Stripe now (the date is then today). */
  'refunds.preview': query(z.object({ invoiceId, amountCents: amount, date: localDate, way: z.enum(['hand', 'stripe']) }), refundPreview),
  /** Writes the ledger row and queues the QuickBooks document. Refused with the code of the first stop of its preview. */
  'refunds.record': command(
    z.object({ invoiceId, expectedVersion: rowVersion, amountCents: amount, date: localDate, how: z.string().trim().min(2).max(60), note: z.string().trim().min(3).max(500), acceptsEarlierRefund: z.boolean().default(false) }),
    z.object({ refundId: z.string(), gstCents: amountCents, quarter: fiscalQuarter }),
  ),
  /** Makes the refund in Stripe, where the profile allows it. `confirmation`: the invoice's number, typed. */
  'refunds.issue': command(
    z.object({ invoiceId, expectedVersion: rowVersion, amountCents: amount, reason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent']), confirmation: z.string().max(60), acceptsEarlierRefund: z.boolean().default(false) }),
    z.object({ changeId }),
  ),
  /** What was begun in Stripe and is under way or stopped half-way: refunds, drafts, submissions. */
  'refunds.unfinished': query(z.object({}), z.object({ changes: z.array(stripeChange) })),
  /** Of one recorded by hand: a row that takes it back, never a deletion. */
  'refunds.undo': command(z.object({ refundId: z.string().min(1).max(100), reason: z.string().trim().min(3).max(500) }), z.object({ refundId: z.string(), isInQuickBooks: z.boolean() })),
};
