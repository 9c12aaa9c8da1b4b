// OAuth over real HTTP with intuit-oauth itself: what is sent, what each refusal means, and that the library's weak spots stay covered.
import { existsSync } from 'node:fs';
import OAuthClient from 'intuit-oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { intuitEndpoints, makeQuickBooksOAuth } from '../../../src/adapters/quickbooks/quickBooksOAuth.ts';
import type { QuickBooksOAuthOptions } from '../../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import type { ErrorCode } from '../../../src/contract/errors.ts';
import type { QboOAuthClient, QuickBooksOAuth } from '../../../src/engine/ports/quickBooksGateway.ts';
import { caught } from '../runtime/caught.ts';
import { recordedLog } from '../runtime/recordedLog.ts';
import { json, refusingBase, startScriptedServer } from '../runtime/scriptedServer.ts';
import type { Script, ScriptedServer } from '../runtime/scriptedServer.ts';

const client: QboOAuthClient = {
  clientId: 'ABclientId1234',
  clientSecret: 'clientSecret5678',
  redirectUri: 'https://billing.example.com.au/callback',
};
const callback = { code: 'XAB-code-1', realmId: '9130000000000001', state: 'state-1' };
const tokens = {
  token_type: 'bearer',
  access_token: 'eyJaccess.1',
  refresh_token: 'RT1-refresh-1',
  expires_in: 3600,
  x_refresh_token_expires_in: 8_640_000,
  x_refresh_token_hard_expires_in: 157_000_000,
};

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.answerWith(json(tokens));
});

const oauth = (more: Partial<QuickBooksOAuthOptions> = {}): QuickBooksOAuth =>
  makeQuickBooksOAuth({ intuitBase: server.base, clock: systemClock, log: recordedLog(), timeoutMs: 5_000, ...more });

const onlyRequest = (): ScriptedServer['requests'][number] => {
  expect(server.requests).toHaveLength(1);
  const request = server.requests[0];
  if (request === undefined) throw new Error('no request');
  return request;
};
const basic = `Basic ${Buffer.from('ABclientId1234:clientSecret5678').toString('base64')}`;

