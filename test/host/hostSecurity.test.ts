// What the browser host refuses: other sites, rebound names, missing or used tokens, paths outside, bodies it can't or won't read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiToken, consolePage, startTestHost } from './startTestHost.ts';
import type { Received, Sent, TestHost } from './startTestHost.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

const rpc = (more: Partial<Sent> = {}): Sent => ({ method: 'POST', path: '/rpc', body: JSON.stringify({ operation: 'status.get', input: {} }), ...more });
const codeOf = (received: Received): unknown => (JSON.parse(received.text) as { error?: { code?: string } }).error?.code;

test('the console itself is answered', async () => {
  const received = await host.asConsole(rpc());
  expect(received.status).toBe(200);
  expect(JSON.parse(received.text)).toMatchObject({ ok: true, output: { operation: 'status.get' } });
});

describe('Host: a rebound name says its own', () => {
  const paths = ['/', '/rpc', '/events', '/billing/admin/plans', '/start?token=start-token-of-the-test', '/billing/qb-callback?state=good', '/assets/app-1a2b.js'];
  const names = (port: number): string[] => ['evil.example', `evil.example:${port}`, '127.0.0.1', 'localhost', `127.0.0.1:${port + 1}`, `127.0.0.1.evil.example:${port}`, `0.0.0.0:${port}`, `[::1]:${port}`];
  test.each(paths)('%s', async (path) => {
    for (const name of names(host.port)) {
      const received = await host.asConsole({ path, headers: { host: name } });
      expect([name, received.status]).toEqual([name, 403]);
    }
  });
  test('localhost and 127.0.0.1 with the port are ours', async () => {
    expect((await host.send({ path: '/', headers: { host: `localhost:${host.port}` } })).status).toBe(200);
    expect((await host.send({ path: '/' })).status).toBe(200);
  });
});

