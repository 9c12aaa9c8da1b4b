// GST to the cent: the rounding of QuickBooks, pinned tax lines, and the second way, purely and over HTTP.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentTax } from '../../../src/simulators/quickbooks/documentTax.ts';
import { amountOfCents, centsOfAmount, decimalText } from '../../../src/simulators/quickbooks/money.ts';
import { divideHalfUp, taxInGrossCents, taxOnNetCents } from '../../../src/simulators/quickbooks/taxRounding.ts';
import { REALM, at, decimal, faultCode, invoiceBody, pinnedTax, startHarness, text } from './harness.ts';
import type { Harness } from './harness.ts';

/** ex = round half up(total ÷ 1.1), as the program computes it: 10 t ÷ 11. */
const exOf = (totalCents: number): number => divideHalfUp(totalCents * 10, 11);
const GST = [{ taxRateId: '3', rateBasisPoints: 1000 }];
const KEEPS = { keepsPinnedTaxLine: true, keepsTaxInclusiveAmt: true };

describe('pure rounding', () => {
  test('per-line tax reproduces a GST-inclusive total except where total mod 11 is 5, and then it is one cent high', () => {
    const wrong: number[] = [];
    for (let total = 1; total <= 200_000; total += 1) {
      const ex = exOf(total);
      const surplus = ex + taxOnNetCents(ex, 1000) - total;
      if (surplus !== (total % 11 === 5 ? 1 : 0)) wrong.push(total);
    }
    expect(wrong).toEqual([]);
  });

  test('tax inside a gross amount always adds up', () => {
    const wrong: number[] = [];
    for (let total = 1; total <= 200_000; total += 1) {
      if (total - taxInGrossCents(total, 1000) !== exOf(total)) wrong.push(total);
    }
    expect(wrong).toEqual([]);
  });

  test('half up agrees with exact arithmetic', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_000_000_000, max: 9_000_000_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        (n, d) => {
          const exact = (2n * BigInt(Math.abs(n)) + BigInt(d)) / (2n * BigInt(d));
          expect(BigInt(divideHalfUp(n, d))).toBe(n < 0 ? -exact : exact);
        },
      ),
    );
  });

  test.each([
    ['362.73', 36_273],
    [362.73, 36_273],
    [0.1, 10],
    [-5, -500],
    ['1e3', 'notANumber'],
    [true, 'notANumber'],
    [0.005, 'tooPrecise'],
    [Number.NaN, 'notANumber'],
    ['12.3400', 1234],
  ])('amount %s is %s', (value, wanted) => expect(centsOfAmount(value)).toBe(wanted));

  test('cents survive the wire', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
        const wire = JSON.parse(JSON.stringify(amountOfCents(cents))) as number;
        expect(centsOfAmount(wire)).toBe(cents);
        expect(decimalText(cents)).toMatch(/^-?\d+\.\d\d$/);
      }),
    );
  });

  test('several lines are rounded one by one', () => {
    const line = { amountCents: 4455, rates: GST };
    const tax = documentTax([line, line, line], 'TaxExcluded', new Map(), KEEPS);
    expect([tax.netCents, tax.taxCents]).toEqual([13_365, 1338]);
  });
});

