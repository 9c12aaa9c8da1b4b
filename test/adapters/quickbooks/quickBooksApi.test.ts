// The Accounting API client over real HTTP: what it sends, what it reads, and every row of the fault table in every shape.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeQuickBooksApi } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import type { QuickBooksApiOptions } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import { defaultQuickBooksLimits } from '../../../src/adapters/quickbooks/realmLimits.ts';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import type { ErrorCode } from '../../../src/contract/errors.ts';
import type { QboAccess, QuickBooksApi } from '../../../src/engine/ports/quickBooksGateway.ts';
import { caught } from '../runtime/caught.ts';
import { manualTime } from '../runtime/manualTime.ts';
import { recordedLog } from '../runtime/recordedLog.ts';
import { json, refusingBase, startScriptedServer } from '../runtime/scriptedServer.ts';
import type { Answer, Script, ScriptedServer } from '../runtime/scriptedServer.ts';

const access: QboAccess = { realmId: '9130000000000001', accessToken: 'eyJlbmMiOiJBMTI4.planted-access-token' };
let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const api = (more: Partial<QuickBooksApiOptions> = {}): QuickBooksApi =>
  makeQuickBooksApi({
    apiBase: server.base,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    log: recordedLog(),
    timeoutMs: 5_000,
    limits: null,
    ...more,
  });

const lastRequest = (): ScriptedServer['requests'][number] => {
  const request = server.requests.at(-1);
  if (request === undefined) throw new Error('no request');
  return request;
};
const parameters = (): Record<string, string> => Object.fromEntries(lastRequest().url.searchParams);

