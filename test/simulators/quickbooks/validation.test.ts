// Every fault code: what provokes it, and that nothing is written when it comes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { REALM, at, faultCode, faultDetail, invoiceBody, paymentBody, startHarness, text } from './harness.ts';
import type { Harness, Reply } from './harness.ts';

let harness: Harness;
let customerId: string;
let invoiceId: string;

beforeAll(async () => {
  harness = await startHarness();
  customerId = text(await harness.create('Customer', { DisplayName: 'Acme Training' }), 'Id');
  await harness.create('Vendor', { DisplayName: 'Paper Mill' });
  const gone = await harness.create('Customer', { DisplayName: 'Gone RTO' });
  harness.sim.behindOurBack.deactivate({ realmId: REALM, entity: 'Customer', id: text(gone, 'Id') });
  const invoice = await harness.create(
    'Invoice',
    invoiceBody(harness.ids, { customerId, docNumber: 'RTP-0001', exCents: 36_273, gstCents: 3627 }),
  );
  invoiceId = text(invoice, 'Id');
});
afterAll(() => harness.close());

const customer = (body: JsonObject): Promise<Reply> =>
  harness.post('customer', { DisplayName: 'Someone new', ...body });
const invoice = (extra: JsonObject): Promise<Reply> =>
  harness.post('invoice', invoiceBody(harness.ids, { customerId, docNumber: 'X-1', exCents: 100, extra }));
const line = (detail: JsonObject, amount: number | string = 1): JsonObject => ({
  Line: [{ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail }],
});
const purchase = (taxCodeId: string, account: JsonObject = {}): Promise<Reply> =>
  harness.post('purchase', {
    PaymentType: 'Cash',
    AccountRef: { value: harness.ids.clearing },
    Line: [
      {
        Amount: 10,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: {
          AccountRef: accountRef('Stripe Fees'),
          TaxCodeRef: { value: taxCodeId },
          ...account,
        },
      },
    ],
  });
const accountRef = (name: string): JsonObject => ({
  value: text(
    harness.sim.store.list(REALM, 'Account').find((account) => account['Name'] === name),
    'Id',
  ),
});