describe('Origin and Sec-Fetch-Site: another site, even with our cookie', () => {
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://localhost' },
    { origin: 'file://' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  test.each(foreign)('%j', async (headers) => {
    const before = host.engine.requests.length;
    for (const sent of [rpc(), { path: '/events' }, { path: '/billing/admin/plans' }, { method: 'POST', path: '/billing/qb-reconcile-now' }, { path: '/billing/qb-connect' }]) {
      const received = await host.asConsole({ ...sent, headers });
      expect([received.status, codeOf(received)]).toEqual([403, 'FORBIDDEN_ORIGIN']);
    }
    expect(host.engine.requests.length).toBe(before);
  });
  test('a bearer token does not help another site either', async () => {
    const received = await host.send({ path: '/billing/admin/plans', headers: { authorization: `Bearer ${apiToken}`, origin: 'https://evil.example' } });
    expect(received.status).toBe(403);
  });
});

describe('who is asking', () => {
  const wrong: Record<string, string>[] = [
    {},
    { cookie: 'tieout_1=cookie-value-of-the-test' },
    { cookie: 'other=cookie-value-of-the-test' },
    { authorization: 'Bearer wrong-token-0123456789' },
    { authorization: `Basic ${apiToken}` },
    { authorization: 'Bearer ' },
  ];
  test.each(wrong)('%j is not known', async (headers) => {
    for (const path of ['/events', '/billing/admin/plans', '/billing/nothing-here']) expect(codeOf(await host.send({ path, headers }))).toBe('NOT_AUTHENTICATED');
    expect(codeOf(await host.send(rpc({ headers: { ...headers, 'content-type': 'application/json' } })))).toBe('NOT_AUTHENTICATED');
  });
  test('a cookie of the right name with another value is not known', async () => {
    expect((await host.send({ path: '/events', headers: { cookie: `tieout_${host.port}=guess` } })).status).toBe(401);
  });
  test('the bearer token opens the API, not the door of the page', async () => {
    expect((await host.send({ path: '/billing/admin/plans', headers: { authorization: `Bearer ${apiToken}` } })).status).toBe(200);
    expect((await host.send(rpc({ headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' } }))).status).toBe(401);
  });
});

test('the start link works once; the cookie it gives stays good for a reload', async () => {
  const fresh = await startTestHost();
  try {
    expect((await fresh.send({ path: '/start' })).status).toBe(403);
    expect((await fresh.send({ path: '/start?token=guess' })).status).toBe(403);
    const first = await fresh.send({ path: `/start?token=${fresh.startToken}` });
    expect([first.status, first.headers.location]).toEqual([303, '/']);
    const setCookie = first.headers['set-cookie']?.[0] ?? '';
    expect(setCookie).toMatch(/^tieout_\d+=\S+; HttpOnly; SameSite=Strict; Path=\/$/);
    const replayed = await fresh.send({ path: `/start?token=${fresh.startToken}` });
    expect([replayed.status, replayed.headers['set-cookie']]).toEqual([403, undefined]);
    const cookie = setCookie.split(';')[0] ?? '';
    const reloaded = await fresh.send({ path: `/start?token=${fresh.startToken}`, headers: { cookie } });
    expect([reloaded.status, reloaded.headers['set-cookie']]).toEqual([303, undefined]);
  } finally {
    await fresh.close();
  }
});

describe('paths outside the console do not exist', () => {
  const paths = [
    '/../package.json', '/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../../package.json', '/assets/..%5c..%5cpackage.json',
    '//etc/passwd', '/etc/passwd%00.js', '/.git/config', '/assets/app-1a2b.js.map', '/assets/', '/index.html/..', '/INDEX.HTML', '/assets/app-9z9z.js', '/a/%2e%2e%2fb.css',
  ];
  test.each(paths)('%s', async (path) => {
    const received = await host.send({ path });
    // `..` in plain text resolves inside the address, as in every browser; what it leads to is not in the map.
    expect(received.text).not.toMatch(/root:|"name"|\[core\]/);
    expect([`200 ${consolePage}`, 404]).toContain(received.status === 200 ? `200 ${received.text}` : received.status);
  });
  test('an address that is no path is refused', async () => {
    expect((await host.send({ path: 'http://evil.example/rpc' })).status).toBe(400);
    expect((await host.send({ method: 'OPTIONS', path: '*' })).status).toBe(400);
  });
});

describe('bodies', () => {
  const cases: [name: string, sent: Partial<Sent>, status: number, code: string][] = [
    ['malformed JSON', { body: '{"operation":' }, 400, 'BAD_INPUT'],
    ['no body', { body: '' }, 400, 'BAD_INPUT'],
    ['not UTF-8', { body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, 400, 'BAD_INPUT'],
    ['no envelope', { body: '[]' }, 400, 'BAD_INPUT'],
    ['operation of the wrong type', { body: '{"operation":{"$gt":""},"input":{}}' }, 400, 'BAD_INPUT'],
    ['a form, as a page of another site could send it', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400, 'BAD_INPUT'],
    ['plain text', { headers: { 'content-type': 'text/plain' } }, 400, 'BAD_INPUT'],
    ['too short a key', { body: '{"operation":"status.get","input":{},"idempotencyKey":"x"}' }, 400, 'BAD_INPUT'],
  ];
  test.each(cases)('%s', async (_name, sent, status, code) => {
    const received = await host.asConsole(rpc(sent));
    expect([received.status, codeOf(received)]).toEqual([status, code]);
  });

  test('one byte over the limit is refused, declared or not, and the server lives on', async () => {
    const body = JSON.stringify({ operation: 'status.get', input: 'x'.repeat(8_388_608) });
    expect(codeOf(await host.asConsole(rpc({ body, headers: { 'content-length': String(body.length) } })))).toBe('TOO_LARGE');
    // A client that is still sending may find its connection closed before it reads the answer.
    const undeclared = await host.asConsole(rpc({ body, headers: { 'transfer-encoding': 'chunked' } })).then(codeOf, () => 'connection closed');
    expect(['TOO_LARGE', 'connection closed']).toContain(undeclared);
    const envelope = JSON.stringify({ operation: 'status.get', input: '' });
    const fits = JSON.stringify({ operation: 'status.get', input: 'x'.repeat(8_388_608 - envelope.length) });
    expect((await host.asConsole(rpc({ body: fits }))).status).toBe(200);
  });

  test('a prototype in the body stays a plain field', async () => {
    const received = await host.asConsole(rpc({ body: '{"operation":"status.get","input":{"__proto__":{"isAdmin":true}}}' }));
    expect(received.status).toBe(200);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('methods', () => {
  const cases: [method: string, path: string, allow: string][] = [
    ['GET', '/rpc', 'POST'],
    ['PUT', '/rpc', 'POST'],
    ['POST', '/events', 'GET'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/start', 'GET'],
    ['POST', '/billing/qb-callback', 'GET'],
    ['DELETE', '/billing/admin/plans', 'GET'],
    ['GET', '/billing/qb-retry', 'POST'],
  ];
  test.each(cases)('%s %s', async (method, path, allow) => {
    const received = await host.asConsole({ method, path });
    expect([received.status, received.headers.allow]).toEqual([405, allow]);
  });
});

test('every answer carries the headers that keep a page in its place', async () => {
  for (const sent of [{ path: '/' }, { path: '/nothing.js' }, { path: '/events' }, { path: '/start' }, { path: '/billing/qb-callback' }, rpc()]) {
    const { headers } = await host.send(sent);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('nothing of the above was a bug', () => {
  expect(host.bugs).toEqual([]);
});
