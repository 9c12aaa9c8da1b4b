// Subscription schedules: phases that change a subscription's items at set times (downgrades at the next cycle).
import { DAY_SECONDS, nextCycleBoundary } from './calendar.ts';
import type { ItemDraft } from './subscriptions.ts';
import { newItem, periodOf, recurringOf, updateSubscription } from './subscriptions.ts';
import type { ScheduleItem, SchedulePhase, Subscription, SubscriptionSchedule } from './billingShapes.ts';
import type { Metadata } from './jsonShapes.ts';
import { invalidRequest } from './stripeError.ts';
import type { World } from './world.ts';

const SCHEDULE_CONSTANTS = {
  application: null,
  billing_mode: { flexible: null, type: 'classic' },
  customer_account: null,
  default_settings: {
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: 'automatic',
    billing_thresholds: null,
    collection_method: 'charge_automatically',
    default_payment_method: null,
    description: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      days_until_due: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    on_behalf_of: null,
    transfer_data: null,
  },
  test_clock: null,
};

const PHASE_CONSTANTS = {
  add_invoice_items: [],
  application_fee_percent: null,
  billing_cycle_anchor: null,
  billing_thresholds: null,
  collection_method: null,
  default_payment_method: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  invoice_settings: null,
  on_behalf_of: null,
  transfer_data: null,
  trial_end: null,
};

export type PhaseDraft = {
  startDate: number | null;
  endDate: number | null;
  iterations: number;
  items: readonly ItemDraft[];
  prorationBehavior: SchedulePhase['proration_behavior'];
  metadata: Metadata;
};

function phaseItem(draft: ItemDraft): ScheduleItem {
  const constants = { billing_thresholds: null, discounts: [] };
  return {
    ...constants,
    metadata: draft.metadata,
    plan: draft.price.id,
    price: draft.price.id,
    quantity: draft.quantity,
    tax_rates: draft.taxRates,
  };
}

function phase(world: World, draft: Omit<SchedulePhase, 'items'> & { items: ScheduleItem[] }): SchedulePhase {
  return { ...PHASE_CONSTANTS, currency: world.account.default_currency, ...draft };
}

export function createScheduleFromSubscription(world: World, subscriptionId: string): SubscriptionSchedule {
  const subscription = world.store.get('subscription', subscriptionId);
  if (subscription.schedule !== null) {
    throw invalidRequest(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
      'from_subscription',
    );
  }
  const { start, end } = periodOf(subscription);
  const items = subscription.items.data.map((item) =>
    phaseItem({ price: item.price, quantity: item.quantity, metadata: item.metadata, taxRates: item.tax_rates }),
  );
  const id = world.newId('sub_sched_1');
  const first = phase(world, {
    start_date: start,
    end_date: end,
    items,
    proration_behavior: 'create_prorations',
    metadata: {},
  });
  world.store.add('subscription_schedule', {
    ...SCHEDULE_CONSTANTS,
    id,
    object: 'subscription_schedule',
    ...world.base(),
    canceled_at: null,
    completed_at: null,
    current_phase: { start_date: start, end_date: end },
    customer: subscription.customer,
    end_behavior: 'release',
    metadata: {},
    phases: [first],
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: subscriptionId,
  });
  world.emit('subscription_schedule.created', 'subscription_schedule', id);
  world.change('subscription', subscriptionId, { schedule: id }, 'customer.subscription.updated');
  planPhases(world, id);
  return world.store.get('subscription_schedule', id);
}

/** Where no end is given, a phase lasts its number of billing periods. */
function phaseEnd(subscription: Subscription, start: number, draft: PhaseDraft): number {
  if (draft.endDate !== null) return draft.endDate;
  let end = start;
  for (let i = 0; i < draft.iterations; i += 1)
    end = nextCycleBoundary(subscription.billing_cycle_anchor, recurringOf(subscription), end);
  return end === start ? start + 30 * DAY_SECONDS : end;
}

