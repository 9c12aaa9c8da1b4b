// An organisation's subscription as the hosted product's billing API answers it: plan, access, seats, next amount, dunning.
import type { OperationOutput } from '../../contract/operations.ts';
import { instantFromMs, localDateOf } from '../../domain/calendar.ts';
import { gstFree, gstRateOn, splitGstInclusive } from '../../domain/gst.ts';
import { accessOf, type Access } from '../../domain/subscriptionState.ts';
import type { PlanRecord } from '../ports/store.ts';
import type { BillingOrgRow, BillingSubscriptionRow } from '../ports/storeReads.ts';
import type { QueryPorts } from './queryPorts.ts';

type SubscriptionView = OperationOutput<'billing.subscription'>;
type PlanView = OperationOutput<'billing.setPlanActive'>;

const freePlanId = 'free';
const invoicesShown = 24;

export interface Entitled {
  readonly subscription: BillingSubscriptionRow | undefined;
  readonly access: Access;
  /** The plan whose entitlements hold now: the subscription's while there is access, else free. */
  readonly plan: PlanRecord | undefined;
  readonly entitlements: readonly { readonly feature: string; readonly value: string }[];
  /** Null: it can't be told. */
  readonly seatLimit: number | null;
}

export const planView = (plan: PlanRecord): PlanView => ({
  id: plan.id,
  plan_tier: plan.planTier,
  amount_ex_gst: plan.exGstCents,
  gst_amount: plan.gstCents,
  amount_total: plan.totalCents,
  base_seats: plan.baseSeats,
  stripe_price_id: plan.stripePriceId,
  superseded_by: plan.supersededBy,
  is_active: plan.isActive,
});

/** What an organisation is entitled to now; access is told from status and period end together. */
export function entitledTo(ports: QueryPorts, org: BillingOrgRow): Entitled {
  const stored = ports.store.reads.billingSubscription(org.orgId);
  const subscription = stored?.isCollectionPaused === true ? { ...stored, status: 'paused' } : stored;
  const now = instantFromMs(ports.clock.nowMs());
  const access = subscription === undefined ? 'none' : accessOf({ ...subscription, now, pausedAccess: ports.store.state.profile().pausedAccess });
  const plan = access === 'none' ? ports.store.plans.get(freePlanId) : planOf(ports, subscription, org);
  const entitlements = plan === undefined ? [] : ports.store.plans.entitlements(plan.id);
  return {
    subscription,
    access,
    plan,
    entitlements: entitlements.map(({ feature, value }) => ({ feature, value })),
    seatLimit: seatLimitOf(access === 'none' ? undefined : subscription, entitlements),
  };
}

/** `plan_id` is the truth; without it the plan of the tier, an active one before a superseded one. */
function planOf(ports: QueryPorts, subscription: BillingSubscriptionRow | undefined, org: BillingOrgRow): PlanRecord | undefined {
  const planId = subscription?.planId ?? null;
  const named = planId === null ? undefined : ports.store.plans.get(planId);
  if (named !== undefined) return named;
  const tier = subscription?.planTier ?? org.billingTier;
  const ofTier = ports.store.plans.list().filter((plan) => plan.planTier === tier);
  return ofTier.find((plan) => plan.isActive) ?? ofTier[0];
}

/** `base_seats + purchased_seats`; without a subscription what the free plan allows. */
function seatLimitOf(subscription: BillingSubscriptionRow | undefined, entitlements: readonly { feature: string; value: string }[]): number | null {
  if (subscription !== undefined) return subscription.baseSeats + subscription.purchasedSeats;
  const value = entitlements.find((entitlement) => entitlement.feature === 'seat_limit')?.value ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

export function subscriptionView(ports: QueryPorts, org: BillingOrgRow): SubscriptionView {
  const entitled = entitledTo(ports, org);
  const { subscription } = entitled;
  const next = nextAmount(ports, subscription);
  return {
    org_id: org.orgId,
    plan: entitled.plan === undefined ? null : planView(entitled.plan),
    status: subscription?.status ?? null,
    access: entitled.access,
    current_period_start: subscription?.currentPeriodStart ?? null,
    current_period_end: subscription?.currentPeriodEnd ?? null,
    cancel_at_period_end: subscription?.isCancelScheduled ?? false,
    active_members: org.activeMembers,
    seat_limit: entitled.seatLimit ?? 0,
    next_amount_ex_gst: next?.exGstCents ?? null,
    next_amount_total: next?.totalCents ?? null,
    payment_method: org.paymentMethod,
    billing_email: org.billingEmail,
    entitlements: entitled.entitlements.map((entitlement) => ({ ...entitlement })),
    dunning: {
      status: org.dunning?.status ?? 'ok',
      retry_count: org.dunning?.retryCount ?? 0,
      first_failure_at: org.dunning?.firstFailureAt ?? null,
    },
    invoices: ports.store.reads.billingInvoicesOf(org.orgId, invoicesShown),
  };
}

/** Null: nothing more is charged, or it is not known. GST as it was charged last time; else by the rate of the day. */
function nextAmount(ports: QueryPorts, subscription: BillingSubscriptionRow | undefined): { exGstCents: number; totalCents: number } | null {
  if (subscription === undefined || subscription.isCancelScheduled || subscription.nextAmountTotalCents === null) return null;
  if (subscription.status === 'cancelled') return null;
  const { homeCurrency, timeZone } = ports.store.state.profile();
  const isGstFree = subscription.lastPaid === null ? subscription.currency !== homeCurrency : subscription.lastPaid.gstCents === 0;
  const today = localDateOf(instantFromMs(ports.clock.nowMs()), timeZone);
  return splitGstInclusive(subscription.nextAmountTotalCents, isGstFree ? gstFree : gstRateOn(today));
}
