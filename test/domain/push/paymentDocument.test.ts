// The QuickBooks payment: the document word for word, and every way in which one can come back different.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildPaymentDocument,
  cardBrandName,
  comparePayment,
  paymentNote,
  readPaymentBack,
  type PaymentIntent,
} from '../../../src/domain/push/paymentDocument.ts';
import type { QboJson } from '../../../src/domain/push/qboJson.ts';
import { refs } from './sampleIntents.ts';

const about = {
  chargeId: 'ch_1',
  brand: 'visa',
  last4: '4242',
  paidAt: '2026-04-17',
  timeZoneLabel: 'AEST',
  businessName: 'RTOpacks',
  number: 'RTP-0001',
};
const intent: PaymentIntent = {
  number: 'RTP-0001',
  customerId: '58',
  qbInvoiceId: '266',
  amountCents: 39900,
  txnDate: '2026-04-17',
  refs,
  note: paymentNote(about),
};

describe('paymentNote', () => {
  it.each<[Partial<Record<keyof typeof about, string | null>>, string]>([
    [{}, 'Stripe charge ch_1 | Visa 4242 | 2026-04-17 AEST | RTOpacks ref: RTP-0001'],
    [
      { brand: 'amex', timeZoneLabel: 'AEDT' },
      'Stripe charge ch_1 | American Express 4242 | 2026-04-17 AEDT | RTOpacks ref: RTP-0001',
    ],
    [{ brand: null, last4: null }, 'Stripe charge ch_1 | 2026-04-17 AEST | RTOpacks ref: RTP-0001'],
    [{ last4: null }, 'Stripe charge ch_1 | Visa | 2026-04-17 AEST | RTOpacks ref: RTP-0001'],
    [
      { chargeId: null, brand: null, last4: null },
      'Paid without a Stripe charge | 2026-04-17 AEST | RTOpacks ref: RTP-0001',
    ],
  ])('%j', (change, expected) => {
    expect(paymentNote({ ...about, ...change } as typeof about)).toBe(expected);
  });

  it('keeps a brand that it does not know', () => {
    expect(cardBrandName('girocard')).toBe('girocard');
  });
});

describe('buildPaymentDocument', () => {
  it('is linked to the invoice and carries our number', () => {
    expect(buildPaymentDocument(intent)).toEqual({
      CustomerRef: { value: '58' },
      TotalAmt: 399,
      TxnDate: '2026-04-17',
      PaymentMethodRef: { value: '40' },
      PaymentRefNum: 'RTP-0001',
      DepositToAccountRef: { value: '70' },
      PrivateNote: 'Stripe charge ch_1 | Visa 4242 | 2026-04-17 AEST | RTOpacks ref: RTP-0001',
      Line: [{ Amount: 399, LinkedTxn: [{ TxnId: '266', TxnType: 'Invoice' }] }],
    });
  });
});

const held: QboJson = {
  ...buildPaymentDocument(intent),
  Id: '270',
  SyncToken: '0',
  UnappliedAmt: 0,
  CustomerRef: { value: '58', name: 'Harbour Training' },
};

describe('comparePayment', () => {
  it.each<[string, QboJson, object[]]>([
    ['as meant', {}, []],
    ['another amount', { TotalAmt: 398 }, [{ field: 'TotalAmt', meant: '399.00', found: '398.00', kind: 'other' }]],
    ['no amount', { TotalAmt: null }, [{ field: 'TotalAmt', meant: '399.00', found: 'none', kind: 'other' }]],
    [
      'money that pays nothing',
      { UnappliedAmt: 1 },
      [{ field: 'UnappliedAmt', meant: '0.00', found: '1.00', kind: 'other' }],
    ],
    [
      'another customer',
      { CustomerRef: { value: '59' } },
      [{ field: 'CustomerRef', meant: '58', found: '59', kind: 'other' }],
    ],
    [
      'another reference',
      { PaymentRefNum: 'RTP-0002' },
      [{ field: 'PaymentRefNum', meant: 'RTP-0001', found: 'RTP-0002', kind: 'other' }],
    ],
    [
      'another date',
      { TxnDate: '2026-04-18' },
      [{ field: 'TxnDate', meant: '2026-04-17', found: '2026-04-18', kind: 'other' }],
    ],
    [
      'another invoice',
      { Line: [{ Amount: 399, LinkedTxn: [{ TxnId: '267', TxnType: 'Invoice' }] }] },
      [{ field: 'Line.LinkedTxn', meant: '266', found: '267', kind: 'other' }],
    ],
    ['no invoice', { Line: [] }, [{ field: 'Line.LinkedTxn', meant: '266', found: 'none', kind: 'other' }]],
    [
      'another kind of link',
      { Line: [{ Amount: 399, LinkedTxn: [{ TxnId: '266', TxnType: 'CreditMemo' }] }] },
      [{ field: 'Line.LinkedTxn', meant: '266', found: 'none', kind: 'other' }],
    ],
    [
      'part of it on the invoice',
      { Line: [{ Amount: 300, LinkedTxn: [{ TxnId: '266', TxnType: 'Invoice' }] }] },
      [{ field: 'Line.Amount', meant: '399.00', found: '300.00', kind: 'other' }],
    ],
    [
      'in two parts on the invoice',
      {
        Line: [
          { Amount: 300, LinkedTxn: [{ TxnId: '266', TxnType: 'Invoice' }] },
          { Amount: 99, LinkedTxn: [{ TxnId: '266', TxnType: 'Invoice' }] },
        ],
      },
      [],
    ],
  ])('%s', (_name, change, expected) => {
    expect(comparePayment({ ...held, ...change }, intent)).toEqual(expected);
  });

  it.each([
    [{ TotalAmt: 0, PrivateNote: 'Voided' }, true],
    [{ TotalAmt: 399, PrivateNote: 'Voided' }, false],
    [{ TotalAmt: 0, PrivateNote: 'Not voided' }, false],
  ])('%j is voided: %s', (json, isVoided) => {
    expect(readPaymentBack(json).isVoided).toBe(isVoided);
  });

  it('a voided payment is never what was meant', () => {
    expect(comparePayment({ ...held, TotalAmt: 0, PrivateNote: 'Voided - by A' }, intent)).toContainEqual({
      field: 'PrivateNote',
      meant: 'not voided',
      found: 'voided',
      kind: 'other',
    });
  });

  it('nonsense is different, not an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (json) => {
        expect(comparePayment(json as QboJson, intent).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('readPaymentBack', () => {
  it('reads what we own', () => {
    expect(readPaymentBack(held)).toEqual({
      id: '270',
      syncToken: '0',
      totalCents: 39900,
      unappliedCents: 0,
      customerId: '58',
      paymentRefNum: 'RTP-0001',
      txnDate: '2026-04-17',
      applied: [{ qbInvoiceId: '266', amountCents: 39900 }],
      isVoided: false,
    });
  });
});