describe('what is sent', () => {
  it('the authorize address has what the library itself would put there', () => {
    const ours = new URL(oauth().authorizeUrl(client, 'state-1'));
    const library = new OAuthClient({ ...client, environment: 'production' });
    const theirs = new URL(
      library.authorizeUri({ scope: [OAuthClient.scopes.Accounting as string], state: 'state-1' }),
    );
    expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
    expect(ours.origin).toBe(server.base);
    expect(ours.pathname).toBe(theirs.pathname);
    const real = new URL(makeQuickBooksOAuth({ clock: systemClock, log: recordedLog() }).authorizeUrl(client, 's'));
    expect(real.origin + real.pathname).toBe(theirs.origin + theirs.pathname);
  });

  it('Intuit’s addresses are those of the library', () => {
    expect(intuitEndpoints).toEqual({
      authorize: OAuthClient.authorizeEndpoint,
      token: OAuthClient.tokenEndpoint,
      revoke: OAuthClient.revokeEndpoint,
    });
  });

  it('exchange', async () => {
    expect(await oauth().exchange(client, callback)).toEqual({
      accessToken: 'eyJaccess.1',
      refreshToken: 'RT1-refresh-1',
      accessTokenExpiresInSeconds: 3600,
      refreshTokenExpiresInSeconds: 8_640_000,
      hardExpiresInSeconds: 157_000_000,
    });
    const { url, method, headers, body } = onlyRequest();
    expect([method, url.pathname]).toEqual(['POST', '/oauth2/v1/tokens/bearer']);
    expect(headers).toMatchObject({
      authorization: basic,
      'x-include-refresh-token-hard-expires-in': 'true',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'authorization_code',
      code: 'XAB-code-1',
      redirect_uri: client.redirectUri,
    });
  });

  it('a code is data: characters of an address in it change nothing', async () => {
    await oauth().exchange(client, { ...callback, code: 'a&redirectUri=https://evil.example&code=b#+ %' });
    expect(Object.fromEntries(new URLSearchParams(onlyRequest().body))).toMatchObject({
      code: 'a&redirectUri=https://evil.example&code=b#+ %',
      redirect_uri: client.redirectUri,
    });
  });

  it('refresh: the token as it is, and the answer whether or not it changed', async () => {
    server.answerWith(
      json({ ...tokens, refresh_token: 'same&+/=', expires_in: '3600', x_refresh_token_hard_expires_in: undefined }),
    );
    expect(await oauth().refresh(client, 'same&+/=')).toMatchObject({
      refreshToken: 'same&+/=',
      accessTokenExpiresInSeconds: 3600,
      hardExpiresInSeconds: undefined,
    });
    expect(Object.fromEntries(new URLSearchParams(onlyRequest().body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'same&+/=',
    });
    expect(onlyRequest().headers['x-include-refresh-token-hard-expires-in']).toBe('true');
  });

  it('revoke', async () => {
    server.answerWith({ status: 200 });
    await oauth().revoke(client, 'RT1-refresh-1');
    expect(onlyRequest().url.pathname).toBe('/v2/oauth2/tokens/revoke');
    expect(JSON.parse(onlyRequest().body)).toEqual({ token: 'RT1-refresh-1' });
    expect(onlyRequest().headers).toMatchObject({ authorization: basic, 'content-type': 'application/json' });
  });

  it('a token that Intuit no longer knows counts as revoked', async () => {
    server.answerWith(json({ error: 'invalid_request' }, { status: 400 }));
    await oauth().revoke(client, 'RT1-refresh-1');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['no client id', { ...client, clientId: '' }],
    ['no secret', { ...client, clientSecret: '' }],
    ['a secret that no header holds', { ...client, clientSecret: 'a\r\nb' }],
    ['a secret outside Latin-1', { ...client, clientSecret: 'секрет' }],
  ])('%s: nothing leaves', async (_name, wrong) => {
    expect((await caught(oauth().exchange(wrong, callback))).code).toBe('QB_NOT_CONFIGURED');
    expect((await caught(oauth().refresh(wrong, 'x'))).code).toBe('QB_NOT_CONFIGURED');
    expect((await caught(oauth().revoke(wrong, 'x'))).code).toBe('QB_NOT_CONFIGURED');
    expect(server.requests).toHaveLength(0);
  });

  it('an empty code or token: nothing leaves', async () => {
    expect((await caught(oauth().exchange(client, { ...callback, code: '' }))).code).toBe('QB_OAUTH_CODE');
    expect((await caught(oauth().refresh(client, ''))).code).toBe('QB_RECONNECT_NEEDED');
    expect(server.requests).toHaveLength(0);
  });

  it('refuses plain http to another machine', () => {
    expect(() => oauth({ intuitBase: 'http://intuit.example' })).toThrow('https');
    expect(() => oauth({ endpoints: { token: 'http://intuit.example/token' } })).toThrow('https');
  });

  it('single addresses may differ', async () => {
    await oauth({ endpoints: { token: `${server.base}/other/token` } }).refresh(client, 'x');
    expect(onlyRequest().url.pathname).toBe('/other/token');
  });
});

describe('what a refusal means', () => {
  interface Row {
    name: string;
    script: Script;
    exchange: ErrorCode;
    refresh: ErrorCode;
    /** undefined: counts as done. */
    revoke: ErrorCode | undefined;
    ambiguous?: boolean;
    timeoutMs?: number;
  }
  const unavailable = {
    exchange: 'QB_UNAVAILABLE',
    refresh: 'QB_UNAVAILABLE',
    revoke: 'QB_UNAVAILABLE',
    ambiguous: true,
  } as const;
  const notConfigured = {
    exchange: 'QB_NOT_CONFIGURED',
    refresh: 'QB_NOT_CONFIGURED',
    revoke: 'QB_NOT_CONFIGURED',
  } as const;
  const refused = (status: number, error: string): Script =>
    json({ error, error_description: 'Words of Intuit' }, { status });
  const rows: Row[] = [
    {
      name: '400 invalid_grant',
      script: refused(400, 'invalid_grant'),
      exchange: 'QB_OAUTH_CODE',
      refresh: 'QB_RECONNECT_NEEDED',
      revoke: undefined,
    },
    {
      name: '400 invalid_request',
      script: refused(400, 'invalid_request'),
      exchange: 'QB_OAUTH_CODE',
      refresh: 'QB_UNAVAILABLE',
      revoke: undefined,
    },
    { name: '401 invalid_client', script: refused(401, 'invalid_client'), ...notConfigured },
    { name: '400 invalid_client', script: refused(400, 'invalid_client'), ...notConfigured },
    { name: '400 unauthorized_client', script: refused(400, 'unauthorized_client'), ...notConfigured },
    { name: '401 HTML', script: { status: 401, body: '<html>' }, ...notConfigured },
    { name: '403 HTML', script: { status: 403, body: '<html>' }, ...unavailable },
    { name: '429', script: { status: 429, headers: { 'retry-after': '9' } }, ...unavailable, ambiguous: false },
    { name: '500', script: refused(500, 'server_error'), ...unavailable },
    { name: '502 HTML', script: { status: 502, body: '<html>' }, ...unavailable },
    { name: '503', script: { status: 503 }, ...unavailable },
    { name: '302', script: { status: 302, headers: { location: 'http://127.0.0.1:1' } }, ...unavailable },
    { name: 'reset', script: 'reset', ...unavailable },
    { name: 'cut', script: 'cut', ...unavailable },
    { name: 'no answer', script: 'hang', ...unavailable, timeoutMs: 60 },
    { name: 'a body that stops', script: 'stall', ...unavailable, timeoutMs: 60 },
    { name: 'a body over the cap', script: { body: 'x'.repeat(300_000) }, ...unavailable },
  ];
  // One request each: the library by itself would send a refresh four times after a reset or a 503.
  it.each(rows)('$name → exchange $exchange, refresh $refresh, revoke $revoke, one request', async (row) => {
    server.answerWith(row.script);
    const made = oauth({ timeoutMs: row.timeoutMs ?? 5_000 });
    expect((await caught(made.exchange(client, callback))).code).toBe(row.exchange);
    expect(await caught(made.refresh(client, 'RT1-old'))).toMatchObject({
      code: row.refresh,
      ambiguous: row.refresh === 'QB_UNAVAILABLE' && (row.ambiguous ?? true),
    });
    const revoked = await made.revoke(client, 'RT1-old').then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    expect(revoked).toBe(row.revoke);
    expect(server.requests).toHaveLength(3);
  });

  const incomplete: { name: string; answer: Script }[] = [
    { name: 'no refresh token', answer: json({ ...tokens, refresh_token: undefined }) },
    { name: 'an empty access token', answer: json({ ...tokens, access_token: '' }) },
    { name: 'no expiry', answer: json({ ...tokens, expires_in: 'soon' }) },
    { name: 'a negative expiry', answer: json({ ...tokens, x_refresh_token_expires_in: -1 }) },
    { name: 'HTML', answer: { status: 200, body: '<html>' } },
    { name: 'nothing', answer: { status: 200 } },
    { name: 'a Fault', answer: json({ Fault: { Error: [] } }) },
  ];
  it.each(incomplete)('a 200 with $name is no success', async ({ answer }) => {
    server.answerWith(answer);
    expect(await caught(oauth().refresh(client, 'RT1-old'))).toMatchObject({ code: 'QB_UNAVAILABLE', ambiguous: true });
    expect(await caught(oauth().exchange(client, callback))).toMatchObject({ code: 'QB_UNAVAILABLE', ambiguous: true });
  });

  it('nothing listens → OFFLINE', async () => {
    const made = oauth({ intuitBase: await refusingBase() });
    for (const call of [made.exchange(client, callback), made.refresh(client, 'x'), made.revoke(client, 'x')]) {
      expect(await caught(call)).toMatchObject({ code: 'OFFLINE', ambiguous: false });
    }
  });

  it('429 says how long to wait', async () => {
    server.answerWith({ status: 429, headers: { 'retry-after': '9' } });
    expect((await caught(oauth().refresh(client, 'x'))).retryAfterMs).toBe(9_000);
    server.answerWith({ status: 429 });
    expect((await caught(oauth().refresh(client, 'x'))).retryAfterMs).toBe(60_000);
  });
});

describe('the library’s weak spots', () => {
  it('its addresses can be changed by any code: ours do not follow', async () => {
    const before = OAuthClient.tokenEndpoint;
    OAuthClient.tokenEndpoint = 'https://evil.example/token';
    await oauth().refresh(client, 'x');
    OAuthClient.tokenEndpoint = before;
    expect(onlyRequest().url.pathname).toBe('/oauth2/v1/tokens/bearer');
  });

  it('its log file of tokens is never written', async () => {
    await oauth().refresh(client, 'x');
    await oauth().exchange(client, callback);
    expect(existsSync('logs/oAuthClient-log.log')).toBe(false);
  });

  it('calls at the same time do not mix their tokens', async () => {
    server.answerWith((request) => {
      const asked = new URLSearchParams(request.body).get('refresh_token') ?? '';
      return json({ ...tokens, refresh_token: `${asked}-next` });
    });
    const all = await Promise.all(['a', 'b', 'c'].map((token) => oauth().refresh(client, token)));
    expect(all.map((each) => each.refreshToken)).toEqual(['a-next', 'b-next', 'c-next']);
  });

  it('logs act and code only', async () => {
    const log = recordedLog();
    await oauth({ log }).refresh(client, 'RT1-old');
    server.answerWith(json({ error: 'invalid_grant', error_description: 'Planted words' }, { status: 400 }));
    await caught(oauth({ log }).refresh(client, 'RT1-old'));
    expect(log.lines).toEqual([
      { level: 'info', message: expect.any(String), operation: 'quickbooks.refresh', durationMs: expect.any(Number) },
      {
        level: 'warn',
        message: expect.any(String),
        operation: 'quickbooks.refresh',
        code: 'QB_RECONNECT_NEEDED',
        durationMs: expect.any(Number),
      },
    ]);
  });
});
