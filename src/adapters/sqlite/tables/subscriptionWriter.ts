// billing_subscriptions with their items, as derived from Stripe, its metadata included: that is where an agreed price stands.
import type { StripeMirrorTables } from '../../../engine/ports/store.ts';
import { bit, type TableContext } from './tableContext.ts';

const upsertSql = `
  INSERT INTO billing_subscriptions (stripe_subscription_id, org_id, stripe_customer_id, plan_id, plan_tier, status, base_seats, purchased_seats,
    current_period_start, current_period_end, cancel_at_period_end, cancelled_at, ended_at, pause_behaviour, currency, monthly_ex_gst,
    next_amount_total, stripe_schedule_id, price_override_active, price_override_amount, price_override_expires_at, price_override_note,
    cancellation_reason, is_test, started_at, created_at, updated_at)
  VALUES (@stripeSubscriptionId, @orgId, @stripeCustomerId, @planId, @planTier, @status, @baseSeats, @purchasedSeats,
    @currentPeriodStart, @currentPeriodEnd, @isCancelScheduled, @cancelledAt, @endedAt, @pauseBehaviour, @currency, @monthlyExGstCents,
    @nextAmountTotalCents, @scheduleId, @isOverridden, @overrideCents, @overrideExpiresAt, @overrideNote,
    @cancellationReason, @isTest, @createdAt, @now, @now)
  ON CONFLICT (stripe_subscription_id) DO UPDATE SET
    org_id = excluded.org_id, plan_id = excluded.plan_id, plan_tier = excluded.plan_tier, status = excluded.status,
    base_seats = excluded.base_seats, purchased_seats = excluded.purchased_seats, current_period_start = excluded.current_period_start,
    current_period_end = excluded.current_period_end, cancel_at_period_end = excluded.cancel_at_period_end,
    cancelled_at = excluded.cancelled_at, ended_at = excluded.ended_at, pause_behaviour = excluded.pause_behaviour,
    monthly_ex_gst = excluded.monthly_ex_gst, next_amount_total = excluded.next_amount_total, stripe_schedule_id = excluded.stripe_schedule_id,
    price_override_active = excluded.price_override_active, price_override_amount = excluded.price_override_amount,
    price_override_expires_at = excluded.price_override_expires_at, price_override_note = excluded.price_override_note,
    cancellation_reason = excluded.cancellation_reason, updated_at = excluded.updated_at,
    -- What a person looked at before acting; being read again without a difference changes nothing.
    row_version = row_version + CASE WHEN
        (plan_id, plan_tier, status, purchased_seats, current_period_end, cancel_at_period_end, pause_behaviour, monthly_ex_gst, next_amount_total,
         stripe_schedule_id, price_override_amount, price_override_expires_at, price_override_note)
        IS NOT
        (excluded.plan_id, excluded.plan_tier, excluded.status, excluded.purchased_seats, excluded.current_period_end, excluded.cancel_at_period_end,
         excluded.pause_behaviour, excluded.monthly_ex_gst, excluded.next_amount_total, excluded.stripe_schedule_id, excluded.price_override_amount,
         excluded.price_override_expires_at, excluded.price_override_note)
      THEN 1 ELSE 0 END`;

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
      monthlyExGstCents: row.monthlyExGstCents, nextAmountTotalCents: row.nextAmountTotalCents, scheduleId: row.scheduleId,
      isOverridden: bit(row.override !== undefined), overrideCents: row.override?.amountCents ?? null, overrideExpiresAt: row.override?.expiresAt ?? null,
      overrideNote: row.override?.note ?? null, cancellationReason: row.cancellationReason, isTest: bit(row.isTest), createdAt: row.createdAt, now: now(),
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
