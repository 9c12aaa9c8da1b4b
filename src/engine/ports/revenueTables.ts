// The port to what the revenue metrics keep: billing as they read it, movements per client and day, months.
import type { BridgeParts } from '../../domain/metrics/bridge.ts';
import type { BilledInvoice, ObservedState, SubscriptionHistory } from '../../domain/metrics/billingHistory.ts';
import type { MrrMovement } from '../../domain/metrics/clientMovements.ts';
import type { MonthFigures } from '../../domain/metrics/monthFigures.ts';
import type { Rate } from '../../domain/metrics/rate.ts';

export interface BilledInvoiceRecord extends BilledInvoice {
  readonly stripeSubscriptionId: string;
  readonly stripeCustomerId: string;
  readonly usageExGstCents: number;
}

export interface BilledSubscriptionRecord {
  readonly stripeSubscriptionId: string;
  readonly stripeCustomerId: string;
  readonly status: string;
  readonly endedAt: string | null;
  readonly endsAt: string | null;
  readonly cancellationReason: string | null;
  readonly hasStatedReason: boolean;
  readonly pauseBehaviour: string | null;
}

/** A subscription's history with what lies ahead of it. */
export interface ClientSubscription extends SubscriptionHistory {
  readonly endsAt: string | null;
  readonly pauseBehaviour: string | null;
}

export interface ClientRevenue {
  readonly orgId: string;
  readonly cohortMonth: string | null;
  readonly plan: string | null;
  readonly mrrCents: number;
  readonly mrrPastDueCents: number;
  readonly mrrBookedToEndCents: number;
  readonly mrrBookedDownCents: number;
  /** Counts although its collection is paused. */
  readonly mrrPausedCents: number;
  readonly failedStarts: number;
  readonly dueAt: string | null;
}

/** What is stored of a month: the figures, and those that need other months. */
export interface StoredMonthFigures extends MonthFigures {
  readonly closingListCents: number;
  readonly twelveMonthNetRetention: Rate | null;
  readonly twelveMonthGrossRetention: Rate | null;
}

export interface StoredMonth {
  readonly month: string;
  readonly figures: StoredMonthFigures;
  readonly closedAt: string | null;
}

export interface SubscriptionBridge extends BridgeParts {
  readonly stripeSubscriptionId: string;
}

export interface MonthMovement extends MrrMovement {
  readonly clientId: string;
  readonly cohortMonth: string | null;
}

export interface MonthGroup {
  readonly grouping: 'plan' | 'cohort';
  readonly name: string;
  readonly clientsDelta: number;
  readonly mrrDeltaCents: number;
}

/** What a price asks for, and how often. */
export interface PriceTerms {
  readonly unitAmountCents: number | null;
  readonly planTier: string | null;
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly isMetered: boolean;
}

export interface PlannedPhase {
  readonly startsAt: string;
  readonly items: readonly { readonly stripePriceId: string | null; readonly quantity: number }[];
}

export interface RevenueTables {
  /** Undefined: the price was never read. */
  priceTerms(stripePriceId: string): PriceTerms | undefined;
  /** Replaces what the invoice billed; marks its client as waiting. */
  putInvoice(invoice: BilledInvoiceRecord): void;
  /** What the invoice sold once; nothing, or not paid: it is forgotten. */
  putOneOff(sold: { readonly invoiceId: string; readonly stripeCustomerId: string; readonly paidAt: string | null; readonly exGstCents: number }): void;
  putSubscription(subscription: BilledSubscriptionRecord): void;
  /** Kept only where it differs from what was seen last. */
  observe(stripeSubscriptionId: string, observed: ObservedState): void;
  /** Clients to derive again: something was read of them, or `now` has reached what time alone changes. */
  waiting(now: string, limit: number): readonly string[];
  /** Of the client's customers that are no test. */
  subscriptionsOf(orgId: string): readonly ClientSubscription[];
  /** What the subscription's schedule puts in place of what is sold now; null: nothing is planned. */
  plannedPhase(stripeSubscriptionId: string): PlannedPhase | null;
  /** In order of time, up to that month. */
  movementsOf(orgId: string, throughMonth: string): readonly MrrMovement[];
  /** Puts the movements after that month in place of those there are, and takes the client off the waiting list. */
  saveClient(client: ClientRevenue, afterMonth: string, movements: readonly MrrMovement[], bridges: readonly SubscriptionBridge[]): void;
  client(orgId: string): ClientRevenue | undefined;
  /** '' when none is. */
  lastClosedMonth(): string;
  /** Of movements or of sums: the only movement may have gone again, and its month is to be summed up anew. */
  firstMonth(): string | null;
  month(month: string): StoredMonth | undefined;
  /** Each client's in order of time. */
  movementsIn(month: string): readonly MonthMovement[];
  /** Clients that paid before the first of those months, and whose MRR is another after the last; who left in between kept nothing. */
  changesOver(fromMonth: string, throughMonth: string): readonly { readonly beforeCents: number; readonly afterCents: number }[];
  saveMonth(month: StoredMonth, groups: readonly MonthGroup[]): void;
  /** What does not add up: months whose figures are not their movements, clients whose MRR is not theirs. Empty: all is well. */
  differences(): { readonly months: readonly string[]; readonly clients: readonly string[]; readonly movementCount: number };
  /** Σ of the clients' MRR. */
  totalMrrCents(): number;
  /** Objects read before these tables were there; undefined: all were read again. */
  nextToReread(limit: number): { readonly type: string; readonly objects: readonly string[] } | undefined;
  /** `isLast`: of that type. */
  rereadThrough(type: string, afterId: string, isLast: boolean): void;
}
