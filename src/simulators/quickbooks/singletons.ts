// CompanyInfo and Preferences: made from the settings each time they are read.
import type { Company } from './company.ts';
import { objectNotFound } from './faults.ts';
import type { JsonObject } from './json.ts';
import { metaTime } from './timestamps.ts';

const CREATED_MS = Date.UTC(2023, 6, 3, 1, 12, 40);

function header(company: Company): JsonObject {
  return {
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '4',
    MetaData: { CreateTime: metaTime(CREATED_MS), LastUpdatedTime: metaTime(Math.max(CREATED_MS, company.nowMs())) },
  };
}

function companyInfo(company: Company): JsonObject {
  const { settings } = company;
  const address = {
    Id: '1',
    Line1: '1 Example Street',
    City: 'Brisbane',
    Country: settings.country,
    PostalCode: '4000',
  };
  return {
    CompanyName: settings.companyName,
    LegalName: settings.companyName,
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    PrimaryPhone: {},
    CompanyStartDate: '2023-07-03',
    FiscalYearStartMonth: 'July',
    Country: settings.country,
    Email: { Address: 'accounts@example.com' },
    WebAddr: {},
    SupportedLanguages: 'en',
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IsQbdtMigrated', Value: 'false' },
      { Name: 'SubscriptionStatus', Value: settings.isSubscriptionLapsed ? 'EXPIRED' : 'PAID' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
      { Name: 'PayrollFeature', Value: 'false' },
    ],
    ...header(company),
  };
}

function preferences(company: Company): JsonObject {
  const { settings } = company;
  const closing = settings.bookCloseDate === undefined ? {} : { BookCloseDate: settings.bookCloseDate };
  return {
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'July',
      UseAccountNumbers: false,
      TaxYearMonth: 'July',
      ClassTrackingPerTxn: false,
      TrackDepartments: false,
      ClassTrackingPerTxnLine: false,
      CustomerTerminology: 'Customers',
      ...closing,
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: false,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: false,
    },
    SalesFormsPrefs: {
      CustomField: [],
      CustomTxnNumbers: settings.customTxnNumbers,
      AllowDeposit: false,
      AllowDiscount: false,
      AllowEstimates: true,
      ETransactionEnabledStatus: 'NotApplicable',
      IPNSupportEnabled: false,
      AllowServiceDate: false,
      AllowShipping: false,
      AutoApplyCredit: settings.autoApplyCredit,
      AutoApplyPayments: settings.autoApplyCredit,
      UsingPriceLevels: false,
    },
    EmailMessagesPrefs: {},
    VendorAndPurchasesPrefs: { TrackingByCustomer: false, BillableExpenseTracking: false },
    TimeTrackingPrefs: {
      UseServices: true,
      BillCustomers: true,
      ShowBillRateToAll: false,
      WorkWeekStartDate: 'Monday',
    },
    TaxPrefs: { UsingSalesTax: settings.gstEnabled, PartnerTaxEnabled: false },
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: settings.currency } },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: { NameValue: [{ Name: 'SalesFormsPrefs.DefaultCustomerMessage', Value: '' }] },
    ...header(company),
  };
}

/** The body of CompanyInfo or Preferences; CompanyInfo is read by realm id (or "1"). */
export function singletonBody(company: Company, entity: 'CompanyInfo' | 'Preferences', id?: string): JsonObject {
  if (entity === 'Preferences') return preferences(company);
  if (id !== undefined && id !== company.realmId && id !== '1') throw objectNotFound();
  return companyInfo(company);
}
