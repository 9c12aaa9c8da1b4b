// The check of a QuickBooks company: the ids it picks, and what it says of each thing that is missing.
import { describe, expect, it } from 'vitest';
import { defaultBusinessProfile } from '../../../src/contract/profile.ts';
import type { QboJson } from '../../../src/domain/push/qboJson.ts';
import { checkSetup, type SetupInput } from '../../../src/domain/push/setup.ts';

const code = (id: string, name: string, sales: string[], purchase: string[] = []): QboJson => {
  const list = (rates: string[]): QboJson => ({ TaxRateDetail: rates.map((value) => ({ TaxRateRef: { value } })) });
  return { Id: id, Name: name, Active: true, SalesTaxRateList: list(sales), PurchaseTaxRateList: list(purchase) };
};

const company: SetupInput = {
  companyInfo: { CompanyName: 'RTOpacks', Country: 'AU' },
  preferences: {
    SalesFormsPrefs: { CustomTxnNumbers: true, AutoApplyCredit: false },
    CurrencyPrefs: { HomeCurrency: { value: 'AUD' } },
    TaxPrefs: { UsingSalesTax: true },
    AccountingInfoPrefs: {},
  },
  taxCodes: [code('5', 'GST on capital', [], ['13']), code('6', 'GST free', ['12']), code('10', 'GST', ['20'], ['21'])],
  taxRates: [
    { Id: '12', RateValue: 0 },
    { Id: '13', RateValue: 10 },
    { Id: '20', RateValue: 10 },
    { Id: '21', RateValue: 10 },
  ],
  items: [
    { Id: '2', Name: 'Employee Celebration', Type: 'Service' },
    { Id: '30', Name: 'RTOpacks Services', Type: 'Service' },
  ],
  accounts: [
    { Id: '61', Name: 'Old sales', AccountType: 'Income', Active: false },
    { Id: '60', Name: 'Sales', AccountType: 'Income' },
    { Id: '71', Name: 'Undeposited Funds', AccountType: 'Other Current Asset', AccountSubType: 'UndepositedFunds' },
    { Id: '70', Name: 'Stripe clearing account', AccountType: 'Bank' },
  ],
  terms: [{ Id: '50', Name: 'Due on receipt' }],
  paymentMethods: [
    { Id: '41', Name: 'Cash' },
    { Id: '40', Name: 'Credit Card' },
  ],
  names: defaultBusinessProfile,
};

