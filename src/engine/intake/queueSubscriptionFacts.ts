// What has happened to a subscription: it began, changed its plan or seats, ended; from the object, its metadata, and events.
import { instantFromMs } from '../../domain/calendar.ts';
import type { StripeEventFacts } from '../../domain/stripe/readEvent.ts';
import { readSubscription, type StripeSubscriptionFacts, type StripeSubscriptionItemFacts } from '../../domain/stripe/readSubscription.ts';
import { readHistory, stepText, type SubscriptionStep } from '../../domain/subscriptionChange.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import type { Via } from './observe.ts';

export const subscriptionFactKey = (sourceId: string, what: 'created' | 'cancelled'): string => `${sourceId} ${what}`;

const neverBegan: ReadonlySet<string> = new Set(['incomplete', 'incomplete_expired']);

/** Beginning and end stand in the object; changes made here in its metadata. Runs inside the transaction that mirrors it. */
export function queueSubscriptionFacts(context: EngineContext, facts: StripeSubscriptionFacts, via: Via): void {
  const { facts: queue, ledger } = context.store;
  const id = facts.stripeSubscriptionId;
  const eventId = via?.eventId ?? null;
  if (!neverBegan.has(facts.status) && !ledger.has(subscriptionFactKey(id, 'created'))) {
    queue.enqueue({ effectiveAt: facts.createdAt, rank: 0, kind: 'subscription.created', sourceId: id, eventId });
  }
  for (const step of readHistory(facts.metadata)) queueStep(context, id, step, eventId);
  if (facts.status === 'cancelled' && facts.endedAt !== null && !ledger.has(subscriptionFactKey(id, 'cancelled'))) {
    queue.enqueue({ effectiveAt: facts.endedAt, rank: 6, kind: 'subscription.cancelled', sourceId: id, eventId });
  }
}

/** The source is the fact's identity: which subscription, when, from what to what. */
function queueStep(context: EngineContext, id: string, step: SubscriptionStep, eventId: string | null): void {
  const sourceId = `${id} ${stepText(step)}`;
  if (context.store.ledger.has(sourceId)) return;
  context.store.facts.enqueue({ effectiveAt: instantFromMs(step.atSeconds * 1000), rank: 5, kind: 'subscription.changed', sourceId, eventId });
}

/**
 * A change made in Stripe's dashboard, or by a schedule, stands nowhere but in the event that told of it: what the items were
 * before. One that the metadata tells as well is left to that. Runs inside the transaction that notes the event.
 */
export function queueSubscriptionSteps(context: EngineContext, event: StripeEventFacts, raw: StripeJson): void {
  if (event.type !== 'customer.subscription.updated' || !event.previousAttributesKeys.includes('items')) return;
  const now = readSubscription(event.object);
  const data = raw['data'];
  const previous = typeof data === 'object' && data !== null ? (data as StripeJson)['previous_attributes'] : undefined;
  const items = typeof previous === 'object' && previous !== null ? (previous as StripeJson)['items'] : undefined;
  const before = readSubscription({ ...event.object, items });
  if (!now.ok || !before.ok) return;
  const history = readHistory(now.value.metadata);
  const isTold = (what: SubscriptionStep['what'], to: string): boolean => history.findLast((step) => step.what === what)?.to === to;
  const [was, is] = [soldIn(context, before.value.items), soldIn(context, now.value.items)];
  const at = { atSeconds: event.createdSeconds };
  const id = now.value.stripeSubscriptionId;
  if (was.plan !== null && is.plan !== null && was.plan !== is.plan && !isTold('plan', is.plan)) queueStep(context, id, { ...at, what: 'plan', from: was.plan, to: is.plan }, event.eventId);
  if (was.seats !== is.seats && !isTold('seats', String(is.seats))) queueStep(context, id, { ...at, what: 'seats', from: String(was.seats), to: String(is.seats) }, event.eventId);
}

function soldIn(context: EngineContext, items: readonly StripeSubscriptionItemFacts[]): { plan: string | null; seats: number } {
  const { mirror } = context.store;
  let plan: string | null = null;
  let seats = 0;
  for (const item of items) {
    const price = item.stripePriceId === null ? undefined : mirror.price(item.stripePriceId);
    const productId = item.stripeProductId ?? price?.productId ?? null;
    const tier = price?.planTier ?? (productId === null ? null : (mirror.product(productId)?.planTier ?? null));
    if (tier === 'seat_addon') seats += item.quantity;
    else plan ??= tier;
  }
  return { plan, seats };
}
