// Builds the engine from its ports: the door, the jobs, the schedule.
import { AppError } from '../contract/errors.ts';
import { instantFromMs } from '../domain/calendar.ts';
import { makeContext, type EngineContext } from './context.ts';
import { bindCompany } from './connection/connectQuickBooks.ts';
import { heartbeatJob } from './connection/heartbeat.ts';
import { linkQuickBooks } from './connection/linkQuickBooks.ts';
import { lookForDrift } from './drift/lookForDrift.ts';
import { restoreInQuickBooks } from './drift/restoreInQuickBooks.ts';
import type { Engine, EnginePorts, EngineSignal } from './engine.ts';
import { pushDocument } from './documents/pushDocument.ts';
import { makeHandle } from './handle.ts';
import { makeHandlers } from './handlers.ts';
import { readStripeBalance } from './clearing/readStripeBalance.ts';
import { backfillStripe } from './intake/backfillStripe.ts';
import { pollStripe } from './intake/pollStripe.ts';
import { applyEvents } from './intake/receiveWebhook.ts';
import { recordInvoiceNumbers } from './intake/recordInvoiceNumber.ts';
import { sweepStripe } from './intake/sweepStripe.ts';
import { syncKeys } from './intake/syncState.ts';
import { done, type JobOutcome } from './jobs/retry.ts';
import { makeRunner, type GroupHandler, type JobHandler } from './jobs/runner.ts';
import { enqueueChange } from './stripeWrites/beginChange.ts';
import { runChange } from './stripeWrites/runChange.ts';
import { backUp } from './services/backUp.ts';
import { applyDifferences, compareWithMirror, readMirrorAgain } from './rebuild/rebuildMirror.ts';
import { makeSchedule } from './jobs/schedule.ts';
import { batchDoubtMs } from './push/cohort.ts';
import { pushJobKind } from './push/pushJobKind.ts';
import { makePushQueue } from './push/pushQueue.ts';

/** Notes a source's failure for the freshness dots; the job itself is retried as its error says. */
function noting(key: string, handler: JobHandler): JobHandler {
  return async (context, job, signal): Promise<JobOutcome> => {
    try {
      return await handler(context, job, signal);
    } catch (error) {
      if (error instanceof AppError && error.code !== 'CANCELLED') {
        const before = context.store.state.sync(key) as { code: string } | null | undefined;
        context.store.state.saveSync(key, { code: error.code, at: context.now() });
        if (before?.code !== error.code) {
          const known = error.toOperationError();
          context.store.log.append({ source: key.startsWith('stripe') ? 'stripe' : 'quickbooks', kind: 'sync', result: known.retry === 'auto' ? 'warning' : 'failed', summary: known.message, detail: [error.detail, known.nextAction].filter(Boolean).join('. ') });
        }
        context.changed('activity');
      }
      throw error;
    }
  };
}

const makeJobHandlers = (): Readonly<Record<string, JobHandler | GroupHandler>> => ({
  'stripe.backfill': noting(syncKeys.stripeFailure, backfillStripe),
  'stripe.poll': noting(syncKeys.stripeFailure, pollStripe),
  'stripe.applyEvents': noting(syncKeys.stripeFailure, applyEvents),
  'stripe.sweep': sweepStripe,
  'stripe.balance': readStripeBalance,
  'stripe.recordNumber': recordInvoiceNumbers,
  'stripe.change': runChange,
  'quickbooks.heartbeat': heartbeatJob,
  'quickbooks.bindDemo': async (context) => (await bindDemoCompany(context), done),
  'quickbooks.link': noting(syncKeys.quickBooksFailure, linkQuickBooks),
  [pushJobKind]: makePushQueue(),
  'quickbooks.drift': noting(syncKeys.quickBooksFailure, lookForDrift),
  'quickbooks.restoreDrift': restoreInQuickBooks,
  'push.document': pushDocument,
  'local.backup': backUp,
  'rebuild.read': readMirrorAgain,
  'rebuild.compare': compareWithMirror,
  'rebuild.apply': applyDifferences,
});

export interface RunningEngine extends Engine {
  /** Resolves when no job is running or due; for tests and the simulation. */
  idle(): Promise<void>;
}

export function createEngine(ports: EnginePorts): RunningEngine {
  // Read through functions because the runner and the context refer to each other.
  let context: EngineContext | undefined;
  const current = (): EngineContext => {
    if (context === undefined) throw new Error('the engine is not built yet');
    return context;
  };
  const runner = makeRunner(current, makeJobHandlers());
  const built = makeContext(ports, () => runner.kick());
  context = built;
  const schedule = makeSchedule(current);
  const handle = makeHandle(built, makeHandlers(built, runner));
  let isStopped = false;

  return {
    start: async () => {
      built.useStripeKey(await ports.secrets.get('stripe.key'));
      recover(built);
      ports.store.transaction(() => ports.config.demoRegister.forEach((entry) => ports.store.orgs.upsertClient(entry)));
      // Bound already: the screens need not wait for QuickBooks to say so once more.
      if (ports.store.connection.get()?.state === 'connected') enqueueDemoBinding(built);
      else await bindDemoCompany(built);
      runner.start();
      schedule.start();
    },
    handle,
    signal: (signal) => onSignal(built, signal, schedule.catchUp),
    idle: () => runner.idle(),
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      schedule.stop();
      await runner.stop();
      ports.store.close();
    },
  };
}

/** What a crash left half-way is ready again; correctness never depended on quitting well. */
function recover(context: EngineContext): void {
  const { store } = context;
  store.transaction(() => {
    store.jobs.recoverRunning();
    for (const change of store.changes.unfinished()) if (change.state === 'running') enqueueChange(context, change.id);
    const running = store.push.runningAttempts();
    // What was sent in a batch has no request id of its own to be known by: QuickBooks must have made up its mind before the look.
    if (running.length > 1) store.jobs.postponeKind(pushJobKind, instantFromMs(context.clock.nowMs() + batchDoubtMs));
    for (const attempt of running) {
      store.push.endAttempt(attempt.id, { state: 'waiting', errorCode: 'CANCELLED', errorMessage: 'The program stopped in the middle; the next attempt looks before it writes' });
    }
  });
}

/** The demo's company is granted already: bound as after a sign-in, by the same code. */
async function bindDemoCompany(context: EngineContext): Promise<void> {
  const { demoRealmId } = context.config;
  if (demoRealmId === null || (context.store.connection.get()?.state ?? 'new') === 'disconnected') return;
  try {
    await bindCompany(context, demoRealmId, undefined);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.log.warn('the demo company could not be bound', { code: error.code });
  }
}

function enqueueDemoBinding({ store, config }: EngineContext): void {
  if (config.demoRealmId !== null) store.jobs.enqueue({ kind: 'quickbooks.bindDemo', uniqueKey: 'quickbooks.bindDemo', lane: 'quickbooks', input: {} });
}

function onSignal(context: EngineContext, signal: EngineSignal, catchUp: () => void): void {
  const { flags } = context;
  if (signal === 'focused' || signal === 'blurred') flags.isFocused = signal === 'focused';
  if (signal === 'resumed') flags.wideOverlap = true;
  context.changed();
  if (signal !== 'blurred') catchUp();
}
