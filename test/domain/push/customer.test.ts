// The QuickBooks customer: names it accepts, the body that creates it, and updates that only say what differs.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildCustomerDocument,
  customerChanges,
  type CustomerIntent,
} from '../../../src/domain/push/customerDocument.ts';
import {
  customerIntentOf,
  fallbackDisplayName,
  parseAddress,
  type CustomerSources,
} from '../../../src/domain/push/customerIntent.ts';
import { cleanDisplayName, nameCandidates } from '../../../src/domain/push/customerName.ts';
import type { QboJson } from '../../../src/domain/push/qboJson.ts';
import { refs } from './sampleIntents.ts';

const sources: CustomerSources = {
  orgId: '42',
  org: { name: "O'Brien & Sons: Training", billingEmail: 'accounts@example.com' },
  register: {
    rtoCode: '45123',
    legalName: "O'Brien & Sons Pty Ltd",
    tradingName: 'Other',
    abn: '51 824 753 556',
    acn: '824753556',
    ceoGiven: 'Pat',
    ceoFamily: "O'Brien",
    website: 'www.example.com',
    entityType: 'Company',
    phone: '+61 3 9000 1234',
    address: '12 Smith Street, Fitzroy VIC 3065',
  },
  rtoCode: '45123',
  businessName: 'RTOpacks',
  refs,
};
const intent = customerIntentOf(sources);
const notes =
  "RTO: 45123 — Legal: O'Brien & Sons Pty Ltd — ABN: 51 824 753 556 — ACN: 824753556 — Company — Auto-managed by RTOpacks.";

