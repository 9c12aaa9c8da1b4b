// What the frame around every screen shows: environment, freshness, banners, counts, long work; and the Overview's figures.
import { z } from 'zod';
import { command, query } from './operation.ts';
import { metricsPolicy, revenueRate } from './revenue.ts';
import { amountCents, environment, fiscalQuarter, instant, localDate, money3 } from './values.ts';

export const freshness = z.object({
  source: z.enum(['stripe', 'quickbooks']),
  /** green: current; amber: behind; red: failing; grey: offline or not set up. */
  state: z.enum(['green', 'amber', 'red', 'grey']),
  /** The source is mirrored as of this instant; null: never. */
  asOf: instant.nullable(),
  /** One sentence for the tooltip. */
  sentence: z.string(),
});
export type Freshness = z.infer<typeof freshness>;

export const banner = z.object({
  /** Error code or a name of its own (`KEYCHAIN_MEMORY`, `OFFLINE`, `QB_RECONNECT_NEEDED`, `QB_SETUP`). */
  id: z.string(),
  tone: z.enum(['info', 'warning', 'error']),
  sentence: z.string(),
  nextAction: z.string(),
  /** Screen that has the control for it. */
  screen: z.enum(['settings', 'quickbooks', 'activity']).nullable(),
});
export type Banner = z.infer<typeof banner>;

export const longWork = z.object({
  id: z.string(),
  kind: z.enum(['backfill', 'poll', 'push', 'reconcile', 'link', 'check', 'rebuild']),
  /** "Reading invoices from Stripe" */
  doing: z.string(),
  done: z.int().nonnegative(),
  /** null: not known beforehand. */
  total: z.int().nonnegative().nullable(),
  perSecond: z.number().nonnegative().nullable(),
  startedAt: instant,
  cancellable: z.boolean(),
});
export type LongWork = z.infer<typeof longWork>;

export const statusOutput = z.object({
  businessName: z.string(),
  environment,
  timeZone: z.string(),
  now: instant,
  today: localDate,
  version: z.string(),
  shell: z.enum(['desktop', 'browser']),
  secretsPersistence: z.enum(['system', 'memory']),
  /** Where the vendors' own pages are (Stripe dashboard, QuickBooks); the shell opens nothing else. */
  links: z.object({ stripe: z.string(), quickBooks: z.string() }),
  freshness: z.array(freshness),
  banners: z.array(banner),
  longWork: z.array(longWork),
  badges: z.object({
    toReview: z.int(),
    pushFailed: z.int(),
    /** Refunds, fees and payouts that wait for a person: to review, or stopped. */
    otherDocuments: z.int(),
    unexpectedShapes: z.int(),
    openDisputes: z.int(),
    /** Changes of subscriptions that stopped, and agreed prices that have run out. */
    subscriptionsToDecide: z.int(),
    /** Payments that a card's bank suspects, and refunds or evidence on their way to Stripe that stopped. */
    fraudWarnings: z.int(),
    refundsStopped: z.int(),
    clientsNeedAHand: z.int(),
    /** Items of the exceptions that a person can settle. */
    exceptionsToSettle: z.int(),
    /** Quarters that have ended and are not marked remitted; the days until the earliest of their due dates, negative: past. */
    quartersToLodge: z.int(),
    daysToLodge: z.int().nullable(),
  }),
});
export type StatusOutput = z.infer<typeof statusOutput>;

export const overviewOutput = z.object({
  asOf: instant.nullable(),
  /** Of these: `mrrCents` to `mrrByMonth`. Ex GST. */
  metricsPolicy: z.literal(metricsPolicy),
  mrrCents: amountCents,
  mrrAtRiskCents: amountCents,
  /** What this month's movements add up to; null: nothing was counted yet. */
  mrrMovedCents: amountCents.nullable(),
  /** Of this month so far; null: nothing was counted yet. */
  customerChurn: revenueRate.nullable(),
  /** Oldest first, 12 months at most. */
  mrrByMonth: z.array(z.object({ month: z.string(), closingCents: amountCents, closingClients: z.int(), movedCents: amountCents })),
  /** Clients behind `mrrAtRiskCents`, past due or under dispute. */
  clientsAtRisk: z.int(),
  /** The last day of the latest quarter that is marked remitted; null: none is. */
  booksClosedTo: localDate.nullable(),
  activeSubscriptions: z.int(),
  pastDueSubscriptions: z.int(),
  payingClients: z.int(),
  gst: z.object({
    quarter: fiscalQuarter,
    collectedCents: amountCents,
    refundedCents: amountCents,
    netCents: amountCents,
    dueDate: localDate,
  }),
  /** The last full quarter, if it is not marked remitted. */
  gstToLodge: z.object({ quarter: fiscalQuarter, netCents: amountCents, dueDate: localDate }).nullable(),
  notInQuickBooks: z.object({ count: z.int(), totalCents: amountCents }),
  toReview: z.int(),
  pushFailed: z.int(),
  feesPending: z.int(),
  openDisputes: z.array(z.object({ id: z.string(), amountCents, dueBy: instant.nullable(), clientName: z.string(), status: z.string() })),
  nextPayout: z.object({ id: z.string(), amountCents, arrivalDate: localDate, status: z.string() }).nullable(),
  /** Oldest first, 12 months of the business's time zone; ex GST received from paid invoices less refunds. */
  revenueByMonth: z.array(z.object({ month: z.string(), receivedExGstCents: amountCents, refundedExGstCents: amountCents, invoiceCount: z.int() })),
  /** Invoices in other currencies than the home currency: mirrored, shown, kept out of every AUD total. */
  foreignCurrencyInvoices: z.int(),
  month: money3,
});
export type OverviewOutput = z.infer<typeof overviewOutput>;

export const statusOperations = {
  'status.get': query(z.object({}), statusOutput),
  'overview.get': query(z.object({}), overviewOutput, { method: 'GET', path: '/billing/admin/overview' }),
  /** Asks for a poll of Stripe at once (a back-fill where none has been completed). */
  'sync.now': command(z.object({}), z.object({ started: z.boolean(), kind: z.enum(['backfill', 'poll']) })),
  'work.cancel': command(z.object({ id: z.string() }), z.object({ cancelled: z.boolean() })),
};
