// The simulator answers a published client that knows nothing of this program: create, query, update, void, delete, batch, CDC, faults.
import published from 'node-quickbooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { CLIENT, invoiceBody, paymentBody, REALM, START_MS, startHarness, text, type Harness } from './harness.ts';

type Answer = (error: unknown, body: unknown) => void;
/** The calls of `node-quickbooks` that this test makes; its own declarations leave every answer open. */
type Acts = Record<
  | 'createCustomer' | 'createInvoice' | 'createPayment' | 'getInvoice' | 'getCustomer' | 'updateCustomer' | 'updateInvoice' | 'voidInvoice' | 'voidPayment'
  | 'deleteInvoice' | 'deletePayment' | 'findCustomers' | 'findInvoices' | 'batch',
  (input: unknown, answer: Answer) => void
> & { endpoint: string; changeDataCapture(entities: readonly string[], since: string, answer: Answer): void };
type MakeClient = new (key: string, secret: string, token: string, tokenSecret: boolean, realmId: string, useSandbox: boolean, debug: boolean, minorVersion: number, oauthVersion: string, refreshToken: string | null) => Acts;

// It is a CommonJS module whose declarations describe another export than it has.
const PublishedClient = published as unknown as MakeClient;

let harness: Harness;
let client: Acts;
let count = 0;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(() => {
  client = new PublishedClient(CLIENT.clientId, CLIENT.clientSecret, harness.accessToken, false, REALM, true, false, 75, '2.0', null);
  client.endpoint = `${harness.sim.apiUrl}/v3/company/`;
});

const ask = (call: (answer: Answer) => void): Promise<JsonObject> =>
  new Promise((resolve, reject) => call((error, body) => (error === null || error === undefined ? resolve(body as JsonObject) : reject(error instanceof Error ? error : Object.assign(new Error('fault'), { body: error })))));
const run = (act: Exclude<keyof Acts, 'endpoint' | 'changeDataCapture'>, input: unknown): Promise<JsonObject> => ask((answer) => client[act](input, answer));

/** The code of the fault that the call must end in, with its HTTP status. */
async function faultOf(call: Promise<JsonObject>): Promise<string> {
  const error = (await call.then(
    () => new Error('it was not refused'),
    (refused: unknown) => refused,
  )) as Error & { response?: { status: number; data: JsonObject } };
  if (error.response === undefined) throw error;
  return `${error.response.status} ${text(error.response.data, 'Fault', 'Error', 0, 'code')}`;
}

const customer = (name = `Independent ${(count += 1)}`): Promise<JsonObject> => run('createCustomer', { DisplayName: name });
async function invoice(docNumber = `N-${(count += 1)}`): Promise<JsonObject> {
  return run('createInvoice', invoiceBody(harness.ids, { customerId: text(await customer(), 'Id'), docNumber, exCents: 4455, gstCents: 445 }));
}

