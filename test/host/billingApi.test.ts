// The /billing API: every path of the contract reaches its operation, with its parameters, and answers as declared.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/contract/operations.ts';
import type { Operation } from '../../src/contract/operation.ts';
import { billingRoutes, matchBillingRoute } from '../../src/host/billingRoutes.ts';
import { apiToken, startTestHost } from './startTestHost.ts';
import type { Received, Sent, TestHost } from './startTestHost.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

const asProgram = (sent: Sent): Promise<Received> =>
  host.send({ ...sent, headers: { authorization: `Bearer ${apiToken}`, ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }), ...sent.headers } });
const json = (received: Received): unknown => JSON.parse(received.text);

describe('every binding of the contract', () => {
  const bound = Object.entries(operations as Record<string, Operation>).flatMap(([name, { http }]) => (http === undefined ? [] : [[http.method, http.path, name] as const]));
  test('there are some', () => {
    expect(bound.length).toBeGreaterThan(10);
    expect(billingRoutes.length).toBe(bound.length);
  });
  test.each(bound)('%s %s → %s', (method, path, name) => {
    const match = matchBillingRoute(method, path.replaceAll(/:\w+/g, 'value%20one'));
    const pathInput = Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, field]) => [field, 'value one']));
    expect(match).toMatchObject({ kind: 'found', route: { operation: name }, pathInput });
  });
});

test('a query takes its parameters from the address and answers the bare output', async () => {
  const received = await asProgram({ path: '/billing/admin/invoices?limit=5&qb_status=failed' });
  expect(received.status).toBe(200);
  expect(json(received)).toMatchObject({ operation: 'billing.invoices', input: { limit: '5', qb_status: 'failed' } });
});

test('a path segment becomes a field and wins over the body', async () => {
  const received = await asProgram({ method: 'PATCH', path: '/billing/gst/2026-Q4', body: '{"quarter":"1999-Q1","note":"n"}' });
  expect(json(received)).toMatchObject({ operation: 'gst.markRemitted', input: { quarter: '2026-Q4', note: 'n' } });
});

test('a command carries the key of the header; without one each request is a new intent', async () => {
  const keyed = await asProgram({ method: 'POST', path: '/billing/qb-retry', body: '{"invoice_id":1}', headers: { 'idempotency-key': 'my-key-0001' } });
  expect(json(keyed)).toMatchObject({ idempotencyKey: 'my-key-0001' });
  const keys = new Set<unknown>();
  for (let n = 0; n < 3; n += 1) keys.add((json(await asProgram({ method: 'POST', path: '/billing/qb-reconcile-now' })) as { idempotencyKey: unknown }).idempotencyKey);
  expect(keys.size).toBe(3);
});

test('a gate that is shut by a full plan answers 402 with all it knows; an open one 200', async () => {
  const [shut, open] = [await asProgram({ path: '/billing/gate?org_id=full' }), await asProgram({ path: '/billing/gate?org_id=other' })];
  expect([shut.status, json(shut)]).toEqual([402, { allowed: false, reason: 'All seats are taken (5 of 5).', code: 'BILLING_SEAT_LIMIT' }]);
  expect([open.status, json(open)]).toEqual([200, { allowed: true, reason: '4 of 5 seats are taken.', code: null }]);
});

describe('errors are {error} with the status of the catalogue', () => {
  const cases: [sent: Sent, status: number, code: string][] = [
    [{ method: 'POST', path: '/billing/qb-retry', body: '{"fail":"STALE_VIEW"}' }, 409, 'STALE_VIEW'],
    [{ path: '/billing/nothing' }, 404, 'UNKNOWN_OPERATION'],
    [{ path: '/billing/admin/invoices?limit=1&limit=2' }, 400, 'BAD_INPUT'],
    [{ method: 'POST', path: '/billing/qb-retry', body: '[1]' }, 400, 'BAD_INPUT'],
    [{ method: 'POST', path: '/billing/qb-retry', body: '{' }, 400, 'BAD_INPUT'],
    [{ method: 'POST', path: '/billing/qb-retry', body: '{}', headers: { 'idempotency-key': 'short' } }, 400, 'BAD_INPUT'],
    [{ method: 'POST', path: '/billing/qb-retry', body: 'x'.repeat(8_388_609) }, 413, 'TOO_LARGE'],
    [{ method: 'PATCH', path: '/billing/gst/%E0%A4%A', body: '{}' }, 404, 'UNKNOWN_OPERATION'],
  ];
  test.each(cases)('%j', async (sent, status, code) => {
    const received = await asProgram(sent);
    expect([received.status, (json(received) as { error: { code: string } }).error.code]).toEqual([status, code]);
  });
});

describe('connecting QuickBooks', () => {
  test('a browser is sent on to the sign-in page, a program is given its address', async () => {
    const browser = await host.send({ path: '/billing/qb-connect', headers: { cookie: host.cookie, accept: 'text/html', 'sec-fetch-site': 'same-origin' } });
    expect([browser.status, browser.headers.location]).toEqual([303, 'https://appcenter.intuit.com/connect/oauth2?state=s']);
    expect(json(await asProgram({ path: '/billing/qb-connect' }))).toMatchObject({ authorizeUrl: expect.stringContaining('https://') });
  });

  test.each(['/billing/qb-callback', '/api/integrations/quickbooks/callback'])('%s answers a redirect from another site without a cookie', async (path) => {
    const received = await host.send({ path: `${path}?code=c&realmId=9&state=good&extra=1`, headers: { 'sec-fetch-site': 'cross-site', accept: 'text/html' } });
    expect(received.status).toBe(200);
    expect(received.headers['content-type']).toContain('text/html');
    expect(received.text).toContain('QuickBooks is connected');
    expect(received.text).toContain('A &amp; B &lt;Pty&gt; Ltd');
    expect(host.engine.requests.at(-1)).toMatchObject({ operation: 'quickbooks.callback', input: { code: 'c', realmId: '9', state: 'good' } });
    expect(received.headers['referrer-policy']).toBe('no-referrer');
    expect(received.headers['cache-control']).toBe('no-store');
  });

  test('a callback that was not begun here says so and shows nothing that it brought', async () => {
    const received = await host.send({ path: '/billing/qb-callback?code=SECRETCODE&state=%3Cscript%3E' });
    expect(received.status).toBe(400);
    expect(received.text).not.toMatch(/SECRETCODE|script/);
    expect(received.text).toContain('QuickBooks is not connected');
  });
});
