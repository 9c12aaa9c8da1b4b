// Stripe's own clockwork: runs, in order of time, everything that has fallen due.
import { runMonthlyFees, settleCharge } from './balance.ts';
import { disputeDeadline } from './disputes.ts';
import { attemptPayment, finalizeInvoice, markUncollectible, voidInvoice } from './invoices.ts';
import { previewInvoice } from './invoicePreview.ts';
import { payoutArrives, runDailyPayout } from './payouts.ts';
import { refundFails } from './refunds.ts';
import { endSchedule, startPhase } from './schedules.ts';
import type { Task } from './shapes.ts';
import { incompleteExpires } from './createSubscription.ts';
import { periodOf, renewSubscription } from './subscriptions.ts';
import { endSubscription, isLive } from './subscriptionStatus.ts';
import type { World } from './world.ts';
import { EVENT_RETENTION_SECONDS } from './world.ts';

const IDEMPOTENCY_SECONDS = 24 * 3600;

const WORK: { readonly [kind: string]: (world: World, target: string) => void } = {
  'charge-balance-transaction': settleCharge,
  'daily-payout': runDailyPayout,
  'dispute-deadline': disputeDeadline,
  'invoice-finalize': finalizeRenewal,
  'invoice-retry': retryInvoice,
  'invoice-upcoming': announceUpcoming,
  'monthly-fees': runMonthlyFees,
  'payout-arrival': payoutArrives,
  'refund-failure': refundFails,
  'schedule-end': endSchedule,
  'schedule-phase': startPhase,
  'subscription-cancel-at': cancelAtInstant,
  'subscription-incomplete-expires': incompleteExpires,
  'subscription-renewal': renewSubscription,
};

function finalizeRenewal(world: World, id: string): void {
  const invoice = world.store.find('invoice', id);
  if (invoice === undefined || invoice.status !== 'draft') return;
  finalizeInvoice(world, id);
  if (world.store.get('invoice', id).status !== 'open') return;
  const subscriptionId = invoice.parent?.subscription_details.subscription;
  const pause = subscriptionId === undefined ? null : world.store.get('subscription', subscriptionId).pause_collection;
  if (pause?.behavior === 'void') voidInvoice(world, id);
  else if (pause?.behavior === 'mark_uncollectible') markUncollectible(world, id);
  else if (invoice.collection_method === 'charge_automatically') attemptPayment(world, id, { automatic: true });
}

function retryInvoice(world: World, id: string): void {
  const invoice = world.store.get('invoice', id);
  if (invoice.status === 'open' && invoice.next_payment_attempt === world.now())
    attemptPayment(world, id, { automatic: true });
}

function announceUpcoming(world: World, id: string): void {
  const subscription = world.store.get('subscription', id);
  if (!isLive(subscription) || subscription.cancel_at_period_end) return;
  const preview = previewInvoice(world, subscription, null);
  const { id: _id, ...withoutId } = preview;
  world.emitPayload('invoice.upcoming', withoutId);
}

function cancelAtInstant(world: World, id: string): void {
  const subscription = world.store.get('subscription', id);
  if (isLive(subscription) && subscription.cancel_at === world.now() && periodOf(subscription).end !== world.now()) {
    endSubscription(world, id, 'cancellation_requested');
  }
}

function nextDue(world: World, until: number): Task | null {
  let next: Task | null = null;
  for (const task of world.store.all('task')) {
    if (task.dueSeconds > until) continue;
    if (
      next === null ||
      task.dueSeconds < next.dueSeconds ||
      (task.dueSeconds === next.dueSeconds && task.order < next.order)
    )
      next = task;
  }
  return next;
}

/** Moves the world's clock to the instant, doing on the way all that falls due, each at its own time. */
export function runUntil(world: World, until: number): void {
  const origin = world.origin;
  world.origin = { id: null, idempotency_key: null };
  for (let task = nextDue(world, until); task !== null; task = nextDue(world, until)) {
    if (task.dueSeconds > world.now()) world.moveTo(task.dueSeconds);
    world.store.remove('task', task.id);
    WORK[task.kind]?.(world, task.target);
  }
  if (until > world.now()) world.moveTo(until);
  world.store.removeBefore('event', world.now() - EVENT_RETENTION_SECONDS);
  world.store.removeBefore('idempotency', world.now() - IDEMPOTENCY_SECONDS);
  world.origin = origin;
}
