// The queue of approved pushes as a whole: its progress for the strip in the frame, pausing and going on.
import type { EngineContext } from '../context.ts';
import type { JobOutcome } from '../jobs/retry.ts';
import type { GroupHandler } from '../jobs/runner.ts';
import type { WorkHandle } from '../jobs/workTracker.ts';
import { mostInCohort } from './cohort.ts';
import { isPushPaused, pausedKey } from './isPushPaused.ts';
import { pushJobKind } from './pushJobKind.ts';
import { pushTogether } from './pushTogether.ts';

const workId = 'push';

/** Approved invoices stay approved and wait, over a restart too; what is under way ends at its next step and keeps its place. */
export function pausePushes(context: EngineContext): { readonly waiting: number } {
  const waiting = context.store.transaction(() => {
    context.store.state.saveSetting(pausedKey, true);
    const paused = context.store.jobs.pauseKind(pushJobKind);
    context.store.log.append({ source: 'person', kind: 'push', result: 'info', summary: 'Pushing to QuickBooks was paused', detail: `Waiting: ${paused}` });
    return paused;
  });
  context.work.cancel(workId);
  context.changed('quickbooks', 'invoices', 'activity');
  return { waiting };
}

export function resumePushes(context: EngineContext): { readonly resumed: number } {
  const resumed = context.store.transaction(() => {
    context.store.state.saveSetting(pausedKey, false);
    const woken = context.store.jobs.resumeKind(pushJobKind);
    context.store.log.append({ source: 'person', kind: 'push', result: 'info', summary: 'Pushing to QuickBooks goes on', detail: `Waiting: ${woken}` });
    return woken;
  });
  context.kick();
  context.changed('quickbooks', 'invoices', 'activity');
  return { resumed };
}

/** Its step was not taken: it waits with the others. */
function pausedWhereCancelled(end: PromiseSettledResult<JobOutcome>): PromiseSettledResult<JobOutcome> {
  const isCancelled = end.status === 'fulfilled' && 'code' in end.value && end.value.code === 'CANCELLED';
  return isCancelled ? { status: 'fulfilled', value: { kind: 'paused' } } : end;
}

/** One queue of one program: `open` lives as long as something is due. Cancelling the work pauses the queue. */
export function makePushQueue(): GroupHandler {
  let open: { readonly work: WorkHandle; done: number } | undefined;

  const end = (): void => {
    open?.work.end();
    open = undefined;
  };
  return {
    most: mostInCohort,
    together: async (context, jobs, signal) => {
      const { jobs: table } = context.store;
      const due = table.dueCount(pushJobKind);
      if (open === undefined && due > 1) {
        open = { work: context.work.begin({ id: workId, kind: 'push', doing: 'Pushing invoices to QuickBooks', cancellable: true }, signal), done: 0 };
        open.work.progress('Pushing invoices to QuickBooks', 0, due);
      }
      try {
        const ends = await pushTogether(context, jobs, open?.work.signal ?? signal);
        const isStopped = open?.work.signal.aborted === true && !signal.aborted;
        const left = Math.max(0, table.dueCount(pushJobKind) - jobs.length);
        if (open !== undefined) {
          open.done += jobs.length;
          open.work.progress('Pushing invoices to QuickBooks', open.done, open.done + left);
          if (isStopped && !isPushPaused(context)) pausePushes(context);
          if (isStopped || left === 0) end();
        }
        return isStopped ? ends.map(pausedWhereCancelled) : ends;
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}
