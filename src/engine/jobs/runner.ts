// Takes ready jobs, one at a time per lane, and settles each as its outcome says. All retries of the program are here.
import { AppError } from '../../contract/errors.ts';
import { instantFromMs, msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { JobLane, JobRecord } from '../ports/records.ts';
import { outcomeOfError, type JobOutcome } from './retry.ts';

export type JobHandler = (context: EngineContext, job: JobRecord, signal: AbortSignal) => Promise<JobOutcome>;

/** Jobs of one kind that are better done together; a rejected one is a mistake of the program. */
export interface GroupHandler {
  readonly most: number;
  together(context: EngineContext, jobs: readonly JobRecord[], signal: AbortSignal): Promise<readonly PromiseSettledResult<JobOutcome>[]>;
}

export interface Runner {
  start(): void;
  kick(): void;
  /** Resolves when no job runs any more. */
  stop(): Promise<void>;
  /** Resolves once no job is running and none is due: tests and `reconcile now` wait on it. */
  idle(): Promise<void>;
}

const lanes: readonly JobLane[] = ['stripe', 'stripe_writes', 'quickbooks', 'background'];
const longestSleepMs = 60 * 60_000;

export function makeRunner(context: () => EngineContext, handlers: Readonly<Record<string, JobHandler | GroupHandler>>): Runner {
  const abort = new AbortController();
  const wake = new Map<JobLane, () => void>();
  const loops: Promise<void>[] = [];
  const busy = new Set<JobLane>();
  let idlers: (() => void)[] = [];
  let isStarted = false;

  const settleIdlers = (): void => {
    if (busy.size > 0) return;
    const { store, now } = context();
    if (lanes.some((lane) => isDue(store.jobs.nextRunAfter(lane), now()))) return;
    const waiting = idlers;
    idlers = [];
    for (const resolve of waiting) resolve();
  };

  const loop = async (lane: JobLane): Promise<void> => {
    while (!abort.signal.aborted) {
      // Busy from before the row is taken: nobody may find the program idle while a job is neither ready nor begun.
      busy.add(lane);
      const job = await whileDiskFails(context, abort.signal, () => context().store.jobs.take(lane));
      if (job !== undefined) {
        const handler = handlers[job.kind];
        const jobs = [job, ...(isGroup(handler) ? ((await whileDiskFails(context, abort.signal, () => context().store.jobs.takeMore(job, handler.most - 1))) ?? []) : [])];
        // The store may have been closed by the quit that aborted a job; the row is then recovered at the next start.
        const ends = (await outcomesOf(context(), handler, jobs, abort.signal)).filter(([, outcome]) => !abort.signal.aborted || outcome.kind === 'done');
        if (ends.length > 0) await whileDiskFails(context, abort.signal, () => context().store.transaction(() => ends.forEach(([ended, outcome]) => settle(context(), ended, outcome))));
        continue;
      }
      busy.delete(lane);
      settleIdlers();
      await sleepUntilDue(context(), lane, wake, abort.signal);
    }
  };

  return {
    start: () => {
      if (isStarted) return;
      isStarted = true;
      for (const lane of lanes) loops.push(loop(lane));
    },
    kick: () => {
      for (const rouse of wake.values()) rouse();
    },
    stop: async () => {
      abort.abort();
      for (const rouse of wake.values()) rouse();
      await Promise.all(loops);
      for (const resolve of idlers) resolve();
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        settleIdlers();
      }),
  };
}

const isDue = (runAfter: string | null, now: string): boolean => runAfter !== null && runAfter <= now;

function sleepUntilDue(context: EngineContext, lane: JobLane, wake: Map<JobLane, () => void>, signal: AbortSignal): Promise<void> {
  const next = context.store.jobs.nextRunAfter(lane);
  // Enqueued between the last look and this one: its wake-up found nobody asleep.
  if (isDue(next, context.now())) return Promise.resolve();
  const delayMs = next === null ? longestSleepMs : Math.min(longestSleepMs, Math.max(1, msFromInstant(next) - context.clock.nowMs()));
  return new Promise((resolve) => {
    const cancel = context.timers.after(delayMs, resolve);
    wake.set(lane, () => {
      cancel();
      resolve();
    });
    if (signal.aborted) wake.get(lane)?.();
  });
}

