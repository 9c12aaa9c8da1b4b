// billing_subscriptions with their items, as derived from Stripe; what the user decided (overrides) is left as it is.
import type { StripeMirrorTables } from '../../../engine/ports/store.ts';
import { bit, type TableContext } from './tableContext.ts';

const upsertSql = `
  INSERT INTO billing_subscriptions (stripe_subscription_id, org_id, stripe_customer_id, plan_id, plan_tier, status, base_seats, purchased_seats,
    current_period_start, current_period_end, cancel_at_period_end, cancelled_at, ended_at, pause_behaviour, currency, monthly_ex_gst,
    next_amount_total, is_test, started_at, created_at, updated_at)
  VALUES (@stripeSubscriptionId, @orgId, @stripeCustomerId, @planId, @planTier, @status, @baseSeats, @purchasedSeats,
    @currentPeriodStart, @currentPeriodEnd, @isCancelScheduled, @cancelledAt, @endedAt, @pauseBehaviour, @currency, @monthlyExGstCents,
    @nextAmountTotalCents, @isTest, @createdAt, @now, @now)
  ON CONFLICT (stripe_subscription_id) DO UPDATE SET
    org_id = excluded.org_id, plan_id = excluded.plan_id, plan_tier = excluded.plan_tier, status = excluded.status,
    base_seats = excluded.base_seats, purchased_seats = excluded.purchased_seats, current_period_start = excluded.current_period_start,
    current_period_end = excluded.current_period_end, cancel_at_period_end = excluded.cancel_at_period_end,
    cancelled_at = excluded.cancelled_at, ended_at = excluded.ended_at, pause_behaviour = excluded.pause_behaviour,
    monthly_ex_gst = excluded.monthly_ex_gst, next_amount_total = excluded.next_amount_total, updated_at = excluded.updated_at`;

export function subscriptionWriter({ db, now }: TableContext): StripeMirrorTables['upsertSubscription'] {
  const upsert = db.prepare(upsertSql);
  const deleteItems = db.prepare(`DELETE FROM billing_subscription_items WHERE stripe_subscription_id = ?`);
  const insertItem = db.prepare(
    `INSERT INTO billing_subscription_items (id, stripe_subscription_id, stripe_price_id, stripe_product_id, plan_tier, unit_amount, quantity, interval, interval_count, currency, updated_at)
     VALUES (@id, @stripeSubscriptionId, @stripePriceId, @stripeProductId, @planTier, @unitAmountCents, @quantity, @interval, @intervalCount, @currency, @now)`,
  );
  return (row) => {
    upsert.run({
      stripeSubscriptionId: row.stripeSubscriptionId, orgId: row.orgId, stripeCustomerId: row.stripeCustomerId, planId: row.planId,
      planTier: row.planTier, status: row.status, baseSeats: row.baseSeats, purchasedSeats: row.purchasedSeats,
      currentPeriodStart: row.currentPeriodStart, currentPeriodEnd: row.currentPeriodEnd, isCancelScheduled: bit(row.isCancelScheduled),
      cancelledAt: row.cancelledAt, endedAt: row.endedAt, pauseBehaviour: row.pauseBehaviour, currency: row.items[0]?.currency ?? 'aud',
      monthlyExGstCents: row.monthlyExGstCents, nextAmountTotalCents: row.nextAmountTotalCents, isTest: bit(row.isTest), createdAt: row.createdAt, now: now(),
    });
    deleteItems.run(row.stripeSubscriptionId);
    row.items.forEach((item, index) => {
      insertItem.run({
        id: item.id, stripeSubscriptionId: row.stripeSubscriptionId, stripePriceId: item.stripePriceId, stripeProductId: item.stripeProductId,
        planTier: row.itemTiers[index] ?? null, unitAmountCents: item.unitAmountCents, quantity: item.quantity, interval: item.interval,
        intervalCount: item.intervalCount, currency: item.currency, now: now(),
      });
    });
  };
}
