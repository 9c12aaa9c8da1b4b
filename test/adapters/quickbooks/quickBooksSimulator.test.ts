// OAuth and the Accounting API against the stateful simulator: a connection's life, documents, and what is known after each fault.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeQuickBooksApi } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import type {
  QboAccess,
  QboEntityName,
  QboJson,
  QuickBooksApi,
  QuickBooksOAuth,
} from '../../../src/engine/ports/quickBooksGateway.ts';
import { startQuickBooksSimulator } from '../../../src/simulators/quickbooks/server.ts';
import type { QuickBooksSimulator } from '../../../src/simulators/quickbooks/server.ts';
import { caught } from '../runtime/caught.ts';
import { recordedLog } from '../runtime/recordedLog.ts';

const realmId = '9341452000000001';
const client = {
  clientId: 'ABclient',
  clientSecret: 'secret-of-the-client',
  redirectUri: 'https://tieout.example/callback',
};
const startMs = Date.UTC(2026, 4, 4, 1, 0, 0);
let simulator: QuickBooksSimulator;
let oauth: QuickBooksOAuth;
let access: QboAccess;
beforeAll(async () => {
  simulator = await startQuickBooksSimulator({
    seed: 'adapters',
    clock: { nowMs: () => startMs },
    companies: [{ realmId, companyName: 'RTOpacks Pty Ltd' }],
    oauthClients: [
      { clientId: client.clientId, clientSecret: client.clientSecret, redirectUris: [client.redirectUri] },
    ],
    autoAnswer: 'connect',
    rateLimits: { enabled: false },
  });
  oauth = makeQuickBooksOAuth({
    intuitBase: simulator.intuitUrl,
    clock: systemClock,
    log: recordedLog(),
    timeoutMs: 5_000,
  });
  access = { realmId, accessToken: simulator.issueTokens(realmId, client.clientId).accessToken };
});
afterAll(() => simulator.close());
afterEach(() => simulator.faults.clear());

/** A client of its own each time: a 429 stops the company for a minute. */
const api = (timeoutMs = 5_000): QuickBooksApi =>
  makeQuickBooksApi({
    apiBase: simulator.apiUrl,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    log: recordedLog(),
    limits: null,
    timeoutMs,
  });

async function signIn(): Promise<URLSearchParams> {
  const page = await fetch(oauth.authorizeUrl(client, 'state-1'), { redirect: 'manual' });
  return new URL(page.headers.get('location') ?? '').searchParams;
}
const idNamed = async (entity: QboEntityName, name: string): Promise<string> => {
  const { entities } = await api().query(access, entity, `Name = '${name}'`);
  return String(entities[0]?.['Id']);
};
let numbers = 0;
const newCustomer = async (): Promise<QboJson> => {
  numbers += 1;
  return (
    await api().create(access, 'Customer', { DisplayName: `Client ${numbers} O'Brien & Söhne` }, `customer-${numbers}`)
  ).entity;
};
const invoiceBody = async (customer: QboJson): Promise<QboJson> => {
  numbers += 1;
  return {
    CustomerRef: { value: customer['Id'] },
    DocNumber: `RTP-${numbers}`,
    TxnDate: '2026-05-04',
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [
      {
        DetailType: 'SalesItemLineDetail',
        Amount: 362.73,
        SalesItemLineDetail: {
          ItemRef: { value: await idNamed('Item', 'RTOpacks Services') },
          Qty: 1,
          UnitPrice: 362.73,
          TaxCodeRef: { value: await idNamed('TaxCode', 'GST') },
        },
      },
    ],
  };
};

