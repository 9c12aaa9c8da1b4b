// One attempt at a push: each step's intent is stored before its request goes out, its evidence after it.
import { AppError } from '../../contract/errors.ts';
import { pushSteps } from '../../domain/push/steps.ts';
import type { EngineContext } from '../context.ts';
import type { LabelledLines, PushStepRecord } from '../ports/records.ts';

export interface StepAnswer<T> {
  readonly value: T;
  readonly evidence: LabelledLines;
  readonly digest?: string | undefined;
  readonly intuitTid?: string | undefined;
}

/** The steps of one attempt, whatever it pushes. */
export interface StepRun {
  readonly attemptId: number;
  /** The step that is being taken, for the error text. */
  step(): number;
  /**
   * Writes the step as running, acts, and writes the evidence together with `also` in one transaction. An error leaves the
   * step as running; the caller writes how the attempt ended.
   */
  take<T>(step: number, intent: { request: LabelledLines; requestId?: string }, act: () => Promise<StepAnswer<T>>, also?: (value: T) => void): Promise<T>;
  skip(step: number, reason: string): void;
  fail(message: string): void;
}

export interface PushRun extends StepRun {
  readonly invoiceId: number;
}

export function makePushRun(context: EngineContext, invoiceId: number, attemptId: number, signal: AbortSignal): PushRun {
  const tell = (step: number, state: 'running' | 'done' | 'failed'): void => context.publish({ kind: 'push', invoiceId, step, state });
  return { invoiceId, ...makeStepRun(context, { attemptId, steps: pushSteps, tell }, signal) };
}

interface StepRunOf {
  readonly attemptId: number;
  readonly steps: readonly { readonly step: number; readonly name: string }[];
  readonly tell: (step: number, state: 'running' | 'done' | 'failed') => void;
}

export function makeStepRun(context: EngineContext, { attemptId, steps, tell }: StepRunOf, signal: AbortSignal): StepRun {
  let current = 1;
  let started = context.now();
  let intended: { request: LabelledLines; requestId?: string } = { request: [] };

  const row = (step: number, state: PushStepRecord['state'], more: Partial<PushStepRecord>): PushStepRecord => ({
    attemptId,
    step,
    name: steps.find((known) => known.step === step)?.name ?? 'unknown',
    state,
    requestId: intended.requestId ?? null,
    request: intended.request,
    evidence: [],
    responseDigest: null,
    intuitTid: null,
    error: null,
    startedAt: started,
    endedAt: null,
    ...more,
  });

  return {
    attemptId,
    step: () => current,
    take: async (step, intent, act, also) => {
      if (signal.aborted) throw new AppError('CANCELLED');
      current = step;
      started = context.now();
      intended = intent;
      context.store.push.putStep(row(step, 'running', {}));
      tell(step, 'running');
      const answer = await act();
      context.store.transaction(() => {
        also?.(answer.value);
        context.store.push.putStep(row(step, 'done', { evidence: answer.evidence, responseDigest: answer.digest ?? null, intuitTid: answer.intuitTid ?? null, endedAt: context.now() }));
      });
      tell(step, 'done');
      return answer.value;
    },
    skip: (step, reason) => {
      started = context.now();
      intended = { request: [] };
      context.store.push.putStep(row(step, 'skipped', { evidence: [['Why', reason]], endedAt: started }));
      tell(step, 'done');
    },
    fail: (message) => {
      context.store.push.putStep(row(current, 'failed', { error: message, endedAt: context.now() }));
      tell(current, 'failed');
    },
  };
}
