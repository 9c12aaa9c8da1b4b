// Request ids, limits, batches, change data, content negotiation: the protocol around the objects.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { CLIENT, REALM, at, faultCode, invoiceBody, startHarness, text } from './harness.ts';
import type { Harness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const customers = (): number => harness.sim.store.count(REALM, 'Customer');

describe('request ids', () => {
  test('the same id gets the stored first answer, even for another payload and after a change', async () => {
    const first = await harness.post('customer?requestid=r1', { DisplayName: 'One' });
    harness.sim.clock.advance(5000);
    const id = text(first.body, 'Customer', 'Id');
    await harness.post('customer', { Id: id, SyncToken: '0', sparse: true, Notes: 'later' });
    const again = await harness.post('customer?requestid=r1', { DisplayName: 'Two' });
    expect(again.text).toBe(first.text);
    expect(customers()).toBe(1);
    expect(harness.sim.stats.requestIdReplays).toBe(1);
  });

  test('a refusal is not stored', async () => {
    expect(faultCode(await harness.post('customer?requestid=r1', { DisplayName: 'A:B' }))).toBe('2180');
    expect((await harness.post('customer?requestid=r1', { DisplayName: 'AB' })).status).toBe(200);
  });

  test('ids belong to one company', async () => {
    const second = '9341452000000002';
    const both = await startHarness({
      companies: [
        { realmId: REALM, companyName: 'One' },
        { realmId: second, companyName: 'Two' },
      ],
    });
    try {
      await both.post('customer?requestid=r1', { DisplayName: 'One' });
      const { accessToken } = both.sim.issueTokens(second, CLIENT.clientId);
      const response = await fetch(`${both.sim.apiUrl}/v3/company/${second}/customer?requestid=r1`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
        body: JSON.stringify({ DisplayName: 'Two' }),
      });
      expect(at((await response.json()) as JsonObject, 'Customer', 'DisplayName')).toBe('Two');
    } finally {
      await both.close();
    }
  });

  test('voids and batches are repeated the same way', async () => {
    const customerId = text(await harness.create('Customer', { DisplayName: 'One' }), 'Id');
    const invoice = await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100 }));
    const input = { Id: text(invoice, 'Id'), SyncToken: '0' };
    const first = await harness.post('invoice?operation=void&requestid=v', input);
    expect((await harness.post('invoice?operation=void&requestid=v', input)).text).toBe(first.text);
    const batch = { BatchItemRequest: [{ bId: '1', operation: 'create', Customer: { DisplayName: 'Two' } }] };
    const made = await harness.post('batch?requestid=b', batch);
    expect((await harness.post('batch?requestid=b', batch)).text).toBe(made.text);
    expect(customers()).toBe(2);
  });
});

describe('limits', () => {
  async function statuses(count: number, path: string, body?: unknown): Promise<number[]> {
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) {
      found.push((await harness.call(body === undefined ? 'GET' : 'POST', path, body)).status);
    }
    return found;
  }
  const limited = async (limits: object): Promise<void> => {
    await harness.close();
    harness = await startHarness({ rateLimits: { enabled: true, ...limits } });
  };

  test('ten a second', async () => {
    await limited({});
    expect(await statuses(12, 'preferences')).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const refused = await harness.get('preferences');
    expect(at(refused.body, 'fault', 'error', 0, 'code')).toBe('3001');
    harness.sim.clock.advance(1000);
    expect(await statuses(1, 'preferences')).toEqual([200]);
    expect(harness.sim.stats.throttled).toBe(3);
  });

  test('so many a minute, over a sliding window', async () => {
    await limited({ perMinute: 4, perSecond: 100 });
    expect(await statuses(3, 'preferences')).toEqual([200, 200, 200]);
    harness.sim.clock.advance(30_000);
    expect(await statuses(2, 'preferences')).toEqual([200, 429]);
    harness.sim.clock.advance(30_000);
    expect(await statuses(4, 'preferences')).toEqual([200, 200, 200, 429]);
  });

  test('batches have their own', async () => {
    await limited({ batchPerMinute: 2, perSecond: 100 });
    const batch = { BatchItemRequest: [{ bId: '1', Query: 'select * from Term' }] };
    expect(await statuses(3, 'batch', batch)).toEqual([200, 200, 429]);
    expect(await statuses(1, 'preferences')).toEqual([200]);
  });

  test('five hundred a minute by default', async () => {
    await limited({ perSecond: 1000 });
    const found = await statuses(501, 'preferences');
    expect([found.filter((status) => status === 200).length, found.at(-1)]).toEqual([500, 429]);
  });
});

