// The transport over real sockets: each way a request can fail, whether it may have been sent, and that it is never repeated.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpExchange, HttpFailure, requireSafeBase } from '../../../src/adapters/runtime/httpExchange.ts';
import type { HttpFailureKind, HttpRequest } from '../../../src/adapters/runtime/httpExchange.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import { refusingBase, startScriptedServer } from './scriptedServer.ts';
import type { Script, ScriptedServer } from './scriptedServer.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  url: new URL(`${server.base}/path?a=1`),
  method: 'POST',
  headers: { 'X-Test': 'yes' },
  body: '{"name":"Café ✓"}',
  timeoutMs: 5_000,
  maxResponseBytes: 10_000,
  timers: systemTimers,
  ...more,
});

async function failureOf(more: Partial<HttpRequest>): Promise<HttpFailure> {
  const error: unknown = await httpExchange(request(more)).catch((reason: unknown) => reason);
  if (!(error instanceof HttpFailure)) throw new Error(`Expected HttpFailure, got ${JSON.stringify(error)}`);
  return error;
}

describe('http exchange', () => {
  it('sends what it is given and answers status, headers and text, split characters included', async () => {
    server.answerWith({ status: 201, headers: { 'x-back': 'b' }, body: `${'é✓'.repeat(3_000)}` });
    const answer = await httpExchange(request({ maxResponseBytes: 100_000 }));
    expect(answer.status).toBe(201);
    expect(answer.headers['x-back']).toBe('b');
    expect(answer.text).toBe('é✓'.repeat(3_000));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: '{"name":"Café ✓"}',
      headers: { 'x-test': 'yes', 'content-length': '20' },
    });
  });

  const faults: { name: string; script: Script; more?: Partial<HttpRequest>; kind: HttpFailureKind }[] = [
    { name: 'reset after the request', script: 'reset', kind: 'reset' },
    { name: 'cut within the body', script: 'cut', kind: 'reset' },
    { name: 'something else than HTTP', script: 'not_http', kind: 'reset' },
    { name: 'no answer', script: 'hang', more: { timeoutMs: 60 }, kind: 'timeout' },
    { name: 'a body that stops', script: 'stall', more: { timeoutMs: 60 }, kind: 'timeout' },
    { name: 'a body over the cap', script: { body: 'x'.repeat(10_001) }, kind: 'too_large' },
  ];
  it.each(faults)('$name → $kind, perhaps sent, once', async ({ script, more, kind }) => {
    server.answerWith(script);
    const failure = await failureOf(more ?? {});
    expect(failure).toMatchObject({ kind, mayHaveBeenSent: true });
    expect(server.requests).toHaveLength(1);
  });

  it('takes a body of exactly the cap', async () => {
    server.answerWith({ body: 'x'.repeat(10_000) });
    expect((await httpExchange(request())).text).toHaveLength(10_000);
  });

  it('does not follow redirects', async () => {
    server.answerWith({ status: 302, headers: { location: `${server.base}/elsewhere` } });
    expect((await httpExchange(request())).status).toBe(302);
    expect(server.requests).toHaveLength(1);
  });

  const unreachable: { name: string; base: () => Promise<string> }[] = [
    { name: 'nothing listens', base: refusingBase },
    { name: 'no such host', base: async () => 'https://tieout-test.invalid' },
    { name: 'no TLS on the other side', base: async () => server.base.replace('http:', 'https:') },
  ];
  it.each(unreachable)('$name → unreachable, certainly not sent', async ({ base }) => {
    const failure = await failureOf({ url: new URL(await base()) });
    expect(failure).toMatchObject({ kind: 'unreachable', mayHaveBeenSent: false });
  });

  it('a header that can not be sent never leaves', async () => {
    const failure = await failureOf({ headers: { 'X-Bad': 'planted\r\nInjected: yes' } });
    expect(failure).toMatchObject({ kind: 'unreachable', mayHaveBeenSent: false });
    expect(failure.message).not.toContain('planted');
    expect(server.requests).toHaveLength(0);
  });

  it('is cancelled before and during', async () => {
    server.answerWith('hang');
    expect(await failureOf({ signal: AbortSignal.abort() })).toMatchObject({
      kind: 'cancelled',
      mayHaveBeenSent: false,
    });
    const abort = new AbortController();
    server.answerWith(() => {
      abort.abort();
      return 'hang';
    });
    expect(await failureOf({ signal: abort.signal })).toMatchObject({ kind: 'cancelled', mayHaveBeenSent: true });
  });

  it('leaves no listener on the signal', async () => {
    server.answerWith({ body: '{}' });
    const listeners = new Set<unknown>();
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (type: string, listener: () => void) => (listeners.add(listener), add(type, listener)),
      removeEventListener: (type: string, listener: () => void) => (listeners.delete(listener), remove(type, listener)),
    });
    await httpExchange(request({ signal }));
    expect(listeners.size).toBe(0);
  });

  it.each(['http://api.stripe.com', 'http://127.0.0.1.evil.example', 'ftp://127.0.0.1', 'http://localhost.example'])(
    'refuses %s as a base',
    (base) => {
      expect(() => requireSafeBase(base)).toThrow('https');
    },
  );
  it.each(['https://api.stripe.com', 'http://127.0.0.1:1', 'http://localhost:8787', 'http://[::1]:3'])(
    'takes %s as a base',
    (base) => {
      expect(requireSafeBase(base).href).toContain(base);
    },
  );
});
