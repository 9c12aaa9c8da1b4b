// Revenue: MRR and its movements by the metrics policy, retention, cohorts, recovery, and the bridge to Stripe's own figure.
import { z } from 'zod';
import { query } from './operation.ts';
import { amountCents, instant, localDate } from './values.ts';

/** Printed beside every figure. */
export const metricsPolicy = 'Revenue metrics policy v1';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const revenueRate = z.object({
  numerator: z.int(),
  denominator: z.int(),
  /** 3000 is 3.000 %; null: nothing to divide by. */
  percentThousandths: z.int().nullable(),
});
export type RevenueRate = z.infer<typeof revenueRate>;

export const movementKinds = ['new', 'expansion', 'reactivation', 'contraction', 'churn', 'correction'] as const;
const movementKind = z.enum(movementKinds);
export type RevenueMovementKind = z.infer<typeof movementKind>;

const movementSum = z.object({ kind: movementKind, reason: z.string().nullable(), amountCents, clients: z.int() });

export const revenueFigures = z.object({
  openingCents: amountCents,
  openingClients: z.int(),
  closingCents: amountCents,
  closingClients: z.int(),
  /** By kind and reason; they sum to closing − opening exactly. */
  movements: z.array(movementSum),
  customerChurn: revenueRate,
  grossMrrChurn: revenueRate,
  grossRetention: revenueRate,
  netMrrChurn: revenueRate,
  netRetention: revenueRate,
  twelveMonthNetRetention: revenueRate.nullable(),
  twelveMonthGrossRetention: revenueRate.nullable(),
  /** Hundredths; null: nothing was lost (∞ if `hasGains`). */
  quickRatioHundredths: z.int().nullable(),
  hasGains: z.boolean(),
  arpaCents: amountCents.nullable(),
  arrCents: amountCents,
  sameMonthChurn: z.int(),
  churnEvents: z.int(),
  /** The closing MRR at list prices without discounts. */
  closingListCents: amountCents,
});
export type RevenueFigures = z.infer<typeof revenueFigures>;

const head = { policy: z.literal(metricsPolicy), asOf: instant.nullable() };

const planRows = z.array(z.object({ plan: z.string(), clients: z.int(), mrrCents: amountCents }));

export const revenueMonthOutput = z.object({
  ...head,
  /** Newest first; empty: nothing was ever counted. */
  months: z.array(month),
  month,
  /** Null: still open. */
  closedAt: instant.nullable(),
  figures: revenueFigures.nullable(),
  /** At the end of the month (now, in the open one); MRR by the plan of the item, clients by their main plan. */
  plans: planRows,
  /** Null: fewer than 5 churn events in the last 6 closed months. */
  lifetimeValueCents: amountCents.nullable(),
  grossMarginBasisPoints: z.int(),
  /** Beside the MRR, ex GST. */
  usageCents: amountCents,
  usageThreeMonthAverageCents: amountCents,
  oneOffCents: amountCents,
  /** The last check that the months' movements are the clients' MRR; null: none yet. */
  rollForward: z.object({ checkedAt: instant, ok: z.boolean() }).nullable(),
  /** As of now, whatever the month. */
  now: z.object({
    mrrCents: amountCents,
    payingClients: z.int(),
    committedCents: amountCents,
    bookedToEndCents: amountCents,
    bookedToEndClients: z.int(),
    /** What changes planned for the next period take off. */
    bookedDownCents: amountCents,
    bookedDownClients: z.int(),
    atRiskCents: amountCents,
    atRiskClients: z.int(),
    pastDueCents: amountCents,
    pastDueClients: z.int(),
    disputedCents: amountCents,
    disputedClients: z.int(),
    /** Counts although its collection is paused: drafts are kept, or the paid period is not over. */
    pausedCents: amountCents,
    pausedClients: z.int(),
    failedStarts: z.int(),
  }),
});
export type RevenueMonthOutput = z.infer<typeof revenueMonthOutput>;

export const revenueTrendOutput = z.object({
  ...head,
  /** Oldest first. */
  months: z.array(z.object({ month, closedAt: instant.nullable(), figures: revenueFigures })),
});
export type RevenueTrendOutput = z.infer<typeof revenueTrendOutput>;

export const revenuePlansOutput = z.object({
  ...head,
  /** Oldest first; at the end of each month (now, in the open one), the dearest plan first. */
  months: z.array(z.object({ month, plans: planRows })),
});
export type RevenuePlansOutput = z.infer<typeof revenuePlansOutput>;

const retentionRate = z.enum(['gross', 'net']);

