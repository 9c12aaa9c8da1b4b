// Settings: the profile, the keys (write-only, tested before they are stored), where the data lies, diagnostics.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { appVersion } from '../../contract/version.ts';
import type { EngineContext } from '../context.ts';
import { noteReached } from '../jobs/noteReached.ts';
import { bindAccount } from '../intake/stripeAccount.ts';
import { neededPermissions, storedPermissions } from '../intake/permissions.ts';
import { holdWrites } from '../setup/writesHeld.ts';
import { webhookLastAt, webhookListener } from './webhookSettings.ts';
import { syncKeys } from '../intake/syncState.ts';

type Permissions = OperationOutput<'settings.setStripeKey'>['permissions'];

interface KeyNote {
  readonly storedAt: string;
  readonly hint: string;
}

export async function getSettings(context: EngineContext): Promise<OperationOutput<'settings.get'>> {
  const { config, store, secrets } = context;
  const secretState = async (name: 'stripe.key' | 'stripe.webhookSecret' | 'quickbooks.clientSecret'): Promise<{ isStored: boolean; storedAt: string | null; hint: string | null }> => {
    const isStored = (await secrets.get(name)) !== undefined;
    const note = store.state.setting(`${name}.note`) as KeyNote | undefined;
    return { isStored, storedAt: isStored ? (note?.storedAt ?? null) : null, hint: isStored ? (note?.hint ?? null) : null };
  };
  const account = store.state.sync(syncKeys.account);
  const clientId = config.quickBooksClientId ?? store.state.setting('quickbooks.clientId');
  const { schemaVersion, lastBackupAt } = store.info();
  return {
    profile: context.profile(),
    environment: config.environment,
    secretsPersistence: secrets.persistence,
    stripe: {
      key: await secretState('stripe.key'),
      webhook: { secret: await secretState('stripe.webhookSecret'), lastReceivedAt: webhookLastAt(context), listener: webhookListener(context), shell: config.shell },
      accountId: typeof account === 'string' ? account : null, apiBase: config.stripeApiBase, permissions: storedPermissions(context),
    },
    quickBooks: { clientId: typeof clientId === 'string' ? clientId : null, clientSecret: await secretState('quickbooks.clientSecret'), apiBase: config.quickBooksApiBase, redirectUri: config.redirectUri },
    data: { folder: config.homeFolder, databaseFile: config.databaseFile, schemaVersion, lastBackupAt },
  };
}

export function saveProfile(context: EngineContext, input: OperationParsedInput<'settings.saveProfile'>): OperationOutput<'settings.saveProfile'> {
  const before = context.profile();
  const changed = (Object.keys(input.profile) as (keyof typeof before)[]).filter((key) => before[key] !== input.profile[key]);
  context.store.transaction(() => {
    context.store.state.saveProfile(input.profile);
    if (changed.length > 0) context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: 'The business profile was changed', detail: changed.map((key) => `${key}: ${String(before[key])} → ${String(input.profile[key])}`).join('; ') });
    // Names of QuickBooks accounts may have changed with it.
    if (changed.some((key) => key.startsWith('quickBooks'))) context.store.connection.forget(context.store.connection.get()?.realmId ?? '');
  });
  context.changed('settings', 'overview', 'quickbooks', 'activity');
  return { saved: true };
}

