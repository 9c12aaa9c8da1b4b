// Changes of a subscription's status and what each of them announces.
import type { Subscription } from './billingShapes.ts';
import type { World } from './world.ts';

export function setSubscriptionStatus(world: World, id: string, status: Subscription['status']): void {
  if (world.store.get('subscription', id).status === status) return;
  world.change('subscription', id, { status }, 'customer.subscription.updated');
}

/** The end: status canceled, `customer.subscription.deleted`, its schedule and unbilled prorations gone with it. */
export function endSubscription(world: World, id: string, reason: string): Subscription {
  const subscription = world.store.get('subscription', id);
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') return subscription;
  const now = world.now();
  if (subscription.schedule !== null) {
    const schedule = world.store.get('subscription_schedule', subscription.schedule);
    if (schedule.status === 'active' || schedule.status === 'not_started') {
      world.store.update('subscription_schedule', schedule.id, {
        canceled_at: now,
        current_phase: null,
        status: 'canceled',
      });
      world.emit('subscription_schedule.canceled', 'subscription_schedule', schedule.id);
    }
  }
  const ended = world.store.update('subscription', id, {
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: {
      ...subscription.cancellation_details,
      reason: subscription.cancellation_details.reason ?? reason,
    },
    ended_at: now,
    status: 'canceled',
  });
  world.emit('customer.subscription.deleted', 'subscription', id);
  return ended;
}

export function isLive(subscription: Subscription): boolean {
  return ['active', 'past_due', 'trialing', 'unpaid', 'paused'].includes(subscription.status);
}
