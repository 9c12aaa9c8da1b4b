// Intuit's OAuth: the page, the codes, the tokens and their ends, raw and through the real intuit-oauth client.
import OAuthClient from 'intuit-oauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLIENT, REALM, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

const DAY_MS = 86_400_000;
const REDIRECT = CLIENT.redirectUris[0] ?? '';
let harness: Harness;

beforeEach(async () => {
  harness = await startHarness({
    companies: [
      { realmId: REALM, companyName: 'RTOpacks Pty Ltd' },
      { realmId: '9341452000000002', companyName: 'Other <b>& Co</b>' },
    ],
  });
});
afterEach(() => harness.close());

function authorizeUrl(changes: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    client_id: CLIENT.clientId,
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    redirect_uri: REDIRECT,
    state: 'st&te',
    ...changes,
  });
  return `${harness.sim.intuitUrl}/connect/oauth2?${parameters}`;
}

/** Where the answer redirects to. */
async function location(url: string, init: RequestInit = {}): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
  const basic = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64');
  const response = await fetch(`${harness.sim.intuitUrl}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, accept: 'application/json', ...headers },
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function connect(): Promise<{ access: string; refresh: string }> {
  const code = (await location(authorizeUrl({ auto: '1' }))).searchParams.get('code') ?? '';
  const { body } = await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
  return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
}

async function apiStatus(access: string, realmId = REALM): Promise<number> {
  const response = await fetch(`${harness.sim.apiUrl}/v3/company/${realmId}/companyinfo/${realmId}`, {
    headers: { authorization: `Bearer ${access}`, accept: 'application/json' },
  });
  await response.body?.cancel();
  return response.status;
}

describe('authorize page', () => {
  test('shows the companies, escaped, in a labelled form without script', async () => {
    const response = await fetch(authorizeUrl());
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<html lang="en-AU">');
    expect(html).toContain('<legend>');
    expect(html).toContain('Other &lt;b&gt;&amp; Co&lt;/b&gt;');
    expect(html).toContain('value="st&amp;te"');
    expect(html).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test.each([
    ['connect', '9341452000000002', { state: 'st&te', realmId: '9341452000000002' }],
    ['cancel', REALM, { state: 'st&te', error: 'access_denied' }],
  ])('%s goes back to the program', async (decision, realmId, wanted) => {
    const form = new URLSearchParams(new URL(authorizeUrl()).search);
    form.set('decision', decision);
    form.set('realmId', realmId);
    const target = await location(`${harness.sim.intuitUrl}/connect/oauth2`, { method: 'POST', body: form });
    expect(`${target.origin}${target.pathname}`).toBe(REDIRECT);
    expect(Object.fromEntries(target.searchParams)).toMatchObject(wanted);
    expect(target.searchParams.has('code')).toBe(decision === 'connect');
  });

  test.each([
    ['redirect_uri', 'http://localhost:8787/api/integrations/quickbooks/callback/'],
    ['redirect_uri', 'http://127.0.0.1:8787/api/integrations/quickbooks/callback'],
    ['client_id', 'someone'],
    ['response_type', 'token'],
    ['scope', 'openid'],
    ['state', ''],
  ])('refuses %s "%s" without redirecting', async (name, value) => {
    const response = await fetch(authorizeUrl({ [name]: value, auto: '1' }), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Sorry, but that did not connect');
  });

  test('answers by itself when told to', async () => {
    harness.sim.setAutoAnswer('connect');
    expect((await location(authorizeUrl())).searchParams.get('realmId')).toBe(REALM);
    harness.sim.setAutoAnswer('cancel');
    expect((await location(authorizeUrl())).searchParams.get('error')).toBe('access_denied');
  });
});

describe('token endpoint', () => {
  test('has the true answer', async () => {
    const code = (await location(authorizeUrl({ auto: '1' }))).searchParams.get('code') ?? '';
    const { status, body } = await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'token_type', 'x_refresh_token_expires_in'].sort(),
    );
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, x_refresh_token_expires_in: 8_640_000 });
    expect(String(body['access_token']).length).toBeLessThanOrEqual(4096);
  });

  test('tells the five-year end only when asked', async () => {
    const { refresh } = await connect();
    harness.sim.clock.advance(10_000);
    const { body } = await token(
      { grant_type: 'refresh_token', refresh_token: refresh },
      { 'x-include-refresh-token-hard-expires-in': 'true' },
    );
    expect(body['x_refresh_token_hard_expires_in']).toBe(157_680_000 - 10);
    expect(body['x_refresh_token_expires_in']).toBe(8_640_000);
  });

  test.each([
    [
      'used a second time',
      async (code: string) => void (await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT })),
      REDIRECT,
    ],
    ['late', async () => harness.sim.clock.advance(300_000), REDIRECT],
    ['with another redirect_uri', async () => undefined, CLIENT.redirectUris[1] ?? ''],
  ])('refuses a code %s', async (_name, before, redirect_uri) => {
    const code = (await location(authorizeUrl({ auto: '1' }))).searchParams.get('code') ?? '';
    await before(code);
    const { status, body } = await token({ grant_type: 'authorization_code', code, redirect_uri });
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  test.each([
    ['invalid_client', 401, { grant_type: 'refresh_token', refresh_token: 'x' }, { authorization: 'Basic eDp5' }],
    ['invalid_grant', 400, { grant_type: 'refresh_token', refresh_token: 'x' }, {}],
    ['invalid_request', 400, { grant_type: 'refresh_token' }, {}],
    ['unsupported_grant_type', 400, { grant_type: 'password' }, {}],
  ])('answers %s', async (error, wantedStatus, form, headers) => {
    const { status, body } = await token(form as Record<string, string>, headers as Record<string, string>);
    expect([status, body['error']]).toEqual([wantedStatus, error]);
  });

  test('the refresh token keeps its value for a day, then changes, and the old one dies', async () => {
    const { refresh } = await connect();
    const again = async (value: string) => token({ grant_type: 'refresh_token', refresh_token: value });
    harness.sim.clock.advance(DAY_MS - 1);
    expect((await again(refresh)).body['refresh_token']).toBe(refresh);
    harness.sim.clock.advance(1);
    const rotated = String((await again(refresh)).body['refresh_token']);
    expect(rotated).not.toBe(refresh);
    expect((await again(refresh)).body['error']).toBe('invalid_grant');
    expect((await again(rotated)).body['refresh_token']).toBe(rotated);
  });

  test('a hundred days without a refresh end the grant; a refresh starts them again; five years end it for good', async () => {
    let { refresh } = await connect();
    const idle = await connect();
    for (let day = 0; day < 5 * 365; day += 73) {
      const { status, body } = await token({ grant_type: 'refresh_token', refresh_token: refresh });
      expect(status).toBe(200);
      refresh = String(body['refresh_token']);
      harness.sim.clock.advance(73 * DAY_MS);
    }
    for (const dead of [refresh, idle.refresh]) {
      const { body } = await token({ grant_type: 'refresh_token', refresh_token: dead });
      expect(body['error']).toBe('invalid_grant');
    }
  });

  test('access tokens end after an hour; another company is refused with 403', async () => {
    const { access } = await connect();
    expect(await apiStatus(access)).toBe(200);
    expect(await apiStatus(access, '9341452000000002')).toBe(403);
    harness.sim.clock.advance(3600 * 1000);
    expect(await apiStatus(access)).toBe(401);
  });

  test('revoking either token ends both', async () => {
    const { access, refresh } = await connect();
    const basic = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64');
    const revoke = () =>
      fetch(`${harness.sim.intuitUrl}/v2/oauth2/tokens/revoke`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
        body: JSON.stringify({ token: access }),
      });
    expect((await revoke()).status).toBe(200);
    expect((await revoke()).status).toBe(400);
    expect(await apiStatus(access)).toBe(401);
    expect((await token({ grant_type: 'refresh_token', refresh_token: refresh })).body['error']).toBe('invalid_grant');
  });
});

describe('the intuit-oauth client', () => {
  const endpoints = ['authorizeEndpoint', 'tokenEndpoint', 'revokeEndpoint'] as const;
  const statics = OAuthClient as unknown as Record<(typeof endpoints)[number], string> & {
    retryConfig: { maxRetries: number };
  };
  const originals = endpoints.map((name) => [name, statics[name]] as const);

  beforeEach(() => {
    statics.authorizeEndpoint = `${harness.sim.intuitUrl}/connect/oauth2`;
    statics.tokenEndpoint = `${harness.sim.intuitUrl}/oauth2/v1/tokens/bearer`;
    statics.revokeEndpoint = `${harness.sim.intuitUrl}/v2/oauth2/tokens/revoke`;
    statics.retryConfig.maxRetries = 0;
  });
  afterEach(() => {
    for (const [name, value] of originals) statics[name] = value;
  });

  test('connects, refreshes, calls and revokes', async () => {
    const client = new OAuthClient({
      clientId: CLIENT.clientId,
      clientSecret: CLIENT.clientSecret,
      environment: 'sandbox',
      redirectUri: REDIRECT,
    });
    const uri = client.authorizeUri({ scope: [OAuthClient.scopes.Accounting as string], state: 'abc' });
    const target = await location(`${uri}&auto=1`);
    const created = await client.createToken(target.href);
    expect(created.getToken()).toMatchObject({ token_type: 'bearer', realmId: REALM, expires_in: 3600 });
    harness.sim.clock.advance(2 * DAY_MS);
    const before = client.getToken().refresh_token;
    const refreshed = await client.refresh();
    expect(refreshed.getToken().refresh_token).not.toBe(before);
    expect(refreshed.getIntuitTid()).toMatch(/^1-/);
    expect(await apiStatus(client.getToken().access_token ?? '')).toBe(200);
    const call = await client.makeApiCall({ url: `${harness.sim.apiUrl}/v3/company/${REALM}/companyinfo/${REALM}` });
    expect(call.json).toMatchObject({ CompanyInfo: { Country: 'AU' } });
    const missing = client.makeApiCall({ url: `${harness.sim.apiUrl}/v3/company/${REALM}/invoice/9` });
    await expect(missing).rejects.toMatchObject({ faultType: 'ValidationFault', fault: { errors: [{ code: '610' }] } });
    await expect(client.refreshUsingToken(before ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    const access = client.getToken().access_token ?? '';
    await client.revoke({ access_token: access });
    expect(await apiStatus(access)).toBe(401);
  });
});
