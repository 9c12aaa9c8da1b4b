// The heartbeat: once a day the refresh token is exchanged, so that an idle business stays connected; then pushes are reconciled.
import { AppError } from '../../contract/errors.ts';
import type { ReconcileResult } from '../../contract/push.ts';
import { addDays, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { noteReached } from '../jobs/noteReached.ts';
import { enqueueDocument } from '../documents/enqueueDocument.ts';
import { enqueueDriftLook } from '../drift/lookForDrift.ts';
import { enqueuePush } from '../push/enqueuePush.ts';
import { syncKeys, type SourceFailure } from '../intake/syncState.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { JobRecord } from '../ports/records.ts';

/** Exchanges the refresh token unconditionally; never throws for an expected failure. */
export async function beat(context: EngineContext): Promise<ReconcileResult['heartbeat']> {
  const { store } = context;
  try {
    await context.tokens.refreshNow();
    store.transaction(() => {
      store.connection.patch({ lastHeartbeatAt: context.now(), lastHeartbeatResult: 'Alive' });
      store.state.saveSync(syncKeys.quickBooksAsOf, context.now());
      noteReached(context, 'quickbooks');
      store.log.append({ source: 'quickbooks', kind: 'heartbeat', result: 'ok', summary: 'Heartbeat: the QuickBooks connection is alive' });
    });
    return { ok: true, message: 'The QuickBooks connection is alive.' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = [error.toOperationError().message, error.detail].filter(Boolean).join(' ');
    store.transaction(() => {
      store.connection.patch({ lastHeartbeatResult: message });
      store.state.saveSync(syncKeys.quickBooksFailure, { code: error.code, at: context.now() });
      store.log.append({ source: 'quickbooks', kind: 'heartbeat', result: 'failed', summary: `Heartbeat failed: ${message}`, detail: error.detail ?? null });
    });
    return { ok: false, message };
  } finally {
    context.changed('quickbooks', 'activity');
  }
}

/** Older ones stay visible until someone acts. */
const reconcileDays = 7;

interface Unfinished {
  readonly invoiceIds: readonly number[];
  readonly documentIds: readonly number[];
}

/** Makes ready what is failed, half-done or approved and left behind in the last seven days. */
export function enqueueUnfinished(context: EngineContext): Unfinished {
  const { store } = context;
  const from = addDays(localDateOf(context.now(), context.profile().timeZone), -reconcileDays);
  return store.transaction(() => {
    const invoiceIds = store.invoices.idsByPushStatus(['failed', 'payment_pending', 'approved', 'pushing'], from, 5000);
    for (const id of invoiceIds) enqueuePush(context, id);
    const documentIds = store.documents.idsByStatus(['failed', 'part_done', 'approved', 'pushing'], from);
    for (const id of documentIds) enqueueDocument(context, id);
    store.jobs.wakeWaiting();
    return { invoiceIds, documentIds };
  });
}

/** Job `quickbooks.heartbeat`: no token, no push. */
export async function heartbeatJob(context: EngineContext, _job: JobRecord): Promise<JobOutcome> {
  const connection = context.store.connection.get();
  if (connection === undefined || connection.state !== 'connected') return done;
  const result = await beat(context);
  // Told apart for the return of the network, which brings forward what waited for it.
  const isOffline = (context.store.state.sync(syncKeys.quickBooksFailure) as SourceFailure | null | undefined)?.code === 'OFFLINE';
  if (!result.ok) return { kind: 'retry_after', delayMs: 15 * 60_000, code: isOffline ? 'OFFLINE' : 'QB_HEARTBEAT_FAILED', countsAsAttempt: true };
  enqueueUnfinished(context);
  // Behind the pushes in the same lane: what they write is then in place.
  enqueueDriftLook(context);
  context.kick();
  return done;
}

/** The manual trigger: heartbeat, then the loop, then what came of it. */
export async function reconcileNow(context: EngineContext, idle: () => Promise<void>): Promise<ReconcileResult> {
  if (context.store.connection.get() === undefined) throw new AppError('QB_NOT_CONNECTED');
  const heartbeat = await beat(context);
  if (!heartbeat.ok) return { status: 'skipped', synced: 0, failed: 0, abandoned: 0, heartbeat };
  const { invoiceIds, documentIds } = enqueueUnfinished(context);
  context.kick();
  await idle();
  const { invoices, documents } = context.store;
  const states: readonly (string | undefined)[] = [...invoiceIds.map((id) => invoices.get(id)?.qbStatus), ...documentIds.map((id) => documents.get(id)?.status)];
  const count = (...wanted: string[]): number => states.filter((state) => state !== undefined && wanted.includes(state)).length;
  return { status: 'ok', synced: count('synced'), failed: count('failed', 'payment_pending', 'part_done'), abandoned: count('abandoned'), heartbeat };
}
