// One change of a subscription as the steps that Stripe is sent, and in sentences for the person who decides.
import { AppError } from '../../contract/errors.ts';
import type { SubscriptionChange } from '../../contract/subscriptions.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import { historyKey, overrideKeys, withStep } from '../../domain/subscriptionChange.ts';
import type { EngineContext } from '../context.ts';
import type { NewStripeChange, StripeRequest } from '../ports/stripeWriteTables.ts';
import type { SubscriptionRecord } from '../ports/subscriptionTables.ts';
import { planName } from './planName.ts';
import { planItem, planToSell, priceData, priceParameters, requireDirection, seatItem } from './planToSell.ts';

export interface BuiltChange {
  /** The act in a few words, to which the client's name is added. */
  readonly title: string;
  readonly steps: NewStripeChange['steps'];
  /** Sent to Stripe's preview; null: no money follows from it. */
  readonly preview: StripeRequest | null;
}

interface Given {
  readonly context: EngineContext;
  readonly subscription: SubscriptionRecord;
  readonly prorationDateSeconds: number;
}

type Kind = SubscriptionChange['kind'];
type Of<K extends Kind> = Extract<SubscriptionChange, { kind: K }>;

const update = (given: Given, title: string, request: StripeRequest): NewStripeChange['steps'] => [{ act: 'subscription.update', title, targetId: given.subscription.id, request }];

const builders: { readonly [K in Kind]: (given: Given, change: Of<K>) => BuiltChange } = {
  cancel_at_period_end: (given, { reason }) => ({
    title: 'Cancel at the end of the period',
    preview: null,
    steps: update(given, 'Schedule the cancellation', { cancel_at_period_end: true, ...comment(reason) }),
  }),
  undo_cancel: (given) => ({
    title: 'Undo the scheduled cancellation',
    preview: null,
    steps: update(given, 'Take the cancellation back', undoing(given)),
  }),
  cancel_now: ({ subscription }, { invoiceNow, prorate, reason }) => ({
    title: 'Cancel now',
    // Without either, nothing is credited and nothing invoiced. Source: Stripe, cancelling a subscription: `prorate`, `invoice_now`.
    preview: invoiceNow || prorate ? { cancel_now: true, proration_behavior: prorate ? 'create_prorations' : 'none' } : null,
    steps: [{ act: 'subscription.cancel', title: 'End the subscription', targetId: subscription.id, request: { invoice_now: invoiceNow, prorate, ...comment(reason) } }],
  }),
  upgrade: upgradeTo,
  downgrade: downgradeTo,
  undo_downgrade: ({ subscription }) => ({
    title: 'Undo the scheduled downgrade',
    preview: null,
    steps: [{ act: 'schedule.release', title: 'Release the schedule', targetId: subscription.scheduleId ?? '', request: {} }],
  }),
  add_seat: addSeats,
  override: overridePrice,
  end_override: endOverride,
  pause: (given, { behaviour }) => ({ title: 'Pause collection', preview: null, steps: update(given, 'Pause collection', { pause_collection: { behavior: behaviour } }) }),
  // An empty value clears a field at Stripe.
  resume: (given) => ({ title: 'Resume collection', preview: null, steps: update(given, 'Resume collection', { pause_collection: '' }) }),
};

/** Throws AppError BILLING_PLAN_NOT_FOUND, BILLING_WRONG_DIRECTION, BILLING_BAD_REQUEST. */
export function buildChange<K extends Kind>(given: Given, change: Of<K>): BuiltChange {
  return (builders[change.kind] as (given: Given, change: Of<K>) => BuiltChange)(given, change);
}

const comment = (reason: string | undefined): StripeRequest => (reason === undefined || reason === '' ? {} : { cancellation_details: { comment: reason } });

/** Two encodings of one decision: whichever is set is cleared. */
function undoing({ context, subscription }: Given): StripeRequest {
  const isAtPeriodEnd = context.store.subscriptions.cancelsAtPeriodEnd(subscription.id);
  return isAtPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: '' };
}

const metadataOf = ({ context, subscription }: Given): Readonly<Record<string, string>> => context.store.subscriptions.metadata(subscription.id);

function upgradeTo(given: Given, { planId, amountCents }: Of<'upgrade'>): BuiltChange {
  const { context, subscription, prorationDateSeconds } = given;
  const plan = planToSell(context, planId);
  requireDirection(context, subscription, plan, 'up');
  // Enterprise is invoiced at once. Source: the commercial model.
  const proration = { proration_behavior: plan.planTier === 'enterprise' ? 'always_invoice' : 'create_prorations', proration_date: prorationDateSeconds };
  // Without the item's id Stripe would add a second one.
  const items = [{ id: planItem(subscription).id, ...priceParameters(context, plan, subscription.currency, amountCents), quantity: 1 }];
  const step = { atSeconds: prorationDateSeconds, what: 'plan', from: subscription.planTier, to: plan.planTier } as const;
  return {
    title: `Upgrade to ${planName(context, plan.planTier)}`,
    preview: { items, ...proration },
    steps: update(given, `Change the plan to ${planName(context, plan.planTier)}`, { items, ...proration, metadata: { plan: plan.planTier, [historyKey]: withStep(metadataOf(given), step), ...withoutOverride } }),
  };
}