describe('what is sent', () => {
  it('get: path, token, minor version, no request id', async () => {
    server.answerWith(json({ PaymentMethod: { Id: '7' } }, { headers: { intuit_tid: '1-abc-def' } }));
    const answer = await api().get(access, 'PaymentMethod', '7');
    expect(lastRequest()).toMatchObject({
      method: 'GET',
      headers: { authorization: `Bearer ${access.accessToken}`, accept: 'application/json' },
    });
    expect(lastRequest().url.pathname).toBe('/v3/company/9130000000000001/paymentmethod/7');
    expect(parameters()).toEqual({ minorversion: '75' });
    expect(answer).toEqual({
      entity: { Id: '7' },
      intuitTid: '1-abc-def',
      digest: sha256Hex('{"PaymentMethod":{"Id":"7"}}'),
    });
  });

  it.each([
    ['', undefined, 'select * from Customer'],
    [
      "DisplayName = 'O\\'Brien & Söhne + 100%'",
      undefined,
      "select * from Customer where DisplayName = 'O\\'Brien & Söhne + 100%'",
    ],
    [
      'Active IN (true,false)',
      { startPosition: 101, maxResults: 100 },
      'select * from Customer where Active IN (true,false) STARTPOSITION 101 MAXRESULTS 100',
    ],
    ['', { startPosition: 1, maxResults: 1000 }, 'select * from Customer STARTPOSITION 1 MAXRESULTS 1000'],
  ])('query %j %j arrives as %j', async (where, page, expected) => {
    server.answerWith(json({ QueryResponse: { Customer: [{ Id: '1' }], startPosition: 1, maxResults: 1 } }));
    const answer = await api().query(access, 'Customer', where, page);
    expect(answer.entities).toEqual([{ Id: '1' }]);
    expect(lastRequest().url.pathname).toBe('/v3/company/9130000000000001/query');
    expect(parameters()).toEqual({ query: expected, minorversion: '75' });
  });

  it('an empty query answer is no rows', async () => {
    server.answerWith(json({ QueryResponse: {}, time: '2026-11-21T00:00:00.000-08:00' }));
    expect((await api().query(access, 'Invoice', "DocNumber = 'RTP-0001'")).entities).toEqual([]);
  });

  const writes: {
    name: string;
    call: (api: QuickBooksApi) => Promise<unknown>;
    path: string;
    query: Record<string, string>;
    body: unknown;
  }[] = [
    {
      name: 'create',
      call: (qb) => qb.create(access, 'Invoice', { DocNumber: 'RTP-0001', Line: [] }, 'r1'),
      path: 'invoice',
      query: {},
      body: { DocNumber: 'RTP-0001', Line: [] },
    },
    {
      name: 'sparse update',
      call: (qb) => qb.sparseUpdate(access, 'Invoice', { Id: '1', SyncToken: '0', DueDate: 'x' }, 'r1'),
      path: 'invoice',
      query: {},
      body: { Id: '1', SyncToken: '0', DueDate: 'x', sparse: true },
    },
    {
      name: 'void invoice',
      call: (qb) => qb.void(access, 'Invoice', '1', '2', 'r1'),
      path: 'invoice',
      query: { operation: 'void' },
      body: { Id: '1', SyncToken: '2' },
    },
    {
      name: 'void payment',
      call: (qb) => qb.void(access, 'Payment', '1', '2', 'r1'),
      path: 'payment',
      query: { operation: 'update', include: 'void' },
      body: { Id: '1', SyncToken: '2', sparse: true },
    },
    {
      name: 'void credit memo',
      call: (qb) => qb.void(access, 'CreditMemo', '1', '2', 'r1'),
      path: 'creditmemo',
      query: { operation: 'void' },
      body: { Id: '1', SyncToken: '2' },
    },
  ];
  it.each(writes)('$name', async ({ call, path, query, body }) => {
    server.answerWith(json({ Invoice: { Id: '1' }, Payment: { Id: '1' }, CreditMemo: { Id: '1' } }));
    await call(api());
    expect(lastRequest().method).toBe('POST');
    expect(lastRequest().url.pathname).toBe(`/v3/company/${access.realmId}/${path}`);
    expect(parameters()).toEqual({ ...query, requestid: 'r1', minorversion: '75' });
    expect(lastRequest().headers['content-type']).toBe('application/json');
    expect(JSON.parse(lastRequest().body)).toEqual(body);
  });

  it('a request id that Intuit would not take is our bug', async () => {
    await expect(api().create(access, 'Invoice', {}, 'x'.repeat(51))).rejects.toThrow('requestid');
    await expect(api().create(access, 'Invoice', {}, '')).rejects.toThrow('requestid');
    expect(server.requests).toHaveLength(0);
  });

  it('ids and realms can not lead to another path; an empty id is not found', async () => {
    server.answerWith(json({ Customer: {} }));
    await api().get({ ...access, realmId: '1/2' }, 'Customer', '../invoice/1?x');
    expect(lastRequest().url.pathname).toBe('/v3/company/1%2F2/customer/..%2Finvoice%2F1%3Fx');
    for (const id of ['', '.', '..'])
      expect((await caught(api().get(access, 'Customer', id))).code).toBe('QB_NOT_FOUND');
  });

  it('a token that no header holds is no token', async () => {
    for (const accessToken of ['', 'a\r\nb', 'ключ']) {
      expect((await caught(api().get({ ...access, accessToken }, 'Customer', '1'))).code).toBe('QB_RECONNECT_NEEDED');
    }
    expect(server.requests).toHaveLength(0);
  });

  it('refuses to send a token over plain http to another machine', () => {
    expect(() => api({ apiBase: 'http://quickbooks.example' })).toThrow('https');
  });

  it('amounts come as JSON numbers whose text is the decimal that Intuit wrote', async () => {
    server.answerWith({
      headers: { 'content-type': 'application/json' },
      body: '{"Invoice":{"TotalAmt":399.00,"Balance":0.1,"Big":9999999999999.99}}',
    });
    const { entity } = await api().get(access, 'Invoice', '1');
    expect([entity['TotalAmt'], entity['Balance'], entity['Big']].map(String)).toEqual([
      '399',
      '0.1',
      '9999999999999.99',
    ]);
  });
});

// The table: each code in each of the shapes that it can come in.

