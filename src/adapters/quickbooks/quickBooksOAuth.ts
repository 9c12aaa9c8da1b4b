// Intuit's OAuth through intuit-oauth, with its weak spots covered: own transport (a timeout, no repeats), own endpoints, own errors.
import { AppError } from '../../contract/errors.ts';
import type { QboOAuthClient, QboTokens, QuickBooksOAuth } from '../../engine/ports/quickBooksGateway.ts';
import type { Clock, Log, Timers } from '../../engine/ports/runtime.ts';
import { httpExchange, HttpFailure, requireSafeBase } from '../runtime/httpExchange.ts';
import type { HttpAnswer } from '../runtime/httpExchange.ts';
import { retryAfterMsOf } from '../runtime/retryAfter.ts';
import { systemTimers } from '../runtime/systemTimers.ts';

export interface IntuitEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
}

export interface QuickBooksOAuthOptions {
  /** A simulator that serves all three of Intuit's paths. */
  readonly intuitBase?: string;
  /** Single addresses, where they differ from Intuit's or from `intuitBase`. */
  readonly endpoints?: Partial<IntuitEndpoints>;
  readonly clock: Clock;
  readonly log: Log;
  readonly timers?: Timers;
  readonly timeoutMs?: number;
}

/** From Intuit's discovery document, November 2026. The library keeps them in statics that any code can change: not used. */
export const intuitEndpoints: IntuitEndpoints = {
  authorize: 'https://appcenter.intuit.com/connect/oauth2',
  token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revoke: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
};

const accountingScope = 'com.intuit.quickbooks.accounting';
const defaultTimeoutMs = 30_000;
const maxResponseBytes = 256 * 1024;
const throttledWaitMs = 60_000;

type Act = 'exchange' | 'refresh' | 'revoke';

/** What the library hands to its transport. */
interface LibraryRequest {
  readonly data: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export function makeQuickBooksOAuth(options: QuickBooksOAuthOptions): QuickBooksOAuth {
  const endpoints = resolveEndpoints(options);
  const { clock, log } = options;

  const perform = async (
    act: Act,
    client: QboOAuthClient,
    use: (library: LibraryClient) => Promise<unknown>,
  ): Promise<LibraryAnswer> => {
    // Anything else can't be a client's credentials, nor travel in a header.
    if (![client.clientId, client.clientSecret].every((text) => /^[\x21-\x7e]+$/.test(text)))
      throw new AppError('QB_NOT_CONFIGURED');
    const startedMs = clock.nowMs();
    const transport = makeTransport(act, act === 'revoke' ? endpoints.revoke : endpoints.token, options);
    try {
      await use(await makeLibraryClient(client, transport.send));
    } catch {
      // Whatever the library threw holds the request: client secret and token. Only our own account of it leaves.
      const failure = transport.failure() ?? new AppError('QB_UNAVAILABLE', 'unreadable answer', { ambiguous: true });
      log.warn('A call to Intuit sign-in failed.', {
        operation: `quickbooks.${act}`,
        code: failure.code,
        durationMs: clock.nowMs() - startedMs,
      });
      throw failure;
    }
    log.info('Intuit sign-in answered.', { operation: `quickbooks.${act}`, durationMs: clock.nowMs() - startedMs });
    return transport.answer();
  };

  return {
    authorizeUrl: (client, state) => {
      // By hand: this must not wait for the library to load, and all of it is in Intuit's five documented parameters.
      const url = new URL(endpoints.authorize);
      url.search = new URLSearchParams({
        response_type: 'code',
        redirect_uri: client.redirectUri,
        client_id: client.clientId,
        scope: accountingScope,
        state,
      }).toString();
      return url.toString();
    },
    exchange: async (client, callback) => {
      if (callback.code === '') throw new AppError('QB_OAUTH_CODE', 'no code');
      // The library reads the query of the address that the browser came back to, and nothing else of it.
      const address = `?${new URLSearchParams({ code: callback.code, state: callback.state, realmId: callback.realmId }).toString()}`;
      return readTokens(await perform('exchange', client, (library) => library.createToken(address)));
    },
    refresh: async (client, refreshToken) => {
      if (refreshToken === '') throw new AppError('QB_RECONNECT_NEEDED', 'no refresh token');
      return readTokens(await perform('refresh', client, (library) => library.refreshUsingToken(refreshToken)));
    },
    revoke: async (client, refreshToken) => {
      await perform('revoke', client, (library) => library.revoke({ refresh_token: refreshToken }));
    },
  };
}

function resolveEndpoints(options: QuickBooksOAuthOptions): IntuitEndpoints {
  const { intuitBase } = options;
  const at = (endpoint: string): string =>
    intuitBase === undefined ? endpoint : new URL(new URL(endpoint).pathname, intuitBase).toString();
  const resolved = {
    authorize: at(intuitEndpoints.authorize),
    token: at(intuitEndpoints.token),
    revoke: at(intuitEndpoints.revoke),
    ...options.endpoints,
  };
  for (const endpoint of Object.values(resolved)) requireSafeBase(endpoint);
  return resolved;
}

interface LibraryClient {
  createToken(address: string): Promise<unknown>;
  refreshUsingToken(refreshToken: string): Promise<unknown>;
  revoke(parameters: { refresh_token: string }): Promise<unknown>;
}

/**
 * A client per call, so that no token outlives it. Its transport (`loadResponse`: axios without a timeout, repeating a
 * refresh POST after a reset) is replaced on the instance; its logging, which writes tokens to a file, stays off.
 */
async function makeLibraryClient(
  client: QboOAuthClient,
  send: (request: LibraryRequest) => Promise<LibraryAnswer>,
): Promise<LibraryClient> {
  const { default: OAuthClient } = await import('intuit-oauth');
  const library = new OAuthClient({
    // Only chooses between API addresses, which are ours.
    environment: 'production',
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    redirectUri: client.redirectUri,
    logging: false,
    includeRefreshTokenHardExpiresIn: true,
  });
  Object.assign(library, { loadResponse: send });
  return library;
}

/** The form of an answer that the library reads. */
interface LibraryAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpAnswer['headers'];
  readonly data: unknown;
}

