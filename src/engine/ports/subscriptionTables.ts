// The port to subscriptions as they are changed and listed: one with its items, the catalogue behind a plan, pages.
import type { OperationParsedInput } from '../../contract/operations.ts';
import type { SubscriptionRow, SubscriptionTotals } from '../../contract/subscriptions.ts';

export interface SubscriptionItemRecord {
  readonly id: string;
  readonly stripePriceId: string | null;
  readonly stripeProductId: string | null;
  readonly planTier: string | null;
  readonly unitAmountCents: number | null;
  readonly quantity: number;
  readonly interval: string | null;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly version: number;
  readonly orgId: string;
  readonly stripeCustomerId: string;
  readonly planId: string | null;
  readonly planTier: string;
  readonly status: string;
  readonly purchasedSeats: number;
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  readonly isCancelScheduled: boolean;
  readonly pauseBehaviour: string | null;
  readonly scheduleId: string | null;
  readonly currency: string;
  readonly nextAmountTotalCents: number | null;
  readonly isTest: boolean;
  readonly items: readonly SubscriptionItemRecord[];
}

export interface SubscriptionTables {
  get(id: string): SubscriptionRecord | undefined;
  /** The one that matters now: the best status first, then the latest start; ended ones last. */
  ofOrg(orgId: string): SubscriptionRecord | undefined;
  /** Stripe customers of an organisation that are not deleted, newest first. */
  customersOf(orgId: string): readonly string[];
  /** Monthly prices of a plan in this currency, the wanted amount first, then the latest. */
  priceOfTier(planTier: string, currency: string, amountCents: number): { id: string; unitAmountCents: number | null } | undefined;
  productOfTier(planTier: string): { id: string; name: string | null } | undefined;
  /** Raw metadata of the subscription, as last mirrored. */
  metadata(id: string): Readonly<Record<string, string>>;
  /** Which of Stripe's two encodings of a scheduled cancellation is set. */
  cancelsAtPeriodEnd(id: string): boolean;
  /** Agreed prices that have run out by this instant. */
  overridesExpired(now: string): readonly { id: string; clientName: string; expiresAt: string }[];
  /** Organisations with a customer in Stripe and without a subscription that still runs, by name. */
  withoutSubscription(question: { readonly search: string; readonly orgId: string | null; readonly limit: number }): readonly { orgId: string; name: string; rtoCode: string | null }[];
  /** The invoice that waits for the client, and where it is confirmed or paid. */
  openInvoice(id: string): { invoiceId: number; url: string | null } | undefined;
  /** Throws AppError BAD_INPUT for a cursor of another order. */
  page(question: OperationParsedInput<'subscriptions.list'> & { readonly now: string }): SubscriptionsPage;
  row(id: string, now: string): SubscriptionRow | undefined;
}

export interface SubscriptionsPage {
  readonly rows: readonly SubscriptionRow[];
  readonly nextCursor: string | null;
  readonly totals: SubscriptionTotals | null;
  readonly allCount: number;
}
