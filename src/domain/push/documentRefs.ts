// The QuickBooks ids that refunds, fees and payouts refer to besides those of invoices: found by their names, each side of tax apart.
import type { BusinessProfile } from '../../contract/profile.ts';
import { jsonNumberToCents } from '../money.ts';
import type { DocumentRecipe } from './documentSteps.ts';
import { qboList, qboObject, qboRef, qboText, type QboJson } from './qboJson.ts';
import type { SetupFinding } from './setup.ts';

/** As kept in the cache of the company. */
export const documentRefKinds = ['receivable_account', 'out_of_scope_tax_code', 'fee_account', 'fee_vendor', 'fee_tax_code', 'fee_tax_rate', 'bank_account'] as const;
export type DocumentRefKind = (typeof documentRefKinds)[number];

export interface NamedRef {
  readonly id: string;
  readonly name: string;
}
export type DocumentRefs = { readonly [K in DocumentRefKind]?: NamedRef };

/** What a recipe can not do without. */
export const neededRefs: Readonly<Record<DocumentRecipe, readonly DocumentRefKind[]>> = {
  linked: ['receivable_account', 'out_of_scope_tax_code'],
  refund_receipt: [],
  purchase: ['fee_account', 'fee_vendor', 'fee_tax_code', 'fee_tax_rate', 'out_of_scope_tax_code'],
  transfer: ['bank_account'],
};

export interface DocumentSetupInput {
  readonly accounts: readonly QboJson[];
  readonly taxCodes: readonly QboJson[];
  readonly taxRates: readonly QboJson[];
  /** Vendors that bear the profile's name. */
  readonly vendors: readonly QboJson[];
  readonly names: Pick<
    BusinessProfile,
    'quickBooksFeeVendorName' | 'quickBooksFeeAccountName' | 'quickBooksFeeTaxCodeName' | 'quickBooksOutOfScopeTaxCodeName' | 'quickBooksPayoutTransfers' | 'quickBooksBankAccountName'
  >;
}

/** What is missing holds up only the documents that need it, so its findings are warnings. */
export function checkDocumentSetup(input: DocumentSetupInput): { refs: DocumentRefs; findings: SetupFinding[] } {
  const { names } = input;
  const receivable = input.accounts.find((account) => isActive(account) && account['AccountType'] === 'Accounts Receivable');
  const feeCode = withPurchaseRate(input, names.quickBooksFeeTaxCodeName, 1000);
  const outOfScope = withPurchaseRate(input, names.quickBooksOutOfScopeTaxCodeName, 0);
  const vendor = input.vendors.find((known) => isActive(known) && isNamed(known, 'DisplayName', names.quickBooksFeeVendorName));
  const feeAccount = named(input.accounts, names.quickBooksFeeAccountName);
  const bank = named(input.accounts, names.quickBooksBankAccountName);
  const refs: DocumentRefs = {
    ...refOf('receivable_account', receivable),
    ...refOf('out_of_scope_tax_code', outOfScope?.code),
    ...refOf('fee_account', feeAccount),
    ...refOf('fee_vendor', vendor, 'DisplayName'),
    ...refOf('fee_tax_code', feeCode?.code),
    ...(feeCode === undefined ? {} : { fee_tax_rate: { id: feeCode.rateId, name: names.quickBooksFeeTaxCodeName } }),
    ...refOf('bank_account', bank),
  };
  const findings = [
    presence('receivable account', receivable, 'An account of type Accounts Receivable', 'refunds', 'QuickBooks makes it with the first invoice; check the chart of accounts.'),
    presence('tax code of refunds', outOfScope?.code, `A tax code “${names.quickBooksOutOfScopeTaxCodeName}” without tax on purchases`, 'refunds', 'Enter the name of the right one in Settings, Business profile.'),
    presence('fee vendor', vendor, `The vendor “${names.quickBooksFeeVendorName}”`, 'the monthly fees', 'Create it in QuickBooks under Expenses, Suppliers, or correct its name in Settings.'),
    presence('fee account', feeAccount, `The account “${names.quickBooksFeeAccountName}”`, 'the monthly fees', 'Create it in QuickBooks as an expense account, or correct its name in Settings.'),
    presence('tax code of fees', feeCode?.code, `A tax code “${names.quickBooksFeeTaxCodeName}” of exactly 10 % on purchases`, 'the monthly fees', 'Enter the name of the right one in Settings, Business profile.'),
    ...(names.quickBooksPayoutTransfers ? [presence('bank account', bank, `The account “${names.quickBooksBankAccountName}”`, 'payouts', 'Enter the name of the bank account in Settings, Business profile.')] : []),
  ];
  return { refs, findings };
}

const isActive = (entity: QboJson): boolean => entity['Active'] !== false;
const isNamed = (entity: QboJson, key: string, name: string): boolean => qboText(entity, key)?.trim().toLowerCase() === name.trim().toLowerCase();
const named = (entities: readonly QboJson[], name: string): QboJson | undefined => entities.find((entity) => isActive(entity) && isNamed(entity, 'Name', name));

function refOf(kind: DocumentRefKind, entity: QboJson | undefined, key = 'Name'): DocumentRefs {
  const id = entity === undefined ? null : qboText(entity, 'Id');
  return entity === undefined || id === null ? {} : { [kind]: { id, name: qboText(entity, key) ?? id } };
}

/** Tax codes are one-sided: one without a rate on purchases is refused there with 6000, so only its purchase list counts. */
function withPurchaseRate({ taxCodes, taxRates }: DocumentSetupInput, name: string, hundredths: number): { code: QboJson; rateId: string } | undefined {
  const code = named(taxCodes, name);
  const details = code === undefined ? [] : qboList(qboObject(code, 'PurchaseTaxRateList'), 'TaxRateDetail');
  const rateId = details.length === 1 ? qboRef(details[0] ?? {}, 'TaxRateRef') : null;
  const rate = taxRates.find((known) => qboText(known, 'Id') === rateId);
  if (code === undefined || rateId === null || rate === undefined || jsonNumberToCents(rate['RateValue']) !== hundredths) return undefined;
  return { code, rateId };
}

function presence(check: string, entity: QboJson | undefined, what: string, purpose: string, nextAction: string): SetupFinding {
  return entity === undefined
    ? { check, ok: false, severity: 'warning', code: 'QB_ACCOUNT_MISSING', sentence: `${what} was not found in QuickBooks: ${purpose} can not be pushed.`, nextAction }
    : { check, ok: true, severity: 'info', code: null, sentence: `${what} was found.`, nextAction: null };
}