const withoutOverride = { [overrideKeys.amount]: '', [overrideKeys.note]: '', [overrideKeys.expiresAt]: '' };

/** A schedule from the subscription: the present phase to its end, then the other plan without proration. */
function downgradeTo(given: Given, { planId }: Of<'downgrade'>): BuiltChange {
  const { context, subscription } = given;
  const plan = planToSell(context, planId);
  requireDirection(context, subscription, plan, 'down');
  const { currentPeriodStart, currentPeriodEnd } = subscription;
  if (currentPeriodStart === null || currentPeriodEnd === null) throw new AppError('BILLING_BAD_REQUEST', 'the period of this subscription is not known');
  const [start, end] = [Math.floor(msFromInstant(currentPeriodStart) / 1000), Math.floor(msFromInstant(currentPeriodEnd) / 1000)];
  const present = subscription.items.map((item) => ({ price: item.stripePriceId, quantity: item.quantity }));
  // Essential has no extra seats, so they end with the dearer plan.
  const keptSeats = plan.planTier === 'essential' ? [] : subscription.items.filter((item) => item.planTier === 'seat_addon').map((item) => ({ price: item.stripePriceId, quantity: item.quantity }));
  const step = { atSeconds: end, what: 'plan', from: subscription.planTier, to: plan.planTier } as const;
  const next = {
    items: [{ ...priceParameters(context, plan, subscription.currency, undefined), quantity: 1 }, ...keptSeats],
    proration_behavior: 'none',
    metadata: { plan: plan.planTier, [historyKey]: withStep(metadataOf(given), step) },
  };
  const name = planName(context, plan.planTier);
  return {
    title: `Downgrade to ${name} at the end of the period`,
    preview: null,
    steps: [
      { act: 'schedule.create', title: 'Make a schedule of the subscription', targetId: subscription.id, request: {} },
      {
        act: 'schedule.update',
        title: `Add ${name} from the end of the period`,
        targetId: '{{1}}',
        request: { end_behavior: 'release', phases: [{ items: present, start_date: start, end_date: end, proration_behavior: 'none' }, next] },
      },
    ],
  };
}

function addSeats(given: Given, { seats }: Of<'add_seat'>): BuiltChange {
  const { context, subscription, prorationDateSeconds } = given;
  const item = seatItem(subscription);
  const quantity = (item?.quantity ?? 0) + seats;
  const items = [item === undefined ? { ...seatPrice(given), quantity } : { id: item.id, quantity }];
  const proration = { proration_behavior: 'create_prorations', proration_date: prorationDateSeconds };
  const step = { atSeconds: prorationDateSeconds, what: 'seats', from: String(subscription.purchasedSeats), to: String(subscription.purchasedSeats + seats) } as const;
  const title = seats === 1 ? 'Add a seat' : `Add ${seats} seats`;
  return {
    title,
    preview: { items, ...proration },
    steps: update(given, `${title} (${planName(context, 'seat_addon')})`, { items, ...proration, metadata: { [historyKey]: withStep(metadataOf(given), step) } }),
  };
}

function seatPrice({ context, subscription }: Given): StripeRequest {
  const listed = context.store.plans.get('seat_addon')?.totalCents ?? 0;
  const price = context.store.subscriptions.priceOfTier('seat_addon', subscription.currency, listed);
  if (price === undefined) throw new AppError('BILLING_PLAN_NOT_FOUND', 'no monthly price in Stripe carries tieout_plan = seat_addon');
  return { price: price.id };
}

/** From the next invoice on, without proration: what was paid for the present period stays. */
function overridePrice(given: Given, { amountCents, note, expiresAt }: Of<'override'>): BuiltChange {
  const { context, subscription } = given;
  const items = [{ id: planItem(subscription).id, ...priceData(context, subscription.planTier, subscription.currency, amountCents), quantity: 1 }];
  return {
    title: 'Agree another price',
    preview: { items, proration_behavior: 'none' },
    steps: update(given, 'Set the agreed price', {
      items,
      proration_behavior: 'none',
      metadata: { [overrideKeys.amount]: String(amountCents), [overrideKeys.note]: note, [overrideKeys.expiresAt]: expiresAt ?? '' },
    }),
  };
}

function endOverride(given: Given): BuiltChange {
  const { context, subscription } = given;
  const plan = planToSell(context, subscription.planId ?? subscription.planTier);
  const items = [{ id: planItem(subscription).id, ...priceParameters(context, plan, subscription.currency, undefined), quantity: 1 }];
  return {
    title: 'Go back to the list price',
    preview: { items, proration_behavior: 'none' },
    steps: update(given, 'Set the list price', { items, proration_behavior: 'none', metadata: withoutOverride }),
  };
}
