// Plants keys, tokens and a card number wherever a vendor could put them, makes every call fail in every way, then searches
// everything that comes out: errors (message, stack, JSON, inspection with hidden fields), the log file, warnings, stderr.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeLog } from '../../../src/adapters/log/jsonLog.ts';
import { makeQuickBooksApi } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import { makeStripeGatewayFactory } from '../../../src/adapters/stripe/stripeGateway.ts';
import { AppError } from '../../../src/contract/errors.ts';
import { json, refusingBase, startScriptedServer } from '../runtime/scriptedServer.ts';
import type { RecordedRequest, Script, ScriptedServer } from '../runtime/scriptedServer.ts';
import { metadataWrite } from '../stripe/metadataWrite.ts';

// Each in its vendor's form, and some in no form at all: those are found by value only.
const planted = {
  stripeKey: ['rk', 'live', '51PlantedStripeKey0001'].join('_'),
  accessToken: 'eyJlbmMiOiJBMTI4.planted-access..token-0002.xyz',
  refreshToken: 'RT1-001-H0-1770000000plantedrefresh0003',
  clientSecret: 'planted client-free form'.replaceAll(' ', '~'),
  code: 'planted/code+0005==',
  otherToken: 'AB11770000000plantedOtherToken0006',
  card: '4242424242424242',
};
const markers = [
  '51PlantedStripeKey0001',
  'planted-access',
  'plantedrefresh0003',
  planted.clientSecret,
  planted.code,
  'plantedOtherToken0006',
  planted.card,
];
const encodedMarkers = Object.values(planted).flatMap((secret) => [
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
]);

/** All that a person, a log or another thread could ever see of a value. */
function everythingOf(value: unknown): string {
  const parts = [
    inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null }),
    String(value),
    JSON.stringify(value),
  ];
  if (value instanceof Error) parts.push(value.message, value.stack ?? '', everythingOf(value.cause));
  if (value instanceof AppError) parts.push(JSON.stringify(value.toOperationError('correlation')));
  return parts.join('\n');
}
const found = (text: string): string[] => [...markers, ...encodedMarkers].filter((marker) => text.includes(marker));

