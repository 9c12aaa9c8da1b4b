// Connecting QuickBooks: a single-use state, Intuit's page, the code exchanged, the company read and bound, the tokens stored.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { instantFromMs } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import { lookUpAccounts } from '../push/accounts.ts';
import type { QboTokens } from '../ports/quickBooksGateway.ts';

const stateLifeMs = 10 * 60_000;

/** Throws QB_NOT_CONFIGURED. */
export async function connect(context: EngineContext): Promise<OperationOutput<'quickbooks.connect'>> {
  const client = await context.tokens.client();
  if (context.config.redirectUri === null) throw new AppError('QB_NOT_CONFIGURED', 'no redirect address is set; start with --redirect-uri and the https address registered with Intuit');
  const state = context.random.token();
  const expiresAt = instantFromMs(context.clock.nowMs() + stateLifeMs);
  context.store.connection.addOAuthState(state, expiresAt);
  return { authorizeUrl: context.quickBooksOAuth.authorizeUrl(client, state), expiresAt };
}

/**
 * What Intuit sent back. Checked before anything is exchanged: a denial, the state (once, within ten minutes), the code. Throws
 * QB_OAUTH_DENIED, QB_OAUTH_STATE, QB_OAUTH_CODE, QB_WRONG_COMPANY.
 */
export async function callback(context: EngineContext, input: OperationParsedInput<'quickbooks.callback'>): Promise<OperationOutput<'quickbooks.callback'>> {
  const answer = input.address === undefined ? input : fieldsOfAddress(input.address);
  if (answer.state === undefined || !context.store.connection.useOAuthState(answer.state)) throw new AppError('QB_OAUTH_STATE');
  if (answer.error !== undefined) throw new AppError('QB_OAUTH_DENIED');
  if (answer.code === undefined || answer.realmId === undefined) throw new AppError('QB_OAUTH_CODE');
  const bound = context.store.connection.get();
  // Refused before the code is spent: the books belong to one company.
  if (bound !== undefined && bound.realmId !== answer.realmId) throw new AppError('QB_WRONG_COMPANY', `these books belong to ${bound.companyName}`);
  const tokens = await context.quickBooksOAuth.exchange(await context.tokens.client(), { code: answer.code, realmId: answer.realmId, state: answer.state });
  return { connected: true, companyName: await bindCompany(context, answer.realmId, tokens) };
}

function fieldsOfAddress(address: string): { code?: string; realmId?: string; state?: string; error?: string } {
  const query = address.slice(address.indexOf('?') + 1).split('#')[0] ?? '';
  const fields: Record<string, string> = {};
  for (const part of query.split('&')) {
    const [name, value] = part.split('=');
    if (name !== undefined && value !== undefined && ['code', 'realmId', 'state', 'error'].includes(name)) fields[name] = decoded(value);
  }
  return fields;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Stores the tokens, reads the company, checks its setup, and lets waiting work go on. Answers the company's name. */
export async function bindCompany(context: EngineContext, realmId: string, tokens: QboTokens | undefined): Promise<string> {
  const { store } = context;
  const before = store.connection.get();
  const at = context.now();
  store.connection.put({
    realmId,
    environment: context.config.quickBooksEnvironment,
    companyName: before?.companyName ?? 'QuickBooks company',
    country: before?.country ?? null,
    homeCurrency: before?.homeCurrency ?? null,
    state: 'connected',
    connectedAt: at,
    refreshTokenExpiresAt: before?.refreshTokenExpiresAt ?? null,
    grantExpiresAt: before?.grantExpiresAt ?? null,
    lastHeartbeatAt: at,
    lastHeartbeatResult: 'Connected',
    setupFindings: before?.setupFindings ?? [],
    setupCheckedAt: before?.setupCheckedAt ?? null,
  });
  if (tokens === undefined) await context.tokens.refreshNow();
  else await context.tokens.adopt(realmId, tokens);
  const companyName = await readCompany(context);
  try {
    await lookUpAccounts(context);
  } catch (error) {
    // What is missing in the company is shown in the panel; the connection itself stands.
    if (!(error instanceof AppError)) throw error;
  }
  store.transaction(() => {
    store.log.append({ source: 'quickbooks', kind: 'connection', result: 'ok', summary: `Connected to ${companyName}` });
    store.jobs.wakeWaiting();
    // What is in this company already is found before anyone pushes it again.
    store.jobs.enqueue({ kind: 'quickbooks.link', uniqueKey: 'quickbooks.link', lane: 'quickbooks', input: {} });
  });
  context.kick();
  context.changed('quickbooks', 'settings', 'activity');
  return companyName;
}

async function readCompany(context: EngineContext): Promise<string> {
  const { entities } = await context.tokens.withAccess((access) => context.quickBooksApi.query(access, 'CompanyInfo', ''));
  const company = entities[0];
  const name = company?.['CompanyName'];
  const country = company?.['Country'];
  const companyName = typeof name === 'string' ? name : 'QuickBooks company';
  context.store.connection.patch({ companyName, country: typeof country === 'string' ? country : null });
  return companyName;
}

/** Revokes at Intuit as far as it can be reached; here the tokens are gone in any case. The binding to the company stays. */
export async function disconnect(context: EngineContext): Promise<OperationOutput<'quickbooks.disconnect'>> {
  const token = await context.secrets.get('quickbooks.refreshToken');
  if (token !== undefined) {
    try {
      await context.quickBooksOAuth.revoke(await context.tokens.client(), token);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.log.warn('the grant could not be revoked at Intuit', { code: error.code });
    }
  }
  await context.tokens.forget();
  context.store.transaction(() => {
    context.store.connection.patch({ state: 'disconnected' });
    context.store.log.append({ source: 'person', kind: 'connection', result: 'info', summary: 'QuickBooks was disconnected' });
  });
  context.changed('quickbooks', 'settings', 'activity');
  return { disconnected: true };
}