/** Tried before it replaces the one in use: its mode, its account, each permission. Throws STRIPE_KEY_INVALID, STRIPE_WRONG_MODE, OFFLINE … */
export async function setStripeKey(context: EngineContext, input: OperationParsedInput<'settings.setStripeKey'>): Promise<OperationOutput<'settings.setStripeKey'>> {
  const { key } = input;
  const mode = /^(?:sk|rk)_(live|test)_/.exec(key)?.[1];
  if (mode === undefined) throw new AppError('STRIPE_KEY_INVALID', 'a Stripe key begins with rk_live_, rk_test_, sk_live_ or sk_test_');
  if ((mode === 'live') !== (context.config.environment === 'live')) throw new AppError('STRIPE_WRONG_MODE', `this is a ${mode} key and these are ${context.config.environment} books`);
  const before = await context.secrets.get('stripe.key');
  context.useStripeKey(key);
  let permissions: Permissions;
  let accountId: string | null;
  try {
    accountId = await bindAccount(context);
    permissions = await testPermissions(context);
  } catch (error) {
    context.useStripeKey(before);
    throw error;
  }
  await context.secrets.set('stripe.key', key);
  context.store.transaction(() => {
    holdWrites(context);
    context.store.state.saveSetting('stripe.key.note', { storedAt: context.now(), hint: key.slice(-4) } satisfies KeyNote);
    context.store.state.saveSync(syncKeys.permissions, permissions);
    noteReached(context, 'stripe');
    context.store.state.saveSync('stripe.metadataNotWritable', null);
    context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: 'A Stripe key was stored', detail: missingOf(permissions) });
    context.store.jobs.enqueue({ kind: 'stripe.poll', uniqueKey: 'stripe.poll', lane: 'stripe', input: {} });
    // What an earlier key was not allowed to read is looked for again.
    context.store.jobs.enqueue({ kind: 'stripe.sweep', uniqueKey: 'stripe.sweep', lane: 'background', input: {} });
  });
  context.kick();
  context.changed('settings', 'activity');
  return { accountId, permissions };
}

const missingOf = (permissions: Permissions): string | null => {
  const missing = permissions.filter((permission) => permission.access === 'missing').map((permission) => permission.resource);
  return missing.length === 0 ? null : `Missing permissions: ${missing.join(', ')}`;
};

async function testPermissions(context: EngineContext): Promise<Permissions> {
  const permissions: Permissions = [];
  for (const { type, resource, neededFor } of neededPermissions) {
    try {
      await context.stripe().list(type, { limit: 1 });
      permissions.push({ resource, neededFor, access: 'granted' });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'STRIPE_PERMISSION_MISSING') throw error;
      permissions.push({ resource, neededFor, access: 'missing' });
    }
  }
  return permissions;
}

export async function setQuickBooksApp(context: EngineContext, input: OperationParsedInput<'settings.setQuickBooksApp'>): Promise<OperationOutput<'settings.setQuickBooksApp'>> {
  await context.secrets.set('quickbooks.clientSecret', input.clientSecret);
  context.store.transaction(() => {
    holdWrites(context);
    context.store.state.saveSetting('quickbooks.clientId', input.clientId);
    context.store.state.saveSetting('quickbooks.clientSecret.note', { storedAt: context.now(), hint: input.clientSecret.slice(-4) } satisfies KeyNote);
    context.store.log.append({ source: 'person', kind: 'settings', result: 'ok', summary: 'The Intuit client id and secret were stored' });
  });
  context.changed('settings', 'quickbooks', 'activity');
  return { saved: true };
}

/** Text for support: counts and states, never contents. */
export function diagnostics(context: EngineContext): OperationOutput<'settings.diagnostics'> {
  const { store, config } = context;
  const failure = (key: string): string => String((store.state.sync(key) as { code?: ErrorCode } | null | undefined)?.code ?? 'none');
  const lines = [
    `Tieout ${appVersion}, ${config.shell}, ${config.environment}, ${context.now()}`,
    `Schema ${store.info().schemaVersion}, last backup ${store.info().lastBackupAt ?? 'none'}, secrets in ${context.secrets.persistence}`,
    `Stripe API ${context.stripe().apiVersion}, as of ${String(store.state.sync(syncKeys.stripeAsOf) ?? 'never')}, last failure ${failure(syncKeys.stripeFailure)}`,
    `QuickBooks ${store.connection.get()?.state ?? 'never connected'}, as of ${String(store.state.sync(syncKeys.quickBooksAsOf) ?? 'never')}, last failure ${failure(syncKeys.quickBooksFailure)}`,
    `Queue ${JSON.stringify(store.reads.queueCounts())}`,
    `Waiting: ${store.facts.count()} facts, ${store.events.waitingCount()} events; jobs ${JSON.stringify(store.jobs.countByState('push.invoice'))}`,
    '',
    ...context.log.recentLines(100),
  ];
  return { text: lines.join('\n') };
}
