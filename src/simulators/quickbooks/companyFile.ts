// What a new Australian company file holds before anyone works in it: accounts, tax codes, terms, items, names.
import type { Company } from './company.ts';
import { textProperty } from './json.ts';
import type { JsonObject } from './json.ts';
import { insertRecord } from './records.ts';
import { createEntity } from './writeEntity.ts';

/** Name, AccountType, AccountSubType. */
const ACCOUNTS: readonly (readonly [string, string, string])[] = [
  ['Business Cheque', 'Bank', 'Checking'],
  ['Stripe clearing account', 'Bank', 'CashOnHand'],
  ['Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
  ['Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
  ['Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'],
  ['BAS Liabilities Payable', 'Other Current Liability', 'SalesTaxPayable'],
  ['BAS Suspense', 'Other Current Liability', 'GlobalTaxSuspense'],
  ['GST Liabilities Payable', 'Other Current Liability', 'SalesTaxPayable'],
  ['Retained Earnings', 'Equity', 'RetainedEarnings'],
  ['Opening Balance Equity', 'Equity', 'OpeningBalanceEquity'],
  ['Sales', 'Income', 'SalesOfProductIncome'],
  ['Subscription income', 'Income', 'ServiceFeeIncome'],
  ['Billable Expense Income', 'Income', 'SalesOfProductIncome'],
  ['Interest income', 'Other Income', 'InterestEarned'],
  ['Bank Charges', 'Expense', 'BankCharges'],
  ['Stripe Fees', 'Expense', 'BankCharges'],
  ['Office expenses', 'Expense', 'OfficeGeneralAdministrativeExpenses'],
  ['Staff amenities', 'Expense', 'EntertainmentMeals'],
];

/** Name, percent, whether it is for sales. Two rates of the same percentage are two rates, as in QuickBooks. */
const TAX_RATES: readonly (readonly [string, number, 'sales' | 'purchase'])[] = [
  ['GST (sales)', 10, 'sales'],
  ['GST (purchases)', 10, 'purchase'],
  ['GST free (sales)', 0, 'sales'],
  ['GST free (purchases)', 0, 'purchase'],
  ['Out of scope (sales)', 0, 'sales'],
  ['Out of scope (purchases)', 0, 'purchase'],
  ['Input tax (sales)', 0, 'sales'],
  ['Input tax (purchases)', 0, 'purchase'],
  ['GST on capital', 10, 'purchase'],
  ['GST-free capital', 0, 'purchase'],
  ['GST on non-capital', 10, 'purchase'],
  ['GST-free non-capital', 0, 'purchase'],
  ['GST free exports', 0, 'sales'],
];

/** Name, description, sales rate, purchase rate: an empty side can't be used on that side (6000). */
const TAX_CODES: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
  ['GST', 'GST', 'GST (sales)', 'GST (purchases)'],
  ['GST free', 'GST free', 'GST free (sales)', 'GST free (purchases)'],
  ['Out of Scope', 'Out of scope', 'Out of scope (sales)', 'Out of scope (purchases)'],
  ['Input tax', 'Input taxed', 'Input tax (sales)', 'Input tax (purchases)'],
  ['GST on capital', 'Capital acquisitions with GST', undefined, 'GST on capital'],
  ['GST-free capital', 'Capital acquisitions without GST', undefined, 'GST-free capital'],
  ['GST on non-capital', 'Non-capital acquisitions with GST', undefined, 'GST on non-capital'],
  ['GST-free non-capital', 'Non-capital acquisitions without GST', undefined, 'GST-free non-capital'],
  ['Export', 'GST free exports', 'GST free exports', undefined],
];

const GST_SINCE = '2000-07-01';

function rateList(company: Company, rateName: string | undefined): JsonObject {
  const rate = rateName === undefined ? undefined : company.store.find('TaxRate', 'Name', rateName)[0];
  if (rate === undefined || rateName === undefined) return { TaxRateDetail: [] };
  const detail = {
    TaxRateRef: { value: rate.id, name: rateName },
    TaxTypeApplicable: 'TaxOnAmount',
    TaxOrder: 0,
  };
  return { TaxRateDetail: [detail] };
}

/** Adds the Australian tax agency, rates and codes: what switching GST on does. Does nothing the second time. */
export function addTaxCodes(company: Company, atMs = company.nowMs()): void {
  if (company.store.count('TaxCode') > 0) return;
  const agency = insertRecord(
    company,
    'TaxAgency',
    { DisplayName: 'Australian Taxation Office', TaxTrackedOnPurchases: true, TaxTrackedOnSales: true },
    {},
    atMs,
  );
  for (const [name, percent] of TAX_RATES) {
    insertRecord(
      company,
      'TaxRate',
      {
        Name: name,
        Description: name,
        Active: true,
        RateValue: percent,
        AgencyRef: { value: agency.id },
        SpecialTaxType: percent === 0 ? 'ZERO_RATE' : 'NONE',
        EffectiveTaxRate: [{ RateValue: percent, EffectiveDate: `${GST_SINCE}T00:00:00-07:00` }],
        DisplayType: 'ReadOnly',
      },
      {},
      atMs,
    );
  }
  for (const [name, description, salesRate, purchaseRate] of TAX_CODES) {
    if (company.settings.leavesOut.includes(name)) continue;
    insertRecord(
      company,
      'TaxCode',
      {
        Name: name,
        Description: description,
        Active: true,
        Hidden: false,
        Taxable: true,
        TaxGroup: true,
        SalesTaxRateList: rateList(company, salesRate),
        PurchaseTaxRateList: rateList(company, purchaseRate),
        TaxCodeConfigType: 'SYSTEM_GENERATED',
      },
      {},
      atMs,
    );
  }
}

function refTo(company: Company, entity: 'Account' | 'TaxCode', name: string): JsonObject | undefined {
  const record = company.store.find(entity, 'Name', name)[0];
  return record === undefined ? undefined : { value: record.id };
}

function addItems(company: Company, atMs: number): void {
  // Sandboxes hold items that only look like services for sale; a push must pick by name, never "any service".
  const items: readonly (readonly [string, string])[] = [
    ['Employee Celebration', 'Staff amenities'],
    ['Hours', 'Billable Expense Income'],
    ['RTOpacks Services', 'Subscription income'],
  ];
  for (const [name, account] of items) {
    if (company.settings.leavesOut.includes(name)) continue;
    const income = refTo(company, 'Account', account) ?? {};
    const taxCode = refTo(company, 'TaxCode', 'GST');
    createEntity(
      company,
      'Item',
      {
        Name: name,
        Type: 'Service',
        IncomeAccountRef: income,
        ...(taxCode === undefined ? {} : { SalesTaxCodeRef: taxCode }),
      },
      { atMs, isByPerson: true },
    );
  }
}

/** Fills an empty company file. Deterministic: the same options and clock give the same ids. */
export function fillCompanyFile(company: Company): void {
  const atMs = company.nowMs();
  const create = (entity: Parameters<typeof createEntity>[1], body: JsonObject): void => {
    const name = textProperty(body, 'Name') ?? textProperty(body, 'DisplayName') ?? '';
    if (company.settings.leavesOut.includes(name)) return;
    createEntity(company, entity, body, { atMs, isByPerson: true });
  };
  // Ids of a used file don't start at 1, and those of different kinds don't run in step.
  for (const [sequence, after] of Object.entries({ Account: 30, TaxRate: 2, TaxCode: 4, Txn: 100, DocNumber: 1000 })) {
    company.store.startSequence(sequence, after);
  }
  for (const [name, type, subType] of ACCOUNTS) {
    create('Account', { Name: name, AccountType: type, AccountSubType: subType });
  }
  if (company.settings.gstEnabled) addTaxCodes(company, atMs);
  create('Term', { Name: 'Due on receipt', DueDays: 0 });
  create('Term', { Name: 'Net 15', DueDays: 15 });
  create('Term', { Name: 'Net 30', DueDays: 30 });
  create('PaymentMethod', { Name: 'Cash', Type: 'NON_CREDIT_CARD' });
  create('PaymentMethod', { Name: 'Cheque', Type: 'NON_CREDIT_CARD' });
  create('PaymentMethod', { Name: 'Credit Card', Type: 'CREDIT_CARD' });
  addItems(company, atMs);
  create('Vendor', { DisplayName: 'Stripe Payments Australia Pty Ltd', PrimaryTaxIdentifier: '66160180343' });
  create('Vendor', { DisplayName: 'Officeworks', CompanyName: 'Officeworks Ltd' });
  create('Vendor', { DisplayName: 'Telstra', CompanyName: 'Telstra Limited' });
  create('Employee', { GivenName: 'Alex', FamilyName: 'Nguyen', DisplayName: 'Alex Nguyen' });
}
