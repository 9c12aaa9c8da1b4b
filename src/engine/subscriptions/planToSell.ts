// The plan that is to be sold, and how Stripe is told its price: a listed one, or an amount for a plan without a list price.
import { AppError } from '../../contract/errors.ts';
import { planDirection } from '../../domain/subscriptionChange.ts';
import type { EngineContext } from '../context.ts';
import type { PlanRecord } from '../ports/store.ts';
import type { SubscriptionItemRecord, SubscriptionRecord } from '../ports/subscriptionTables.ts';

/** Throws AppError BILLING_PLAN_NOT_FOUND: unknown, inactive, or not a plan that is subscribed to. */
export function planToSell(context: EngineContext, planId: string): PlanRecord {
  const plan = context.store.plans.get(planId);
  if (plan === undefined || !plan.isActive || plan.planTier === 'free' || plan.planTier === 'seat_addon') throw new AppError('BILLING_PLAN_NOT_FOUND', planId);
  return plan;
}

/** Throws AppError BILLING_WRONG_DIRECTION. */
export function requireDirection(context: EngineContext, subscription: SubscriptionRecord, plan: PlanRecord, wanted: 'up' | 'down'): void {
  const present = context.store.plans.get(subscription.planId ?? subscription.planTier);
  if (present === undefined || planDirection(present, plan) !== wanted) throw new AppError('BILLING_WRONG_DIRECTION', `${subscription.planTier} to ${plan.planTier}`);
}

/** `{price}` or `{price_data}` of an item, in Stripe's spelling. Throws AppError BILLING_PLAN_NOT_FOUND, BILLING_BAD_REQUEST. */
export function priceParameters(context: EngineContext, plan: PlanRecord, currency: string, amountCents: number | undefined): Readonly<Record<string, unknown>> {
  if (amountCents !== undefined) return priceData(context, plan.planTier, currency, amountCents);
  if (plan.stripePriceId !== null) return { price: plan.stripePriceId };
  if (plan.totalCents === 0) throw new AppError('BILLING_BAD_REQUEST', `${plan.planTier} has no list price: an amount is needed`);
  const price = context.store.subscriptions.priceOfTier(plan.planTier, currency, plan.totalCents);
  if (price === undefined) throw new AppError('BILLING_PLAN_NOT_FOUND', `no monthly price in Stripe carries tieout_plan = ${plan.planTier}`);
  return { price: price.id };
}

/** A price for one client: made by Stripe with the item, of the plan's product, so that it still counts as that plan. */
export function priceData(context: EngineContext, planTier: string, currency: string, amountCents: number): Readonly<Record<string, unknown>> {
  const product = context.store.subscriptions.productOfTier(planTier);
  if (product === undefined) throw new AppError('BILLING_PLAN_NOT_FOUND', `no product in Stripe carries tieout_plan = ${planTier}`);
  return { price_data: { currency, product: product.id, unit_amount: String(amountCents), recurring: { interval: 'month' }, tax_behavior: 'inclusive' } };
}

/** The item that is the plan itself. Throws AppError BILLING_BAD_REQUEST where it can not be told. */
export function planItem(subscription: SubscriptionRecord): SubscriptionItemRecord {
  const plans = subscription.items.filter((item) => item.planTier !== 'seat_addon');
  const [item] = plans;
  if (item === undefined || plans.length > 1) throw new AppError('BILLING_BAD_REQUEST', 'the plan can not be told among the items of this subscription; change it in Stripe');
  return item;
}

export const seatItem = (subscription: SubscriptionRecord): SubscriptionItemRecord | undefined => subscription.items.find((item) => item.planTier === 'seat_addon');
