// Which service answers which operation.
import { AppError } from '../contract/errors.ts';
import { clientHandlers } from './clients/clientHandlers.ts';
import { reconcileHandlers } from './clearing/reconcileHandlers.ts';
import type { EngineContext } from './context.ts';
import { backupHandlers } from './backups/backupHandlers.ts';
import { callback, connect, disconnect } from './connection/connectQuickBooks.ts';
import { createMissing, previewCreation } from './connection/createMissing.ts';
import { lastSelfTest, runSelfTest } from './connection/selfTest.ts';
import { reconcileNow } from './connection/heartbeat.ts';
import { documentHandlers } from './documents/documentHandlers.ts';
import { driftHandlers } from './drift/driftHandlers.ts';
import { exportHandlers } from './exports/exportHandlers.ts';
import type { Handlers } from './handle.ts';
import { webhookHandlers } from './intake/webhookHandlers.ts';
import { syncKeys, type BackfillProgress } from './intake/syncState.ts';
import { revenueHandlers } from './metrics/revenueHandlers.ts';
import type { Runner } from './jobs/runner.ts';
import { forgetAccounts, lookUpAccounts } from './push/accounts.ts';
import { abandon, approve, retry, retryByReference, withdraw } from './push/decide.ts';
import { rebuildHandlers } from './rebuild/rebuildHandlers.ts';
import { pausePushes, resumePushes } from './push/pushQueue.ts';
import { previewPush } from './push/previewPush.ts';
import { queryHandlers } from './queries/queryHandlers.ts';
import { refundHandlers } from './refunds/refundHandlers.ts';
import { registerHandlers } from './register/registerHandlers.ts';
import { checkBooks } from './services/checkBooks.ts';
import { markRemitted } from './services/markRemitted.ts';
import { quickBooksStatus } from './services/quickBooksStatus.ts';
import { diagnostics, getSettings, saveProfile, setQuickBooksApp, setStripeKey } from './services/settings.ts';
import { setupHandlers } from './setup/setupHandlers.ts';
import { testToolHandlers } from './testTools/testToolHandlers.ts';
import { status } from './services/status.ts';
import { viewHandlers } from './views/viewHandlers.ts';
import { stripeWriteHandlers } from './stripeWrites/stripeWriteHandlers.ts';
import { subscriptionHandlers } from './subscriptions/subscriptionHandlers.ts';

export function makeHandlers(context: EngineContext, runner: Runner): Handlers {
  return {
    ...queryHandlers(context),
    ...refundHandlers(context),
    ...documentHandlers(context),
    ...registerHandlers(context),
    ...clientHandlers(context),
    ...webhookHandlers(context),
    ...revenueHandlers(context),
    ...reconcileHandlers(context),
    ...driftHandlers(context),
    ...exportHandlers(context),
    ...viewHandlers(context),
    ...stripeWriteHandlers(context),
    ...subscriptionHandlers(context),
    ...setupHandlers(context),
    ...backupHandlers(context),
    ...rebuildHandlers(context),
    ...testToolHandlers(context, () => runner.idle()),
    'status.get': () => status(context),
    'sync.now': () => syncNow(context),
    'work.cancel': ({ id }) => ({ cancelled: context.work.cancel(id) }),
    'push.preview': (input) => previewPush(context, input),
    'push.approve': (input) => approve(context, input),
    'push.withdraw': (input) => withdraw(context, input),
    'push.retry': (input) => retry(context, input),
    'push.abandon': (input) => abandon(context, input),
    'push.retryByReference': (input) => retryByReference(context, input),
    'push.pause': () => pausePushes(context),
    'push.resume': () => resumePushes(context),
    'push.reconcileNow': () => reconcileNow(context, () => runner.idle()),
    'quickbooks.status': () => quickBooksStatus(context),
    'quickbooks.connect': () => connect(context),
    'quickbooks.callback': (input) => callback(context, input),
    'quickbooks.disconnect': () => disconnect(context),
    'quickbooks.selfTestReport': () => ({ report: lastSelfTest(context) }),
    'quickbooks.selfTest': async () => ({ report: await runSelfTest(context) }),
    'quickbooks.previewCreation': (input) => previewCreation(context, input),
    'quickbooks.createMissing': (input) => createMissing(context, input),
    'quickbooks.refreshSetup': () => refreshSetup(context),
    'books.check': () => checkBooks(context),
    'gst.markRemitted': (input) => markRemitted(context, input),
    'settings.get': () => getSettings(context),
    'settings.saveProfile': (input) => saveProfile(context, input),
    'settings.setStripeKey': (input) => setStripeKey(context, input),
    'settings.setQuickBooksApp': (input) => setQuickBooksApp(context, input),
    'settings.diagnostics': () => diagnostics(context),
  };
}

function syncNow(context: EngineContext): { started: boolean; kind: 'backfill' | 'poll' } {
  if (!context.flags.hasStripeKey) throw new AppError('STRIPE_NOT_CONFIGURED');
  const progress = context.store.state.sync(syncKeys.backfill) as BackfillProgress | null | undefined;
  const kind = progress?.finishedAt == null ? 'backfill' : 'poll';
  context.store.jobs.enqueue({ kind: `stripe.${kind}`, uniqueKey: `stripe.${kind}`, lane: 'stripe', input: {} });
  context.kick();
  return { started: true, kind };
}

async function refreshSetup(context: EngineContext): Promise<{ ok: boolean }> {
  forgetAccounts(context);
  try {
    await lookUpAccounts(context);
  } catch (error) {
    // The findings say what is missing; only trouble with the connection itself is the caller's.
    if (!(error instanceof AppError) || !['QB_GST_NOT_ENABLED', 'QB_NUMBERING_OFF', 'QB_WRONG_COUNTRY', 'QB_ACCOUNT_MISSING'].includes(error.code)) throw error;
    context.changed('quickbooks');
    return { ok: false };
  }
  context.kick();
  context.changed('quickbooks');
  return { ok: true };
}