describe('checkSetup', () => {
  it('picks the ids of a company that is set up, and finds nothing wrong', () => {
    const result = checkSetup(company);
    expect(result.refs).toEqual({
      taxCodeId: '10',
      taxCodeName: 'GST',
      taxRateId: '20',
      taxRatePercent: 10,
      itemId: '30',
      itemName: 'RTOpacks Services',
      incomeAccountId: '60',
      depositAccountId: '70',
      depositAccountName: 'Stripe clearing account',
      paymentMethodId: '40',
      termId: '50',
    });
    expect(result.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(result.findings.every((finding) => finding.severity === 'info' && finding.code === null)).toBe(true);
  });

  const preferencesWith = (section: string, change: QboJson): SetupInput['preferences'] => ({
    ...company.preferences,
    [section]: { ...(company.preferences?.[section] as QboJson), ...change },
  });

  it.each<[string, Partial<SetupInput>, string, string | null, string]>([
    ['another country', { companyInfo: { Country: 'US' } }, 'country and currency', 'QB_WRONG_COUNTRY', 'error'],
    ['no country', { companyInfo: null }, 'country and currency', 'QB_WRONG_COUNTRY', 'error'],
    [
      'another currency',
      { preferences: preferencesWith('CurrencyPrefs', { HomeCurrency: { value: 'USD' } }) },
      'country and currency',
      'QB_WRONG_COUNTRY',
      'error',
    ],
    [
      'numbers off',
      { preferences: preferencesWith('SalesFormsPrefs', { CustomTxnNumbers: false }) },
      'invoice numbers',
      'QB_NUMBERING_OFF',
      'error',
    ],
    ['preferences unread', { preferences: null }, 'invoice numbers', 'QB_NUMBERING_OFF', 'error'],
    [
      'credits applied',
      { preferences: preferencesWith('SalesFormsPrefs', { AutoApplyCredit: true }) },
      'automatic credits',
      null,
      'warning',
    ],
    [
      'payments applied',
      { preferences: preferencesWith('SalesFormsPrefs', { AutoApplyPayments: true }) },
      'automatic credits',
      null,
      'warning',
    ],
    [
      'GST off',
      { preferences: preferencesWith('TaxPrefs', { UsingSalesTax: false }), taxCodes: [] },
      'GST',
      'QB_GST_NOT_ENABLED',
      'error',
    ],
    ['no tax codes', { taxCodes: [] }, 'GST', 'QB_GST_NOT_ENABLED', 'error'],
    [
      'the code under another name',
      { taxCodes: [code('10', 'GST on income', ['20'])] },
      'GST',
      'QB_ACCOUNT_MISSING',
      'error',
    ],
    ['no payment method', { paymentMethods: [] }, 'payment method', 'QB_ACCOUNT_MISSING', 'error'],
    [
      'no term',
      { terms: [{ Id: '50', Name: 'Due on receipt', Active: false }] },
      'term',
      'QB_ACCOUNT_MISSING',
      'error',
    ],
    ['no income account', { accounts: company.accounts.slice(2) }, 'income account', 'QB_ACCOUNT_MISSING', 'error'],
    ['no item and nothing to make it with', { items: [], accounts: [] }, 'item', 'QB_ACCOUNT_MISSING', 'error'],
    [
      'no deposit account',
      { accounts: company.accounts.slice(0, 2) },
      'deposit account',
      'QB_ACCOUNT_MISSING',
      'error',
    ],
    ['no clearing account', { accounts: company.accounts.slice(0, 3) }, 'deposit account', null, 'warning'],
  ])('%s', (_name, change, check, expectedCode, severity) => {
    const finding = checkSetup({ ...company, ...change }).findings.find((found) => found.check === check);
    expect(finding).toMatchObject({ ok: false, code: expectedCode, severity });
    expect(finding?.nextAction?.length).toBeGreaterThan(10);
  });

  it.each<[string, QboJson[]]>([
    ['two rates', [code('10', 'GST', ['20', '13'])]],
    ['0 %', [code('10', 'GST', ['12'])]],
    ['purchases only', [code('10', 'GST', [], ['21'])]],
    ['a rate that is not listed', [code('10', 'GST', ['99'])]],
    ['inactive', [{ ...code('10', 'GST', ['20']), Active: false }]],
    ['no list at all', [{ Id: '10', Name: 'GST' }]],
  ])('never takes a tax code that is not exactly 10 %% on sales: %s', (_name, taxCodes) => {
    expect(checkSetup({ ...company, taxCodes }).refs).not.toHaveProperty('taxCodeId');
  });

  it('takes a rate that is given as text, and names in any case', () => {
    const refs = checkSetup({
      ...company,
      taxRates: [{ Id: '20', RateValue: '10.00' }],
      taxCodes: [code('10', 'gst', ['20'])],
      terms: [{ Id: '50', Name: 'DUE ON RECEIPT' }],
    }).refs;
    expect(refs).toMatchObject({ taxCodeId: '10', taxRateId: '20', termId: '50' });
  });

  it.each<[string, QboJson[], string | undefined, boolean]>([
    ['ours', company.items as QboJson[], '30', false],
    ['Services where ours is missing', [{ Id: '3', Name: 'Services', Type: 'Service' }], '3', false],
    ['none of the noise', [{ Id: '2', Name: 'Employee Celebration', Type: 'Service' }], undefined, true],
    ['no inactive one', [{ Id: '30', Name: 'RTOpacks Services', Active: false }], undefined, true],
    ['no stock item', [{ Id: '30', Name: 'RTOpacks Services', Type: 'Inventory' }], undefined, true],
  ])('the item: %s', (_name, items, itemId, isMissing) => {
    const result = checkSetup({ ...company, items });
    expect(result.refs.itemId).toBe(itemId);
    expect(result.findings.find((finding) => finding.check === 'item')).toMatchObject(isMissing ? { ok: false, code: 'QB_ACCOUNT_MISSING' } : { ok: true });
  });

  it('mentions closed books, without stopping', () => {
    const finding = checkSetup({
      ...company,
      preferences: preferencesWith('AccountingInfoPrefs', { BookCloseDate: '2025-06-30' }),
    }).findings.find((found) => found.check === 'closed books');
    expect(finding).toMatchObject({
      ok: true,
      sentence: 'The books are closed up to 30 June 2025: nothing dated up to then can be pushed.',
    });
  });

  it('deposits to Undeposited Funds where there is no clearing account', () => {
    expect(checkSetup({ ...company, accounts: company.accounts.slice(0, 3) }).refs).toMatchObject({
      depositAccountId: '71',
      depositAccountName: 'Undeposited Funds',
    });
  });
});
