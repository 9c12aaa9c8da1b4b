// What a person decides about a change that stopped half-way: go on, or leave it as it is.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import type { EngineContext } from '../context.ts';
import type { StripeChange } from '../ports/stripeWriteTables.ts';
import { enqueueChange } from './beginChange.ts';
import { stripeActs } from './stripeActs.ts';

/** Its open step sends nothing: it waits for a client, who may never come. */
function isWaiting({ store }: EngineContext, change: StripeChange): boolean {
  const open = store.changes.steps(change.id).find((step) => step.state !== 'done');
  return change.state === 'running' && open?.state === 'sending' && stripeActs[open.act]?.waits !== undefined;
}

function paused(context: EngineContext, input: { changeId: number; expectedVersion: number }, mayWait = false): StripeChange {
  const change = context.store.changes.get(input.changeId);
  if (change === undefined) throw new AppError('NOT_FOUND', `change ${input.changeId}`);
  if (change.version !== input.expectedVersion) throw new AppError('STALE_VIEW');
  if (change.state !== 'paused' && !(mayWait && isWaiting(context, change))) throw new AppError('NOT_ALLOWED_NOW', `the change is ${change.state === 'running' ? 'under way' : 'settled'}`);
  return change;
}

/** The step that failed is sent anew, under a key of its own where Stripe refused the first. */
export function continueChange(context: EngineContext, input: OperationParsedInput<'changes.continue'>): OperationOutput<'changes.continue'> {
  const { store } = context;
  store.transaction(() => {
    const change = paused(context, input);
    store.changes.setState(change.id, { state: 'running', errorCode: null, errorSentence: null });
    store.log.append({ source: 'person', kind: 'change', result: 'ok', summary: `${change.summary}: goes on` });
    enqueueChange(context, change.id);
  });
  context.changed('subscriptions', 'activity');
  return { changeId: input.changeId };
}

/** What was done stays; what was planned is not sent. A request whose outcome is unknown is looked for first. */
export async function giveUpChange(context: EngineContext, input: OperationParsedInput<'changes.giveUp'>): Promise<OperationOutput<'changes.giveUp'>> {
  const { store } = context;
  const change = paused(context, input, true);
  const open = store.changes.steps(change.id).find((step) => step.state === 'sending');
  const row = open?.idempotencyKey == null ? undefined : store.outbox.get(open.idempotencyKey);
  if (row?.state === 'intended' && row.sentAt !== null) {
    const look = await stripeActs[row.act]?.look(context, row, undefined, new AbortController().signal);
    if (look?.kind === 'landed') throw new AppError('NOT_ALLOWED_NOW', 'Stripe shows the last step as done; continue the change so that it is settled');
  }
  store.transaction(() => {
    paused(context, input, true);
    if (row?.state === 'intended') store.outbox.settle(row.idempotencyKey, { state: 'failed', by: 'look', answerId: null, code: 'CANCELLED', sentence: 'Given up' });
    store.changes.setState(change.id, { state: 'given_up', errorCode: change.errorCode, errorSentence: change.errorSentence });
    store.log.append({ source: 'person', kind: 'change', result: 'warning', summary: `${change.summary}: given up; what was done in Stripe stays`, detail: change.errorSentence });
  });
  context.changed('subscriptions', 'activity');
  return { changeId: input.changeId };
}