describe('batch', () => {
  test('each item has its own answer or fault, in order', async () => {
    const { ids } = harness;
    const customerId = text(await harness.create('Customer', { DisplayName: 'One' }), 'Id');
    const reply = await harness.post('batch', {
      BatchItemRequest: [
        { bId: 'a', operation: 'create', Invoice: invoiceBody(ids, { customerId, docNumber: 'B-1', exCents: 100 }) },
        { bId: 'b', operation: 'create', Invoice: invoiceBody(ids, { customerId, docNumber: 'B-1', exCents: 100 }) },
        { bId: 'c', Query: "select * from Invoice where DocNumber in ('B-1')" },
        { bId: 'd', operation: 'update', Customer: { Id: customerId, SyncToken: '0', sparse: true, Notes: 'x' } },
        { bId: 'e', operation: 'create', Bananas: {} },
        { bId: 'f', operation: 'update', optionsData: 'void', Invoice: { Id: '101', SyncToken: '0', sparse: true } },
      ],
    });
    const items = at(reply.body, 'BatchItemResponse') as JsonObject[];
    expect(items.map((item) => item['bId'])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(at(items[0], 'Invoice', 'DocNumber')).toBe('B-1');
    expect(at(items[1], 'Fault', 'Error', 0, 'code')).toBe('6140');
    expect(at(items[2], 'QueryResponse', 'Invoice', 0, 'Id')).toBe(at(items[0], 'Invoice', 'Id'));
    expect(at(items[3], 'Customer', 'SyncToken')).toBe('1');
    expect(at(items[4], 'Fault', 'Error', 0, 'code')).toBe('500');
    expect(at(items[5], 'Invoice', 'TotalAmt')).toBe(0);
  });

  test('thirty items at most', async () => {
    const items = Array.from({ length: 31 }, (_, index) => ({ bId: String(index), Query: 'select * from Term' }));
    expect((await harness.post('batch', { BatchItemRequest: items })).status).toBe(400);
    expect((await harness.post('batch', { BatchItemRequest: items.slice(1) })).status).toBe(200);
  });
});

describe('change data', () => {
  const since = (instantMs: number, entities: string) =>
    harness.get(`cdc?entities=${entities}&changedSince=${encodeURIComponent(new Date(instantMs).toISOString())}`);

  test('changed, paid and deleted objects since an instant', async () => {
    const customerId = text(await harness.create('Customer', { DisplayName: 'One' }), 'Id');
    const old = text(await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100 })), 'Id');
    const untouched = text(
      await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100 })),
      'Id',
    );
    harness.sim.clock.advance(60_000);
    const fromMs = harness.sim.clock.nowMs();
    const edit = { realmId: REALM, entity: 'Invoice' as const, id: old, changes: { PrivateNote: 'edited' } };
    harness.sim.behindOurBack.editDocument(edit);
    const gone = text(await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100 })), 'Id');
    harness.sim.behindOurBack.deleteDocument({ realmId: REALM, entity: 'Invoice', id: gone });
    const reply = await since(fromMs, 'Invoice,Payment');
    const answers = at(reply.body, 'CDCResponse', 0, 'QueryResponse') as JsonObject[];
    const invoices = at(answers[0], 'Invoice') as JsonObject[];
    expect(invoices.map((each) => each['Id']).sort()).toEqual([old, gone].sort());
    expect(invoices.find((each) => each['Id'] === gone)).toMatchObject({ status: 'Deleted', domain: 'QBO' });
    expect(invoices.some((each) => each['Id'] === untouched)).toBe(false);
    expect(answers[1]).toEqual({});
    // An invoice moves its customer's balance, and so its time.
    expect(at((await since(fromMs, 'Customer')).body, 'CDCResponse', 0, 'QueryResponse', 0, 'Customer', 0, 'Id')).toBe(
      customerId,
    );
  });

  test('not for tax codes, not beyond thirty days', async () => {
    const nowMs = harness.sim.clock.nowMs();
    expect((await since(nowMs, 'TaxCode')).status).toBe(400);
    expect((await since(nowMs - 31 * 86_400_000, 'Invoice')).status).toBe(400);
    expect((await since(nowMs - 29 * 86_400_000, 'Invoice')).status).toBe(200);
  });
});

