// The Stripe gateway over real HTTP with the real SDK: what it sends, what it passes on, and the meaning of every refusal.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import { makeStripeGatewayFactory } from '../../../src/adapters/stripe/stripeGateway.ts';
import type { StripeGatewayOptions } from '../../../src/adapters/stripe/stripeGateway.ts';
import type { ErrorCode } from '../../../src/contract/errors.ts';
import type { StripeGateway } from '../../../src/engine/ports/stripeGateway.ts';
import { caught } from '../runtime/caught.ts';
import { manualTime } from '../runtime/manualTime.ts';
import { recordedLog } from '../runtime/recordedLog.ts';
import { json, refusingBase, startScriptedServer } from '../runtime/scriptedServer.ts';
import type { Script, ScriptedServer } from '../runtime/scriptedServer.ts';
import { metadataWrite } from './metadataWrite.ts';

const key = 'rk_test_51TieoutAdapterTestKey';
let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

function gateway(more: Partial<StripeGatewayOptions> = {}, withKey: string | undefined = key): StripeGateway {
  return makeStripeGatewayFactory({
    apiBase: server.base,
    clock: systemClock,
    timers: systemTimers,
    log: recordedLog(),
    requestsPerSecond: null,
    timeoutMs: 5_000,
    ...more,
  })(withKey);
}

const onlyRequest = (): ScriptedServer['requests'][number] => {
  expect(server.requests).toHaveLength(1);
  const request = server.requests[0];
  if (request === undefined) throw new Error('no request');
  return request;
};

describe('what is sent', () => {
  it('a list: pinned version, key, filters in Stripe’s spelling, no telemetry', async () => {
    server.answerWith(json({ object: 'list', data: [], has_more: false }));
    await gateway().list('subscriptions', {
      limit: 50,
      startingAfter: 'sub_1',
      createdGte: 10,
      createdLte: 20,
      expand: ['data.customer', 'data.latest_invoice'],
      filter: { status: 'all', customer: 'cus & co' },
    });
    const { method, url, headers } = onlyRequest();
    expect(method).toBe('GET');
    expect(url.pathname).toBe('/v1/subscriptions');
    expect([...url.searchParams]).toEqual([
      ['limit', '50'],
      ['starting_after', 'sub_1'],
      ['created[gte]', '10'],
      ['created[lte]', '20'],
      ['expand[]', 'data.customer'],
      ['expand[]', 'data.latest_invoice'],
      ['status', 'all'],
      ['customer', 'cus & co'],
    ]);
    expect(headers).toMatchObject({ authorization: `Bearer ${key}`, 'stripe-version': '2026-03-25.dahlia' });
    expect(headers).not.toHaveProperty('x-stripe-client-telemetry');
    expect(headers).not.toHaveProperty('idempotency-key');
  });

  it('no telemetry, not even about the call before', async () => {
    server.answerWith(json({ id: 'acct_1' }, { headers: { 'request-id': 'req_1' } }));
    const stripe = gateway();
    for (let call = 0; call < 3; call += 1) await stripe.retrieveAccount();
    for (const request of server.requests) {
      expect(request.headers).not.toHaveProperty('x-stripe-client-telemetry');
      expect(request.headers['x-stripe-client-user-agent']).not.toMatch(/telemetry|platform/);
    }
  });

  it('an object: the id can not lead to another path', async () => {
    server.answerWith(json({ id: 'x' }));
    await gateway().retrieve('prices', '../customers/cus_1?x=1', ['product']);
    expect(onlyRequest().url.pathname).toBe('/v1/prices/..%2Fcustomers%2Fcus_1%3Fx%3D1');
    expect(onlyRequest().url.searchParams.get('expand[]')).toBe('product');
    for (const id of ['', '.', '..']) expect((await caught(gateway().retrieve('prices', id))).code).toBe('NOT_FOUND');
    expect(server.requests).toHaveLength(1);
  });

  it('lines and account', async () => {
    server.answerWith((request) =>
      json(request.url.pathname === '/v1/account' ? { id: 'acct_1' } : { data: [{ id: 'il_1' }], has_more: true }),
    );
    expect(await gateway().listInvoiceLines('in_1', { limit: 100 })).toEqual({ data: [{ id: 'il_1' }], hasMore: true });
    expect(await gateway().retrieveAccount()).toEqual({ id: 'acct_1' });
    expect(server.requests.map((request) => request.url.pathname)).toEqual(['/v1/invoices/in_1/lines', '/v1/account']);
  });

  it('metadata: form-encoded, under the caller’s idempotency key', async () => {
    server.answerWith(json({ id: 'in_1', metadata: { rto_number: 'RTP-0001' } }));
    const answer = await gateway().write(metadataWrite('in_1', { rto_number: 'RTP-0001', note: 'ä & [b]' }), 'number:in_1:RTP-0001');
    expect(answer).toEqual({ id: 'in_1', metadata: { rto_number: 'RTP-0001' } });
    const { method, url, headers, body } = onlyRequest();
    expect([method, url.pathname]).toEqual(['POST', '/v1/invoices/in_1']);
    expect(headers['idempotency-key']).toBe('number:in_1:RTP-0001');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect([...new URLSearchParams(body)]).toEqual([
      ['metadata[rto_number]', 'RTP-0001'],
      ['metadata[note]', 'ä & [b]'],
    ]);
  });

  it.each([
    ['no key', undefined, 'STRIPE_NOT_CONFIGURED'],
    ['an empty key', '', 'STRIPE_KEY_INVALID'],
    ['a key with a line break', 'rk_test_1\r\nX: y', 'STRIPE_KEY_INVALID'],
    ['a key with a letter that no header holds', 'rk_test_ключ', 'STRIPE_KEY_INVALID'],
  ])('%s: nothing leaves', async (_name, withKey, code) => {
    const made = makeStripeGatewayFactory({
      apiBase: server.base,
      clock: systemClock,
      timers: systemTimers,
      log: recordedLog(),
    })(withKey);
    expect((await caught(made.retrieveAccount())).code).toBe(code);
    expect(server.requests).toHaveLength(0);
  });

  it('refuses to send a key over plain http to another machine', () => {
    expect(() => gateway({ apiBase: 'http://stripe.example' })).toThrow('https');
  });
});