describe('a connection’s life', () => {
  it('authorize, exchange, use, refresh, revoke, and then no more', async () => {
    const back = await signIn();
    expect(back.get('state')).toBe('state-1');
    const callback = { code: back.get('code') ?? '', realmId: back.get('realmId') ?? '', state: 'state-1' };
    const first = await oauth.exchange(client, callback);
    expect(first).toMatchObject({ accessTokenExpiresInSeconds: 3600, refreshTokenExpiresInSeconds: 8_640_000 });
    expect(first.hardExpiresInSeconds).toBeGreaterThan(8_640_000);
    expect(await caught(oauth.exchange(client, callback))).toMatchObject({ code: 'QB_OAUTH_CODE' });

    const fresh = await oauth.exchange(client, { ...callback, code: (await signIn()).get('code') ?? '' });
    const second = await oauth.refresh(client, fresh.refreshToken);
    const company = await api().query({ realmId, accessToken: second.accessToken }, 'CompanyInfo', '');
    expect(company.entities[0]).toMatchObject({ CompanyName: 'RTOpacks Pty Ltd' });
    await oauth.revoke(client, second.refreshToken);
    expect(await caught(oauth.refresh(client, second.refreshToken))).toMatchObject({ code: 'QB_RECONNECT_NEEDED' });
    expect(await caught(api().query({ realmId, accessToken: second.accessToken }, 'CompanyInfo', ''))).toMatchObject({
      code: 'QB_RECONNECT_NEEDED',
    });
    await oauth.revoke(client, second.refreshToken);
  });

  it('a wrong secret, a foreign code, an unknown token', async () => {
    expect((await caught(oauth.refresh({ ...client, clientSecret: 'wrong' }, 'x'))).code).toBe('QB_NOT_CONFIGURED');
    expect((await caught(oauth.exchange(client, { code: 'foreign', realmId, state: 's' }))).code).toBe('QB_OAUTH_CODE');
    expect((await caught(oauth.refresh(client, 'unknown'))).code).toBe('QB_RECONNECT_NEEDED');
  });
});

