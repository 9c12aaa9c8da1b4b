// The handlers of subscriptions, for the screens and for the hosted product's billing API.
import { AppError } from '../../contract/errors.ts';
import type { SubscriptionChange } from '../../contract/subscriptions.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { begin, changeSubscription } from './changeSubscription.ts';
import { previewChange } from './previewChange.ts';
import { isEnded } from './refusalOf.ts';
import { subscribe } from './subscribe.ts';
import { cardPage, getSubscription, listSubscriptions, offer, unfinishedChanges } from './subscriptionViews.ts';

type Names = Extract<keyof Handlers, `subscriptions.${string}`> | 'changes.unfinished' | 'changes.cardPage' | 'billing.subscribe' | 'billing.cancel' | 'billing.upgrade' | 'billing.downgrade' | 'billing.addSeat';

export function subscriptionHandlers(context: EngineContext): Pick<Handlers, Names> {
  const api = (orgId: string, change: SubscriptionChange) => ({ org_id: orgId, change_id: beginForOrg(context, orgId, change), status: 'running' });
  return {
    'subscriptions.list': (input) => listSubscriptions(context, input),
    'subscriptions.get': (input) => getSubscription(context, input),
    'subscriptions.preview': (input) => previewChange(context, input),
    'subscriptions.change': (input) => changeSubscription(context, input),
    'subscriptions.offer': (input) => offer(context, input),
    'subscriptions.subscribe': (input) => subscribe(context, input),
    'changes.unfinished': () => unfinishedChanges(context),
    'changes.cardPage': (input) => cardPage(context, input),
    'billing.subscribe': (input) => ({ org_id: input.org_id, change_id: subscribe(context, { orgId: input.org_id, planId: input.plan_id, paymentMethodToken: input.payment_method_token }).changeId, status: 'running' }),
    'billing.cancel': ({ org_id: orgId, reason }) => api(orgId, { kind: 'cancel_at_period_end', ...(reason === undefined ? {} : { reason }) }),
    'billing.upgrade': ({ org_id: orgId, new_plan_id: planId }) => api(orgId, { kind: 'upgrade', planId }),
    'billing.downgrade': ({ org_id: orgId, new_plan_id: planId }) => api(orgId, { kind: 'downgrade', planId }),
    'billing.addSeat': ({ org_id: orgId }) => api(orgId, { kind: 'add_seat', seats: 1 }),
  };
}

/** The hosted product's form: by organisation, without a version. Throws AppError BILLING_NO_SUB and what the change is refused by. */
function beginForOrg(context: EngineContext, orgId: string, change: SubscriptionChange): number {
  const subscription = context.store.subscriptions.ofOrg(orgId);
  if (subscription === undefined || isEnded(subscription.status)) throw new AppError('BILLING_NO_SUB', orgId);
  return begin(context, subscription.id, change, Math.floor(msFromInstant(context.now()) / 1000));
}
