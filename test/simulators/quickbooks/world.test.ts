// Behind our back, over the control paths, across restarts, and the same again from the same seed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { CLIENT, REALM, at, faultCode, invoiceBody, paymentBody, startHarness, text } from './harness.ts';
import type { Harness, HarnessOptions } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

async function paidInvoice(on: Harness, name: string): Promise<{ customerId: string; invoiceId: string }> {
  const customerId = text(await on.create('Customer', { DisplayName: name }), 'Id');
  const body = invoiceBody(on.ids, {
    customerId,
    docNumber: `N-${name.slice(0, 10)}`,
    exCents: 36_273,
    gstCents: 3627,
  });
  const invoiceId = text(await on.create('Invoice', body), 'Id');
  await on.create('Payment', paymentBody(customerId, 39_900, invoiceId));
  return { customerId, invoiceId };
}

describe('behind our back', () => {
  test('a merge moves the documents, frees the name and keeps the sums', async () => {
    const one = await paidInvoice(harness, 'One');
    const two = await paidInvoice(harness, 'Two');
    await harness.create('Payment', { CustomerRef: { value: one.customerId }, TotalAmt: 7 });
    harness.sim.behindOurBack.mergeCustomers({ realmId: REALM, fromId: one.customerId, intoId: two.customerId });
    const moved = at((await harness.get(`invoice/${one.invoiceId}`)).body, 'Invoice');
    expect(at(moved, 'CustomerRef')).toEqual({ value: two.customerId, name: 'Two' });
    const from = at((await harness.get(`customer/${one.customerId}`)).body, 'Customer');
    expect(from).toMatchObject({ Active: false, DisplayName: 'One (deleted)', Balance: 0 });
    expect(at((await harness.get(`customer/${two.customerId}`)).body, 'Customer', 'Balance')).toBe(-7);
    expect((await harness.post('customer', { DisplayName: 'One' })).status).toBe(200);
  });

  test('a document of someone else, and a name made inactive', async () => {
    const { customerId } = await paidInvoice(harness, 'One');
    const body = invoiceBody(harness.ids, { customerId, docNumber: 'INV-77', exCents: 100 });
    const made = harness.sim.behindOurBack.createDocument({ realmId: REALM, entity: 'Invoice', body });
    expect(made['DocNumber']).toBe('INV-77');
    harness.sim.behindOurBack.deactivate({ realmId: REALM, entity: 'Item', id: harness.ids.item });
    expect(faultCode(await harness.post('invoice', { ...body, DocNumber: 'INV-78' }))).toBe('610');
  });

  test('token trouble', async () => {
    const status = async (): Promise<number> => (await harness.get('preferences')).status;
    expect(await status()).toBe(200);
    harness.sim.behindOurBack.expireAccessTokens({ realmId: REALM });
    expect(await status()).toBe(401);
    const refresh = async (refreshToken: string): Promise<number> => {
      const response = await fetch(`${harness.sim.intuitUrl}/oauth2/v1/tokens/bearer`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      });
      await response.body?.cancel();
      return response.status;
    };
    for (const act of ['rotateRefreshTokens', 'revokeTokens', 'expireRefreshTokens'] as const) {
      const { refreshToken } = harness.sim.issueTokens(REALM, CLIENT.clientId);
      expect(await refresh(refreshToken)).toBe(200);
      harness.sim.behindOurBack[act]({ realmId: REALM });
      expect(await refresh(refreshToken)).toBe(400);
    }
    expect(harness.sim.stats.tokenCalls).toEqual({ 'refresh_token 200': 3, 'refresh_token 400': 3 });
  });

  test('an act on what does not exist is an error of the caller', () => {
    expect(() => harness.sim.behindOurBack.lapseSubscription({ realmId: '0' })).toThrow('no company 0');
    expect(() => harness.sim.behindOurBack.voidDocument({ realmId: REALM, entity: 'Invoice', id: '9' })).toThrow(
      'no Invoice 9',
    );
  });
});