describe('documents', () => {
  it('create, read, find, update, with the trace id and a digest each', async () => {
    const customer = await newCustomer();
    const id = String(customer['Id']);
    const read = await api().get(access, 'Customer', id);
    expect(read.entity).toMatchObject({ Id: id, DisplayName: customer['DisplayName'] });
    expect(read.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(read.intuitTid).toBeTypeOf('string');
    const found = await api().query(
      access,
      'Customer',
      `DisplayName = '${String(customer['DisplayName']).replaceAll("'", "\\'")}'`,
    );
    expect(found.entities.map((each) => each['Id'])).toEqual([id]);
    const updated = await api().sparseUpdate(
      access,
      'Customer',
      { Id: id, SyncToken: customer['SyncToken'], Notes: 'Auto-managed' },
      'u1',
    );
    expect(updated.entity).toMatchObject({ Notes: 'Auto-managed', DisplayName: customer['DisplayName'] });
    expect(
      (
        await caught(
          api().sparseUpdate(access, 'Customer', { Id: id, SyncToken: customer['SyncToken'], Notes: 'x' }, 'u2'),
        )
      ).code,
    ).toBe('QB_STALE');
    expect((await caught(api().create(access, 'Customer', { DisplayName: customer['DisplayName'] }, 'c2'))).code).toBe(
      'QB_DUPLICATE_NAME',
    );
  });

  it('pages', async () => {
    for (let made = 0; made < 3; made += 1) await newCustomer();
    const first = await api().query(access, 'Customer', '', { startPosition: 1, maxResults: 2 });
    const second = await api().query(access, 'Customer', '', { startPosition: 3, maxResults: 2 });
    expect(first.entities).toHaveLength(2);
    expect(second.entities.length).toBeGreaterThan(0);
    const ids = [...first.entities, ...second.entities].map((each) => each['Id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('invoice, payment, credit memo: made, voided, and the number taken is told', async () => {
    const customer = await newCustomer();
    const body = await invoiceBody(customer);
    const invoice = (await api().create(access, 'Invoice', body, 'i1')).entity;
    expect(String(invoice['TotalAmt'])).toBe('399');
    const again = await caught(api().create(access, 'Invoice', body, 'i2'));
    expect(again).toMatchObject({
      code: 'QB_DUPLICATE_NUMBER',
      detail: expect.stringContaining(`TxnId=${String(invoice['Id'])}`),
    });
    const payment = await api().create(
      access,
      'Payment',
      {
        CustomerRef: { value: customer['Id'] },
        TotalAmt: 399,
        TxnDate: '2026-05-04',
        Line: [{ Amount: 399, LinkedTxn: [{ TxnId: invoice['Id'], TxnType: 'Invoice' }] }],
      },
      'p1',
    );
    const paid = await api().get(access, 'Invoice', String(invoice['Id']));
    expect(String(paid.entity['Balance'])).toBe('0');
    const voidedPayment = await api().void(
      access,
      'Payment',
      String(payment.entity['Id']),
      String(payment.entity['SyncToken']),
      'v1',
    );
    expect(String(voidedPayment.entity['TotalAmt'])).toBe('0');
    const open = await api().get(access, 'Invoice', String(invoice['Id']));
    const voided = await api().void(access, 'Invoice', String(invoice['Id']), String(open.entity['SyncToken']), 'v2');
    expect(String(voided.entity['TotalAmt'])).toBe('0');
    const memo = await api().create(access, 'CreditMemo', await invoiceBody(customer), 'm1');
    const voidedMemo = await api().void(
      access,
      'CreditMemo',
      String(memo.entity['Id']),
      String(memo.entity['SyncToken']),
      'v3',
    );
    expect(String(voidedMemo.entity['TotalAmt'])).toBe('0');
  });

  it('what is not there', async () => {
    for (const entity of ['Customer', 'Invoice', 'Payment', 'Item'] as const) {
      expect((await caught(api().get(access, entity, '999999'))).code).toBe('QB_NOT_FOUND');
    }
    const body = await invoiceBody({ Id: '999999' });
    expect((await caught(api().create(access, 'Invoice', body, 'bad-reference'))).code).toBe('QB_INVALID_REFERENCE');
    expect((await caught(api().query(access, 'Customer', "DisplayName = 'it''s'"))).code).toBe('QB_REJECTED');
    expect((await caught(api().query({ ...access, realmId: '1' }, 'Customer', ''))).code).toBe('QB_RECONNECT_NEEDED');
  });
});

describe('faults', () => {
  it.each([
    ['dropRequest', 'QB_UNAVAILABLE', true],
    ['dropResponse', 'QB_UNAVAILABLE', true],
    ['resetMidBody', 'QB_UNAVAILABLE', true],
    ['hang', 'QB_UNAVAILABLE', true],
    ['http401', 'QB_RECONNECT_NEEDED', false],
    ['http403', 'QB_RECONNECT_NEEDED', false],
    ['http429', 'QB_RATE_LIMITED', false],
    ['http500', 'QB_UNAVAILABLE', true],
    ['http503', 'QB_UNAVAILABLE', true],
    ['xml401', 'QB_RECONNECT_NEEDED', false],
    ['html502', 'QB_UNAVAILABLE', true],
  ] as const)('%s on a write → %s, ambiguous %s, asked once', async (kind, code, ambiguous) => {
    const before = simulator.faults.counts[kind] ?? 0;
    simulator.faults.add({ kind, route: 'POST .*/customer', times: 1 });
    numbers += 1;
    const error = await caught(
      api(kind === 'hang' ? 80 : 5_000).create(
        access,
        'Customer',
        { DisplayName: `Fault ${numbers}` },
        `fault-${numbers}`,
      ),
    );
    expect(error).toMatchObject({ code, ambiguous });
    expect(simulator.faults.counts[kind]).toBe(before + 1);
    expect(simulator.faults.list()).toEqual([]);
  });

  it('a 200 with a Fault is no success', async () => {
    simulator.faults.add({ kind: 'faultIn200', route: 'GET .*/query' });
    expect((await caught(api().query(access, 'Customer', ''))).code).toMatch(/^QB_/);
  });

  it('answer lost after the commit: the look finds it, and the same request id answers the same document', async () => {
    simulator.faults.add({ kind: 'dropResponse', route: 'POST .*/customer' });
    const write = () => api().create(access, 'Customer', { DisplayName: 'Lost Answer' }, 'lost-1');
    expect(await caught(write())).toMatchObject({ code: 'QB_UNAVAILABLE', ambiguous: true });
    const found = await api().query(access, 'Customer', "DisplayName = 'Lost Answer'");
    expect(found.entities).toHaveLength(1);
    expect((await write()).entity['Id']).toBe(found.entities[0]?.['Id']);
  });

  it('a refresh whose answer is lost is ambiguous, and sent once', async () => {
    const { refreshToken } = simulator.issueTokens(realmId, client.clientId);
    simulator.faults.add({ kind: 'dropResponse', route: 'POST /oauth2/v1/tokens/bearer' });
    expect(await caught(oauth.refresh(client, refreshToken))).toMatchObject({
      code: 'QB_UNAVAILABLE',
      ambiguous: true,
    });
  });
});
