// The ledger, GST quarters and the checks of the books.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { amountCents, currencyCode, fiscalQuarter, instant, localDate, revenueType } from './values.ts';

export const ledgerRow = z.object({
  id: z.int(),
  effectiveAt: instant,
  recordedAt: instant,
  /** Local date of effectiveAt. */
  date: localDate,
  eventType: z.string(),
  description: z.string(),
  clientName: z.string().nullable(),
  invoiceId: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  revenueType: revenueType.nullable(),
  exGstCents: amountCents,
  gstCents: amountCents,
  totalCents: amountCents,
  currency: currencyCode,
  quarter: fiscalQuarter,
  /** Sum of totals (home currency) from the first row of the whole ledger up to this one, in the order recorded. */
  runningTotalCents: amountCents,
  /** The vendor object the fact rests on. */
  source: z.string().nullable(),
  isTest: z.boolean(),
});
export type LedgerRow = z.infer<typeof ledgerRow>;

export const ledgerFilter = z.object({
  search: z.string().max(200).optional(),
  eventType: z.array(z.string().max(60)).max(30).optional(),
  /** Only rows that move money. */
  moneyOnly: z.boolean().optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  quarter: fiscalQuarter.optional(),
  invoiceId: z.int().positive().optional(),
});
export type LedgerFilter = z.infer<typeof ledgerFilter>;

export const ledgerListInput = z.object({
  filter: ledgerFilter.default({}),
  direction: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(400).nullable().default(null),
  limit: z.int().min(1).max(500).default(100),
  withTotals: z.boolean().default(true),
});

export const ledgerListOutput = z.object({
  rows: z.array(ledgerRow),
  nextCursor: z.string().nullable(),
  totals: z.object({ count: z.int(), exGstCents: amountCents, gstCents: amountCents, totalCents: amountCents }).nullable(),
  allCount: z.int(),
  eventTypes: z.array(z.string()),
});
export type LedgerListOutput = z.infer<typeof ledgerListOutput>;

export const booksCheck = z.object({
  checkedAt: instant,
  ok: z.boolean(),
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      ok: z.boolean(),
      sentence: z.string(),
      rowsChecked: z.int(),
      /** The rows that make the difference; their amounts sum to it. */
      differences: z.array(z.object({ id: z.string(), what: z.string(), amountCents, currency: currencyCode })).optional(),
    }),
  ),
});
export type BooksCheck = z.infer<typeof booksCheck>;

export const gstQuarter = z.object({
  quarter: fiscalQuarter,
  label: z.string(),
  from: localDate,
  to: localDate,
  dueDate: localDate,
  /** Sales of the quarter, gross of refunds: what the GST was collected on. */
  salesExGstCents: amountCents,
  salesTotalCents: amountCents,
  refundsTotalCents: amountCents,
  gstCollectedCents: amountCents,
  /** Positive: GST given back with refunds. */
  gstRefundedCents: amountCents,
  gstNetCents: amountCents,
  invoiceCount: z.int(),
  remitted: z.boolean(),
  remittedAt: instant.nullable(),
  isCurrent: z.boolean(),
});
export type GstQuarter = z.infer<typeof gstQuarter>;

export const ledgerOperations = {
  'ledger.list': query(ledgerListInput, ledgerListOutput),
  'books.check': query(z.object({}), booksCheck),
  'gst.quarters': query(z.object({}), z.object({ quarters: z.array(gstQuarter), testRowsLeftOut: z.int(), otherCurrencyRowsLeftOut: z.int() }), { method: 'GET', path: '/billing/admin/gst' }),
  'gst.markRemitted': command(z.object({ quarter: fiscalQuarter, remittedOn: localDate.optional() }), z.object({ quarter: fiscalQuarter, remitted: z.literal(true), remittedAt: instant }), { method: 'PATCH', path: '/billing/gst/:quarter' }),
};
