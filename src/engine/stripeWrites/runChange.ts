// Takes one change through its steps in order; where a step fails the rest waits for a person.
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';
import type { OutboxRow, StripeChange, StripeChangeStep, StripeRequest } from '../ports/stripeWriteTables.ts';
import { performWrite } from './performWrite.ts';
import { writeKeyFor } from './writeKey.ts';

/** How often a page that a client fills in is asked about. */
const awaitMs = 60_000;

/** Job `stripe.change`. Each step's row is committed before it is sent, and settled before the next is made. */
export async function runChange(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { store } = context;
  const { changeId } = job.input as { changeId: number };
  for (;;) {
    const change = store.changes.get(changeId);
    if (change?.state !== 'running') return done;
    const step = store.changes.steps(changeId).find((one) => one.state !== 'done');
    if (step === undefined) return finish(context, change);
    const row = store.transaction(() => outboxRowOf(context, change, step));
    const outcome = await performWrite(context, row, signal);
    if (outcome.kind === 'done') {
      context.changed('subscriptions', 'billing', 'invoices', 'ledger', 'overview');
      continue;
    }
    if (outcome.kind === 'waiting') return { kind: 'retry_after', delayMs: awaitMs, code: 'NOT_ALLOWED_NOW', countsAsAttempt: false };
    store.transaction(() => {
      if (outcome.kind === 'blocked') store.changes.setState(changeId, { state: 'paused', errorCode: outcome.code, errorSentence: outcome.sentence });
      store.log.append({ source: 'stripe', kind: 'change', result: 'failed', summary: `${change.summary}: stopped at step ${step.position}, ${step.title}`, detail: outcome.sentence });
    });
    context.changed('subscriptions', 'activity');
    return done;
  }
}

function finish(context: EngineContext, change: StripeChange): JobOutcome {
  const { store } = context;
  store.transaction(() => {
    store.changes.setState(change.id, { state: 'done', errorCode: null, errorSentence: null });
    store.log.append({ source: 'stripe', kind: 'change', result: 'ok', summary: `${change.summary}: done` });
    // What followed from it in Stripe (an invoice, a payment) is heard of at once.
    store.jobs.enqueue({ kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} });
  });
  context.changed('subscriptions', 'activity');
  return done;
}

/** The step's open row: the one that may have been sent, or a new one under a key of what it does. */
function outboxRowOf(context: EngineContext, change: StripeChange, step: StripeChangeStep): OutboxRow {
  const { outbox, changes } = context.store;
  const present = step.idempotencyKey === null ? undefined : outbox.get(step.idempotencyKey);
  if (present?.state === 'intended') return present;
  const answers = changes.steps(change.id).map((one) => one.answerId);
  const intent = { act: step.act, targetId: filled(step.targetId, answers), request: filledRequest(step.request, answers) };
  const idempotencyKey = writeKeyFor(context, intent);
  outbox.intend({ ...intent, idempotencyKey, changeId: change.id, stepPosition: step.position });
  changes.setStep(change.id, step.position, { state: 'sending', idempotencyKey });
  const row = outbox.get(idempotencyKey);
  if (row === undefined) throw new Error('an outbox row was written and is not there');
  return row;
}

/** Puts the id that an earlier step made where `{{1}}`, `{{2}}` … is the whole text; what people write around one stays text. */
function filled(text: string, answers: readonly (string | null)[]): string {
  const position = /^\{\{([1-9])\}\}$/.exec(text)?.[1];
  // Where no step made anything it was a person who wrote it; a reference of ours that is missing is refused by Stripe as an id.
  return position === undefined ? text : (answers[Number(position) - 1] ?? text);
}

function filledRequest(request: StripeRequest, answers: readonly (string | null)[]): StripeRequest {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return filled(value, answers);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item)]));
    return value;
  };
  return fill(request) as StripeRequest;
}