describe('over HTTP', () => {
  let harness: Harness;
  let customerId: string;
  let number = 0;
  beforeAll(async () => {
    harness = await startHarness();
    customerId = text(await harness.create('Customer', { DisplayName: 'Rounding RTO' }), 'Id');
  });
  afterAll(() => harness.close());

  const totals = [4900, 59_900, 39_900, 69_900, 3500, 149_000, 500, 1600, 2700, 3800, 6000, 50_000, 58_800, 11, 5];

  /** TotalAmt and TotalTax that QuickBooks made of the invoice, in cents. */
  async function posted(body: ReturnType<typeof invoiceBody>): Promise<[unknown, unknown]> {
    const invoice = await harness.create('Invoice', { ...body, DocNumber: `T-${(number += 1)}` });
    const read = await harness.get(`invoice/${text(invoice, 'Id')}`);
    return [
      centsOfAmount(at(read.body, 'Invoice', 'TotalAmt')),
      centsOfAmount(at(read.body, 'Invoice', 'TxnTaxDetail', 'TotalTax')),
    ];
  }

  test.each(totals)('TaxExcluded, total %i', async (total) => {
    const exCents = exOf(total);
    const gstCents = total - exCents;
    const surplus = total % 11 === 5 ? 1 : 0;
    expect(await posted(invoiceBody(harness.ids, { customerId, exCents }))).toEqual([
      total + surplus,
      gstCents + surplus,
    ]);
    expect(await posted(invoiceBody(harness.ids, { customerId, exCents, gstCents }))).toEqual([total, gstCents]);
    const totalTaxOnly = { TxnTaxDetail: { TotalTax: decimal(gstCents) } };
    expect(await posted(invoiceBody(harness.ids, { customerId, exCents, extra: totalTaxOnly }))).toEqual([
      total + surplus,
      gstCents + surplus,
    ]);
  });

  function inclusive(amountCents: number, inclusiveCents: number | undefined) {
    const body = invoiceBody(harness.ids, { customerId, exCents: amountCents });
    const detail = {
      ItemRef: { value: harness.ids.item },
      TaxCodeRef: { value: harness.ids.gst },
      ...(inclusiveCents === undefined ? {} : { TaxInclusiveAmt: decimal(inclusiveCents) }),
    };
    const line = { Amount: decimal(amountCents), DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail };
    return { ...body, GlobalTaxCalculation: 'TaxInclusive', Line: [line] };
  }

  test.each(totals)('TaxInclusive, total %i', async (total) => {
    const ex = exOf(total);
    expect(await posted(inclusive(ex, total))).toEqual([total, total - ex]);
    // A gross Amount without TaxInclusiveAmt is taken as net: a wrong total.
    expect(await posted(inclusive(total, undefined))).toEqual([
      total + taxOnNetCents(total, 1000),
      taxOnNetCents(total, 1000),
    ]);
  });

  test('NotApplicable has no tax', async () => {
    const body = invoiceBody(harness.ids, {
      customerId,
      exCents: 4900,
      extra: { GlobalTaxCalculation: 'NotApplicable' },
    });
    expect(await posted(body)).toEqual([4900, 0]);
  });

  test('with the assumption switches off, pinned tax and TaxInclusiveAmt are ignored', async () => {
    harness.sim.behindOurBack.changeSettings({
      realmId: REALM,
      changes: { keepsPinnedTaxLine: false, keepsTaxInclusiveAmt: false },
    });
    const pinned = invoiceBody(harness.ids, { customerId, exCents: 4455, gstCents: 445 });
    expect(await posted(pinned)).toEqual([4901, 446]);
    expect(await posted(inclusive(4455, 4900))).toEqual([4901, 446]);
    harness.sim.behindOurBack.changeSettings({
      realmId: REALM,
      changes: { keepsPinnedTaxLine: true, keepsTaxInclusiveAmt: true },
    });
    expect(await posted(pinned)).toEqual([4900, 445]);
  });

  test('a TaxLine with a rate that does not exist is 2500; one without a rate pins nothing', async () => {
    const pinned = pinnedTax({ ...harness.ids, gstRate: '999' }, 445, 4455);
    const wrong = invoiceBody(harness.ids, { customerId, exCents: 4455, extra: { TxnTaxDetail: pinned } });
    expect(faultCode(await harness.post('invoice', wrong))).toBe('2500');
    const without = { TxnTaxDetail: { TaxLine: [{ Amount: 4.45, DetailType: 'TaxLineDetail', TaxLineDetail: {} }] } };
    expect(await posted(invoiceBody(harness.ids, { customerId, exCents: 4455, extra: without }))).toEqual([4901, 446]);
  });

  test('GST switched off: no tax codes, no tax; switched on: they come', async () => {
    const plain = await startHarness({ company: { gstEnabled: false } });
    try {
      expect((await plain.query('select * from TaxCode')).body['QueryResponse']).toEqual({});
      const id = text(await plain.create('Customer', { DisplayName: 'No GST' }), 'Id');
      const line = { Amount: 49, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} };
      const invoice = await plain.create('Invoice', { CustomerRef: { value: id }, Line: [line] });
      expect(at(invoice, 'TotalAmt')).toBe(49);
      plain.sim.behindOurBack.setGst({ realmId: REALM, enabled: true });
      const [code] = await plain.rows('TaxCode', "select * from TaxCode where Name = 'GST'");
      const rateId = text(code, 'SalesTaxRateList', 'TaxRateDetail', 0, 'TaxRateRef', 'value');
      expect(at((await plain.get(`taxrate/${rateId}`)).body, 'TaxRate', 'RateValue')).toBe(10);
      expect(
        at(await plain.get('preferences').then((reply) => reply.body), 'Preferences', 'TaxPrefs', 'UsingSalesTax'),
      ).toBe(true);
      plain.sim.behindOurBack.setGst({ realmId: REALM, enabled: false });
      expect((await plain.query('select * from TaxCode')).body['QueryResponse']).toEqual({});
      plain.sim.behindOurBack.setGst({ realmId: REALM, enabled: true });
      const [again] = await plain.rows('TaxCode', "select * from TaxCode where Name = 'GST'");
      expect(text(again, 'Id')).toBe(text(code, 'Id'));
    } finally {
      await plain.close();
    }
  });
});
