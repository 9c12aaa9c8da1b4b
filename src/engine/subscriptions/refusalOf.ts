// Why a change can not be made to a subscription in its present state; the screens disable by it and the door refuses by it.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { SubscriptionChangeKind } from '../../contract/subscriptions.ts';
import type { EngineContext } from '../context.ts';
import type { SubscriptionRecord } from '../ports/subscriptionTables.ts';

export interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

const ended: ReadonlySet<string> = new Set(['cancelled', 'incomplete_expired']);
/** Free and Essential have a fixed number of seats. Source: the commercial model. */
const withoutSeats: ReadonlySet<string> = new Set(['free', 'essential']);
const no = (reason: string, code: ErrorCode = 'NOT_ALLOWED_NOW'): Refusal => ({ code, reason });

const rules: Readonly<Record<SubscriptionChangeKind, (subscription: SubscriptionRecord, context: EngineContext) => Refusal | null>> = {
  cancel_at_period_end: ({ isCancelScheduled, scheduleId }) =>
    isCancelScheduled ? no('It is cancelled at the end of the period already') : scheduleId === null ? null : no('A change is scheduled; take that back first'),
  undo_cancel: ({ isCancelScheduled }) => (isCancelScheduled ? null : no('No cancellation is scheduled')),
  cancel_now: () => null,
  upgrade: ({ status, scheduleId, isCancelScheduled }) => changeable(status, scheduleId, isCancelScheduled),
  downgrade: ({ status, scheduleId, isCancelScheduled }) => changeable(status, scheduleId, isCancelScheduled),
  undo_downgrade: ({ scheduleId }) => (scheduleId === null ? no('No change is scheduled') : null),
  add_seat: ({ planTier, status, scheduleId }, context) =>
    withoutSeats.has(planTier)
      ? no('The free and Essential plans can not have extra seats', 'BILLING_SEAT_NOT_ELIGIBLE')
      : context.store.subscriptions.productOfTier('seat_addon') === undefined
        ? no('No product in Stripe carries tieout_plan = seat_addon', 'BILLING_PLAN_NOT_FOUND')
        : changeable(status, scheduleId, false),
  override: ({ status, scheduleId }) => changeable(status, scheduleId, false),
  end_override: ({ id, status, scheduleId }, context) => (context.store.subscriptions.row(id, context.now())?.override === null ? no('No price was agreed') : changeable(status, scheduleId, false)),
  pause: ({ pauseBehaviour, status }) => (pauseBehaviour === null ? (status === 'incomplete' ? no('The first payment is not made yet') : null) : no('Collection is paused already')),
  resume: ({ pauseBehaviour }) => (pauseBehaviour === null ? no('Collection is not paused') : null),
};

function changeable(status: string, scheduleId: string | null, isCancelScheduled: boolean): Refusal | null {
  if (status === 'incomplete') return no('The first payment is not made yet');
  if (scheduleId !== null) return no('A change is scheduled already; take it back first');
  return isCancelScheduled ? no('It is cancelled at the end of the period; undo that first') : null;
}

export function refusalOf(context: EngineContext, subscription: SubscriptionRecord, kind: SubscriptionChangeKind): Refusal | null {
  if (ended.has(subscription.status)) return no('The subscription has ended', 'BILLING_NO_SUB');
  const unfinished = context.store.changes.unfinishedOf(subscription.id);
  if (unfinished !== undefined) return no(`Not finished yet: ${unfinished.summary}`, 'CHANGE_UNFINISHED');
  return rules[kind](subscription, context);
}

export const isEnded = (status: string): boolean => ended.has(status);

/** Throws AppError NOT_FOUND, or why the change is not possible. */
export function changeableSubscription(context: EngineContext, id: string, kind: SubscriptionChangeKind): SubscriptionRecord {
  const subscription = context.store.subscriptions.get(id);
  if (subscription === undefined) throw new AppError('NOT_FOUND', `subscription ${id}`);
  const refusal = refusalOf(context, subscription, kind);
  if (refusal !== null) throw new AppError(refusal.code, refusal.reason);
  return subscription;
}
