// Payments, voids, deletions, credits and refunds: links both ways, balances, and double entry that always balances.
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { QuickBooksFault } from '../../../src/simulators/quickbooks/faults.ts';
import type { EntityName } from '../../../src/simulators/quickbooks/entitySpecs.ts';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { centsOfAmount } from '../../../src/simulators/quickbooks/money.ts';
import { REALM, at, decimal, faultCode, invoiceBody, paymentBody, pinnedTax, startHarness, text } from './harness.ts';
import type { Harness, Reply } from './harness.ts';

let harness: Harness;
let customerId: string;

beforeEach(async () => {
  harness = await startHarness();
  customerId = text(await harness.create('Customer', { DisplayName: 'Acme' }), 'Id');
});
afterEach(() => harness.close());

const read = async (entity: string, id: string): Promise<JsonObject> =>
  at((await harness.get(`${entity.toLowerCase()}/${id}`)).body, entity) as JsonObject;
const account = (name: string): JsonObject =>
  harness.sim.store.list(REALM, 'Account').find((each) => each['Name'] === name) ?? {};
const balanceCents = (name: string): unknown => centsOfAmount(account(name)['CurrentBalance']);
const customerCents = async (): Promise<unknown> => centsOfAmount((await read('Customer', customerId))['Balance']);

async function invoice(docNumber: string): Promise<string> {
  const body = invoiceBody(harness.ids, { customerId, docNumber, exCents: 36_273, gstCents: 3627 });
  return text(await harness.create('Invoice', body), 'Id');
}

async function paid(docNumber: string): Promise<{ invoiceId: string; paymentId: string }> {
  const invoiceId = await invoice(docNumber);
  const body = paymentBody(customerId, 39_900, invoiceId, {
    DepositToAccountRef: { value: harness.ids.clearing },
    PaymentRefNum: docNumber,
  });
  return { invoiceId, paymentId: text(await harness.create('Payment', body), 'Id') };
}

describe('payments', () => {
  test('an invoice and its payment', async () => {
    const { invoiceId, paymentId } = await paid('RTP-0001');
    const payment = await read('Payment', paymentId);
    expect(payment).toMatchObject({ TotalAmt: 399, UnappliedAmt: 0, PaymentRefNum: 'RTP-0001' });
    expect(at(payment, 'Line', 0, 'LinkedTxn', 0)).toEqual({ TxnId: invoiceId, TxnType: 'Invoice' });
    const settled = await read('Invoice', invoiceId);
    expect(settled).toMatchObject({ TotalAmt: 399, Balance: 0, SyncToken: '1' });
    expect(settled['LinkedTxn']).toEqual([{ TxnId: paymentId, TxnType: 'Payment' }]);
    expect([balanceCents('Stripe clearing account'), balanceCents('Accounts Receivable (A/R)')]).toEqual([39_900, 0]);
    expect(balanceCents('GST Liabilities Payable')).toBe(-3627);
    const customer = await read('Customer', customerId);
    expect([customer['Balance'], customer['SyncToken']]).toEqual([0, '0']);
  });

  test('a part payment, then the rest; not a cent more', async () => {
    const invoiceId = await invoice('RTP-0001');
    await harness.create('Payment', paymentBody(customerId, 10_000, invoiceId));
    expect((await read('Invoice', invoiceId))['Balance']).toBe(299);
    expect(faultCode(await harness.post('payment', paymentBody(customerId, 29_901, invoiceId)))).toBe('6000');
    await harness.create('Payment', paymentBody(customerId, 29_900, invoiceId));
    expect(await read('Invoice', invoiceId)).toMatchObject({ Balance: 0 });
    expect((await read('Invoice', invoiceId))['LinkedTxn']).toHaveLength(2);
  });

  test('what is not applied stays with the customer', async () => {
    const payment = await harness.create('Payment', { CustomerRef: { value: customerId }, TotalAmt: 50 });
    expect(payment).toMatchObject({ UnappliedAmt: 50, Line: [] });
    expect(await customerCents()).toBe(-5000);
  });

  test('a payment for another customer is refused', async () => {
    const other = text(await harness.create('Customer', { DisplayName: 'Other' }), 'Id');
    expect(faultCode(await harness.post('payment', paymentBody(other, 100, await invoice('RTP-0001'))))).toBe('6000');
  });

  test('changing the note of a payment leaves what it pays', async () => {
    const { invoiceId, paymentId } = await paid('RTP-0001');
    const update = { Id: paymentId, SyncToken: '0', sparse: true, PrivateNote: 'checked' };
    expect((await harness.post('payment', update)).body['Payment']).toMatchObject({ UnappliedAmt: 0, SyncToken: '1' });
    expect(await read('Invoice', invoiceId)).toMatchObject({ Balance: 0, SyncToken: '1' });
  });

  test('changing a payment moves its application', async () => {
    const { invoiceId, paymentId } = await paid('RTP-0001');
    const secondId = await invoice('RTP-0002');
    const lines = paymentBody(customerId, 39_900, secondId)['Line'] ?? [];
    const update = { Id: paymentId, SyncToken: '0', sparse: true, Line: lines };
    expect((await harness.post('payment', update)).status).toBe(200);
    expect([(await read('Invoice', invoiceId))['Balance'], (await read('Invoice', secondId))['Balance']]).toEqual([
      399, 0,
    ]);
    expect((await read('Invoice', invoiceId))['LinkedTxn']).toEqual([]);
  });
});

