// What the frame shows: freshness of each source, banners, badges, long work.
import { errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import type { Banner, Freshness, StatusOutput } from '../../contract/status.ts';
import { appVersion } from '../../contract/version.ts';
import { localDateOf, msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { badges } from './badges.ts';
import { syncKeys, type SourceFailure } from '../intake/syncState.ts';

const minuteMs = 60_000;
const stripeCurrentMs = 10 * minuteMs;
const quickBooksCurrentMs = 26 * 60 * minuteMs;

export function status(context: EngineContext): StatusOutput {
  const { config } = context;
  const profile = context.profile();
  const now = context.now();
  return {
    businessName: profile.businessName,
    environment: config.environment,
    timeZone: profile.timeZone,
    now,
    today: localDateOf(now, profile.timeZone),
    version: appVersion,
    shell: config.shell,
    secretsPersistence: context.secrets.persistence,
    links: { stripe: config.links.stripeDashboard, quickBooks: config.links.quickBooksHome },
    freshness: [stripeFreshness(context), quickBooksFreshness(context)],
    banners: banners(context),
    longWork: [...context.work.list()],
    badges: badges(context),
  };
}

function instantOf(context: EngineContext, key: string): string | null {
  const value = context.store.state.sync(key);
  return typeof value === 'string' ? value : null;
}

function failureOf(context: EngineContext, key: string): SourceFailure | null {
  return (context.store.state.sync(key) as SourceFailure | null | undefined) ?? null;
}

const sentenceOf = (code: string): string => (code in errorCatalogue ? errorCatalogue[code as ErrorCode].sentence : 'The last attempt failed.');
const ageMs = (context: EngineContext, at: string): number => context.clock.nowMs() - msFromInstant(at);

function stripeFreshness(context: EngineContext): Freshness {
  const asOf = instantOf(context, syncKeys.stripeAsOf);
  const failure = failureOf(context, syncKeys.stripeFailure);
  if (!context.flags.hasStripeKey) return { source: 'stripe', state: 'grey', asOf, sentence: 'No Stripe key is stored.' };
  if (failure?.code === 'OFFLINE') return { source: 'stripe', state: 'grey', asOf, sentence: 'Offline: showing what was mirrored last.' };
  if (failure !== null) return { source: 'stripe', state: errorCatalogue[failure.code as ErrorCode]?.retry === 'auto' ? 'amber' : 'red', asOf, sentence: sentenceOf(failure.code) };
  if (asOf === null) return { source: 'stripe', state: 'amber', asOf, sentence: 'Stripe is being read for the first time.' };
  const isCurrent = ageMs(context, asOf) < stripeCurrentMs;
  return { source: 'stripe', state: isCurrent ? 'green' : 'amber', asOf, sentence: isCurrent ? 'Everything that happened in Stripe is here.' : 'The last sync is a while ago.' };
}

function quickBooksFreshness(context: EngineContext): Freshness {
  const asOf = instantOf(context, syncKeys.quickBooksAsOf);
  const connection = context.store.connection.get();
  const failure = failureOf(context, syncKeys.quickBooksFailure);
  if (connection === undefined || connection.state === 'disconnected') return { source: 'quickbooks', state: 'grey', asOf, sentence: 'QuickBooks is not connected.' };
  if (connection.state === 'reconnect_needed') return { source: 'quickbooks', state: 'red', asOf, sentence: 'The QuickBooks connection has ended.' };
  // QuickBooks is asked far less often than Stripe: while Stripe can't be reached, an older answer of QuickBooks says nothing about now.
  const network = failureOf(context, syncKeys.stripeFailure);
  const isOut = failure?.code === 'OFFLINE' || (network?.code === 'OFFLINE' && (asOf === null || asOf < network.at));
  if (isOut) return { source: 'quickbooks', state: 'grey', asOf, sentence: 'Offline: what is approved is kept, and pushed once QuickBooks can be reached.' };
  if (failure !== null) return { source: 'quickbooks', state: 'amber', asOf, sentence: sentenceOf(failure.code) };
  const isCurrent = asOf !== null && ageMs(context, asOf) < quickBooksCurrentMs;
  return { source: 'quickbooks', state: isCurrent ? 'green' : 'amber', asOf, sentence: isCurrent ? 'The QuickBooks connection is alive.' : 'The last heartbeat is a while ago.' };
}

function banners(context: EngineContext): Banner[] {
  const { store, config } = context;
  const found: Banner[] = [];
  const add = (id: ErrorCode, tone: Banner['tone'], screen: Banner['screen'], detail?: string): void => {
    const known = errorCatalogue[id];
    found.push({ id, tone, sentence: detail ?? known.sentence, nextAction: known.nextAction, screen });
  };
  const isOffline = failureOf(context, syncKeys.stripeFailure)?.code === 'OFFLINE';
  if (context.flags.isDiskFull) add('DISK_FULL', 'error', null);
  if (isOffline) add('OFFLINE', 'warning', null);
  if (!context.flags.hasStripeKey) add('STRIPE_NOT_CONFIGURED', 'warning', 'settings');
  const failure = failureOf(context, syncKeys.stripeFailure)?.code;
  if (failure === 'STRIPE_KEY_INVALID' || failure === 'STRIPE_PERMISSION_MISSING' || failure === 'STRIPE_WRONG_MODE') add(failure, 'error', 'settings');
  const connection = store.connection.get();
  if (connection?.state === 'reconnect_needed') add('QB_RECONNECT_NEEDED', 'error', 'quickbooks');
  const blocking = connection?.setupFindings.find((finding) => !finding.ok && finding.severity === 'error');
  if (blocking !== undefined) found.push({ id: 'QB_SETUP', tone: 'error', sentence: blocking.sentence, nextAction: blocking.nextAction ?? 'Open QuickBooks and correct it, then check again.', screen: 'quickbooks' });
  if (context.secrets.persistence === 'memory' && config.environment !== 'demo') add('KEYCHAIN_UNAVAILABLE', 'warning', 'settings', 'No system keychain was found: keys are kept in memory and must be entered again after a restart.');
  return found;
}