describe('a published QuickBooks client', () => {
  it('creates, reads and finds a customer whose name needs escaping', async () => {
    const made = await customer("O'Brien & Sons + Co #1");
    expect(await run('getCustomer', made['Id'])).toMatchObject({ DisplayName: "O'Brien & Sons + Co #1", SyncToken: '0' });
    const found = await run('findCustomers', [{ field: 'DisplayName', value: "O'Brien & Sons + Co #1", operator: '=' }]);
    expect(found).toMatchObject({ QueryResponse: { Customer: [{ Id: made['Id'] }], maxResults: 1 } });
    expect(await run('findCustomers', [{ field: 'DisplayName', value: 'Nobody', operator: '=' }])).toMatchObject({ QueryResponse: {} });
  });

  it('pages through all customers', async () => {
    for (let left = 0; left < 3; left += 1) await customer();
    const all = await run('findCustomers', { fetchAll: true, limit: 2 });
    expect((all as { QueryResponse: { Customer: unknown[] } }).QueryResponse.Customer).toHaveLength(harness.sim.store.list(REALM, 'Customer').length);
  });

  it('updates sparsely: what is not named stays', async () => {
    const made = await run('createCustomer', { DisplayName: `Sparse ${(count += 1)}`, CompanyName: 'Kept Pty Ltd' });
    const updated = await run('updateCustomer', { Id: made['Id'], SyncToken: made['SyncToken'], GivenName: 'Ann', sparse: true });
    expect(updated).toMatchObject({ CompanyName: 'Kept Pty Ltd', GivenName: 'Ann', SyncToken: '1' });
  });

  it('creates an invoice with its tax and a payment that settles it', async () => {
    const made = await invoice();
    const total = 49;
    expect(made).toMatchObject({ TotalAmt: total, Balance: total });
    const paid = await run('createPayment', paymentBody(text(made, 'CustomerRef', 'value'), 4900, text(made, 'Id')));
    expect(paid).toMatchObject({ TotalAmt: total, UnappliedAmt: 0 });
    expect(await run('getInvoice', made['Id'])).toMatchObject({ Balance: 0, LinkedTxn: [{ TxnId: paid['Id'], TxnType: 'Payment' }] });
    expect(await run('voidPayment', { Id: paid['Id'], SyncToken: paid['SyncToken'] })).toMatchObject({ TotalAmt: 0 });
    expect(await run('getInvoice', made['Id'])).toMatchObject({ Balance: total });
  });

  it('voids an invoice by its id, and deletes another', async () => {
    const voided = await invoice();
    await run('voidInvoice', voided['Id']);
    expect(await run('getInvoice', voided['Id'])).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' });
    const gone = await invoice();
    expect(await run('deleteInvoice', gone['Id'])).toMatchObject({ Invoice: { Id: gone['Id'], status: 'Deleted' } });
    expect(await faultOf(run('getInvoice', gone['Id']))).toBe('400 610');
  });

  it('answers the same request id with the first answer', async () => {
    const body = { DisplayName: `Once ${(count += 1)}` };
    const first = await run('createCustomer', { ...body, requestId: `independent-${count}` });
    const second = await run('createCustomer', { ...body, requestId: `independent-${count}` });
    expect(second['Id']).toBe(first['Id']);
  });

  it('tells by change data what was made, changed and deleted', async () => {
    const since = new Date(START_MS - 60_000).toISOString();
    const kept = await invoice();
    const gone = await invoice();
    await run('deleteInvoice', gone['Id']);
    const changes = await ask((answer) => client.changeDataCapture(['Invoice', 'Customer'], since, answer));
    const answers = (changes as { CDCResponse: { QueryResponse: JsonObject[] }[] }).CDCResponse[0]?.QueryResponse ?? [];
    const invoices = answers.flatMap((found) => (found['Invoice'] as JsonObject[] | undefined) ?? []);
    expect(invoices).toContainEqual(expect.objectContaining({ Id: kept['Id'] }));
    expect(invoices).toContainEqual(expect.objectContaining({ Id: gone['Id'], status: 'Deleted' }));
  });

  it('answers a batch item by item, a refused one among them', async () => {
    const name = `Batch ${(count += 1)}`;
    const answer = await run('batch', [
      { bId: 'a', operation: 'create', Customer: { DisplayName: name } },
      { bId: 'b', operation: 'create', Customer: { DisplayName: name } },
    ]);
    expect(answer).toMatchObject({ BatchItemResponse: [{ bId: 'a', Customer: { DisplayName: name } }, { bId: 'b', Fault: { Error: [{ code: '6240' }] } }] });
  });

  const faults: readonly (readonly [string, string, () => Promise<JsonObject>])[] = [
    ['a name that is taken', '400 6240', async () => customer(text(await customer(), 'DisplayName'))],
    ['a number that is taken', '400 6140', async () => invoice(text(await invoice(), 'DocNumber'))],
    ['a stale SyncToken', '400 5010', async () => {
      const made = await customer();
      await run('updateCustomer', { Id: made['Id'], SyncToken: '0', GivenName: 'A', sparse: true });
      return run('updateCustomer', { Id: made['Id'], SyncToken: '0', GivenName: 'B', sparse: true });
    }],
    ['an invoice without a customer', '400 2020', async () => run('createInvoice', { ...invoiceBody(harness.ids, { customerId: '1', exCents: 100 }), CustomerRef: undefined })],
    ['a customer that does not exist', '400 2500', async () => run('createInvoice', invoiceBody(harness.ids, { customerId: '999999', exCents: 100 }))],
    ['a line without a tax code', '400 6000', async () => {
      const body = invoiceBody(harness.ids, { customerId: text(await customer(), 'Id'), exCents: 100 });
      const [line] = body['Line'] as JsonObject[];
      return run('createInvoice', { ...body, TxnTaxDetail: undefined, Line: [{ ...line, SalesItemLineDetail: { ItemRef: { value: harness.ids.item } } }] });
    }],
    ['a customer that was never there', '400 2010', () => run('getCustomer', '999999')],
  ];
  it.each(faults)('is refused %s', async (_name, code, call) => {
    expect(await faultOf(call())).toBe(code);
  });

  it('is told of a dead token with 401 and of haste with 429', async () => {
    harness.sim.faults.add({ kind: 'http429', route: 'customer' });
    expect(await faultOf(customer())).toMatch(/^429 /);
    harness.sim.behindOurBack.expireAccessTokens({ realmId: REALM });
    const error = (await customer().catch((refused: unknown) => refused)) as { response?: { status: number } };
    expect(error.response?.status).toBe(401);
  });
});