let server: ScriptedServer;
let folder: string;
const warnings: unknown[] = [];
const onWarning = (warning: Error): void => void warnings.push(warning);
beforeAll(async () => {
  server = await startScriptedServer();
  folder = mkdtempSync(join(tmpdir(), 'tieout-hunt-'));
  process.on('warning', onWarning);
});
afterAll(async () => {
  process.off('warning', onWarning);
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

const everySecret = Object.values(planted).join(' ');
const sentence = `refused ${everySecret} in https://x.example/?refresh_token=${planted.refreshToken}&code=${planted.code}`;
const headers = {
  'request-id': 'req_1',
  intuit_tid: '1-a',
  'x-echo': planted.stripeKey,
  'stripe-notice': `Notice: ${planted.stripeKey}`,
  'www-authenticate': `Bearer error="${planted.accessToken}"`,
  location: `https://x.example/?access_token=${planted.accessToken}`,
  'retry-after': planted.otherToken,
};
const stripeError = {
  type: 'invalid_request_error',
  code: 'x',
  param: planted.otherToken,
  message: sentence,
  detail: sentence,
  doc_url: sentence,
  payment_method: { card: { number: planted.card } },
};
const faultOf = (code: string) => ({
  Fault: { Error: [{ Message: sentence, Detail: sentence, code, element: planted.otherToken }], type: sentence },
});
const lowerFault = {
  fault: {
    error: [{ message: sentence, detail: `Token expired: ${planted.accessToken}`, code: '3200', element: null }],
    type: 'AUTHENTICATION',
  },
};

const scripts: [string, Script][] = [
  ...[200, 302, 400, 401, 402, 403, 404, 409, 429, 500, 503].flatMap((status): [string, Script][] => [
    [`${status} Stripe error`, json({ error: stripeError }, { status, headers })],
    [`${status} OAuth error`, json({ error: 'invalid_grant', error_description: sentence }, { status, headers })],
    [
      `${status} OAuth error of its own words`,
      json({ error: sentence, error_description: sentence }, { status, headers }),
    ],
    [`${status} Fault`, json(faultOf('6000'), { status, headers })],
    [`${status} lower-case fault`, json(lowerFault, { status, headers })],
    [
      `${status} XML`,
      {
        status,
        headers,
        body: `<IntuitResponse><Fault><Error code="6000"><Message>${sentence}</Message><Detail>${sentence}</Detail></Error></Fault></IntuitResponse>`,
      },
    ],
    [`${status} HTML`, { status, headers, body: `<html>${sentence}</html>` }],
    [`${status} cut JSON`, { status, headers, body: `{"access_token":"${planted.accessToken}","x":"${sentence}` }],
    [`${status} text`, json(sentence, { status, headers })],
    [
      `${status} unexpected object`,
      json({ note: sentence, data: sentence, access_token: planted.accessToken }, { status, headers }),
    ],
  ]),
  ['reset', 'reset'],
  ['cut', 'cut'],
  ['not HTTP', 'not_http'],
  ['hang', 'hang'],
  ['stall', 'stall'],
];

/** The two secrets without a form are sent to Intuit's sign-in only: no other address can repeat what it never saw. */
const isSignIn = (request: RecordedRequest): boolean => request.url.pathname.includes('/oauth2/');
const withoutFormless = (script: Script): Script =>
  typeof script === 'string'
    ? script
    : { ...script, body: (script.body ?? '').replaceAll(planted.clientSecret, '-').replaceAll(planted.code, '-') };

describe('secrets hunt', () => {
  it('the hunt itself sees what it looks for, hidden fields and base64 included', async () => {
    const hidden = new Error('x');
    Object.defineProperty(hidden, 'secret', { value: { deep: [planted.clientSecret] }, enumerable: false });
    expect(found(everythingOf(hidden))).toContain(planted.clientSecret);
    expect(found(everythingOf({ a: Buffer.from(planted.code).toString('base64') }))).toHaveLength(1);
    // And the SDK's own error would be caught: this is what the mapping has to drop.
    server.answerWith(json({ error: stripeError }, { status: 400, headers }));
    const url = new URL(server.base);
    const sdk = new Stripe(planted.stripeKey, {
      host: url.hostname,
      port: url.port,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
    });
    const raw: unknown = await sdk.customers.retrieve('cus_1').catch((error: unknown) => error);
    expect(found(everythingOf(raw))).toEqual(expect.arrayContaining(['51PlantedStripeKey0001', planted.card]));
    // Its own transport prints Stripe's notices as warnings of the process, too.
    await expect.poll(() => found(everythingOf(warnings))).toContain('51PlantedStripeKey0001');
    warnings.length = 0;
  });

  it.each(scripts)('%s: nothing comes out', async (_name, script) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    server.answerWith((request) => (isSignIn(request) ? script : withoutFormless(script)));
    const log = makeLog({ folder, level: 'info', stderr: true });
    const shared = {
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      log,
      timeoutMs: script === 'hang' || script === 'stall' ? 40 : 5_000,
    };
    const stripe = makeStripeGatewayFactory({
      ...shared,
      apiBase: server.base,
      requestsPerSecond: null,
      concurrent: 10,
    });
    const qb = makeQuickBooksApi({ ...shared, apiBase: server.base, limits: null });
    const oauth = makeQuickBooksOAuth({ ...shared, intuitBase: server.base });
    const client = {
      clientId: 'planted-client-id',
      clientSecret: planted.clientSecret,
      redirectUri: 'https://x.example/cb',
    };
    const calls: (() => Promise<unknown>)[] = [
      () => stripe(planted.stripeKey).list('charges', { limit: 1 }),
      () => stripe(planted.stripeKey).retrieve('customers', 'cus_1'),
      () => stripe(planted.stripeKey).write(metadataWrite('in_1', { a: 'b' }), 'key'),
      ...['1', '2', '3', '4'].map((realm, index) => () => {
        const access = { realmId: realm, accessToken: planted.accessToken };
        if (index === 0) return qb.get(access, 'Customer', '1');
        if (index === 1) return qb.query(access, 'Customer', '');
        if (index === 2) return qb.create(access, 'Invoice', { a: 1 }, 'r');
        return qb.void(access, 'Invoice', '1', '0', 'r');
      }),
      () => oauth.exchange(client, { code: planted.code, realmId: '1', state: 's' }),
      () => oauth.refresh(client, planted.refreshToken),
      () => oauth.revoke(client, planted.refreshToken),
    ];
    const outcomes = await Promise.allSettled(calls.map((call) => call()));
    const printed = [...stderr.mock.calls, ...stdout.mock.calls].map((call) => String(call[0])).join('\n');
    stderr.mockRestore();
    stdout.mockRestore();
    log.close();

    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(AppError);
      expect(found(everythingOf(error))).toEqual([]);
    }
    expect(found(printed)).toEqual([]);
    expect(found(log.recentLines(1_000).join('\n'))).toEqual([]);
    expect(found(everythingOf([stripe(planted.stripeKey), qb, oauth, log]))).toEqual([]);
  });

  it.each(['refused', 'no such host', 'no TLS'])('%s: nothing comes out', async (kind) => {
    const bases: Record<string, string> = {
      refused: await refusingBase(),
      'no such host': 'https://tieout-test.invalid',
      'no TLS': server.base.replace('http:', 'https:'),
    };
    const base = bases[kind] ?? '';
    const shared = {
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      log: makeLog({ folder, level: 'info' }),
    };
    const client = { clientId: 'x', clientSecret: planted.clientSecret, redirectUri: 'https://x.example/cb' };
    const outcomes = await Promise.allSettled([
      makeStripeGatewayFactory({ ...shared, apiBase: base })(planted.stripeKey).retrieveAccount(),
      makeQuickBooksApi({ ...shared, apiBase: base }).get(
        { realmId: '1', accessToken: planted.accessToken },
        'Customer',
        '1',
      ),
      makeQuickBooksOAuth({ ...shared, intuitBase: base }).refresh(client, planted.refreshToken),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'OFFLINE' } });
      expect(found(everythingOf(outcome))).toEqual([]);
    }
  });

  it('the log file and the process’s warnings hold nothing', () => {
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    expect(text.length).toBeGreaterThan(10_000);
    expect(found(text)).toEqual([]);
    expect(found(everythingOf(warnings))).toEqual([]);
  });
});