describe('control over HTTP', () => {
  const drive = async (path: string, body?: unknown): Promise<{ status: number; body: JsonObject }> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${harness.sim.apiUrl}/_simulator/${path}`, init);
    return { status: response.status, body: (await response.json()) as JsonObject };
  };

  test('looks, acts, sets the clock and arms faults', async () => {
    const { invoiceId } = await paidInvoice(harness, 'One');
    const state = await drive(`state?realmId=${REALM}&entity=Invoice`);
    expect([state.body['count'], at(state.body, 'items', 0, 'Id')]).toEqual([1, invoiceId]);
    expect(at((await drive(`state?realmId=${REALM}`)).body, 'counts', 'Payment')).toBe(1);
    const act = await drive('act', { act: 'voidDocument', realmId: REALM, entity: 'Invoice', id: invoiceId });
    expect(at(act.body, 'result', 'TotalAmt')).toBe(0);
    const nowMs = harness.sim.clock.nowMs();
    expect((await drive('clock', { advanceMs: 1000 })).body).toEqual({ nowMs: nowMs + 1000 });
    await drive('faults', { kind: 'http500', route: 'preferences' });
    expect((await harness.get('preferences')).status).toBe(500);
    expect(at((await drive('state')).body, 'faultCounts')).toEqual({ http500: 1 });
  });

  test.each([
    ['act', { act: 'constructor' }, 400],
    ['act', { act: 'voidDocument', realmId: '0', entity: 'Invoice', id: '1' }, 400],
    ['faults', { kind: 'bananas' }, 400],
    ['nothing', {}, 404],
  ])('refuses %s %j', async (path, body, status) => {
    expect((await drive(path, body)).status).toBe(status);
  });
});

describe('pages for people', () => {
  test('an invoice and its customer, with every text escaped', async () => {
    const name = '<img src=x onerror=alert(1)> & "Co"';
    const { customerId, invoiceId } = await paidInvoice(harness, name);
    for (const [entity, id, note] of [
      ['Invoice', invoiceId, 'PrivateNote'],
      ['Customer', customerId, 'Notes'],
    ] as const) {
      const changes = { [note]: '<img src=y>' };
      harness.sim.behindOurBack.editDocument({ realmId: REALM, entity, id, changes });
    }
    for (const path of [`invoice?txnId=${invoiceId}`, `customerdetail?nameId=${customerId}&realmId=${REALM}`]) {
      const response = await fetch(`${harness.sim.appUrl}/${path}`);
      const html = await response.text();
      expect(response.status).toBe(200);
      expect(html).not.toContain('<img');
      expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Co&quot;');
      expect(html).toContain('A$399.00');
    }
    const page = await (await fetch(`${harness.sim.appUrl}/invoice?txnId=${invoiceId}`)).text();
    expect(page).toContain('A$36.27');
    expect(page).toContain('Paid');
    expect((await fetch(`${harness.sim.appUrl}/invoice?txnId=999`)).status).toBe(404);
  });
});

describe('persistence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quickbooks-simulator-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('everything that was answered is there after a restart', async () => {
    const databaseFile = join(folder, 'company.db');
    const options: HarnessOptions = { databaseFile };
    const first = await startHarness(options);
    const { customerId, invoiceId } = await paidInvoice(first, 'One');
    const made = await first.post('customer?requestid=kept', { DisplayName: 'Two' });
    first.sim.behindOurBack.deleteDocument({
      realmId: REALM,
      entity: 'Invoice',
      id: text(await first.create('Invoice', invoiceBody(first.ids, { customerId, exCents: 100 })), 'Id'),
    });
    first.sim.behindOurBack.closeBooks({ realmId: REALM, date: '2025-06-30' });
    const tokens = first.sim.issueTokens(REALM, CLIENT.clientId);
    const entities = ['Customer', 'Invoice', 'Payment', 'Account', 'TaxCode', 'Item'] as const;
    const before = entities.map((entity) => first.sim.store.list(REALM, entity));
    await first.close();

    const second = await startHarness(options);
    try {
      expect(entities.map((entity) => second.sim.store.list(REALM, entity))).toEqual(before);
      const authorization = `Bearer ${tokens.accessToken}`;
      const read = await second.call('GET', `invoice/${invoiceId}`, undefined, { authorization });
      expect(at(read.body, 'Invoice', 'Balance')).toBe(0);
      expect((await second.post('customer?requestid=kept', { DisplayName: 'Two' })).text).toBe(made.text);
      expect(faultCode(await second.post('customer', { DisplayName: 'ONE' }))).toBe('6240');
      const invoice = await second.create('Invoice', invoiceBody(second.ids, { customerId, exCents: 100 }));
      // The ids of a deleted document are never used again.
      expect(Number(invoice['Id'])).toBe(Number(invoiceId) + 3);
      expect(at((await second.get('preferences')).body, 'Preferences', 'AccountingInfoPrefs', 'BookCloseDate')).toBe(
        '2025-06-30',
      );
      expect(second.sim.issueTokens(REALM, CLIENT.clientId).refreshToken).not.toBe(tokens.refreshToken);
      const changes = await second.get(`cdc?entities=Invoice&changedSince=2026-05-01T00:00:00Z`);
      expect(changes.text).toContain('"status":"Deleted"');
    } finally {
      await second.close();
    }
  });
});

describe('determinism', () => {
  async function history(seed: string): Promise<string> {
    const on = await startHarness({ seed });
    try {
      const { invoiceId } = await paidInvoice(on, 'One');
      on.sim.clock.advance(1234);
      const replies = [
        await on.get(`invoice/${invoiceId}`),
        await on.query('select * from Account'),
        await on.post('customer', { DisplayName: 'ONE' }),
      ];
      const seen = replies.map((reply) => [reply.status, reply.headers.get('intuit_tid'), reply.text]);
      return JSON.stringify([seen, on.accessToken, on.sim.issueTokens(REALM, CLIENT.clientId)]);
    } finally {
      await on.close();
    }
  }

  test('the same seed gives the same bytes; another seed other tokens', async () => {
    const first = await history('seed');
    expect(await history('seed')).toBe(first);
    expect(await history('other')).not.toBe(first);
  });
});

test('a year of business is seeded at once', () => {
  const { sim, ids } = harness;
  const createdMs = Date.UTC(2025, 6, 1);
  const customers = sim.seedCustomers(
    REALM,
    Array.from({ length: 100 }, (_, index) => ({ DisplayName: `Client ${index}` })),
    { atMs: createdMs },
  );
  const invoices = sim.seedInvoices(
    REALM,
    Array.from({ length: 900 }, (_, index) => {
      const customerId = text(customers[index % customers.length], 'Id');
      return invoiceBody(ids, { customerId, docNumber: `RTP-${index}`, exCents: 36_273, gstCents: 3627 });
    }),
    { atMs: createdMs },
  );
  sim.seedPayments(
    REALM,
    invoices.map((each) => paymentBody(text(each, 'CustomerRef', 'value'), 39_900, text(each, 'Id'))),
  );
  expect(sim.store.list(REALM, 'Invoice').every((each) => each['Balance'] === 0)).toBe(true);
  expect(at(customers[0], 'MetaData', 'CreateTime')).toBe('2025-06-30T17:00:00-07:00');
});
