// The listener for Intuit's redirect: open only while a connection is under way, answers its own address only.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { watchConnect } from '../../src/shell/connectWatch.ts';
import type { ConnectWatch } from '../../src/shell/connectWatch.ts';
import { makeTinyEngine } from './tinyEngine.ts';
import type { TinyEngine } from './tinyEngine.ts';

const open: ConnectWatch[] = [];
afterEach(() => {
  for (const watch of open.splice(0)) watch.close();
});

/** A port that was free a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const start = async (more: { ownOrigins?: (port: number) => string[]; redirectUri?: null | string } = {}): Promise<{ watch: ConnectWatch; engine: TinyEngine; address: string; port: number; said: string[] }> => {
  const port = await freePort();
  const address = `http://localhost:${port}/api/integrations/quickbooks/callback`;
  const engine = makeTinyEngine(() => {});
  const said: string[] = [];
  const redirectUri = more.redirectUri === undefined ? address : more.redirectUri;
  const watch = watchConnect({ engine, redirectUri, ownOrigins: more.ownOrigins?.(port) ?? [], report: (sentence) => said.push(sentence) });
  open.push(watch);
  return { watch, engine, address, port, said };
};

const connect = { operation: 'quickbooks.connect', input: {} };
const isListening = (address: string): Promise<boolean> =>
  fetch(address).then(
    () => true,
    () => false,
  );

test('nothing listens until a connection begins; the good callback ends it', async () => {
  const { watch, engine, address } = await start();
  expect(await isListening(address)).toBe(false);
  await watch.handle({ operation: 'status.get', input: {} });
  expect(await isListening(address)).toBe(false);
  await watch.handle(connect);
  const answer = await fetch(`${address}?code=c&realmId=9&state=good`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await answer.text()).toContain('You can close this tab');
  expect(engine.requests.at(-1)).toMatchObject({ operation: 'quickbooks.callback', input: { code: 'c', realmId: '9', state: 'good' }, idempotencyKey: expect.any(String) });
  expect(await isListening(address)).toBe(false);
});

test('a callback that does not fit leaves the listener open for the right one', async () => {
  const { watch, address } = await start();
  await watch.handle(connect);
  expect((await fetch(`${address}?code=c&state=forged`)).status).toBe(400);
  expect((await fetch(`${address}?code=c&state=good`)).status).toBe(200);
});

test('other addresses, methods and names are not answered and do not reach the engine', async () => {
  const { watch, engine, address, port } = await start();
  await watch.handle(connect);
  const before = engine.requests.length;
  expect((await fetch(new URL('/', address))).status).toBe(404);
  expect((await fetch(new URL('/rpc', address), { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await fetch(address, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}${new URL(address).pathname}?state=good`)).status).toBe(404);
  expect(engine.requests.length).toBe(before);
});

test('connecting again while the listener is open keeps it', async () => {
  const { watch, address, said } = await start();
  await watch.handle(connect);
  await watch.handle(connect);
  expect(said).toEqual([]);
  expect((await fetch(`${address}?state=good`)).status).toBe(200);
});

test('pasting the address instead closes the listener', async () => {
  const { watch, address } = await start();
  await watch.handle(connect);
  await watch.handle({ operation: 'quickbooks.callback', input: { state: 'good' } });
  expect(await isListening(address)).toBe(false);
});

test('a port that is taken is said, with the way out, and connecting still answers', async () => {
  const { watch, port, said } = await start();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  try {
    expect(await watch.handle(connect)).toMatchObject({ ok: true });
    expect(said).toEqual([expect.stringMatching(/another program uses that port.*paste the address/)]);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test.each([
  ['the shell answers the address itself', { ownOrigins: (port: number) => [`http://localhost:${port}`] }],
  ['the address is not on this machine', { redirectUri: 'https://books.example/callback' }],
  ['there is no address', { redirectUri: null }],
])('no listener when %s', async (_case, more) => {
  const { watch, address } = await start(more);
  await watch.handle(connect);
  expect(await isListening(address)).toBe(false);
});
