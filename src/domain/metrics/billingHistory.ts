// What the revenue metrics are computed from: a client's subscriptions as they were billed and seen, free of any vendor's shapes.
import type { RecurringDiscount, TaxCharged } from './monthlyAmount.ts';

/** How many days an unpaid renewal still counts (D8). */
export const atRiskLimitDays = 30;
/** How many days a client may be paused before it is churn (D9). */
export const dormantLimitDays = 90;

/** What is sold on one subscription item (D4). */
export interface SoldItem {
  /** Stays the same while the item's price or quantity changes. */
  readonly itemKey: string;
  readonly priceId: string | null;
  readonly planTier: string | null;
  /** Incl. inclusive tax, per unit and period; null: tiered. */
  readonly unitAmountCents: number | null;
  /** What the catalogue asks for the plan, per unit and period; null: the unit amount is the list price. */
  readonly listUnitAmountCents: number | null;
  readonly quantity: number;
  /** Open set: day, week, month, year; null: not recurring. */
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly isMetered: boolean;
}

export interface BilledLine extends SoldItem {
  /** Before discounts, incl. inclusive tax. */
  readonly amountCents: number;
  readonly discounts: readonly { readonly amountCents: number; readonly duration: string | null }[];
  /** The tax that was charged on this line (D2). */
  readonly tax: TaxCharged;
  /** The vendor states the tax itself; else it is within the price by the rate in force. */
  readonly isTaxStated: boolean;
  readonly periodStart: string;
  readonly periodEnd: string | null;
  readonly isProration: boolean;
}

export interface BilledInvoice {
  readonly invoiceId: string;
  /** Open set: draft, open, paid, void, uncollectible. */
  readonly status: string;
  readonly issuedAt: string;
  readonly paidAt: string | null;
  readonly dueAt: string | null;
  readonly attemptCount: number;
  /** Sent to be paid, not charged: counts from its issue (D7). */
  readonly isSent: boolean;
  readonly lines: readonly BilledLine[];
}

/** The subscription as it was seen at an instant. */
export interface ObservedState {
  readonly at: string;
  readonly status: string;
  readonly items: readonly (SoldItem & { readonly discounts: readonly RecurringDiscount[] })[];
  /** Of the whole subscription; null: there are some, but what they take off is not known. */
  readonly discounts: readonly RecurringDiscount[] | null;
}

export interface SubscriptionHistory {
  readonly subscriptionId: string;
  /** Local spelling; null: only its invoices are known. Open set. */
  readonly status: string | null;
  readonly endedAt: string | null;
  /** Stripe's word for why it ended. Open set. */
  readonly cancellationReason: string | null;
  /** The client said why (feedback or comment). */
  readonly hasStatedReason: boolean;
  /** A payment of it was taken back by the cardholder's bank. */
  readonly hasLostDispute: boolean;
  readonly invoices: readonly BilledInvoice[];
  readonly observations: readonly ObservedState[];
}

/** One item as it counts from an instant on. */
export interface ItemState {
  readonly subscriptionId: string;
  readonly itemKey: string;
  readonly priceId: string | null;
  readonly planTier: string | null;
  readonly quantity: number;
  readonly unitAmountCents: number | null;
  /** `month×1` */
  readonly period: string;
  /** MRR, ex GST. */
  readonly monthlyCents: number;
  /** The same at list price without discounts. */
  readonly listCents: number;
  /** The collection is paused so that nothing is charged (D9). */
  readonly isPaused: boolean;
}

export type ChurnReason = 'voluntary' | 'involuntary' | 'failed contract' | 'paused out' | 'unknown';

export interface ItemChange {
  readonly at: string;
  readonly subscriptionId: string;
  readonly itemKey: string;
  /** Null: no longer sold. */
  readonly state: ItemState | null;
  /** Why the whole subscription stopped counting; null: the item alone changed. */
  readonly ended: ChurnReason | null;
}

export interface SubscriptionTimeline {
  /** Oldest first. */
  readonly changes: readonly ItemChange[];
  /** It was billed but never paid, and is over (D7). */
  readonly isFailedStart: boolean;
  /** When time alone changes it next; null: never. */
  readonly nextChangeAt: string | null;
}
