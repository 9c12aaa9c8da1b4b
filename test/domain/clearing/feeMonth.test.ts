// A month of fees beside its tax invoice: expected total, GST, variance and state; and what may be attached.
import { describe, expect, it } from 'vitest';
import { base64Size, isPdf, safePdfName } from '../../../src/domain/clearing/attachmentFile.ts';
import { feeMonth, type TypedTaxInvoice } from '../../../src/domain/clearing/feeMonth.ts';

const payment = { feeType: 'payment', costCents: 1_100, gstIncludedCents: 100, gstOnTopCents: 0 };
const radar = { feeType: 'radar', costCents: 800, gstIncludedCents: 0, gstOnTopCents: 80 };
const taxOnRadar = { feeType: 'tax', costCents: 80, gstIncludedCents: 80, gstOnTopCents: 0 };
const invoice = (totalCents: number, change: Partial<TypedTaxInvoice> = {}): TypedTaxInvoice => ({ totalCents, gstCents: 180, varianceClass: null, varianceNote: null, ...change });

describe('feeMonth', () => {
  it.each([
    ['GST on top that is still to come is expected on the invoice', [payment, radar], null, true, { chargedCents: 1_900, gstToComeCents: 80, expectedCents: 1_980, gstEstimateCents: 180, varianceCents: null, state: 'invoice_missing' }],
    ['GST that was charged as a row is not expected twice', [payment, radar, taxOnRadar], invoice(1_980), true, { chargedCents: 1_980, gstToComeCents: 0, expectedCents: 1_980, gstEstimateCents: 180, varianceCents: 0, gstVarianceCents: 0, state: 'tied' }],
    ['a month that is not over waits', [payment], null, false, { state: 'running' }],
    ['a difference is a variance', [payment], invoice(1_104), true, { varianceCents: 4, state: 'variance' }],
    ['a class without a note explains nothing', [payment], invoice(1_104, { varianceClass: 'rounding', varianceNote: ' ' }), true, { state: 'variance' }],
    ['rounding with a note explains it', [payment], invoice(1_104, { varianceClass: 'rounding', varianceNote: 'per line' }), true, { varianceCents: 4, state: 'explained' }],
    ['an error stays open whatever is said about it', [payment], invoice(1_104, { varianceClass: 'error', varianceNote: 'asked Stripe' }), true, { state: 'variance' }],
    ['an invoice without a fee is all variance', [], invoice(500), true, { expectedCents: 0, varianceCents: 500, state: 'variance' }],
  ] as const)('%s', (_, types, typed, isOver, expected) => {
    expect(feeMonth(types, typed, isOver)).toMatchObject(expected);
  });
});

describe('an attachment', () => {
  it.each([
    ['invoice.pdf', 'invoice.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\me\\Tax "March".PDF', 'Tax March.pdf'],
    ['..', 'tax invoice.pdf'],
    ['a\u0000b\u202Efdp.exe', 'a b fdp.exe.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(120)}.pdf`],
  ])('%j is kept as %j', (given, kept) => {
    expect(safePdfName(given)).toBe(kept);
  });

  it('is a PDF by its first bytes', () => {
    expect(isPdf(btoa('%PDF-1.7 …'.replace('…', 'x')))).toBe(true);
    expect(isPdf(btoa(`${'\n'.repeat(900)}%PDF-1.7`))).toBe(true);
    expect(isPdf(btoa(`${'\n'.repeat(2_000)}%PDF-1.7`))).toBe(false);
    expect(isPdf(btoa('PK\u0003\u0004'))).toBe(false);
    expect(isPdf('')).toBe(false);
  });

  it.each([['', 0], ['YQ==', 1], ['YWI=', 2], ['YWJj', 3], ['YWJ', null], ['YW*j', null], ['=YWJ', null]])('%j stands for %j bytes', (text, size) => {
    expect(base64Size(text)).toBe(size);
  });
});