export function updateSchedule(
  world: World,
  id: string,
  change: {
    phases: readonly PhaseDraft[] | null;
    endBehavior: SubscriptionSchedule['end_behavior'];
    metadata: Metadata;
  },
): SubscriptionSchedule {
  const schedule = world.store.get('subscription_schedule', id);
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw invalidRequest(
      `You cannot update a subscription schedule that is currently in the \`${schedule.status}\` status. It must be \`not_started\` or \`active\` to be updated.`,
    );
  }
  const subscription = world.store.get('subscription', schedule.subscription ?? '');
  let cursor = schedule.phases[0]?.start_date ?? world.now();
  const phases: SchedulePhase[] =
    change.phases?.map((draft) => {
      const start = draft.startDate ?? cursor;
      cursor = phaseEnd(subscription, start, draft);
      return phase(world, {
        start_date: start,
        end_date: cursor,
        items: draft.items.map(phaseItem),
        proration_behavior: draft.prorationBehavior,
        metadata: draft.metadata,
      });
    }) ?? schedule.phases;
  world.change(
    'subscription_schedule',
    id,
    { phases, end_behavior: change.endBehavior, metadata: change.metadata },
    'subscription_schedule.updated',
  );
  planPhases(world, id);
  return world.store.get('subscription_schedule', id);
}

function planPhases(world: World, id: string): void {
  const schedule = world.store.get('subscription_schedule', id);
  for (const { start_date: start } of schedule.phases)
    if (start > world.now()) world.schedule(start, 'schedule-phase', id, 1);
  const end = schedule.phases.at(-1)?.end_date;
  if (end !== undefined && end > world.now()) world.schedule(end, 'schedule-end', id, 2);
}

/** A phase begins now: the subscription takes its items (matched by price), with the phase's own proration. */
export function startPhase(world: World, id: string): void {
  const schedule = world.store.get('subscription_schedule', id);
  const current = schedule.phases.find((candidate) => candidate.start_date === world.now());
  if (schedule.status !== 'active' || current === undefined || schedule.subscription === null) return;
  world.change(
    'subscription_schedule',
    id,
    { current_phase: { start_date: current.start_date, end_date: current.end_date } },
    'subscription_schedule.updated',
  );
  const subscription = world.store.get('subscription', schedule.subscription);
  const period = periodOf(subscription);
  const items = current.items.map((item) => {
    const existing = subscription.items.data.find((candidate) => candidate.price.id === item.price);
    if (existing !== undefined) return { ...existing, quantity: item.quantity };
    const price = world.store.get('price', item.price);
    return newItem(
      world,
      subscription.id,
      { price, quantity: item.quantity, metadata: item.metadata, taxRates: item.tax_rates },
      period,
    );
  });
  updateSubscription(world, subscription.id, {
    items,
    prorationBehavior: current.proration_behavior,
    prorationDate: world.now(),
    fields:
      Object.keys(current.metadata).length > 0 ? { metadata: { ...subscription.metadata, ...current.metadata } } : {},
  });
}

export function releaseSchedule(world: World, id: string): SubscriptionSchedule {
  const schedule = world.store.get('subscription_schedule', id);
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw invalidRequest(
      `You cannot release a subscription schedule that is currently in the \`${schedule.status}\` status. It must be \`not_started\` or \`active\` to be released.`,
    );
  }
  const released = {
    current_phase: null,
    released_at: world.now(),
    released_subscription: schedule.subscription,
    status: 'released' as const,
    subscription: null,
  };
  world.store.update('subscription_schedule', id, released);
  world.emit('subscription_schedule.released', 'subscription_schedule', id);
  if (schedule.subscription !== null)
    world.change('subscription', schedule.subscription, { schedule: null }, 'customer.subscription.updated');
  return world.store.get('subscription_schedule', id);
}

export function endSchedule(world: World, id: string): void {
  const schedule = world.store.get('subscription_schedule', id);
  if (schedule.status === 'active' && schedule.phases.at(-1)?.end_date === world.now()) releaseSchedule(world, id);
}