interface Transport {
  send(request: LibraryRequest): Promise<LibraryAnswer>;
  failure(): AppError | undefined;
  answer(): LibraryAnswer;
}

function makeTransport(act: Act, endpoint: string, options: QuickBooksOAuthOptions): Transport {
  let failure: AppError | undefined;
  let answered: LibraryAnswer | undefined;
  return {
    failure: () => failure,
    answer: () => {
      if (answered === undefined) throw new AppError('QB_UNAVAILABLE', 'no answer', { ambiguous: true });
      return answered;
    },
    send: async (request) => {
      const isJson = request.headers['Content-Type'] === 'application/json';
      try {
        const http = await httpExchange({
          url: new URL(endpoint),
          method: 'POST',
          headers: request.headers,
          body: isJson ? JSON.stringify(request.data) : new URLSearchParams(request.data).toString(),
          timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
          maxResponseBytes,
          timers: options.timers ?? systemTimers,
        });
        const data = parse(http.text);
        failure = refusal(act, http, data, options.clock.nowMs());
        answered = {
          status: failure === undefined ? 200 : http.status,
          statusText: '',
          headers: http.headers,
          data: data ?? {},
        };
      } catch (error) {
        failure = transportFailure(error);
      }
      if (failure !== undefined || answered === undefined) throw failure ?? new Error('no answer');
      return answered;
    },
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function transportFailure(error: unknown): AppError {
  if (!(error instanceof HttpFailure)) return new AppError('INTERNAL', 'call to Intuit sign-in');
  if (error.kind === 'unreachable') return new AppError('OFFLINE', error.systemCode ?? 'no connection to Intuit');
  // Intuit may have rotated the token all the same: the caller reads its store again and tries once more.
  return new AppError('QB_UNAVAILABLE', error.kind === 'timeout' ? 'no answer in time' : 'the connection was cut', {
    ambiguous: true,
  });
}

/** OAuth 2.0 error codes that mean wrong client credentials or an app without the right to this grant (RFC 6749 section 5.2). */
const clientErrors: readonly string[] = [
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** By `error` and status (RFC 6749 section 5.2); the description is never shown: it may repeat what was sent. */
function refusal(
  act: Act,
  http: HttpAnswer,
  data: Record<string, unknown> | undefined,
  nowMs: number,
): AppError | undefined {
  const { status } = http;
  if (status >= 200 && status <= 299) return undefined;
  const named = data?.['error'];
  const error = typeof named === 'string' && /^[a-z_]{3,40}$/.test(named) ? named : undefined;
  const detail = error === undefined ? `HTTP ${status}` : `HTTP ${status}, ${error}`;
  if (status === 429)
    return new AppError('QB_UNAVAILABLE', detail, {
      retryAfterMs: retryAfterMsOf(http.headers, nowMs) ?? throttledWaitMs,
    });
  if (status >= 500) return new AppError('QB_UNAVAILABLE', detail, { ambiguous: true });
  if (status === 401 || (error !== undefined && clientErrors.includes(error)))
    return new AppError('QB_NOT_CONFIGURED', detail);
  // Unknown to Intuit, so there is nothing left to revoke.
  if (act === 'revoke' && status === 400) return undefined;
  if (act === 'refresh' && error === 'invalid_grant') return new AppError('QB_RECONNECT_NEEDED', detail);
  if (act === 'exchange' && status === 400 && error !== undefined) return new AppError('QB_OAUTH_CODE', detail);
  return new AppError('QB_UNAVAILABLE', detail, { ambiguous: true });
}

const seconds = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

function readTokens(answer: LibraryAnswer): QboTokens {
  const data = answer.data as Record<string, unknown>;
  const { access_token: accessToken, refresh_token: refreshToken } = data;
  const accessTokenExpiresInSeconds = seconds(data['expires_in']);
  const refreshTokenExpiresInSeconds = seconds(data['x_refresh_token_expires_in']);
  if (
    typeof accessToken !== 'string' ||
    accessToken === '' ||
    typeof refreshToken !== 'string' ||
    refreshToken === '' ||
    accessTokenExpiresInSeconds === undefined ||
    refreshTokenExpiresInSeconds === undefined
  ) {
    throw new AppError('QB_UNAVAILABLE', 'the answer has no tokens', { ambiguous: true });
  }
  return {
    accessToken,
    refreshToken,
    accessTokenExpiresInSeconds,
    refreshTokenExpiresInSeconds,
    hardExpiresInSeconds: seconds(data['x_refresh_token_hard_expires_in']),
  };
}