describe('what is passed on', () => {
  const price = {
    id: 'price_1',
    unit_amount: 39900,
    unit_amount_decimal: '39900.5',
    tiers: [{ unit_amount_decimal: '0.25' }],
    metadata: { __proto__x: 'y' },
  };

  it('plain JSON: decimals as the text they came as, nothing of the SDK on it', async () => {
    server.answerWith(json(price));
    const object = await gateway().retrieve('prices', 'price_1');
    expect(object).toEqual(price);
    expect(structuredClone(object)).toEqual(price);
    expect(Object.getOwnPropertyNames(object)).toEqual(Object.keys(price));
    server.answerWith(json({ object: 'list', data: [price], has_more: false, url: '/v1/prices' }));
    const page = await gateway().list('prices', { limit: 1 });
    expect(page).toEqual({ data: [price], hasMore: false });
    expect(Object.getOwnPropertyNames(page)).toEqual(['data', 'hasMore']);
  });

  it('a list without data is no empty list', async () => {
    server.answerWith(json({ object: 'list', has_more: false }));
    expect((await caught(gateway().list('invoices', { limit: 1 }))).code).toBe('STRIPE_UNAVAILABLE');
  });
});

const refusal = (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Script =>
  json(
    { error: { type: 'invalid_request_error', ...error } },
    { status, headers: { 'request-id': 'req_Test1', ...headers } },
  );

interface FailureCase {
  name: string;
  script: Script;
  code: ErrorCode;
  /** On a write; a read is never ambiguous. */
  ambiguous?: boolean;
  detail?: RegExp;
  retryAfterMs?: number;
  requestId?: string;
  timeoutMs?: number;
}

const masked = 'rk_test_*****************3Nab';
const permissionSentence = `The provided key '${masked}' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_charge_read' permission would allow this request to continue.`;

const failures: FailureCase[] = [
  {
    name: '401',
    script: refusal(401, { message: `Invalid API Key provided: ${masked}` }),
    code: 'STRIPE_KEY_INVALID',
    requestId: 'req_Test1',
  },
  {
    name: '401 expired key',
    script: refusal(401, { code: 'api_key_expired' }),
    code: 'STRIPE_KEY_INVALID',
    detail: /^api_key_expired$/,
  },
  { name: '401 in HTML', script: { status: 401, body: '<html>no</html>' }, code: 'STRIPE_KEY_INVALID' },
  {
    name: '403 naming the permission',
    script: refusal(403, { message: permissionSentence }),
    code: 'STRIPE_PERMISSION_MISSING',
    detail: /^rak_charge_read$/,
  },
  {
    name: '403 naming two',
    script: refusal(403, { message: "Having the 'rak_a_read', 'rak_b_read' permissions" }),
    code: 'STRIPE_PERMISSION_MISSING',
    detail: /^rak_a_read, rak_b_read$/,
  },
  {
    name: '403 naming none',
    script: refusal(403, { message: 'No.' }),
    code: 'STRIPE_PERMISSION_MISSING',
    detail: /^(read|write) invoices$/,
  },
  {
    name: '404',
    script: refusal(404, { code: 'resource_missing', message: "No such invoice: 'in_1'", param: 'id' }),
    code: 'NOT_FOUND',
    detail: /resource_missing.*in_1/,
  },
  { name: '404 without a code', script: refusal(404, { message: 'Unrecognized request URL' }), code: 'NOT_FOUND' },
  {
    name: '400 resource_missing',
    script: refusal(400, { code: 'resource_missing', message: "No such customer: 'cus_1'", param: 'customer' }),
    code: 'NOT_FOUND',
    detail: /parameter customer/,
  },
  { name: '429', script: refusal(429, { code: 'rate_limit' }), code: 'STRIPE_RATE_LIMITED', retryAfterMs: 1_000 },
  {
    name: '429 with Retry-After',
    script: refusal(429, {}, { 'retry-after': '7' }),
    code: 'STRIPE_RATE_LIMITED',
    retryAfterMs: 7_000,
  },
  {
    name: '429 telling the SDK to retry',
    script: refusal(429, {}, { 'stripe-should-retry': 'true' }),
    code: 'STRIPE_RATE_LIMITED',
  },
  {
    name: '429 lock_timeout',
    script: refusal(429, { code: 'lock_timeout' }),
    code: 'STRIPE_RATE_LIMITED',
    detail: /lock_timeout/,
  },
  {
    name: 'lock_timeout under another status',
    script: refusal(409, { code: 'lock_timeout' }),
    code: 'STRIPE_RATE_LIMITED',
  },
  { name: '429 in HTML', script: { status: 429, body: 'slow down' }, code: 'STRIPE_RATE_LIMITED', retryAfterMs: 1_000 },
  {
    name: '400 idempotency_error',
    script: refusal(400, {
      type: 'idempotency_error',
      message: 'Keys for idempotent requests can only be used with the same parameters',
    }),
    code: 'STRIPE_REJECTED',
    detail: /^idempotency_error/,
  },
  {
    name: '409 key in use',
    script: refusal(409, { code: 'idempotency_key_in_use' }, { 'stripe-should-retry': 'true' }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
    retryAfterMs: 1_000,
  },
  { name: '409 else', script: refusal(409, { message: 'conflict' }), code: 'STRIPE_REJECTED' },
  {
    name: '402',
    script: refusal(402, { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' }),
    code: 'STRIPE_REJECTED',
    detail: /card_declined/,
  },
  {
    name: '400',
    script: refusal(400, { code: 'parameter_unknown', param: 'x', message: 'Received unknown parameter: x' }),
    code: 'STRIPE_REJECTED',
    detail: /parameter_unknown.*parameter x/,
  },
  {
    name: '400 of a type of tomorrow',
    script: refusal(400, { type: 'brand_new_error', message: 'New.' }),
    code: 'STRIPE_REJECTED',
    detail: /brand_new_error: New\./,
  },
  {
    name: '500',
    script: refusal(500, { type: 'api_error' }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
    detail: /HTTP 500/,
  },
  {
    name: '503 with Retry-After',
    script: refusal(503, { type: 'api_error' }, { 'retry-after': '3' }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
    retryAfterMs: 3_000,
  },
  {
    name: '500 telling the SDK to retry',
    script: refusal(500, { type: 'api_error' }, { 'stripe-should-retry': 'true' }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  {
    name: '502 in HTML',
    script: { status: 502, body: '<html><h1>Bad gateway</h1>' },
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
    detail: /unreadable answer, HTTP 502/,
  },
  {
    name: '200 in HTML',
    script: { status: 200, body: '<html>login</html>' },
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  { name: '200 empty', script: { status: 200 }, code: 'STRIPE_UNAVAILABLE', ambiguous: true },
  { name: '200 null', script: { status: 200, body: 'null' }, code: 'STRIPE_UNAVAILABLE', ambiguous: true },
  {
    name: '200 cut JSON',
    script: { status: 200, body: '{"id":"in_1","li' },
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  {
    name: '400 JSON without an error',
    script: json({ oops: 1 }, { status: 400 }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  {
    name: '500 with a bare error text',
    script: json({ error: 'boom' }, { status: 500 }),
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  {
    name: '302',
    script: { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    code: 'STRIPE_UNAVAILABLE',
    ambiguous: true,
  },
  { name: 'reset', script: 'reset', code: 'STRIPE_UNAVAILABLE', ambiguous: true, detail: /cut/ },
  { name: 'cut within the body', script: 'cut', code: 'STRIPE_UNAVAILABLE', ambiguous: true, detail: /cut/ },
  { name: 'no answer', script: 'hang', code: 'STRIPE_UNAVAILABLE', ambiguous: true, timeoutMs: 60, detail: /in time/ },
  { name: 'a body that stops', script: 'stall', code: 'STRIPE_UNAVAILABLE', ambiguous: true, timeoutMs: 60 },
];

describe('what a refusal means', () => {
  const calls = {
    list: (stripe: StripeGateway) => stripe.list('invoices', { limit: 10 }),
    retrieve: (stripe: StripeGateway) => stripe.retrieve('invoices', 'in_1'),
    write: (stripe: StripeGateway) => stripe.write(metadataWrite('in_1', { a: 'b' }), 'key-1'),
  };
  for (const [kind, call] of Object.entries(calls)) {
    it.each(failures)(`${kind}: $name → $code, one request`, async (expected) => {
      server.answerWith(expected.script);
      const error = await caught(call(gateway({ timeoutMs: expected.timeoutMs ?? 5_000 })));
      expect(error.code).toBe(expected.code);
      // A key in use says that a write is under way, whoever asks.
      expect(error.ambiguous).toBe(
        (expected.ambiguous ?? false) && (kind === 'write' || expected.name === '409 key in use'),
      );
      expect(error.detail ?? '').toMatch(expected.detail ?? /^/);
      expect(error).toMatchObject({
        retryAfterMs: expected.retryAfterMs ?? error.retryAfterMs,
        vendorRequestId: expected.requestId ?? error.vendorRequestId,
      });
      expect(JSON.stringify(error.toOperationError())).not.toContain('3Nab');
      expect(server.requests).toHaveLength(1);
    });
  }

  it.each([
    ['nothing listens', refusingBase],
    ['no such host', async () => 'https://tieout-test.invalid'],
  ])('%s → OFFLINE, not ambiguous even on a write', async (_name, base) => {
    const error = await caught(calls.write(gateway({ apiBase: await base() })));
    expect(error).toMatchObject({ code: 'OFFLINE', ambiguous: false });
  });

  it('an abort ends the call, waiting or under way', async () => {
    const abort = new AbortController();
    server.answerWith(() => {
      abort.abort();
      return 'hang';
    });
    const stripe = gateway({ concurrent: 1 });
    const underWay = caught(stripe.list('invoices', { limit: 1 }, abort.signal));
    const waiting = caught(stripe.list('charges', { limit: 1 }, abort.signal));
    expect((await underWay).code).toBe('CANCELLED');
    expect((await waiting).code).toBe('CANCELLED');
    expect(server.requests).toHaveLength(1);
    expect((await caught(stripe.list('refunds', { limit: 1 }, abort.signal))).code).toBe('CANCELLED');
  });

  it('logs code, route and request id of a failure, and neither ids nor words of Stripe', async () => {
    const log = recordedLog();
    server.answerWith(refusal(404, { code: 'resource_missing', message: "No such invoice: 'in_secret'" }));
    await caught(gateway({ log }).retrieve('invoices', 'in_secret'));
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        code: 'NOT_FOUND',
        route: 'GET /v1/invoices/:id',
        vendorRequestId: 'req_Test1',
      }),
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('in_secret');
  });
});

describe('limits', () => {
  it('by default five requests a second, and two at once; a throttled answer holds the next call as long as Stripe says', async () => {
    const time = manualTime();
    server.answerWith(json({ id: 'acct_1' }));
    const stripe = makeStripeGatewayFactory({ apiBase: server.base, ...time, log: recordedLog() })(key);
    const all = Promise.all(Array.from({ length: 7 }, () => stripe.retrieveAccount()));
    await expect.poll(() => server.requests.length).toBe(5);
    await time.advance(999);
    expect(server.requests).toHaveLength(5);
    await time.advance(1);
    await all;
    expect(server.requests).toHaveLength(7);

    await time.advance(1_000);
    server.answerWith(refusal(429, {}, { 'retry-after': '30' }));
    expect((await caught(stripe.retrieveAccount())).retryAfterMs).toBe(30_000);
    server.answerWith(json({ id: 'acct_1' }));
    const held = stripe.retrieveAccount();
    await time.advance(29_999);
    expect(server.requests).toHaveLength(8);
    await time.advance(1);
    await held;
    expect(server.requests).toHaveLength(9);
  });

  it('gateways of one factory share the limit, whatever their key', async () => {
    const time = manualTime();
    server.answerWith(json({ id: 'acct_1' }));
    const make = makeStripeGatewayFactory({ apiBase: server.base, ...time, log: recordedLog(), requestsPerSecond: 1 });
    await make(key).retrieveAccount();
    const second = make(`${key}2`).retrieveAccount();
    await time.advance(999);
    expect(server.requests).toHaveLength(1);
    await time.advance(1);
    await second;
    expect(server.requests.map((request) => request.headers.authorization)).toEqual([
      `Bearer ${key}`,
      `Bearer ${key}2`,
    ]);
  });
});
