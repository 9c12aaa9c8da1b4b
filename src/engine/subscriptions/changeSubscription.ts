// A change of a subscription is decided: checked again, stored with its steps, begun.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { SubscriptionChange } from '../../contract/subscriptions.ts';
import { msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { beginChange } from '../stripeWrites/beginChange.ts';
import { buildChange } from './buildChange.ts';
import { changeableSubscription } from './refusalOf.ts';

/** A proration date from further back than this was looked at too long ago. */
const oldestPreviewSeconds = 3600;

export function changeSubscription(context: EngineContext, input: OperationParsedInput<'subscriptions.change'>): OperationOutput<'subscriptions.change'> {
  const { id, change } = input;
  if (change.kind === 'cancel_now' && input.typed?.trim().toUpperCase() !== 'CANCEL') throw new AppError('BAD_INPUT', 'typed: the word CANCEL confirms it');
  const version = context.store.subscriptions.get(id)?.version;
  if (version !== undefined && version !== input.expectedVersion) throw new AppError('STALE_VIEW');
  const nowSeconds = Math.floor(msFromInstant(context.now()) / 1000);
  const { prorationDateSeconds } = input;
  if (prorationDateSeconds !== null && (prorationDateSeconds > nowSeconds + 60 || nowSeconds - prorationDateSeconds > oldestPreviewSeconds)) throw new AppError('STALE_VIEW', 'the preview is too old');
  return { changeId: begin(context, id, change, prorationDateSeconds ?? nowSeconds) };
}

/** Throws AppError for what the change is refused by. */
export function begin(context: EngineContext, id: string, change: SubscriptionChange, prorationDateSeconds: number): number {
  if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
  const { store } = context;
  const changeId = store.transaction(() => {
    const subscription = changeableSubscription(context, id, change.kind);
    const built = buildChange({ context, subscription, prorationDateSeconds }, change);
    return beginChange(context, {
      kind: change.kind,
      subjectId: id,
      orgId: subscription.orgId,
      stripeSubscriptionId: id,
      summary: `${built.title}: ${store.orgs.get(subscription.orgId)?.name ?? 'unnamed client'}`,
      choice: change,
      steps: built.steps,
    });
  });
  context.changed('subscriptions', 'billing', 'activity');
  return changeId;
}