/** What a bar or cell counts. */
export const revenueSet = z.discriminatedUnion('of', [
  z.object({ of: z.literal('movement'), month, kind: movementKind.nullable().default(null), reason: z.string().nullable().default(null) }),
  /** MRR by client at the end of the month. */
  z.object({ of: z.literal('payingAt'), month }),
  /** Churn of clients that paid at the first instant of its month, over so many months up to this one: what the churn rates count. */
  z.object({ of: z.literal('churned'), month, months: z.int().min(1).max(12).default(1) }),
  /** What those paying at the first instant of the month lost (gross), or lost and added (net). */
  z.object({ of: z.literal('lost'), month, rate: retentionRate }),
  /** What is left of those paying before the first of so many months: the numerator of GRR and NRR. */
  z.object({ of: z.literal('retained'), month, rate: retentionRate, months: z.union([z.literal(1), z.literal(12)]).default(1) }),
  /** Joined and left within the month. */
  z.object({ of: z.literal('sameMonth'), month }),
  z.object({ of: z.literal('failedStarts') }),
  z.object({ of: z.literal('plan'), month, plan: z.string() }),
  /** Clients whose main plan it is, with their whole MRR. */
  z.object({ of: z.literal('planClients'), month, plan: z.string() }),
  z.object({ of: z.literal('cohort'), month, cohort: z.string() }),
  /** Everybody who ever joined in that month, with the MRR of now. */
  z.object({ of: z.literal('cohortMembers'), cohort: z.string() }),
  z.object({ of: z.literal('atRisk'), cause: z.enum(['overdue', 'disputed']).nullable().default(null) }),
  z.object({ of: z.literal('paused') }),
  z.object({ of: z.literal('bookedToEnd') }),
  z.object({ of: z.literal('bookedDown') }),
  z.object({ of: z.literal('committed') }),
  z.object({ of: z.literal('atList'), month }),
  /** What discounts and overrides take off the list prices. */
  z.object({ of: z.literal('belowList'), month }),
  z.object({ of: z.literal('usage'), month, months: z.union([z.literal(1), z.literal(3)]).default(1) }),
  z.object({ of: z.literal('oneOff'), month }),
  /** Payments that failed in the month; null: whatever became of them. */
  z.object({ of: z.literal('failed'), month, result: z.enum(['recovered', 'open', 'lost']).nullable().default(null) }),
  z.object({ of: z.literal('paying') }),
  z.object({ of: z.literal('bridge'), part: z.enum(['stripe', 'tax', 'discounts', 'past_due', 'paused', 'timing']) }),
]);
export type RevenueSet = z.input<typeof revenueSet>;

const setRow = z.object({
  orgId: z.string(),
  clientName: z.string(),
  /** Where each row is an invoice. */
  invoiceId: z.int().nullable(),
  invoiceNumber: z.string().nullable(),
  localDate: localDate.nullable(),
  kind: z.string().nullable(),
  reason: z.string().nullable(),
  amountCents,
  afterCents: amountCents.nullable(),
});
export type RevenueSetRow = z.infer<typeof setRow>;

export const revenueMovementsOutput = z.object({
  ...head,
  rows: z.array(setRow),
  count: z.int(),
  /** Of all rows: a client may have several. */
  clients: z.int(),
  /** Of all rows, shown or not: the figure that was opened. */
  sumCents: amountCents,
});
export type RevenueMovementsOutput = z.infer<typeof revenueMovementsOutput>;

export const revenueCohortsOutput = z.object({
  ...head,
  /** Oldest first; `cells[0]` is the end of the cohort's own month. */
  cohorts: z.array(z.object({ cohort: z.string(), clients: z.int(), cells: z.array(z.object({ month, clients: z.int(), mrrCents: amountCents })) })),
});
export type RevenueCohortsOutput = z.infer<typeof revenueCohortsOutput>;

export const revenueBridgeOutput = z.object({
  ...head,
  /** Computed from the mirror as Stripe defines it. */
  stripeCents: amountCents,
  differences: z.array(z.object({ id: z.enum(['trials', 'tax', 'discounts', 'past_due', 'paused', 'currency', 'timing']), amountCents, subscriptions: z.int() })),
  oursCents: amountCents,
});
export type RevenueBridgeOutput = z.infer<typeof revenueBridgeOutput>;

export const revenueRecoveryOutput = z.object({
  ...head,
  /** By month of the failure, oldest first, ex GST. */
  months: z.array(
    z.object({ month, failedCents: amountCents, failedCount: z.int(), recoveredCents: amountCents, recoveredCount: z.int(), openCents: amountCents, openCount: z.int(), lostCents: amountCents, lostCount: z.int() }),
  ),
});
export type RevenueRecoveryOutput = z.infer<typeof revenueRecoveryOutput>;

export const revenueOperations = {
  'revenue.month': query(z.object({ month: month.nullable().default(null) }), revenueMonthOutput),
  'revenue.trend': query(z.object({ months: z.int().min(1).max(60).default(12) }), revenueTrendOutput),
  'revenue.plans': query(z.object({ months: z.int().min(1).max(60).default(12) }), revenuePlansOutput),
  'revenue.movements': query(z.object({ set: revenueSet }), revenueMovementsOutput),
  'revenue.cohorts': query(z.object({}), revenueCohortsOutput),
  'revenue.bridge': query(z.object({}), revenueBridgeOutput),
  'revenue.recovery': query(z.object({ months: z.int().min(1).max(60).default(12) }), revenueRecoveryOutput),
};
