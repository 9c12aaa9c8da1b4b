// Reconciling Stripe: payouts with their members, fees beside Stripe's tax invoices, and what does not tie out.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { amountCents, currencyCode, instant, localDate } from './values.ts';

/** `2026-10` */
export const localMonth = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);

export const payoutSortKeys = ['date', 'status', 'amount'] as const;
export const payoutRow = z.object({
  id: z.string(),
  arrivalDate: localDate,
  createdDate: localDate,
  amountCents,
  currency: currencyCode,
  /** Stripe's own word; open set. */
  status: z.string(),
  isAutomatic: z.boolean(),
  memberCount: z.int(),
  memberNetCents: amountCents,
  /** `tied`: the members sum to it; `manual`: Stripe does not say what it holds; `unread`: its members were not listed yet. */
  tie: z.enum(['tied', 'differs', 'manual', 'unread']),
  failureCode: z.string().nullable(),
});
export type PayoutRow = z.infer<typeof payoutRow>;

export const payoutsFilter = z.object({
  /** An amount, or Stripe's id. */
  search: z.string().max(200).optional(),
  status: z.array(z.string().max(40)).max(10).optional(),
  from: localDate.optional(),
  to: localDate.optional(),
});
export type PayoutsFilter = z.infer<typeof payoutsFilter>;

export const clearingRow = z.object({
  balanceTransactionId: z.string(),
  accountClass: z.string(),
  reportingCategory: z.string(),
  amountCents,
  feeCents: amountCents,
  netCents: amountCents,
  currency: currencyCode,
  date: localDate,
  sourceId: z.string().nullable(),
  invoiceId: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  clientName: z.string().nullable(),
});
export type ClearingRow = z.infer<typeof clearingRow>;

export const payoutDetail = z.object({
  payout: payoutRow,
  members: z.array(clearingRow),
  sums: z.object({ amountCents, feeCents: amountCents, netCents: amountCents }),
  /** Payout less its members; 0: it ties out. Null where Stripe does not say what it holds. */
  differenceCents: amountCents.nullable(),
  /** The payout's own balance transactions: out to the bank, and back if it failed. */
  own: z.array(clearingRow),
  stripeUrl: z.string().nullable(),
});
export type PayoutDetail = z.infer<typeof payoutDetail>;

export const varianceClasses = ['timing', 'rounding', 'policy', 'error'] as const;
export const varianceClass = z.enum(varianceClasses);
export type VarianceClass = z.infer<typeof varianceClass>;

export const feeTaxInvoice = z.object({
  id: z.int(),
  number: z.string(),
  date: localDate,
  totalCents: amountCents,
  gstCents: amountCents,
  varianceClass: z.string().nullable(),
  varianceNote: z.string().nullable(),
  attachment: z.object({ id: z.int(), fileName: z.string(), sizeBytes: z.int() }).nullable(),
  recordedAt: instant,
});
export type FeeTaxInvoice = z.infer<typeof feeTaxInvoice>;

export const feeMonthRow = z.object({
  month: localMonth,
  types: z.array(z.object({ feeType: z.string(), count: z.int(), costCents: amountCents, gstIncludedCents: amountCents, gstOnTopCents: amountCents })),
  chargedCents: amountCents,
  gstToComeCents: amountCents,
  expectedCents: amountCents,
  gstEstimateCents: amountCents,
  varianceCents: amountCents.nullable(),
  gstVarianceCents: amountCents.nullable(),
  state: z.enum(['running', 'invoice_missing', 'tied', 'explained', 'variance']),
  taxInvoice: feeTaxInvoice.nullable(),
  /** The purchase prepared for QuickBooks, if it was. */
  document: z.object({ number: z.string(), status: z.string() }).nullable(),
});
export type FeeMonthRow = z.infer<typeof feeMonthRow>;

export const largestAttachmentBytes = 5_000_000;

export const exceptionRow = z.object({
  /** What kind it is: `suspense`, `payout_differs` … */
  kind: z.string(),
  title: z.string(),
  meaning: z.string(),
  action: z.string(),
  count: z.int(),
  amountCents: amountCents.nullable(),
  currency: currencyCode,
  isUrgent: z.boolean(),
  /** A person settles it here or in Stripe; else it is only to be known, or counted on the screen that it leads to. */
  isToSettle: z.boolean(),
  rows: z.array(z.object({ id: z.string(), what: z.string(), amountCents: amountCents.nullable(), currency: currencyCode, href: z.string().nullable() })),
  /** Where it is dealt with: a screen of the console and its parameters. */
  screen: z.string(),
  params: z.record(z.string(), z.string()),
});
export type ExceptionRow = z.infer<typeof exceptionRow>;

export const reconcileOperations = {
  'payouts.list': query(
    z.object({
      filter: payoutsFilter.default({}),
      sort: z.object({ key: z.enum(payoutSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'date', direction: 'desc' }),
      cursor: z.string().max(200).nullable().default(null),
      limit: z.int().min(1).max(500).default(100),
      withTotals: z.boolean().default(true),
    }),
    z.object({
      rows: z.array(payoutRow),
      nextCursor: z.string().nullable(),
      totals: z.object({ count: z.int(), amountCents }).nullable(),
      allCount: z.int(),
      /** Transactions that no payout took, where manual payouts may have drawn on them. */
      unallocated: z.object({ manualPayouts: z.int(), count: z.int(), netCents: amountCents }),
      asOf: instant.nullable(),
    }),
  ),
  'payouts.get': query(z.object({ payoutId: z.string().min(1).max(100) }), payoutDetail),
  'fees.months': query(z.object({}), z.object({ months: z.array(feeMonthRow), currency: currencyCode })),
  'fees.month': query(z.object({ month: localMonth }), z.object({ month: feeMonthRow, rows: z.array(clearingRow), rowsLeftOut: z.int(), history: z.array(feeTaxInvoice) })),
  'fees.enterTaxInvoice': command(
    z.object({
      month: localMonth,
      number: z.string().trim().min(1).max(60),
      date: localDate,
      totalCents: amountCents,
      gstCents: amountCents,
      varianceClass: varianceClass.nullable().default(null),
      varianceNote: z.string().trim().max(500).nullable().default(null),
      /** Base64 of the PDF; null: none, or the one that is there stays. */
      attachment: z.object({ fileName: z.string().min(1).max(300), contentBase64: z.string().max(7_000_000) }).nullable().default(null),
    }),
    z.object({ month: feeMonthRow }),
  ),
  'fees.attachment': query(z.object({ attachmentId: z.int().positive() }), z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() })),
  'fees.queueForQuickBooks': command(z.object({ month: localMonth }), z.object({ month: feeMonthRow })),
  'reconcile.exceptions': query(z.object({}), z.object({ exceptions: z.array(exceptionRow), asOf: instant.nullable() })),
};