describe('faults', () => {
  const cases: readonly (readonly [string, string, () => Promise<Reply>, string?])[] = [
    ['610', 'read of an unknown invoice', () => harness.get('invoice/999')],
    [
      '610',
      'update of an unknown customer',
      () => harness.post('customer', { Id: '999', SyncToken: '0', sparse: true }),
    ],
    [
      '610',
      'an inactive customer on an invoice',
      () => invoice({ CustomerRef: { value: String(Number(customerId) + 2) } }),
    ],
    ['2010', 'read of an unknown customer', () => harness.get('customer/999')],
    ['2010', 'TaxIdentifier on a customer', () => customer({ TaxIdentifier: '12345678901' }), 'TaxIdentifier'],
    ['2010', 'an unknown property of a line', () => invoice({ Line: [{ Amount: 1, Discount: 3 }] }), 'Discount'],
    ['2010', 'an unknown property of a line detail', () => invoice(line({ TaxCode: 'GST' })), 'TaxCode'],
    [
      '2010',
      'an own __proto__ property',
      () => harness.post('customer', '{"DisplayName":"P","__proto__":{"a":1}}'),
      '__proto__',
    ],
    ['2010', 'a date that is none', () => invoice({ TxnDate: '2026-02-30' }), 'java.util.Date'],
    ['2010', 'broken JSON', () => harness.post('customer', '{"DisplayName":')],
    ['2020', 'no name', () => harness.post('customer', { Notes: 'x' }), 'DisplayName'],
    ['2020', 'no customer', () => harness.post('invoice', line({})), 'CustomerRef'],
    ['2020', 'no lines', () => invoice({ Line: [] }), 'Line'],
    ['2020', 'no sync token', () => harness.post('customer', { Id: customerId, sparse: true }), 'SyncToken'],
    ['2050', 'a long DocNumber', () => invoice({ DocNumber: 'x'.repeat(22) }), 'Max:21 supported. Supplied length:22'],
    ['2050', 'a long DisplayName', () => customer({ DisplayName: 'x'.repeat(101) })],
    ['2050', 'a long request id', () => harness.post(`customer?requestid=${'r'.repeat(51)}`, { DisplayName: 'R' })],
    [
      '2050',
      'a long line description',
      () => invoice({ Line: [{ Amount: 1, Description: 'd'.repeat(4001), DetailType: 'DescriptionOnly' }] }),
    ],
    ['2170', 'an unknown tax mode', () => invoice({ GlobalTaxCalculation: 'Inclusive' })],
    ['2180', 'a colon in a name', () => customer({ DisplayName: 'A:B' })],
    ['2180', 'a tab in a name', () => customer({ DisplayName: 'A\tB' })],
    ['2210', 'an address that is no email', () => customer({ PrimaryEmailAddr: { Address: 'no at sign' } })],
    ['2500', 'an unknown customer', () => invoice({ CustomerRef: { value: '999' } }), 'Names element id 999 not found'],
    [
      '2500',
      'an unknown item',
      () => invoice(line({ ItemRef: { value: '99' }, TaxCodeRef: { value: harness.ids.gst } })),
      'Items element id 99',
    ],
    ['2500', 'an unknown tax code', () => invoice(line({ TaxCodeRef: { value: 'TAX' } })), 'TaxCodes element id TAX'],
    [
      '2500',
      'an unknown account',
      () => purchase(harness.ids.nonCapital, { AccountRef: { value: '7' } }),
      'Accounts element id 7',
    ],
    ['5010', 'a stale sync token', () => harness.post('customer', { Id: customerId, SyncToken: '9', sparse: true })],
    ['6000', 'a line without a tax code', () => invoice(line({ ItemRef: { value: harness.ids.item } })), 'GST rate'],
    [
      '6000',
      'a purchase code on a sale',
      () => invoice(line({ TaxCodeRef: { value: harness.ids.nonCapital } })),
      'GST on non-capital',
    ],
    ['6000', 'a sales code on a purchase', () => purchase(exportCode()), 'Export'],
    [
      '6000',
      'a fraction of a cent',
      () => invoice(line({ TaxCodeRef: { value: harness.ids.gst } }, 1.005)),
      'precision',
    ],
    ['6000', 'a negative total', () => invoice(line({ TaxCodeRef: { value: harness.ids.gst } }, -1)), '0 or greater'],
    [
      '6000',
      'receivables without a customer',
      () => purchase(harness.ids.outOfScope, { AccountRef: accountRef('Accounts Receivable (A/R)') }),
      'choose a customer',
    ],
    [
      '6000',
      'paying more than is open',
      () => harness.post('payment', { ...paymentBody(customerId, 50_000, invoiceId) }),
      'greater than the open balance',
    ],
    [
      '6000',
      'applying more than was paid',
      () => harness.post('payment', { ...paymentBody(customerId, 39_900, invoiceId), TotalAmt: 1 }),
      'greater than the payment',
    ],
    [
      '620',
      'paying an invoice that does not exist',
      () => harness.post('payment', paymentBody(customerId, 100, '9999')),
    ],
    [
      '6070',
      'an amount that is not quantity × price',
      () => invoice(line({ Qty: 2, UnitPrice: 3, TaxCodeRef: { value: harness.ids.gst } })),
    ],
    [
      '6140',
      'a DocNumber that is taken',
      () => invoice({ DocNumber: 'rtp-0001' }),
      'is assigned to TxnType=Invoice with TxnId=',
    ],
    ['6240', 'a name that a customer has, in capitals', () => customer({ DisplayName: 'ACME TRAINING' })],
    ['6240', 'a name that a vendor has', () => customer({ DisplayName: 'Paper mill' })],
    ['6240', 'a name that an employee has', () => customer({ DisplayName: 'Alex Nguyen' })],
    ['6240', 'a name that an inactive customer has', () => customer({ DisplayName: 'Gone RTO' })],
    [
      '6240',
      'an item of the same name',
      () => harness.post('item', { Name: 'hours', IncomeAccountRef: accountRef('Sales') }),
    ],
    ['500', 'deleting a customer', () => harness.post('customer?operation=delete', { Id: customerId, SyncToken: '0' })],
    ['500', 'creating a tax code', () => harness.post('taxcode', { Name: 'VAT' })],
    ['500', 'an entity that does not exist', () => harness.get('bananas/1')],
  ];
  const exportCode = (): string =>
    text(
      harness.sim.store.list(REALM, 'TaxCode').find((code) => code['Name'] === 'Export'),
      'Id',
    );

  const table = cases.map(([code, what, provoke, detail = '']) => ({ code, what, provoke, detail }));
  test.each(table)('$code: $what', async ({ code, provoke, detail }) => {
    const before = counts();
    const reply = await provoke();
    expect([reply.status, faultCode(reply)]).toEqual([400, code]);
    expect(at(reply.body, 'Fault', 'type')).toBe('ValidationFault');
    expect(faultDetail(reply)).toContain(detail);
    expect(reply.headers.get('intuit_tid')).not.toBeNull();
    expect(counts()).toEqual(before);
  });

  function counts(): number[] {
    return (['Customer', 'Invoice', 'Payment', 'Purchase', 'Item'] as const).map((entity) =>
      harness.sim.store.count(REALM, entity),
    );
  }

  test('6140 names the holder', async () => {
    expect(faultDetail(await invoice({ DocNumber: 'RTP-0001' }))).toBe(
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=RTP-0001 is assigned to TxnType=Invoice with TxnId=${invoiceId}`,
    );
  });
});

describe('states of the company', () => {
  test('6210 within closed books, for what is dated there and for what would move there', async () => {
    harness.sim.behindOurBack.closeBooks({ realmId: REALM, date: '2026-04-30' });
    expect(at((await harness.get('preferences')).body, 'Preferences', 'AccountingInfoPrefs', 'BookCloseDate')).toBe(
      '2026-04-30',
    );
    expect(faultCode(await invoice({ TxnDate: '2026-04-30', DocNumber: 'B-1' }))).toBe('6210');
    expect((await invoice({ TxnDate: '2026-05-01', DocNumber: 'B-2' })).status).toBe(200);
    harness.sim.behindOurBack.closeBooks({ realmId: REALM, date: '2026-12-31' });
    for (const operation of ['void', 'delete']) {
      const reply = await harness.post(`invoice?operation=${operation}`, { Id: invoiceId, SyncToken: '0' });
      expect(faultCode(reply)).toBe('6210');
    }
    harness.sim.behindOurBack.closeBooks({ realmId: REALM, date: null });
    expect((await invoice({ TxnDate: '2026-04-30', DocNumber: 'B-1' })).status).toBe(200);
  });

  test('6190 when the subscription has lapsed: reads work, writes do not', async () => {
    harness.sim.behindOurBack.lapseSubscription({ realmId: REALM });
    expect(faultCode(await customer({ DisplayName: 'Late' }))).toBe('6190');
    expect((await harness.get(`invoice/${invoiceId}`)).status).toBe(200);
    harness.sim.behindOurBack.renewSubscription({ realmId: REALM });
    expect((await customer({ DisplayName: 'Late' })).status).toBe(200);
  });

  test('6540 for a payment that was deposited', async () => {
    const payment = await harness.create('Payment', { CustomerRef: { value: customerId }, TotalAmt: 5 });
    harness.sim.behindOurBack.depositPayment({ realmId: REALM, id: text(payment, 'Id') });
    const input = { Id: text(payment, 'Id'), SyncToken: '0' };
    expect(faultCode(await harness.post('payment?operation=delete', input))).toBe('6540');
    expect(faultCode(await harness.post('payment', { ...input, sparse: true, PrivateNote: 'x' }))).toBe('6540');
  });

  test('CustomTxnNumbers off: the given number is ignored and own ones are given', async () => {
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { customTxnNumbers: false } });
    const numbers = [await invoice({ DocNumber: 'RTP-0001' }), await invoice({})];
    expect(numbers.map((reply) => at(reply.body, 'Invoice', 'DocNumber'))).toEqual(['1001', '1002']);
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { customTxnNumbers: true } });
  });

  test('a voided invoice keeps its number, unless the switch says otherwise', async () => {
    const made = await invoice({ DocNumber: 'V-1' });
    const input = { Id: text(made.body, 'Invoice', 'Id'), SyncToken: '0' };
    expect((await harness.post('invoice?operation=void', input)).status).toBe(200);
    expect(faultCode(await invoice({ DocNumber: 'V-1' }))).toBe('6140');
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { voidKeepsDocNumber: false } });
    expect((await invoice({ DocNumber: 'V-1' })).status).toBe(200);
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { voidKeepsDocNumber: true } });
  });

  test('making a name inactive can free it, by switch', async () => {
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { renamesInactiveNames: true } });
    const made = await harness.create('Customer', { DisplayName: 'Phoenix' });
    const gone = harness.sim.behindOurBack.deactivate({ realmId: REALM, entity: 'Customer', id: text(made, 'Id') });
    expect(at(gone, 'DisplayName')).toBe('Phoenix (deleted)');
    expect((await customer({ DisplayName: 'Phoenix' })).status).toBe(200);
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { renamesInactiveNames: false } });
  });
});

test('a company file can lack what a program looks for', async () => {
  const leavesOut = ['RTOpacks Services', 'Stripe clearing account', 'Due on receipt', 'GST'];
  const bare = await startHarness({ company: { leavesOut } });
  try {
    const count = async (entity: string, name: string): Promise<number> =>
      (await bare.rows(entity, `select * from ${entity} where Name = '${name}'`)).length;
    expect([await count('Item', 'RTOpacks Services'), await count('Item', 'Hours')]).toEqual([0, 1]);
    expect(await count('Account', 'Stripe clearing account')).toBe(0);
    expect([await count('TaxCode', 'GST'), await count('TaxCode', 'GST free')]).toEqual([0, 1]);
  } finally {
    await bare.close();
  }
});

test('none of this was a bug of the simulator', () => expect(harness.sim.stats.internalErrors).toEqual([]));