describe('undoing', () => {
  test.each(['operation=void', 'operation=update&include=void'])(
    'voiding a payment with %s opens the invoice',
    async (how) => {
      const { invoiceId, paymentId } = await paid('RTP-0001');
      const reply = await harness.post(`payment?${how}`, { Id: paymentId, SyncToken: '0', sparse: true });
      expect(reply.body['Payment']).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: 'Voided' });
      expect(await read('Invoice', invoiceId)).toMatchObject({ Balance: 399, LinkedTxn: [] });
      expect(balanceCents('Stripe clearing account')).toBe(0);
    },
  );

  async function undoPaidInvoice(operation: string): Promise<{ invoiceId: string; reply: Reply }> {
    const { invoiceId, paymentId } = await paid('RTP-0001');
    const reply = await harness.post(`invoice?operation=${operation}`, { Id: invoiceId, SyncToken: '1' });
    expect(reply.status).toBe(200);
    expect(await read('Payment', paymentId)).toMatchObject({ TotalAmt: 399, UnappliedAmt: 399, Line: [] });
    expect(await customerCents()).toBe(-39_900);
    return { invoiceId, reply };
  }

  test('voiding a paid invoice leaves the payment unapplied, and the number taken', async () => {
    const { invoiceId } = await undoPaidInvoice('void');
    expect(await read('Invoice', invoiceId)).toMatchObject({ TotalAmt: 0, Balance: 0, DocNumber: 'RTP-0001' });
  });

  test('deleting a paid invoice leaves the payment unapplied, and the number free', async () => {
    const { invoiceId, reply } = await undoPaidInvoice('delete');
    expect(reply.body['Invoice']).toEqual({ domain: 'QBO', status: 'Deleted', Id: invoiceId });
    expect(faultCode(await harness.get(`invoice/${invoiceId}`))).toBe('610');
    expect(await invoice('RTP-0001')).not.toBe(invoiceId);
  });

  test('lowering a paid invoice leaves the difference unapplied', async () => {
    const { invoiceId, paymentId } = await paid('RTP-0001');
    const changes = { Line: invoiceBody(harness.ids, { customerId, exCents: 10_000 })['Line'] ?? [] };
    harness.sim.behindOurBack.editDocument({ realmId: REALM, entity: 'Invoice', id: invoiceId, changes });
    expect(await read('Invoice', invoiceId)).toMatchObject({ TotalAmt: 110, Balance: 0 });
    expect(await read('Payment', paymentId)).toMatchObject({ TotalAmt: 399, UnappliedAmt: 289 });
  });
});

describe('refunds', () => {
  const creditBody = (): JsonObject => ({
    ...invoiceBody(harness.ids, { customerId, docNumber: 'RTP-0001-R1', exCents: 4455 }),
    TxnTaxDetail: pinnedTax(harness.ids, 445, 4455),
  });

  test('the linked recipe: adjustment note, expense to receivables, a payment of zero', async () => {
    await paid('RTP-0001');
    const memo = await harness.create('CreditMemo', creditBody());
    expect(memo).toMatchObject({ TotalAmt: 49, Balance: 49, RemainingCredit: 49 });
    const expense = await harness.create('Purchase', {
      PaymentType: 'Cash',
      AccountRef: { value: harness.ids.clearing },
      EntityRef: { value: customerId, type: 'Customer' },
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        {
          Amount: 49,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: {
            AccountRef: { value: text(account('Accounts Receivable (A/R)'), 'Id') },
            TaxCodeRef: { value: harness.ids.outOfScope },
          },
        },
      ],
    });
    expect(expense).toMatchObject({ TotalAmt: 49 });
    expect([balanceCents('Stripe clearing account'), await customerCents()]).toEqual([35_000, 0]);
    const link = (TxnId: string, TxnType: string): JsonObject => ({ Amount: 49, LinkedTxn: [{ TxnId, TxnType }] });
    const payment = await harness.create('Payment', {
      CustomerRef: { value: customerId },
      TotalAmt: 0,
      Line: [link(text(memo, 'Id'), 'CreditMemo'), link(text(expense, 'Id'), 'Expense')],
    });
    expect(payment).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(await read('CreditMemo', text(memo, 'Id'))).toMatchObject({ Balance: 0, RemainingCredit: 0 });
    const links = [{ TxnId: text(payment, 'Id'), TxnType: 'Payment' }];
    expect((await read('Purchase', text(expense, 'Id')))['LinkedTxn']).toEqual(links);
    expect([balanceCents('GST Liabilities Payable'), await customerCents()]).toEqual([-3627 + 445, 0]);
  });

  test('a refund receipt pays out of the account and touches no customer balance', async () => {
    const body = { ...creditBody(), DepositToAccountRef: { value: harness.ids.clearing }, PaymentRefNum: 're_1' };
    expect(await harness.create('RefundReceipt', body)).toMatchObject({
      TotalAmt: 49,
      Balance: 0,
      PaymentRefNum: 're_1',
    });
    expect([balanceCents('Stripe clearing account'), await customerCents()]).toEqual([-4900, 0]);
  });

  test('AutoApplyCredit settles invoices with open credits by itself', async () => {
    harness.sim.behindOurBack.changeSettings({ realmId: REALM, changes: { autoApplyCredit: true } });
    await harness.create('CreditMemo', creditBody());
    await harness.create('Payment', { CustomerRef: { value: customerId }, TotalAmt: 100 });
    const invoiceId = await invoice('RTP-0002');
    expect((await read('Invoice', invoiceId))['Balance']).toBe(250);
    expect((await read('Invoice', invoiceId))['LinkedTxn']).toHaveLength(2);
    expect(await customerCents()).toBe(25_000);
  });
});