describe('cleanDisplayName', () => {
  it.each([
    ["O'Brien & Sons", "O'Brien & Sons"],
    ['Harbour: Training', 'Harbour - Training'],
    ['A:B', 'A - B'],
    [':A:', 'A'],
    ['A\tB\nC\r\nD', 'A B C D'],
    ['  A   B  ', 'A B'],
    ['Café Ünïcode 株式会社', 'Café Ünïcode 株式会社'],
    ['Train 🚀 Co', 'Train Co'],
    ['👩‍👩‍👧‍👦', ''],
    ['🇦🇺 Skills', 'Skills'],
    ['1️⃣ First', '1 First'],
    ['Skills™ ©', 'Skills™ ©'],
    ['A\uD800B', 'AB'],
    ['A\u200B\u202EB', 'A B'],
    ['', ''],
    ['-', ''],
    ['Smith – Jones', 'Smith – Jones'],
  ])('%j is %j', (text, expected) => {
    expect(cleanDisplayName(text)).toBe(expected);
  });

  it('cuts 200 characters to 100, and never through a character', () => {
    expect(cleanDisplayName('x'.repeat(200))).toBe('x'.repeat(100));
    expect(cleanDisplayName(`${'x'.repeat(99)}𠮷`)).toBe('x'.repeat(99));
    expect(cleanDisplayName(`${'x'.repeat(99)} y`)).toBe('x'.repeat(99));
  });

  it('is a name that QuickBooks takes, and is its own cleaned form, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 })),
        (text) => {
          for (const name of [cleanDisplayName(text), ...nameCandidates(text, '45123')]) {
            expect(name.length).toBeLessThanOrEqual(100);
            expect(name).not.toMatch(/[:\t\n\r]|^\s|\s$|\s\s/);
            expect(name.isWellFormed()).toBe(true);
          }
          expect(cleanDisplayName(cleanDisplayName(text))).toBe(cleanDisplayName(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('nameCandidates', () => {
  it('are the name, then with the RTO code, then numbered, each once', () => {
    expect(nameCandidates('Harbour', '45123').slice(0, 3)).toEqual(['Harbour', 'Harbour (RTO 45123)', 'Harbour (2)']);
    expect(nameCandidates('Harbour', null).slice(0, 2)).toEqual(['Harbour', 'Harbour (2)']);
    expect(new Set(nameCandidates('x'.repeat(200), '45123')).size).toBe(10);
  });
});

describe('customerIntentOf', () => {
  it('takes the organisation before the register', () => {
    expect(intent).toMatchObject({
      displayName: "O'Brien & Sons - Training",
      companyName: "O'Brien & Sons Pty Ltd",
      email: 'accounts@example.com',
      website: 'https://www.example.com',
      abn: '51824753556',
      acn: '824753556',
      address: { line1: '12 Smith Street', city: 'Fitzroy', state: 'VIC', postCode: '3065' },
    });
  });

  it.each<[string, Partial<CustomerSources>, Partial<CustomerIntent>]>([
    ['the trading name', { org: { name: null, billingEmail: null } }, { displayName: 'Other', email: null }],
    [
      'the legal name',
      { org: null, register: sources.register === null ? null : { ...sources.register, tradingName: ' ' } },
      { displayName: "O'Brien & Sons Pty Ltd" },
    ],
    [
      'Org 42',
      { org: null, register: null, rtoCode: null },
      { displayName: 'Org 42', companyName: null, abn: null, rtoCode: null, address: null, phone: null },
    ],
    [
      'Org 42 for a name of nothing but pictures',
      { org: { name: '🚀', billingEmail: 'not an address' }, register: null },
      { displayName: 'Org 42', email: null, rtoCode: '45123' },
    ],
  ])('falls back to %s', (_name, change, expected) => {
    expect(customerIntentOf({ ...sources, ...change })).toMatchObject(expected);
  });

  it.each<[string | null, string | null]>([
    ['51824753556', '51824753556'],
    ['5182475355', null],
    ['none', null],
    [null, null],
  ])('an ABN %j is %j', (abn, expected) => {
    expect(
      customerIntentOf({ ...sources, register: sources.register === null ? null : { ...sources.register, abn } }).abn,
    ).toBe(expected);
  });

  it('the old default name can be looked for', () => {
    expect(fallbackDisplayName('42')).toBe('Org 42');
  });
});

describe('parseAddress', () => {
  it.each<[string | null, object | null]>([
    [
      '12 Smith Street, Fitzroy VIC 3065',
      { line1: '12 Smith Street', city: 'Fitzroy', state: 'VIC', postCode: '3065' },
    ],
    [
      'Level 3, 12 Smith St, North Sydney, nsw, 2060, Australia',
      { line1: 'Level 3, 12 Smith St', city: 'North Sydney', state: 'NSW', postCode: '2060' },
    ],
    ['PO Box 1', { line1: 'PO Box 1', city: null, state: null, postCode: null }],
    ['', null],
    [null, null],
  ])('%j', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
  });
});

describe('buildCustomerDocument', () => {
  it('says what is known', () => {
    expect(buildCustomerDocument(intent)).toEqual({
      DisplayName: "O'Brien & Sons - Training",
      CompanyName: "O'Brien & Sons Pty Ltd",
      GivenName: 'Pat',
      FamilyName: "O'Brien",
      PrimaryEmailAddr: { Address: 'accounts@example.com' },
      PrimaryPhone: { FreeFormNumber: '+61 3 9000 1234' },
      WebAddr: { URI: 'https://www.example.com' },
      BillAddr: {
        Line1: '12 Smith Street',
        City: 'Fitzroy',
        CountrySubDivisionCode: 'VIC',
        PostalCode: '3065',
        Country: 'Australia',
      },
      PrimaryTaxIdentifier: '51824753556',
      PaymentMethodRef: { value: '40' },
      SalesTermRef: { value: '50' },
      DefaultTaxCodeRef: { value: '10' },
      Notes: notes,
      PreferredDeliveryMethod: 'None',
    });
  });

  it('leaves out what is not', () => {
    expect(buildCustomerDocument(customerIntentOf({ ...sources, org: null, register: null, rtoCode: null }))).toEqual({
      DisplayName: 'Org 42',
      PaymentMethodRef: { value: '40' },
      SalesTermRef: { value: '50' },
      DefaultTaxCodeRef: { value: '10' },
      Notes: 'Auto-managed by RTOpacks.',
      PreferredDeliveryMethod: 'None',
    });
  });
});

/** The customer as QuickBooks gives it back. */
const held: QboJson = {
  ...buildCustomerDocument(intent),
  Id: '58',
  SyncToken: '3',
  PrimaryTaxIdentifier: 'XXXXXXX3556',
  BillAddr: {
    Id: '9',
    Line1: '12 Smith Street',
    City: 'Fitzroy',
    CountrySubDivisionCode: 'VIC',
    PostalCode: '3065',
    Country: 'AUS',
    Lat: 'INVALID',
  },
};
const sparse = { Id: '58', SyncToken: '3', sparse: true };

describe('customerChanges', () => {
  it.each<[string, QboJson]>([
    ['as meant', {}],
    ['the phone in national form', { PrimaryPhone: { FreeFormNumber: '(03) 9000 1234' } }],
    ['the phone without blanks', { PrimaryPhone: { FreeFormNumber: '61390001234' } }],
    ['the site without its scheme', { WebAddr: { URI: 'http://www.example.com/' } }],
    ['the address of e-mail in capitals', { PrimaryEmailAddr: { Address: 'Accounts@Example.com' } }],
    ['the country as AU', { BillAddr: { ...(held['BillAddr'] as QboJson), Country: 'AU' } }],
    ['the identifier masked in full', { PrimaryTaxIdentifier: 'XXXXXXXXXXX' }],
    ['the identifier masked with stars', { PrimaryTaxIdentifier: '** *** ***556' }],
    ['the identifier in full', { PrimaryTaxIdentifier: '51 824 753 556' }],
    ['delivery not mentioned', { PreferredDeliveryMethod: undefined }],
    ["the bookkeeper's own words around our note", { Notes: `Call first\n${notes}\nPays late` }],
    ['a suffixed name, because ours was taken', { DisplayName: "O'Brien & Sons - Training (RTO 45123)" }],
  ])('finds nothing: %s', (_name, change) => {
    expect(customerChanges({ ...held, ...change }, intent)).toEqual({ body: null, changes: [] });
  });

  it.each<[string, QboJson, QboJson]>([
    ['another name', { DisplayName: 'Org 42' }, { DisplayName: "O'Brien & Sons - Training" }],
    ['no given name', { GivenName: undefined }, { GivenName: 'Pat' }],
    [
      'another e-mail',
      { PrimaryEmailAddr: { Address: 'old@example.com' } },
      { PrimaryEmailAddr: { Address: 'accounts@example.com' } },
    ],
    [
      'another phone',
      { PrimaryPhone: { FreeFormNumber: '03 9000 9999' } },
      { PrimaryPhone: { FreeFormNumber: '+61 3 9000 1234' } },
    ],
    ['another identifier', { PrimaryTaxIdentifier: 'XXXXXXX9999' }, { PrimaryTaxIdentifier: '51824753556' }],
    ['no identifier', { PrimaryTaxIdentifier: undefined }, { PrimaryTaxIdentifier: '51824753556' }],
    ['another term', { SalesTermRef: { value: '51' } }, { SalesTermRef: { value: '50' } }],
    ['no tax code', { DefaultTaxCodeRef: undefined }, { DefaultTaxCodeRef: { value: '10' } }],
    ['delivery by e-mail', { PreferredDeliveryMethod: 'Email' }, { PreferredDeliveryMethod: 'None' }],
    ['notes of another', { Notes: 'Call first' }, { Notes: `Call first\n${notes}` }],
    [
      'our old note',
      { Notes: 'Call first\nRTO: 1 — Auto-managed by RTOpacks.\nPays late' },
      { Notes: `Call first\n${notes}\nPays late` },
    ],
    [
      'another street; a second line that is not ours stays',
      { BillAddr: { Id: '9', Line1: 'Old Street', Line2: 'Rear', City: 'Fitzroy', Country: 'AUS', Long: '1' } },
      {
        BillAddr: {
          Id: '9',
          Line1: '12 Smith Street',
          Line2: 'Rear',
          City: 'Fitzroy',
          CountrySubDivisionCode: 'VIC',
          PostalCode: '3065',
          Country: 'Australia',
        },
      },
    ],
    [
      'another country',
      { BillAddr: { ...(held['BillAddr'] as QboJson), Country: 'NZ' } },
      {
        BillAddr: {
          Id: '9',
          Line1: '12 Smith Street',
          City: 'Fitzroy',
          CountrySubDivisionCode: 'VIC',
          PostalCode: '3065',
          Country: 'Australia',
        },
      },
    ],
  ])('%s', (_name, change, expected) => {
    const { body, changes } = customerChanges({ ...held, ...change }, intent);
    expect(body).toEqual({ ...sparse, ...expected });
    expect(changes.map(({ field }) => field)).toEqual(Object.keys(expected));
  });

  it('shows what changes, from and to', () => {
    expect(customerChanges({ ...held, GivenName: undefined, SalesTermRef: { value: '51' } }, intent).changes).toEqual([
      { field: 'GivenName', from: null, to: 'Pat' },
      { field: 'SalesTermRef', from: '51', to: '50' },
    ]);
  });

  it('never blanks what is not known, never writes a masked identifier back, and settles: a second look finds nothing', () => {
    const mask = fc.constantFrom('XXXXXXX3556', 'XXXXXXX9999', '***', '51824753556', undefined);
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          DisplayName: text,
          CompanyName: text,
          Notes: text,
          PrimaryTaxIdentifier: mask,
          BillAddr: fc.constantFrom(undefined, {}, { Line2: 'Rear' }, 5),
        }),
        fc.boolean(),
        (change, isPoor) => {
          const meant = isPoor ? customerIntentOf({ ...sources, register: null }) : intent;
          const existing = { ...held, ...change };
          const { body } = customerChanges(existing, meant);
          if (body === null) return;
          expect(Object.values(body).every((value) => value !== null && value !== undefined && value !== '')).toBe(
            true,
          );
          expect(['51824753556', undefined]).toContain(body['PrimaryTaxIdentifier']);
          expect(isPoor && 'CompanyName' in body).toBe(false);
          expect(customerChanges({ ...existing, ...body }, meant).body).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('nonsense is no exception', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(held)), fc.anything()), (existing) => {
        expect(Array.isArray(customerChanges(existing, intent).changes)).toBe(true);
      }),
    );
  });
});
