// The webhook's way through both shells: raw body, header and size as they came, no cookie, still only for this machine's name.
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../src/contract/errors.ts';
import type { RpcRequest, RpcResponse } from '../../src/contract/rpc.ts';
import { maxWebhookBytes } from '../../src/contract/webhook.ts';
import { watchWebhook, type WebhookWatch } from '../../src/shell/webhookListener.ts';
import { startTestHost } from './startTestHost.ts';
import type { TestHost } from './startTestHost.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

const post = (body: string | Buffer, headers: Record<string, string> = {}): Parameters<TestHost['send']>[0] => ({ method: 'POST', path: '/billing/webhook', body, headers: { 'stripe-signature': 't=1,v1=aa', ...headers } });
const lastInput = (): unknown => host.engine.requests.at(-1)?.input;

describe('the browser host', () => {
  test('hands over body and signature untouched, without a cookie and whatever the type', async () => {
    for (const body of ['{ "id": "evt_1" }\n', '\uFEFF{"name":"Zoë 🎓"}', '', 'not json']) {
      const received = await host.send(post(body, { 'content-type': 'text/plain' }));
      expect(received.status).toBe(200);
      expect(host.engine.requests.at(-1)?.operation).toBe('stripe.webhook');
      expect(lastInput()).toEqual({ body, signature: 't=1,v1=aa', refused: null });
    }
    // The event's own id makes it happen once; a stored answer for each delivery would only fill the disk.
    expect(host.engine.requests.at(-1)?.idempotencyKey).toBeUndefined();
  });

  test('says that a body is too large or no text, and hands over nothing of it', async () => {
    await host.send(post('x'.repeat(maxWebhookBytes)));
    expect(lastInput()).toMatchObject({ refused: null });
    const large = await host.send(post('x'.repeat(maxWebhookBytes + 1)));
    expect([large.headers.connection, lastInput()]).toEqual(['close', { body: '', signature: 't=1,v1=aa', refused: 'too_large' }]);
    const chunked = await host.send(post('y'.repeat(maxWebhookBytes + 1), { 'transfer-encoding': 'chunked' }));
    expect([chunked.status, lastInput()]).toEqual([200, { body: '', signature: 't=1,v1=aa', refused: 'too_large' }]);
    await host.send(post(Buffer.from([0x7b, 0xff, 0x7d])));
    expect(lastInput()).toMatchObject({ body: '', refused: 'not_text' });
    await host.send({ method: 'POST', path: '/billing/webhook', body: '{}' });
    expect(lastInput()).toMatchObject({ signature: null });
  });

  test('is for this machine only: other names, other sites and other methods never reach the engine', async () => {
    const before = host.engine.requests.length;
    expect((await host.send(post('{}', { host: 'evil.example' }))).status).toBe(403);
    expect((await host.send(post('{}', { origin: 'https://evil.example' }))).status).toBe(403);
    expect((await host.send(post('{}', { 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
    const get = await host.send({ path: '/billing/webhook' });
    expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
    expect(host.engine.requests.length).toBe(before);
  });
});

describe("the desktop app's listener", () => {
  const open = async (port: number): Promise<{ watch: WebhookWatch; taken: RpcRequest[]; listener: { isOn: boolean; port: number }; reports: string[] }> => {
    const taken: RpcRequest[] = [];
    const reports: string[] = [];
    const listener = { isOn: false, port };
    const handle = async (request: RpcRequest): Promise<RpcResponse> => {
      if (request.operation === 'settings.get') return { ok: true, output: { stripe: { webhook: { listener } } } };
      if (request.operation === 'settings.setWebhookListener') Object.assign(listener, request.input);
      else taken.push(request);
      return request.operation === 'stripe.webhook' && JSON.stringify(request.input).includes('forged') ? { ok: false, error: new AppError('WEBHOOK_REFUSED').toOperationError() } : { ok: true, output: { received: true, isNew: true } };
    };
    const watch = watchWebhook({ handle, report: (sentence) => void reports.push(sentence) });
    await watch.start();
    return { watch, taken, listener, reports };
  };
  const statusOf = (port: number, path = '/billing/webhook', headers: Record<string, string> = {}, body = '{}'): Promise<number | string> =>
    new Promise((resolve) => {
      const sent = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers: { host: `127.0.0.1:${port}`, ...headers }, agent: false }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', (error) => resolve('code' in error ? String(error.code) : 'failed'));
      sent.end(body);
    });
  /** A port that was free a moment ago. */
  const freePort = async (): Promise<number> => {
    const other = await startTestHost();
    await other.close();
    return other.port;
  };

  test('is closed until it is switched on, moves with its port, and closes again', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const { watch, taken } = await open(first);
    expect(await statusOf(first)).toBe('ECONNREFUSED');
    const set = (isOn: boolean, port: number): Promise<RpcResponse> => watch.handle({ operation: 'settings.setWebhookListener', input: { isOn, port } });
    await set(true, first);
    expect(await statusOf(first)).toBe(200);
    expect(taken.at(-1)).toMatchObject({ operation: 'stripe.webhook', input: { body: '{}' } });
    expect(await statusOf(first, '/billing/webhook', {}, 'forged')).toBe(400);
    for (const [path, headers] of [['/', {}], ['/rpc', {}], ['/billing/webhook', { host: 'evil.example' }], ['/billing/webhook', { origin: 'https://evil.example' }]] as const) expect(await statusOf(first, path, headers)).toBe(404);
    await set(true, second);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['ECONNREFUSED', 200]);
    await set(false, second);
    expect(await statusOf(second)).toBe('ECONNREFUSED');
    watch.close();
  });

  test('says so where the port is taken', async () => {
    const { watch, reports } = await open(host.port);
    await watch.handle({ operation: 'settings.setWebhookListener', input: { isOn: true, port: host.port } });
    expect(reports.join()).toContain(String(host.port));
    watch.close();
  });
});
