// Invoices: the big table and the story of one invoice, from Stripe's charge to the QuickBooks documents.
import { z } from 'zod';
import { query } from './operation.ts';
import { amountCents, currencyCode, instant, invoiceId, localDate, qbSyncStatus, revenueType, rowVersion } from './values.ts';

export const invoiceSortKeys = ['date', 'number', 'client', 'total', 'status', 'qbStatus', 'fee'] as const;

export const invoiceFilter = z.object({
  /** Number, client name, RTO code, Stripe id, or an amount such as 399.00. */
  search: z.string().max(200).optional(),
  status: z.array(z.string().max(40)).max(20).optional(),
  qbStatus: z.array(qbSyncStatus).max(10).optional(),
  revenueType: z.array(revenueType).max(4).optional(),
  /** Inclusive local dates of the row's date (paid date, else finalised date). */
  from: localDate.optional(),
  to: localDate.optional(),
  quarter: z.string().regex(/^\d{4}-Q[1-4]$/).optional(),
  feePending: z.boolean().optional(),
  rtoCode: z.string().max(20).optional(),
});
export type InvoiceFilter = z.infer<typeof invoiceFilter>;

export const invoiceRow = z.object({
  id: invoiceId,
  version: rowVersion,
  /** Null until one is allocated (drafts, zero invoices). */
  number: z.string().nullable(),
  /** Local date: paid, else finalised, else created. */
  date: localDate,
  clientName: z.string(),
  rtoCode: z.string().nullable(),
  description: z.string(),
  exGstCents: amountCents,
  gstCents: amountCents,
  totalCents: amountCents,
  currency: currencyCode,
  /** Stripe's word, open set: draft open paid void uncollectible … */
  status: z.string(),
  qbStatus: qbSyncStatus,
  /** `[step4_invoice] …` of the last failure. */
  qbError: z.string().nullable(),
  /** Null: pending (Stripe has not yet settled the charge) or none; see feeState. */
  feeCents: amountCents.nullable(),
  feeState: z.enum(['known', 'pending', 'none']),
  revenueType,
  isTest: z.boolean(),
  refundedCents: amountCents,
  /** It was changed in QuickBooks after the push, and nobody has decided about that. */
  hasDrift: z.boolean(),
});
export type InvoiceRow = z.infer<typeof invoiceRow>;

export const invoiceTotals = z.object({
  count: z.int(),
  /** Home currency only; `otherCurrencyCount` rows are not in these sums. */
  exGstCents: amountCents,
  gstCents: amountCents,
  totalCents: amountCents,
  feeCents: amountCents,
  otherCurrencyCount: z.int(),
});
export type InvoiceTotals = z.infer<typeof invoiceTotals>;

export const invoicesListInput = z.object({
  filter: invoiceFilter.default({}),
  sort: z.object({ key: z.enum(invoiceSortKeys), direction: z.enum(['asc', 'desc']) }).default({ key: 'date', direction: 'desc' }),
  /** Opaque; from the previous answer's `nextCursor`. */
  cursor: z.string().max(400).nullable().default(null),
  limit: z.int().min(1).max(500).default(100),
  /** Count and sums of the whole filtered set; ask for it with the first page only. */
  withTotals: z.boolean().default(true),
});

export const invoicesListOutput = z.object({
  rows: z.array(invoiceRow),
  nextCursor: z.string().nullable(),
  totals: invoiceTotals.nullable(),
  /** Rows without any filter, for "3,412 of 3,980". */
  allCount: z.int(),
  asOf: instant.nullable(),
});
export type InvoicesListOutput = z.infer<typeof invoicesListOutput>;

export const storyEvent = z.object({
  at: instant,
  source: z.enum(['stripe', 'ledger', 'quickbooks', 'person', 'program']),
  title: z.string(),
  detail: z.string().nullable(),
  /** Vendor object this line rests on. */
  reference: z.string().nullable(),
});

export const pushStepView = z.object({
  step: z.int().min(1).max(20),
  name: z.string(),
  /** Plain English: "Read the invoice back and compare". */
  title: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  requestId: z.string().nullable(),
  /** What was sent, as labelled lines. */
  request: z.array(z.object({ label: z.string(), value: z.string() })),
  /** What came back, as labelled lines (id, total, balance, link …). */
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  responseDigest: z.string().nullable(),
  intuitTid: z.string().nullable(),
  error: z.string().nullable(),
});
export type PushStepView = z.infer<typeof pushStepView>;

export const pushAttemptView = z.object({
  id: z.int(),
  attempt: z.int(),
  state: z.enum(['running', 'synced', 'failed', 'waiting']),
  startedAt: instant,
  endedAt: instant.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  steps: z.array(pushStepView),
});
export type PushAttemptView = z.infer<typeof pushAttemptView>;

export const invoiceStory = z.object({
  invoice: invoiceRow,
  orgId: z.string().nullable(),
  stripeInvoiceId: z.string(),
  stripeCustomerId: z.string().nullable(),
  /** The page that the client sees. */
  stripeInvoiceUrl: z.string().nullable(),
  /** Where the owner sees it in Stripe's dashboard. */
  stripeDashboardUrl: z.string(),
  finalizedAt: instant.nullable(),
  paidAt: instant.nullable(),
  quarter: z.string().nullable(),
  lines: z.array(
    z.object({
      description: z.string(),
      quantity: z.int().nullable(),
      exGstCents: amountCents,
      gstCents: amountCents,
      totalCents: amountCents,
      periodStart: instant.nullable(),
      periodEnd: instant.nullable(),
    }),
  ),
  payments: z.array(
    z.object({
      chargeId: z.string().nullable(),
      paymentIntentId: z.string().nullable(),
      amountCents,
      paidAt: instant.nullable(),
      status: z.string(),
      cardBrand: z.string().nullable(),
      cardLast4: z.string().nullable(),
      balanceTransactionId: z.string().nullable(),
      feeCents: amountCents.nullable(),
      netCents: amountCents.nullable(),
      payout: z.object({ id: z.string(), status: z.string(), arrivalDate: localDate.nullable() }).nullable(),
    }),
  ),
  ledger: z.array(
    z.object({ id: z.int(), eventType: z.string(), description: z.string(), exGstCents: amountCents, gstCents: amountCents, totalCents: amountCents, effectiveAt: instant, recordedAt: instant }),
  ),
  quickBooks: z.object({
    status: qbSyncStatus,
    invoiceId: z.string().nullable(),
    paymentId: z.string().nullable(),
    customerId: z.string().nullable(),
    syncedAt: instant.nullable(),
    error: z.string().nullable(),
    consecutiveFailures: z.int(),
    attempts: z.array(pushAttemptView),
    /** Where these documents open in QuickBooks; null while unknown. */
    invoiceUrl: z.string().nullable(),
  }),
  events: z.array(storyEvent),
});
export type InvoiceStory = z.infer<typeof invoiceStory>;

export const invoiceOperations = {
  'invoices.list': query(invoicesListInput, invoicesListOutput),
  'invoices.get': query(z.object({ invoiceId }), invoiceStory),
};
