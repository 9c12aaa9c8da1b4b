// Items, accounts, terms and payment methods: small lists with unique names.
import type { StoredRecord } from '../companyStore.ts';
import { badCharacters, businessValidation, duplicateName, invalidEnumeration, requiredParameter } from '../faults.ts';
import { present, property, textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { contentOf } from '../records.ts';
import { assertLengths, currencyReference, referenceTo, referenced } from './checks.ts';
import type { WriteContext } from './checks.ts';

export type ListEntity = 'Item' | 'Account' | 'Term' | 'PaymentMethod';

const CLASSIFICATIONS: ReadonlyMap<string, string> = new Map([
  ['Bank', 'Asset'],
  ['Accounts Receivable', 'Asset'],
  ['Other Current Asset', 'Asset'],
  ['Fixed Asset', 'Asset'],
  ['Other Asset', 'Asset'],
  ['Accounts Payable', 'Liability'],
  ['Credit Card', 'Liability'],
  ['Other Current Liability', 'Liability'],
  ['Long Term Liability', 'Liability'],
  ['Equity', 'Equity'],
  ['Income', 'Revenue'],
  ['Other Income', 'Revenue'],
  ['Cost of Goods Sold', 'Expense'],
  ['Expense', 'Expense'],
  ['Other Expense', 'Expense'],
]);

function itemContent(context: WriteContext, input: JsonObject): JsonObject {
  const { company } = context;
  const type = textProperty(input, 'Type') ?? 'Service';
  if (!['Service', 'NonInventory', 'Inventory', 'Category'].includes(type)) throw invalidEnumeration('Type', type);
  const income = referenced(company, 'Account', input, 'IncomeAccountRef');
  const expense = referenced(company, 'Account', input, 'ExpenseAccountRef');
  const taxCode = referenced(company, 'TaxCode', input, 'SalesTaxCodeRef');
  if (type === 'Service' && income === undefined && expense === undefined) {
    throw businessValidation('When you create an item, you must select an income account.');
  }
  return present({
    Taxable: false,
    SalesTaxIncluded: false,
    UnitPrice: 0,
    PurchaseCost: 0,
    TrackQtyOnHand: false,
    ...contentOf(input),
    Type: type,
    IncomeAccountRef: income && referenceTo(income),
    ExpenseAccountRef: expense && referenceTo(expense),
    SalesTaxCodeRef: taxCode && { value: taxCode.id, name: textProperty(taxCode.body, 'Name') ?? '' },
  });
}

function accountContent(context: WriteContext, input: JsonObject, before: StoredRecord | undefined): JsonObject {
  const type = textProperty(input, 'AccountType');
  if (type === undefined) throw requiredParameter('AccountType');
  const classification = CLASSIFICATIONS.get(type);
  if (classification === undefined) throw invalidEnumeration('AccountType', type);
  const balance = before?.body['CurrentBalance'] ?? 0;
  return {
    SubAccount: false,
    AccountSubType: type.replaceAll(' ', ''),
    ...contentOf(input),
    Classification: classification,
    AccountType: type,
    CurrentBalance: balance,
    CurrentBalanceWithSubAccounts: balance,
    CurrencyRef: currencyReference(context.company),
  };
}

function nameWhenInactive(
  { company }: WriteContext,
  name: string,
  input: JsonObject,
  before: StoredRecord | undefined,
): string {
  const isBecomingInactive = property(input, 'Active') === false && before?.body['Active'] !== false;
  return isBecomingInactive && company.settings.renamesInactiveNames ? `${name} (deleted)` : name;
}

/** The stored content of a list entry, from the input of a create or of a (merged) update. */
export function listContent(
  context: WriteContext,
  entity: ListEntity,
  input: JsonObject,
  before: StoredRecord | undefined,
): JsonObject {
  assertLengths(input);
  const given = textProperty(input, 'Name')?.trim();
  if (given === undefined || given === '') throw requiredParameter('Name');
  const name = nameWhenInactive(context, given, input, before);
  if (/[:\t\n\r]/.test(name)) throw badCharacters('Name');
  const holders = context.company.store.find(entity, 'Name', name);
  if (holders.some((holder) => holder.id !== before?.id)) throw duplicateName();
  const active = property(input, 'Active') !== false;
  if (entity === 'Item') {
    return { ...itemContent(context, input), Name: name, FullyQualifiedName: name, Active: active };
  }
  if (entity === 'Account') {
    return { ...accountContent(context, input, before), Name: name, FullyQualifiedName: name, Active: active };
  }
  if (entity === 'Term') return { Type: 'STANDARD', DueDays: 0, ...contentOf(input), Name: name, Active: active };
  return { Type: 'NON_CREDIT_CARD', ...contentOf(input), Name: name, Active: active };
}
