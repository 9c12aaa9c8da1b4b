// Stores what a person wants done in Stripe, with all its steps, and has it begun. Nothing is sent here.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { NewStripeChange } from '../ports/stripeWriteTables.ts';

/**
 * Runs inside the caller's transaction. In a step's target and request `{{1}}` stands for the id of what step 1 made. Answers the
 * change's id. Throws AppError CHANGE_UNFINISHED: there is one on the same subject already.
 */
export function beginChange(context: EngineContext, change: NewStripeChange): number {
  const { store } = context;
  const unfinished = store.changes.unfinishedOf(change.subjectId);
  if (unfinished !== undefined) throw new AppError('CHANGE_UNFINISHED', unfinished.summary);
  const id = store.changes.insert(change);
  store.log.append({ source: 'person', kind: 'change', result: 'ok', summary: change.summary });
  enqueueChange(context, id);
  return id;
}

/** A lane of its own: what a person asked for does not wait behind a back-fill. */
export function enqueueChange(context: EngineContext, changeId: number): void {
  context.store.jobs.enqueue({ kind: 'stripe.change', uniqueKey: `stripe.change ${changeId}`, lane: 'stripe_writes', input: { changeId } });
}
