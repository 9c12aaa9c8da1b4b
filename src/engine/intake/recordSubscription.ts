// What happened to a subscription becomes a ledger row without money: created, upgraded, downgraded, seats, cancelled.
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import { planDirection } from '../../domain/subscriptionChange.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import { planName } from '../subscriptions/planName.ts';
import type { FactResult } from './factResult.ts';
import { subscriptionFactKey } from './queueSubscriptionFacts.ts';

export function recordSubscriptionCreated(context: EngineContext, fact: FactQueued): FactResult {
  return note(context, fact, fact.sourceId, subscriptionFactKey(fact.sourceId, 'created'), (client) => ({ eventType: 'subscription_created', description: `${client} subscribed` }));
}

export function recordSubscriptionCancelled(context: EngineContext, fact: FactQueued): FactResult {
  return note(context, fact, fact.sourceId, subscriptionFactKey(fact.sourceId, 'cancelled'), (client) => ({ eventType: 'subscription_cancelled', description: `The subscription of ${client} ended` }));
}

/** The source is `sub_… <seconds> plan essential>pro`, or seats; it is the fact's identity too. */
export function recordSubscriptionChanged(context: EngineContext, fact: FactQueued): FactResult {
  const [id = '', , what = '', step = ''] = fact.sourceId.split(' ');
  const [from = '', to = ''] = step.split('>');
  return note(context, fact, id, fact.sourceId, (client) =>
    what === 'plan'
      ? { eventType: directionOf(context, from, to) === 'down' ? 'plan_downgraded' : 'plan_upgraded', description: `${client} went from ${planName(context, from)} to ${planName(context, to)}` }
      : { eventType: Number(to) > Number(from) ? 'seat_added' : 'seat_removed', description: `${client} now has ${to} additional ${to === '1' ? 'seat' : 'seats'} (before: ${from})` },
  );
}

function directionOf(context: EngineContext, from: string, to: string): 'up' | 'down' | 'same' {
  const { plans } = context.store;
  const [before, after] = [plans.get(from), plans.get(to)];
  return before === undefined || after === undefined ? 'same' : planDirection(before, after);
}

function note(context: EngineContext, fact: FactQueued, subscriptionId: string, factKey: string, tell: (client: string) => { eventType: string; description: string }): FactResult {
  const { store } = context;
  const subscription = store.subscriptions.get(subscriptionId);
  // Nothing is booked for a customer that was never read: only the customer says whether it is a test.
  if (subscription === undefined || store.orgs.customer(subscription.stripeCustomerId)?.isPlaceholder !== false) return 'waiting';
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  store.ledger.append({
    ...tell(store.orgs.get(subscription.orgId)?.name ?? 'Unnamed client'),
    factKey,
    revenueType: 'subscription',
    exGstCents: 0,
    gstCents: 0,
    totalCents: 0,
    currency: subscription.currency,
    stripeEventId: fact.eventId,
    invoiceId: null,
    orgId: subscription.orgId,
    effectiveAt: fact.effectiveAt,
    sourceType: 'subscription',
    sourceId: subscriptionId,
    isTest: subscription.isTest,
    localDate,
    quarter: quarterOf(localDate),
  });
  return 'written';
}
