// Which service answers which operation about reading the mirror again.
import { AppError } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import type { RebuildRunRecord } from '../ports/rebuildTables.ts';

type Answers = Pick<Handlers, 'rebuild.status' | 'rebuild.start' | 'rebuild.differences' | 'rebuild.apply' | 'rebuild.discard'>;

export function rebuildHandlers(context: EngineContext): Answers {
  const { store } = context;
  const isWorking = (): boolean => context.work.list().some(({ id }) => id === 'rebuild');
  const decided = (runId: number): RebuildRunRecord => {
    const run = store.rebuild.run();
    if (run?.id !== runId) throw new AppError('STALE_VIEW');
    if (run.state === 'comparing' || run.state === 'applying' || isWorking()) throw new AppError('NOT_ALLOWED_NOW', 'the mirror is being read or compared at this moment');
    return run;
  };
  const mendableOf = (runId: number): number => {
    const counts = store.rebuild.counts(runId);
    return counts.missing_here + counts.mirror_differs;
  };
  return {
    'rebuild.status': () => {
      const run = store.rebuild.run();
      if (run === undefined) return { run: null };
      return { run: { ...run, isWorking: isWorking(), counts: store.rebuild.counts(run.id), mendable: mendableOf(run.id) } };
    },
    'rebuild.start': () => {
      if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
      const present = store.rebuild.run();
      if (present !== undefined && present.state !== 'reading' && present.state !== 'ready') throw new AppError('NOT_ALLOWED_NOW', 'the mirror is being compared at this moment');
      const runId = store.transaction(() => {
        if (present?.state === 'ready') {
          store.rebuild.setState(present.id, 'discarded');
          store.rebuild.removeFresh();
        }
        const id = present?.state === 'reading' ? present.id : store.rebuild.begin();
        if (present === undefined) store.rebuild.removeFresh();
        store.jobs.enqueue({ kind: 'rebuild.read', uniqueKey: 'rebuild.read', lane: 'background', input: {} });
        store.log.append({ source: 'person', kind: 'rebuild', result: 'info', summary: 'Reading the mirror again from Stripe, beside the books, was started' });
        return id;
      });
      context.changed('settings', 'activity');
      return { runId };
    },
    'rebuild.differences': ({ kind, after, limit }) => {
      const run = store.rebuild.run();
      const rows = run === undefined ? [] : store.rebuild.page({ runId: run.id, kind, after, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      return { rows: [...shown], next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
    },
    'rebuild.apply': ({ runId, mendable }) => {
      const run = decided(runId);
      if (run.state !== 'ready') throw new AppError('NOT_ALLOWED_NOW', 'the mirror has not been compared yet');
      if (mendableOf(runId) !== mendable) throw new AppError('STALE_VIEW');
      if (mendable === 0) throw new AppError('NOT_ALLOWED_NOW', 'there is nothing to take in');
      store.backup('manual');
      store.transaction(() => {
        store.rebuild.setState(runId, 'applying');
        store.jobs.enqueue({ kind: 'rebuild.apply', uniqueKey: 'rebuild.apply', lane: 'stripe', input: {} });
      });
      context.changed('settings', 'activity');
      return { started: true };
    },
    'rebuild.discard': ({ runId }) => {
      decided(runId);
      store.rebuild.setState(runId, 'discarded');
      store.rebuild.removeFresh();
      context.changed('settings');
      return { discarded: true };
    },
  };
}
