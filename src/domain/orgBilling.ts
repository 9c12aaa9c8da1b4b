// Where an organisation stands: tier, billing status and dunning, as a function of what is mirrored. No order of arrival is in it.
import { dunningOf, type DunningStatus } from './dunning.ts';
import { billingStatusOf } from './subscriptionState.ts';

export interface FailingInvoice {
  readonly attemptCount: number;
  /** ISO instant of its finalisation: the first attempt follows it. */
  readonly issuedAt: string;
  readonly isActionRequired: boolean;
}

export interface OrgBillingFacts {
  /** The one that matters now (the best status first, then the latest start); null: never had one. */
  readonly subscription: { readonly status: string; readonly planTier: string } | null;
  /** Open invoices that were tried and not paid. */
  readonly failing: readonly FailingInvoice[];
  /** When the organisation's charges failed, since the first failing invoice was issued. */
  readonly failedCharges: { readonly firstAt: string | null; readonly lastAt: string | null };
  /** Latest payment that needed more than one attempt; null: there was none. */
  readonly recoveredAt: string | null;
}

export interface OrgBilling {
  readonly billingTier: string;
  readonly billingStatus: 'active' | 'past_due' | 'cancelled';
  readonly dunning: {
    readonly status: DunningStatus;
    readonly retryCount: number;
    readonly firstFailureAt: string | null;
    readonly lastRetryAt: string | null;
    readonly resolvedAt: string | null;
  };
}

/** Statuses of a subscription that never began to be paid for, or is over. */
const withoutPlan: ReadonlySet<string> = new Set(['cancelled', 'incomplete', 'incomplete_expired']);

export function orgBillingOf({ subscription, failing, failedCharges, recoveredAt }: OrgBillingFacts): OrgBilling {
  const retryCount = Math.max(0, ...failing.map((invoice) => invoice.attemptCount));
  const isCancelled = subscription?.status === 'cancelled';
  const isFailing = failing.length > 0;
  const firstIssuedAt = failing.map((invoice) => invoice.issuedAt).toSorted()[0] ?? null;
  return {
    billingTier: subscription === null || withoutPlan.has(subscription.status) ? 'free' : subscription.planTier,
    billingStatus: subscription === null ? 'active' : billingStatusOf(subscription.status),
    dunning: {
      status: dunningOf({
        retryCount,
        isCancelled,
        isExhausted: subscription?.status === 'unpaid',
        isActionRequired: isFailing && failing.every((invoice) => invoice.isActionRequired),
      }),
      retryCount,
      firstFailureAt: isFailing ? (failedCharges.firstAt ?? firstIssuedAt) : null,
      lastRetryAt: isFailing ? failedCharges.lastAt : null,
      resolvedAt: isFailing ? null : recoveredAt,
    },
  };
}