const fault = (code: string, detail: string, element?: string) => ({
  Fault: {
    Error: [{ Message: 'The message', Detail: detail, code, ...(element === undefined ? {} : { element }) }],
    type: 'ValidationFault',
  },
  time: '2026-11-21T00:00:00.000-08:00',
});
const gatewayFault = (status: number, code: string, name: string, detail: string) => ({
  warnings: null,
  intuitObject: null,
  fault: {
    error: [
      {
        message: `message=${name}; errorCode=${code.padStart(6, '0')}; statusCode=${status}`,
        detail,
        code,
        element: null,
      },
    ],
    type: 'X',
  },
  queryResponse: null,
  requestId: null,
});
const xmlFault = (code: string, detail: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="x" xmlns="http://schema.intuit.com/finance/v3"><Fault type="AUTHENTICATION"><Error code="${code}" element="Line&quot;"><Message>The message</Message><Detail>${detail}</Detail></Error></Fault></IntuitResponse>`;

interface FaultRow {
  code: string;
  status: number;
  onRead: ErrorCode;
  onWrite: ErrorCode;
  ambiguous?: boolean;
}
const table: FaultRow[] = [
  { code: '610', status: 400, onRead: 'QB_NOT_FOUND', onWrite: 'QB_NOT_FOUND' },
  { code: '2010', status: 400, onRead: 'QB_NOT_FOUND', onWrite: 'QB_REJECTED' },
  { code: '2500', status: 400, onRead: 'QB_INVALID_REFERENCE', onWrite: 'QB_INVALID_REFERENCE' },
  { code: '2050', status: 400, onRead: 'QB_REJECTED', onWrite: 'QB_REJECTED' },
  { code: '2180', status: 400, onRead: 'QB_REJECTED', onWrite: 'QB_REJECTED' },
  { code: '3001', status: 429, onRead: 'QB_RATE_LIMITED', onWrite: 'QB_RATE_LIMITED' },
  { code: '3001', status: 403, onRead: 'QB_RATE_LIMITED', onWrite: 'QB_RATE_LIMITED' },
  { code: '3100', status: 403, onRead: 'QB_RECONNECT_NEEDED', onWrite: 'QB_RECONNECT_NEEDED' },
  { code: '3200', status: 401, onRead: 'QB_RECONNECT_NEEDED', onWrite: 'QB_RECONNECT_NEEDED' },
  { code: '5010', status: 400, onRead: 'QB_STALE', onWrite: 'QB_STALE' },
  { code: '6000', status: 400, onRead: 'QB_VALIDATION', onWrite: 'QB_VALIDATION' },
  { code: '6140', status: 400, onRead: 'QB_DUPLICATE_NUMBER', onWrite: 'QB_DUPLICATE_NUMBER' },
  { code: '6190', status: 400, onRead: 'QB_READ_ONLY', onWrite: 'QB_READ_ONLY' },
  { code: '6210', status: 400, onRead: 'QB_BOOKS_CLOSED', onWrite: 'QB_BOOKS_CLOSED' },
  { code: '6240', status: 400, onRead: 'QB_DUPLICATE_NAME', onWrite: 'QB_DUPLICATE_NAME' },
  { code: '6540', status: 400, onRead: 'QB_LOCKED', onWrite: 'QB_LOCKED' },
  { code: '10000', status: 500, onRead: 'QB_UNAVAILABLE', onWrite: 'QB_UNAVAILABLE', ambiguous: true },
  { code: '10000', status: 400, onRead: 'QB_UNAVAILABLE', onWrite: 'QB_UNAVAILABLE', ambiguous: true },
  { code: '6000', status: 503, onRead: 'QB_UNAVAILABLE', onWrite: 'QB_UNAVAILABLE', ambiguous: true },
  { code: '4000', status: 400, onRead: 'QB_REJECTED', onWrite: 'QB_REJECTED' },
  { code: '77777', status: 400, onRead: 'QB_REJECTED', onWrite: 'QB_REJECTED' },
  { code: '', status: 404, onRead: 'QB_NOT_FOUND', onWrite: 'QB_NOT_FOUND' },
  { code: '', status: 403, onRead: 'QB_REJECTED', onWrite: 'QB_REJECTED' },
];
const shapes: { shape: string; answer: (row: FaultRow) => Answer }[] = [
  { shape: 'Fault', answer: ({ code, status }) => json(fault(code, 'The detail'), { status }) },
  {
    shape: 'lower-case fault',
    answer: ({ code, status }) => json(gatewayFault(status, code, 'X', 'The detail'), { status }),
  },
  {
    shape: 'padded code',
    answer: ({ code, status }) => json(fault(code.padStart(code === '' ? 0 : 6, '0'), 'The detail'), { status }),
  },
  {
    shape: 'XML',
    answer: ({ code, status }) => ({
      status,
      headers: { 'content-type': 'application/xml' },
      body: xmlFault(code, 'The detail'),
    }),
  },
];

describe('the fault table', () => {
  const read = (qb: QuickBooksApi) => qb.get(access, 'Customer', '1');
  const write = (qb: QuickBooksApi) => qb.create(access, 'Invoice', { DocNumber: 'RTP-0001' }, 'r1');

  for (const { shape, answer } of shapes) {
    it.each(table)(`${shape}: $status $code → $onRead / $onWrite`, async (row) => {
      server.answerWith(answer(row));
      expect(await caught(read(api()))).toMatchObject({ code: row.onRead, ambiguous: false });
      expect(await caught(write(api()))).toMatchObject({ code: row.onWrite, ambiguous: row.ambiguous ?? false });
      expect(server.requests).toHaveLength(2);
    });
  }

  it.each(table.filter((row) => row.status === 400))('a 200 that carries $code is no success', async (row) => {
    server.answerWith(json(fault(row.code, 'The detail'), { status: 200 }));
    expect((await caught(read(api()))).code).toBe(row.onRead);
    expect((await caught(write(api()))).code).toBe(row.onWrite);
  });

  it('keeps the code, the field, Intuit’s Detail and its trace id', async () => {
    const sentence =
      'Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=RTP-0001 is assigned to TxnType=Invoice with TxnId=145';
    server.answerWith(
      json(fault('6140', sentence, 'DocNumber'), { status: 400, headers: { intuit_tid: '1-5f73-e9e7' } }),
    );
    expect(await caught(write(api()))).toMatchObject({
      detail: `6140: DocNumber: ${sentence}`,
      vendorRequestId: '1-5f73-e9e7',
    });
  });

  it('decodes XML entities, reads the message where there is no Detail, and several errors', async () => {
    server.answerWith({ status: 400, body: xmlFault('6240', 'O&apos;Brien &amp; &lt;Sons&gt;') });
    expect((await caught(write(api()))).detail).toContain("O'Brien & <Sons>");
    server.answerWith(
      json(
        {
          Fault: {
            Error: [
              { Message: 'One', code: '9999' },
              { Message: 'Two', code: '6000' },
            ],
          },
        },
        { status: 400 },
      ),
    );
    expect(await caught(write(api()))).toMatchObject({ code: 'QB_VALIDATION', detail: '9999: One; 6000: Two' });
  });

  it('of a refused token only the message is told: its Detail is token material, in whatever form', async () => {
    server.answerWith(
      json(gatewayFault(401, '3200', 'AuthenticationFailed', 'Token of yours is plantedPart'), { status: 401 }),
    );
    expect((await caught(read(api()))).detail).toBe(
      '3200: message=AuthenticationFailed; errorCode=003200; statusCode=401',
    );
  });

  it('cuts a Detail of megabytes, quickly', async () => {
    server.answerWith(json(fault('6000', `${'token '.repeat(200_000)}${' '.repeat(500_000)}`), { status: 400 }));
    const startedMs = systemClock.nowMs();
    expect((await caught(write(api()))).detail?.length).toBeLessThanOrEqual(300);
    expect(systemClock.nowMs() - startedMs).toBeLessThan(2_000);
  });

  it.each(['Fault', 'fault'])('a %s without errors, or of an odd form, is still a refusal', async (name) => {
    for (const value of [{}, { Error: null }, { Error: ['text', 5, null] }, { error: { message: 'm', code: 6000 } }]) {
      server.answerWith(json({ [name]: value }, { status: 400 }));
      expect((await caught(write(api()))).code).toMatch(/^QB_(REJECTED|VALIDATION)$/);
    }
  });

  const unreadable: { name: string; script: Script; code: ErrorCode; ambiguous: boolean; timeoutMs?: number }[] = [
    { name: '200 HTML', script: { body: '<html>Sign in</html>' }, code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: '200 empty', script: {}, code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: '200 null', script: { body: 'null' }, code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: '200 array', script: json([1]), code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: '200 without the entity', script: json({ time: 'x' }), code: 'QB_UNAVAILABLE', ambiguous: true },
    {
      name: '200 entity of another kind',
      script: json({ Customer: 'text', Invoice: ['x'] }),
      code: 'QB_UNAVAILABLE',
      ambiguous: true,
    },
    {
      name: '302',
      script: { status: 302, headers: { location: 'http://127.0.0.1:1' } },
      code: 'QB_UNAVAILABLE',
      ambiguous: true,
    },
    { name: '400 HTML', script: { status: 400, body: '<html>Bad</html>' }, code: 'QB_UNAVAILABLE', ambiguous: true },
    {
      name: '401 HTML',
      script: { status: 401, body: '<html>No</html>' },
      code: 'QB_RECONNECT_NEEDED',
      ambiguous: false,
    },
    { name: '404 HTML', script: { status: 404, body: '<html>No</html>' }, code: 'QB_NOT_FOUND', ambiguous: false },
    { name: '429 HTML', script: { status: 429, body: '<html>Slow</html>' }, code: 'QB_RATE_LIMITED', ambiguous: false },
    {
      name: '502 HTML',
      script: { status: 502, body: '<html>Bad gateway</html>' },
      code: 'QB_UNAVAILABLE',
      ambiguous: true,
    },
    { name: '504 empty', script: { status: 504 }, code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: 'reset', script: 'reset', code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: 'cut within the body', script: 'cut', code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: 'not HTTP', script: 'not_http', code: 'QB_UNAVAILABLE', ambiguous: true },
    { name: 'no answer', script: 'hang', code: 'QB_UNAVAILABLE', ambiguous: true, timeoutMs: 60 },
    { name: 'a body that stops', script: 'stall', code: 'QB_UNAVAILABLE', ambiguous: true, timeoutMs: 60 },
    {
      name: 'a body over the cap',
      script: { body: `{"Customer":{},"Invoice":{"a":"${'x'.repeat(70_000)}"}}` },
      code: 'QB_UNAVAILABLE',
      ambiguous: true,
    },
  ];
  it.each(unreadable)('$name → $code', async ({ script, code, ambiguous, timeoutMs }) => {
    server.answerWith(script);
    const options = { timeoutMs: timeoutMs ?? 5_000, maxResponseBytes: 65_536 };
    expect(await caught(read(api(options)))).toMatchObject({ code, ambiguous: false });
    expect(await caught(write(api(options)))).toMatchObject({ code, ambiguous });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['QueryResponse missing', { time: 'x' }],
    ['QueryResponse null', { QueryResponse: null }],
    ['rows of another kind', { QueryResponse: { Customer: { Id: '1' } } }],
  ])('a query answer with %s is unreadable', async (_name, body) => {
    server.answerWith(json(body));
    expect((await caught(api().query(access, 'Customer', ''))).code).toBe('QB_UNAVAILABLE');
  });

  it('nothing listens → OFFLINE, not ambiguous even on a write', async () => {
    expect(await caught(write(api({ apiBase: await refusingBase() })))).toMatchObject({
      code: 'OFFLINE',
      ambiguous: false,
    });
  });

  it('an abort under way is CANCELLED, and ambiguous on a write', async () => {
    const abort = new AbortController();
    server.answerWith(() => {
      abort.abort();
      return 'hang';
    });
    expect(await caught(api().create(access, 'Invoice', {}, 'r', abort.signal))).toMatchObject({
      code: 'CANCELLED',
      ambiguous: true,
    });
    expect(await caught(api().get(access, 'Invoice', '1', abort.signal))).toMatchObject({
      code: 'CANCELLED',
      ambiguous: false,
    });
  });

  it('logs writes and failures by route and trace id, without ids, names or details', async () => {
    const log = recordedLog();
    server.answerWith(json({ Customer: { Id: '1' } }, { headers: { intuit_tid: '1-a' } }));
    await api({ log }).create(access, 'Customer', { DisplayName: 'Planted Name' }, 'r1');
    server.answerWith(json(fault('6240', 'Planted detail'), { status: 400, headers: { intuit_tid: '1-b' } }));
    await caught(api({ log }).query(access, 'Customer', "DisplayName = 'Planted Name'"));
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 'info', route: 'POST /customer', httpStatus: 200, vendorRequestId: '1-a' }),
      expect.objectContaining({
        level: 'warn',
        route: 'GET /query Customer',
        code: 'QB_DUPLICATE_NAME',
        vendorRequestId: '1-b',
      }),
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('Planted');
  });
});

describe('limits', () => {
  const random = { ...systemRandom, unit: () => 0.5 };
  const ok = json({ Customer: { Id: '1' } });

  it('by default 8 a second and 450 a minute, per company', async () => {
    const time = manualTime();
    server.answerWith(ok);
    const qb = makeQuickBooksApi({ apiBase: server.base, ...time, random, log: recordedLog() });
    const startedMs: number[] = [];
    const answered: Promise<unknown>[] = [];
    for (let call = 0; call < 20; call += 1)
      answered.push(qb.get(access, 'Customer', '1').then(() => startedMs.push(time.clock.nowMs())));
    const other = qb.get({ ...access, realmId: '2' }, 'Customer', '1');
    await other;
    for (let tenth = 0; tenth < 30; tenth += 1) {
      await expect.poll(() => server.requests.length - 1).toBe(Math.min(20, 8 * (1 + Math.floor(tenth / 10))));
      await time.advance(100);
    }
    await Promise.all(answered);
  });

  it('keeps the minute’s limit, too, and stays below Intuit’s numbers', async () => {
    expect(defaultQuickBooksLimits.perSecond).toBeLessThan(10);
    expect(defaultQuickBooksLimits.perMinute).toBeLessThan(500);
    expect(defaultQuickBooksLimits.concurrent).toBeLessThan(10);
    const time = manualTime();
    server.answerWith(ok);
    const limits = { perSecond: 3, perMinute: 5, batchesPerMinute: 100, concurrent: 5 };
    const qb = makeQuickBooksApi({ apiBase: server.base, ...time, random, log: recordedLog(), limits });
    const all = Promise.all(Array.from({ length: 6 }, () => qb.get(access, 'Customer', '1')));
    await expect.poll(() => server.requests.length).toBe(3);
    await time.advance(1_000);
    await expect.poll(() => server.requests.length).toBe(5);
    await time.advance(58_999);
    expect(server.requests).toHaveLength(5);
    await time.advance(1);
    await all;
  });

  it('a 429 stops the whole company for 60 s and jitter: calls come back at once with the rest of the wait', async () => {
    const time = manualTime();
    const qb = makeQuickBooksApi({
      apiBase: server.base,
      ...time,
      random,
      log: recordedLog(),
      limits: { perSecond: 1, perMinute: 450, batchesPerMinute: 100, concurrent: 5 },
    });
    server.answerWith(json(gatewayFault(429, '3001', 'ThrottleExceeded', 'slow'), { status: 429 }));
    const first = caught(qb.get(access, 'Customer', '1'));
    const waiting = caught(qb.get(access, 'Customer', '2'));
    expect(await first).toMatchObject({ code: 'QB_RATE_LIMITED', retryAfterMs: 65_000 });
    expect(await waiting).toMatchObject({ code: 'QB_RATE_LIMITED', retryAfterMs: 65_000 });
    expect(server.requests).toHaveLength(1);

    server.answerWith(ok);
    await time.advance(20_000);
    expect(await caught(qb.get(access, 'Customer', '1'))).toMatchObject({
      code: 'QB_RATE_LIMITED',
      retryAfterMs: 45_000,
    });
    expect(server.requests).toHaveLength(1);
    await qb.get({ ...access, realmId: '2' }, 'Customer', '1');
    await time.advance(45_000);
    await qb.get(access, 'Customer', '1');
    expect(server.requests).toHaveLength(3);
  });

  it('a longer Retry-After counts; a clock set back does not stretch the stop', async () => {
    const time = manualTime();
    const qb = makeQuickBooksApi({ apiBase: server.base, ...time, random, log: recordedLog() });
    server.answerWith({ status: 429, headers: { 'retry-after': '100' } });
    expect((await caught(qb.get(access, 'Customer', '1'))).retryAfterMs).toBe(105_000);
    time.setBack(86_400_000);
    expect((await caught(qb.get(access, 'Customer', '1'))).retryAfterMs).toBe(105_000);
    await time.advance(105_000);
    server.answerWith(ok);
    await qb.get(access, 'Customer', '1');
  });
});
