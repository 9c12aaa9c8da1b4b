// Filters survive the address; what isn't valid in an old or edited link is dropped, not sent on.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invoiceFilter, type InvoiceFilter } from '../../../src/contract/invoices.ts';
import { qbSyncStatuses } from '../../../src/contract/values.ts';
import { decodeFilter, encodeFilter } from '../../../src/renderer/app/filterCodec.ts';
import { hrefOf, parseRoute } from '../../../src/renderer/app/router.ts';
import { invoiceFilterFields } from '../../../src/renderer/features/invoices/invoiceFilterFields.ts';

const throughAddress = (filter: InvoiceFilter): InvoiceFilter =>
  decodeFilter(invoiceFilterFields, parseRoute(hrefOf('invoices', encodeFilter(invoiceFilterFields, filter))).params);

describe('round trip', () => {
  const cases: readonly InvoiceFilter[] = [
    {},
    { search: "O'Brien & Söhne #1 = 100%" },
    { status: ['paid', 'open'], qbStatus: ['failed'] },
    { from: '2026-07-01', to: '2026-09-30', quarter: '2027-Q1', feePending: true },
    { feePending: false, rtoCode: '30037' },
  ];
  test.each(cases)('%j', (filter) => {
    expect(throughAddress(filter)).toEqual(filter);
  });

  test('any search text and any choice of states', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }).filter((text) => text.length <= 200),
        fc.uniqueArray(fc.constantFrom(...qbSyncStatuses), { minLength: 1 }),
        (search, qbStatus) => {
          expect(throughAddress({ search, qbStatus })).toEqual({ search, qbStatus });
        },
      ),
    );
  });
});

test.each([
  ['qbStatus=failed,nonsense', { qbStatus: ['failed'] }],
  ['qbStatus=nonsense', {}],
  ['from=yesterday&to=2026-1-1', {}],
  ['quarter=2026-Q5', {}],
  ['feePending=yes', {}],
  ['unknown=1&open=12', {}],
  [`search=${'x'.repeat(500)}`, { search: 'x'.repeat(200) }],
])('%s → %j', (search, filter) => {
  expect(decodeFilter(invoiceFilterFields, new URLSearchParams(search))).toEqual(filter);
});

test('whatever the address holds, the engine accepts the filter', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(invoiceFilterFields)), fc.string({ maxLength: 60 })),
      (params) => {
        const filter = decodeFilter(invoiceFilterFields, new URLSearchParams(params));
        const accepted = invoiceFilter.safeParse({ ...filter, status: undefined, rtoCode: undefined });
        expect(accepted.success).toBe(true);
      },
    ),
  );
});

describe('routes', () => {
  test.each([
    ['#/ledger?invoiceId=3', 'ledger', 'invoiceId=3'],
    ['#/nowhere', 'overview', ''],
    ['', 'overview', ''],
    ['#/gst', 'gst', ''],
  ])('%s', (hash, screen, search) => {
    const route = parseRoute(hash);
    expect([route.screen, route.params.toString()]).toEqual([screen, search]);
  });

  test('empty and undefined parameters are left out', () => {
    expect(hrefOf('invoices', { search: '', open: undefined, status: 'paid' })).toBe('#/invoices?status=paid');
  });
});
