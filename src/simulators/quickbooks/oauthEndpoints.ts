// Intuit's OAuth 2.0 endpoints: the authorize page, the token endpoint, revocation.
import type { Company } from './company.ts';
import { ACCESS_SECONDS } from './grants.ts';
import type { GrantStore, IssuedTokens } from './grants.ts';
import { header, htmlAnswer, jsonAnswer, redirectAnswer } from './http.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { authorizePage, refusalPage } from './oauthPages.ts';

export interface OAuthClientOptions {
  clientId: string;
  clientSecret: string;
  /** A redirect_uri must equal one of these, character by character. */
  redirectUris: readonly string[];
  /** What the authorize page calls the program. */
  appName?: string;
}

export type AutoAnswer = 'connect' | 'cancel' | 'ask';

export interface OAuthState {
  clients: readonly OAuthClientOptions[];
  companies: ReadonlyMap<string, Company>;
  grants: GrantStore;
  nowMs: () => number;
  /** Answers the authorize page without a click. */
  autoAnswer: AutoAnswer;
}

const SCOPE = 'com.intuit.quickbooks.accounting';

interface AuthorizeRequest {
  client: OAuthClientOptions;
  redirectUri: string;
  state: string;
}

/** The checked authorize request, or why the page refuses to show. */
function authorizeRequest(oauth: OAuthState, parameters: URLSearchParams): AuthorizeRequest | string {
  const client = oauth.clients.find((each) => each.clientId === parameters.get('client_id'));
  if (client === undefined) return 'The client_id query parameter value is invalid.';
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    return 'The redirect_uri query parameter value is invalid. Make sure it is listed in the Redirect URIs section of your app’s keys.';
  }
  if (parameters.get('response_type') !== 'code') return 'The response_type query parameter must be code.';
  const scopes = (parameters.get('scope') ?? '').split(/\s+/);
  if (!scopes.includes(SCOPE)) return 'The scope query parameter value is invalid.';
  const state = parameters.get('state') ?? '';
  if (state === '') return 'The state query parameter is missing.';
  return { client, redirectUri, state };
}

function back(redirectUri: string, parameters: Record<string, string>): HttpAnswer {
  const target = new URL(redirectUri);
  for (const [key, value] of Object.entries(parameters)) target.searchParams.set(key, value);
  return redirectAnswer(target.href);
}

function decide(
  oauth: OAuthState,
  request: AuthorizeRequest,
  decision: string,
  realmId: string | undefined,
): HttpAnswer {
  if (decision === 'cancel') return back(request.redirectUri, { error: 'access_denied', state: request.state });
  const company = oauth.companies.get(realmId ?? '');
  if (company === undefined) return htmlAnswer(400, refusalPage('Choose a company to connect.'));
  const code = oauth.grants.createCode(request.client.clientId, company.realmId, request.redirectUri);
  return back(request.redirectUri, { code, state: request.state, realmId: company.realmId });
}

/** GET shows the page (or answers at once when told to), POST is its form. */
export function authorize(oauth: OAuthState, request: HttpRequest): HttpAnswer {
  const parameters = request.method === 'POST' ? new URLSearchParams(request.body) : request.url.searchParams;
  const checked = authorizeRequest(oauth, parameters);
  if (typeof checked === 'string') return htmlAnswer(400, refusalPage(checked));
  if (request.method === 'POST') {
    return decide(oauth, checked, parameters.get('decision') ?? '', parameters.get('realmId') ?? undefined);
  }
  const asked = parameters.get('auto');
  const auto = asked === '1' ? 'connect' : asked === 'cancel' ? 'cancel' : oauth.autoAnswer;
  const firstRealmId = [...oauth.companies.keys()][0];
  if (auto !== 'ask') return decide(oauth, checked, auto, parameters.get('realmId') ?? firstRealmId);
  const companies = [...oauth.companies.values()].map((company) => company.settings);
  return htmlAnswer(
    200,
    authorizePage({
      appName: checked.client.appName ?? 'Tieout',
      companies,
      fields: {
        client_id: checked.client.clientId,
        redirect_uri: checked.redirectUri,
        response_type: 'code',
        scope: parameters.get('scope') ?? '',
        state: checked.state,
      },
    }),
  );
}

function basicClient(oauth: OAuthState, request: HttpRequest): OAuthClientOptions | undefined {
  const match = /^Basic (.+)$/i.exec(header(request, 'authorization'));
  const [clientId, ...rest] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return oauth.clients.find((each) => each.clientId === clientId && each.clientSecret === rest.join(':'));
}

function oauthError(status: number, error: string, description?: string): HttpAnswer {
  return jsonAnswer(status, description === undefined ? { error } : { error_description: description, error });
}

function seconds(untilMs: number, nowMs: number): number {
  const deltaMs = Math.max(0, untilMs - nowMs);
  return (deltaMs - (deltaMs % 1000)) / 1000;
}

function tokenAnswer(oauth: OAuthState, request: HttpRequest, tokens: IssuedTokens): HttpAnswer {
  const nowMs = oauth.nowMs();
  const asksForHardLimit = header(request, 'x-include-refresh-token-hard-expires-in') === 'true';
  return jsonAnswer(
    200,
    {
      x_refresh_token_expires_in: seconds(tokens.refreshExpiresMs, nowMs),
      ...(asksForHardLimit ? { x_refresh_token_hard_expires_in: seconds(tokens.hardExpiresMs, nowMs) } : {}),
      refresh_token: tokens.refreshToken,
      access_token: tokens.accessToken,
      token_type: 'bearer',
      expires_in: ACCESS_SECONDS,
    },
    { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' },
  );
}

/** POST /oauth2/v1/tokens/bearer */
export function tokenEndpoint(oauth: OAuthState, request: HttpRequest): HttpAnswer {
  const client = basicClient(oauth, request);
  if (client === undefined) return oauthError(401, 'invalid_client');
  const form = new URLSearchParams(request.body);
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') {
    const code = form.get('code');
    if (code === null) return oauthError(400, 'invalid_request', 'Missing required parameter: code');
    const tokens = oauth.grants.exchangeCode(code, client.clientId, form.get('redirect_uri') ?? '');
    return tokens === undefined
      ? oauthError(400, 'invalid_grant', 'Invalid authorization code')
      : tokenAnswer(oauth, request, tokens);
  }
  if (grantType === 'refresh_token') {
    const refreshToken = form.get('refresh_token');
    if (refreshToken === null) return oauthError(400, 'invalid_request', 'Missing required parameter: refresh_token');
    const tokens = oauth.grants.refresh(refreshToken, client.clientId);
    return tokens === undefined
      ? oauthError(400, 'invalid_grant', 'Incorrect Token type or clientID')
      : tokenAnswer(oauth, request, tokens);
  }
  return oauthError(400, 'unsupported_grant_type');
}

/** POST /v2/oauth2/tokens/revoke, with `{token}` as JSON or as a form. */
export function revokeEndpoint(oauth: OAuthState, request: HttpRequest): HttpAnswer {
  const client = basicClient(oauth, request);
  if (client === undefined) return oauthError(401, 'invalid_client');
  const isJson = header(request, 'content-type').includes('json');
  const token = isJson ? jsonToken(request.body) : new URLSearchParams(request.body).get('token');
  if (token === null || !oauth.grants.revoke(token, client.clientId)) return oauthError(400, 'invalid_request');
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
}

function jsonToken(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body);
    const token = typeof parsed === 'object' && parsed !== null ? (parsed as { token?: unknown }).token : undefined;
    return typeof token === 'string' ? token : null;
  } catch {
    return null;
  }
}