const diskRetryMs = 30_000;

/** A full disk must not end a lane: the same small write is tried again until there is room, or the program stops. */
async function whileDiskFails<T>(context: () => EngineContext, signal: AbortSignal, write: () => T): Promise<T | undefined> {
  for (;;) {
    try {
      const written = write();
      if (context().flags.isDiskFull) noteDisk(context(), false);
      return written;
    } catch (error) {
      const known = context().store.failure(error);
      if (known === undefined && !signal.aborted) throw error;
      if (signal.aborted) return undefined;
      if (known?.code === 'DISK_FULL') noteDisk(context(), true);
      context().log.error('the local database could not be written', { code: known?.code ?? 'INTERNAL' });
      await new Promise<void>((resolve) => {
        const cancel = context().timers.after(diskRetryMs, resolve);
        signal.addEventListener('abort', () => (cancel(), resolve()), { once: true });
      });
    }
  }
}

function noteDisk(context: EngineContext, isFull: boolean): void {
  context.flags.isDiskFull = isFull;
  context.changed();
}

function settle(context: EngineContext, job: JobRecord, outcome: JobOutcome): void {
  const { jobs } = context.store;
  if (outcome.kind === 'done') jobs.finish(job.id, { state: 'done', lastCode: null });
  if (outcome.kind === 'paused') jobs.finish(job.id, { state: 'paused', lastCode: 'CANCELLED' });
  if (outcome.kind === 'failed') jobs.finish(job.id, { state: 'failed', lastCode: outcome.code });
  if (outcome.kind === 'wait_for_reconnect') jobs.finish(job.id, { state: 'waiting_for_reconnect', lastCode: outcome.code });
  if (outcome.kind === 'retry_after') {
    jobs.retryLater(job.id, { runAfter: instantFromMs(context.clock.nowMs() + outcome.delayMs), lastCode: outcome.code, countsAsAttempt: outcome.countsAsAttempt });
  }
  if (outcome.kind !== 'done' && outcome.kind !== 'paused') context.log.warn('job did not end', { job: job.uniqueKey, code: outcome.code });
  context.changed();
}

const isGroup = (handler: JobHandler | GroupHandler | undefined): handler is GroupHandler => typeof handler === 'object';

async function outcomesOf(context: EngineContext, handler: JobHandler | GroupHandler | undefined, jobs: readonly JobRecord[], signal: AbortSignal): Promise<readonly (readonly [JobRecord, JobOutcome])[]> {
  // A job of a later version, kept for it.
  if (handler === undefined) return jobs.map((job) => [job, { kind: 'failed', code: 'UNKNOWN_OPERATION' }]);
  const ends = isGroup(handler) ? await settled(jobs, handler.together(context, jobs, signal)) : await Promise.allSettled(jobs.map((job) => handler(context, job, signal)));
  return jobs.map((job, index) => {
    const end = ends[index];
    return [job, end?.status === 'fulfilled' ? end.value : outcomeOfThrown(context, job, end?.reason)];
  });
}

/** What a group throws as a whole is the end of each of its jobs. */
const settled = (jobs: readonly JobRecord[], ends: Promise<readonly PromiseSettledResult<JobOutcome>[]>): Promise<readonly PromiseSettledResult<JobOutcome>[]> =>
  ends.catch((reason: unknown) => jobs.map(() => ({ status: 'rejected', reason })));

function outcomeOfThrown(context: EngineContext, job: JobRecord, error: unknown): JobOutcome {
  const known = error instanceof AppError ? error : context.store.failure(error);
  if (known !== undefined) return outcomeOfError(known, job.attempt, context.random.unit());
  reportMistake(context, job, error);
  return { kind: 'failed', code: 'INTERNAL' };
}

function reportMistake(context: EngineContext, job: JobRecord, error: unknown): void {
  context.log.error('job failed by a mistake of the program', { job: job.uniqueKey, code: 'INTERNAL', stack: error instanceof Error ? (error.stack ?? error.message) : 'not an error' });
  try {
    context.store.log.append({ source: 'program', kind: 'job', result: 'failed', summary: 'A piece of work stopped because of a mistake of the program; nothing was half done', detail: job.kind });
  } catch (second) {
    // The log line above is all that a full disk leaves room for.
    if (context.store.failure(second) === undefined) throw second;
  }
}