describe('monthly fees and payouts', () => {
  test('an expense with a purchase code, and a transfer to the bank', async () => {
    const vendor = harness.sim.store
      .list(REALM, 'Vendor')
      .find((each) => text(each, 'DisplayName').startsWith('Stripe'));
    const expense = await harness.create('Purchase', {
      PaymentType: 'Cash',
      AccountRef: { value: harness.ids.clearing },
      EntityRef: { value: text(vendor, 'Id'), type: 'Vendor' },
      Line: [
        {
          Amount: 100.05,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: {
            AccountRef: { value: text(account('Stripe Fees'), 'Id') },
            TaxCodeRef: { value: harness.ids.nonCapital },
          },
        },
      ],
    });
    expect(expense).toMatchObject({
      TotalAmt: 110.06,
      EntityRef: { type: 'Vendor', name: 'Stripe Payments Australia Pty Ltd' },
    });
    await harness.create('Transfer', {
      FromAccountRef: { value: harness.ids.clearing },
      ToAccountRef: { value: text(account('Business Cheque'), 'Id') },
      Amount: 12.34,
    });
    expect([balanceCents('Stripe clearing account'), balanceCents('Business Cheque')]).toEqual([-11_006 - 1234, 1234]);
  });
});

test('whatever happens, balances follow from the documents', async () => {
  const { sim, ids } = harness;
  const cents = (body: JsonObject | undefined, key: string): number => Number(centsOfAmount(body?.[key]));
  const acts = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(1000), fc.integer({ min: 1, max: 90_000 })), {
    maxLength: 40,
  });
  const pick = (entity: EntityName, which: number): JsonObject | undefined => {
    const all = sim.store.list(REALM, entity);
    return all[which % Math.max(1, all.length)];
  };
  const attempt = (act: number, which: number, amount: number): void => {
    const some = pick(act === 3 ? 'Payment' : 'Invoice', which);
    const of = {
      realmId: REALM,
      entity: act === 3 ? ('Payment' as const) : ('Invoice' as const),
      id: text(some, 'Id'),
    };
    if (act === 0) sim.create(REALM, 'Invoice', invoiceBody(ids, { customerId, exCents: amount }));
    else if (act === 5) sim.create(REALM, 'CreditMemo', invoiceBody(ids, { customerId, exCents: amount }));
    else if (some === undefined) return;
    else if (act === 1)
      sim.create(REALM, 'Payment', paymentBody(customerId, Math.min(amount, cents(some, 'Balance')), of.id));
    else if (act === 2) sim.behindOurBack.voidDocument(of);
    else if (act === 3) sim.behindOurBack.deleteDocument(of);
    else
      sim.behindOurBack.editDocument({
        ...of,
        changes: { Line: invoiceBody(ids, { customerId, exCents: amount })['Line'] ?? [] },
      });
  };
  fc.assert(
    fc.property(acts, (list) => {
      for (const [act, which, amount] of list) {
        try {
          attempt(act, which, amount);
        } catch (error) {
          if (!(error instanceof QuickBooksFault)) throw error;
        }
      }
      const sum = (entity: EntityName, key: string): number =>
        sim.store.list(REALM, entity).reduce((total, body) => total + cents(body, key), 0);
      const owed = sum('Invoice', 'Balance') - sum('Payment', 'UnappliedAmt') - sum('CreditMemo', 'RemainingCredit');
      expect(cents(sim.store.get(REALM, 'Customer', customerId), 'Balance')).toBe(owed);
      expect(balanceCents('Accounts Receivable (A/R)')).toBe(owed);
      for (const each of sim.store.list(REALM, 'Invoice')) {
        const applied = sim.store
          .list(REALM, 'Payment')
          .flatMap((payment) => (payment['Line'] ?? []) as JsonObject[])
          .filter((line) => text(line, 'LinkedTxn', 0, 'TxnId') === text(each, 'Id'))
          .reduce((total, line) => total + cents(line, 'Amount'), 0);
        expect(cents(each, 'Balance')).toBe(cents(each, 'TotalAmt') - applied);
        expect(cents(each, 'Balance')).toBeGreaterThanOrEqual(0);
      }
      expect(decimal(owed < 0 ? 0 : owed)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});