describe('around it', () => {
  test('a request that does not ask for JSON gets XML', async () => {
    const id = text(await harness.create('Customer', { DisplayName: 'A & <B>' }), 'Id');
    const reply = await harness.call('GET', `customer/${id}`, undefined, { accept: '*/*' });
    expect(reply.headers.get('content-type')).toBe('application/xml');
    expect(reply.text).toContain('<DisplayName>A &amp; &lt;B&gt;</DisplayName>');
    const refused = await harness.call('GET', 'invoice/9', undefined, { accept: 'application/xml' });
    expect(refused.text).toContain('<code>610</code>');
  });

  test('no token, a wrong token, another company', async () => {
    const without = await harness.call('GET', 'preferences', undefined, { authorization: '' });
    expect([without.status, at(without.body, 'fault', 'error', 0, 'code')]).toEqual([401, '3200']);
    const wrong = await harness.call('GET', 'preferences', undefined, { authorization: 'Bearer nonsense' });
    expect([wrong.status, at(wrong.body, 'fault', 'error', 0, 'detail')]).toEqual([401, 'Invalid token: nonsense']);
    const foreign = await fetch(`${harness.sim.apiUrl}/v3/company/1/preferences`, {
      headers: { authorization: `Bearer ${harness.accessToken}`, accept: 'application/json' },
    });
    expect(foreign.status).toBe(403);
    expect(at((await foreign.json()) as JsonObject, 'fault', 'error', 0, 'code')).toBe('3100');
  });

  test('company and preferences', async () => {
    const info = at((await harness.get(`companyinfo/${REALM}`)).body, 'CompanyInfo');
    expect(info).toMatchObject({ CompanyName: 'RTOpacks Pty Ltd', Country: 'AU' });
    const preferences = at((await harness.get('preferences')).body, 'Preferences');
    expect(at(preferences, 'SalesFormsPrefs')).toMatchObject({ CustomTxnNumbers: true, AutoApplyCredit: false });
    expect(at(preferences, 'CurrencyPrefs', 'HomeCurrency', 'value')).toBe('AUD');
  });

  test('times are Pacific, with the offset of the season', async () => {
    const summer = await harness.get('preferences');
    expect(text(summer.body, 'time')).toBe('2026-05-03T18:00:00.000-07:00');
    harness.jump(Date.UTC(2026, 11, 1));
    expect(text((await harness.get('preferences')).body, 'time')).toBe('2026-11-30T16:00:00.000-08:00');
    for (const [instant, wanted] of [
      ['2026-03-08T09:59:59.999Z', '2026-03-08T01:59:59.999-08:00'],
      ['2026-03-08T10:00:00.000Z', '2026-03-08T03:00:00.000-07:00'],
      ['2026-11-01T08:59:59.999Z', '2026-11-01T01:59:59.999-07:00'],
      ['2026-11-01T09:00:00.000Z', '2026-11-01T01:00:00.000-08:00'],
    ] as const) {
      harness.jump(Date.parse(instant));
      expect(text((await harness.get('preferences')).body, 'time')).toBe(wanted);
    }
  });

  test('the date of a document without one is the company’s, not UTC’s', async () => {
    const customerId = text(await harness.create('Customer', { DisplayName: 'One' }), 'Id');
    harness.jump(Date.parse('2026-06-30T15:00:00Z'));
    const invoice = await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100 }));
    expect(invoice['TxnDate']).toBe('2026-07-01');
  });

  test('the term decides the due date', async () => {
    const [term] = await harness.rows('Term', "select * from Term where Name = 'Net 30'");
    const customerId = text(await harness.create('Customer', { DisplayName: 'One' }), 'Id');
    const extra = { TxnDate: '2026-01-31', SalesTermRef: { value: text(term, 'Id') } };
    const invoice = await harness.create('Invoice', invoiceBody(harness.ids, { customerId, exCents: 100, extra }));
    expect(invoice['DueDate']).toBe('2026-03-02');
  });
});
