// What each QuickBooks entity knows: its properties, which of them can be filtered, which operations exist.
// Sources: Intuit's entity reference, the recorded 2010 fault (which lists an invoice's properties).

export type EntityName =
  | 'Customer'
  | 'Vendor'
  | 'Employee'
  | 'Item'
  | 'Account'
  | 'TaxCode'
  | 'TaxRate'
  | 'TaxAgency'
  | 'Term'
  | 'PaymentMethod'
  | 'Invoice'
  | 'Payment'
  | 'CreditMemo'
  | 'RefundReceipt'
  | 'Purchase'
  | 'Transfer'
  | 'CompanyInfo'
  | 'Preferences';

export interface EntitySpec {
  name: EntityName;
  /** Entities of one family draw their ids from one sequence, as in QuickBooks (names; transactions). */
  idSequence: string;
  kind: 'name' | 'list' | 'transaction' | 'singleton';
  isWritable: boolean;
  canBeVoided: boolean;
  isInChangeData: boolean;
  /** The property that answers are ordered by when the query does not say. */
  defaultOrder: string;
  properties: readonly string[];
  filterable: ReadonlySet<string>;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const COMMON = words('Id SyncToken MetaData sparse domain CustomField status AttachableRef');

const NAME = words(`
  Title GivenName MiddleName FamilyName Suffix FullyQualifiedName CompanyName DisplayName PrintOnCheckName Active
  PrimaryPhone AlternatePhone Mobile Fax PrimaryEmailAddr WebAddr Notes Balance CurrencyRef PrimaryTaxIdentifier
  BusinessNumber OtherContactInfo Organization IntuitId V4IDPseudonym
`);
const CUSTOMER = words(`
  Taxable BillAddr ShipAddr ContactName AltContactName Job BillWithParent RootCustomerRef ParentRef Level
  CustomerTypeRef SalesTermRef SalesRepRef TaxGroupCodeRef TaxRateRef CCDetail PriceLevelRef OpenBalanceDate
  BalanceWithJobs CreditLimit AcctNum OverDueBalance TotalRevenue TotalExpense PreferredDeliveryMethod ResaleNum
  JobInfo TDSEnabled CustomerEx SecondaryTaxIdentifier ARAccountRef DefaultTaxCodeRef TaxExemptionReasonId
  IsProject PaymentMethodRef ClientEntityId GSTIN GSTRegistrationType OtherAddr
`);
const VENDOR = words(`
  BillAddr ShipAddr OtherAddr TaxCountry TermRef AcctNum Vendor1099 T4AEligible T5018Eligible CreditLimit BillRate
  APAccountRef DefaultTaxCodeRef TaxIdentifier TaxReportingBasis VendorPaymentBankDetail GSTIN
  GSTRegistrationType CostRate Source1099 HasTPAR IsSubContractor VendorEx PaymentMethodRef
`);
const EMPLOYEE = words(`
  PrimaryAddr EmployeeType EmployeeNumber SSN BillableTime BillRate CostRate BirthDate Gender HiredDate ReleasedDate
  UseTimeEntry EmployeeEx
`);

const SALES = words(`
  DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail TxnSource TaxFormType
  TaxFormNum TransactionLocationType AutoDocNumber CustomerRef CustomerMemo BillAddr ShipAddr ShipFromAddr RemitToRef
  ClassRef SalesTermRef DueDate SalesRepRef PONumber FOB ShipMethodRef ShipDate TrackingNum GlobalTaxCalculation
  TotalAmt HomeTotalAmt ApplyTaxAfterDiscount TemplateRef PrintStatus EmailStatus BillEmail BillEmailCc BillEmailBcc
  ARAccountRef Balance FinanceCharge PaymentMethodRef PaymentRefNum PaymentType CheckPayment CreditCardPayment
  DepositToAccountRef DeliveryInfo DiscountRate DiscountAmt FreeFormAddress RecurDataRef Tag TxnStatus TxnApprovalInfo
`);
const INVOICE = words(`
  Deposit AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment EInvoiceStatus
  ECloudStatusTimeStamp InvoiceEx LessCIS HomeBalance InvoiceLink invoiceStatusLog callToAction ConvenienceFeeDetail
  PaymentDetailsMessage RecurringInfo TaxExemptionRef
`);
const CREDIT_MEMO = words('RemainingCredit CreditMemoEx InvoiceRef TaxExemptionRef HomeBalance');
const REFUND = words('RefundReceiptEx TaxExemptionRef HomeBalance');
const PAYMENT = words(`
  TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail TxnSource TaxFormType
  TaxFormNum TransactionLocationType CustomerRef RemitToRef ARAccountRef DepositToAccountRef PaymentMethodRef
  PaymentRefNum PaymentType CheckPayment CreditCardPayment TotalAmt UnappliedAmt ProcessPayment PaymentEx
  TaxExemptionRef TxnStatus Tag
`);
const PURCHASE = words(`
  DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail TxnSource
  TransactionLocationType AccountRef PaymentMethodRef PaymentRefNum PaymentType CheckPayment CreditCardPayment EntityRef
  Credit RemitToAddr TotalAmt PrintStatus Memo GlobalTaxCalculation PurchaseEx RecurDataRef Tag IncludeInAnnualTPAR
`);
const TRANSFER = words(`
  TxnDate CurrencyRef ExchangeRate PrivateNote FromAccountRef ToAccountRef Amount ClassRef TxnSource
  TransactionLocationType RecurDataRef Tag
`);
const ITEM = words(`
  Name Sku Description Active SubItem ParentRef Level FullyQualifiedName Taxable SalesTaxIncluded PercentBased
  UnitPrice RatePercent Type PaymentMethodRef UOMSetRef IncomeAccountRef PurchaseDesc PurchaseTaxIncluded PurchaseCost
  ExpenseAccountRef COGSAccountRef AssetAccountRef PrefVendorRef AvgCost TrackQtyOnHand QtyOnHand ReorderPoint
  InvStartDate SalesTaxCodeRef PurchaseTaxCodeRef ItemCategoryType ClassRef TaxClassificationRef
`);
const ACCOUNT = words(`
  Name SubAccount ParentRef Description FullyQualifiedName AccountAlias TxnLocationType Active Classification
  AccountType AccountSubType AcctNum AccountPurposes BankNum OpeningBalance OpeningBalanceDate CurrentBalance
  CurrentBalanceWithSubAccounts CurrencyRef TaxAccount TaxCodeRef OnlineBankingEnabled FIName
`);

const NAME_FILTERS = words(
  'DisplayName GivenName MiddleName FamilyName Suffix Title CompanyName PrintOnCheckName FullyQualifiedName Active PrimaryEmailAddr PrimaryPhone Balance',
);
const SALES_FILTERS = words('DocNumber TxnDate DueDate CustomerRef TotalAmt Balance SalesTermRef DepartmentRef');

interface Draft {
  name: EntityName;
  kind: EntitySpec['kind'];
  idSequence?: string;
  isWritable?: boolean;
  canBeVoided?: boolean;
  isInChangeData?: boolean;
  defaultOrder: string;
  properties: readonly string[];
  filterable: readonly string[];
}

function spec(draft: Draft): EntitySpec {
  return {
    name: draft.name,
    kind: draft.kind,
    idSequence: draft.idSequence ?? draft.name,
    isWritable: draft.isWritable ?? true,
    canBeVoided: draft.canBeVoided ?? false,
    isInChangeData: draft.isInChangeData ?? true,
    defaultOrder: draft.defaultOrder,
    properties: [...new Set([...draft.properties, ...COMMON])],
    filterable: new Set([...draft.filterable, 'Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime']),
  };
}

const sales = (name: EntityName, properties: readonly string[], filterable: readonly string[] = []): EntitySpec =>
  spec({
    name,
    kind: 'transaction',
    idSequence: 'Txn',
    canBeVoided: true,
    defaultOrder: '-Id',
    properties: [...SALES, ...properties],
    filterable: [...SALES_FILTERS, ...filterable],
  });

const named = (name: EntityName, properties: readonly string[]): EntitySpec =>
  spec({
    name,
    kind: 'name',
    idSequence: 'Names',
    defaultOrder: 'DisplayName',
    properties: [...NAME, ...properties],
    filterable: NAME_FILTERS,
  });

const SPECS: readonly EntitySpec[] = [
  named('Customer', CUSTOMER),
  named('Vendor', VENDOR),
  named('Employee', EMPLOYEE),
  spec({
    name: 'Item',
    kind: 'list',
    defaultOrder: 'Name',
    properties: ITEM,
    filterable: words('Name Active Type FullyQualifiedName Sku UnitPrice Description IncomeAccountRef'),
  }),
  spec({
    name: 'Account',
    kind: 'list',
    defaultOrder: 'Name',
    properties: ACCOUNT,
    filterable: words(
      'Name Active AccountType AccountSubType Classification FullyQualifiedName AcctNum CurrentBalance SubAccount',
    ),
  }),
  spec({
    name: 'TaxCode',
    kind: 'list',
    isWritable: false,
    isInChangeData: false,
    defaultOrder: 'Id',
    properties: words(
      'Name Description Active Hidden Taxable TaxGroup SalesTaxRateList PurchaseTaxRateList TaxCodeConfigType',
    ),
    filterable: words('Name Active Description Taxable TaxGroup'),
  }),
  spec({
    name: 'TaxRate',
    kind: 'list',
    isWritable: false,
    isInChangeData: false,
    defaultOrder: 'Id',
    properties: words(
      'Name Description Active RateValue AgencyRef TaxReturnLineRef EffectiveTaxRate SpecialTaxType DisplayType OriginalTaxRate',
    ),
    filterable: words('Name Active Description RateValue'),
  }),
  spec({
    name: 'TaxAgency',
    kind: 'list',
    isWritable: false,
    isInChangeData: false,
    defaultOrder: 'Id',
    properties: words('DisplayName TaxTrackedOnPurchases TaxTrackedOnSales TaxRegistrationNumber LastFileDate'),
    filterable: words('DisplayName'),
  }),
  spec({
    name: 'Term',
    kind: 'list',
    defaultOrder: 'Name',
    properties: words('Name Active Type DiscountPercent DueDays DiscountDays DayOfMonthDue DueNextMonthDays'),
    filterable: words('Name Active Type DueDays'),
  }),
  spec({
    name: 'PaymentMethod',
    kind: 'list',
    defaultOrder: 'Name',
    properties: words('Name Active Type'),
    filterable: words('Name Active Type'),
  }),
  sales('Invoice', INVOICE),
  spec({
    name: 'Payment',
    kind: 'transaction',
    idSequence: 'Txn',
    canBeVoided: true,
    defaultOrder: '-Id',
    properties: PAYMENT,
    filterable: words('TxnDate CustomerRef TotalAmt UnappliedAmt PaymentRefNum PaymentMethodRef DepositToAccountRef'),
  }),
  sales('CreditMemo', CREDIT_MEMO, ['RemainingCredit']),
  sales('RefundReceipt', REFUND, ['PaymentRefNum', 'DepositToAccountRef']),
  spec({
    name: 'Purchase',
    kind: 'transaction',
    idSequence: 'Txn',
    canBeVoided: true,
    defaultOrder: '-Id',
    properties: PURCHASE,
    filterable: words('DocNumber TxnDate PaymentType TotalAmt AccountRef EntityRef PaymentRefNum'),
  }),
  spec({
    name: 'Transfer',
    kind: 'transaction',
    idSequence: 'Txn',
    defaultOrder: '-Id',
    properties: TRANSFER,
    filterable: words('TxnDate Amount FromAccountRef ToAccountRef PrivateNote'),
  }),
  spec({
    name: 'CompanyInfo',
    kind: 'singleton',
    isWritable: false,
    isInChangeData: false,
    defaultOrder: 'Id',
    properties: words('CompanyName Country'),
    filterable: words('CompanyName Country'),
  }),
  spec({
    name: 'Preferences',
    kind: 'singleton',
    isWritable: false,
    isInChangeData: false,
    defaultOrder: 'Id',
    properties: [],
    filterable: [],
  }),
];

const BY_NAME: ReadonlyMap<string, EntitySpec> = new Map(SPECS.map((entry) => [entry.name, entry]));
const BY_PATH: ReadonlyMap<string, EntitySpec> = new Map(SPECS.map((entry) => [entry.name.toLowerCase(), entry]));

export const ENTITY_NAMES: readonly EntityName[] = SPECS.map((entry) => entry.name);

/** The entity as named in a query or a body ("Invoice"), case-sensitive. */
export function specNamed(name: string): EntitySpec | undefined {
  return BY_NAME.get(name);
}

/** The entity as named in a path ("invoice"). */
export function specOfPath(segment: string): EntitySpec | undefined {
  return BY_PATH.get(segment.toLowerCase());
}

export function specOf(name: EntityName): EntitySpec {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`no entity ${name}`);
  return found;
}
