// What is missing in a QuickBooks company and may be created from here, once a person said so: its body and how it reads.
import type { SetupCreation } from '../../contract/quickBooks.ts';
import type { BusinessProfile } from '../../contract/profile.ts';
import type { QboJson } from './qboJson.ts';
import type { AccountRefs } from './refs.ts';

export interface PlannedCreation {
  readonly entity: 'Item' | 'Account' | 'Vendor' | 'Term' | 'PaymentMethod';
  /** The field by which it is found again. */
  readonly nameField: 'Name' | 'DisplayName';
  readonly name: string;
  readonly body: QboJson;
  readonly shown: readonly (readonly [label: string, value: string])[];
}

/** Which finding of the setup check is cured by creating what. */
const byCheck: Readonly<Record<string, SetupCreation>> = {
  'item': 'item',
  'deposit account': 'clearing_account',
  'fee account': 'fee_account',
  'fee vendor': 'fee_vendor',
  'payment method': 'payment_method',
  'term': 'term',
};

export const creationFor = (finding: { readonly check: string; readonly ok: boolean }): SetupCreation | null => (finding.ok ? null : (byCheck[finding.check] ?? null));

/** Null: the income account that an item needs is not there. */
export function planCreation(what: SetupCreation, names: BusinessProfile, refs: Partial<AccountRefs>): PlannedCreation | null {
  const named = (name: string): { nameField: 'Name'; name: string } => ({ nameField: 'Name', name });
  if (what === 'item') {
    const { incomeAccountId, taxCodeId } = refs;
    if (incomeAccountId === undefined) return null;
    const name = names.quickBooksItemName;
    return {
      entity: 'Item', ...named(name),
      body: { Name: name, Type: 'Service', IncomeAccountRef: { value: incomeAccountId }, ...(taxCodeId === undefined ? {} : { SalesTaxCodeRef: { value: taxCodeId } }) },
      shown: [['Item', name], ['Type', 'Service'], ['Income account', `the first of type Income (${incomeAccountId})`], ['Tax code', refs.taxCodeName ?? 'none']],
    };
  }
  if (what === 'clearing_account') return account(names.quickBooksDepositAccountName, 'Bank', 'CashOnHand');
  if (what === 'fee_account') return account(names.quickBooksFeeAccountName, 'Expense', 'BankCharges');
  if (what === 'fee_vendor') {
    const name = names.quickBooksFeeVendorName;
    return { entity: 'Vendor', nameField: 'DisplayName', name, body: { DisplayName: name }, shown: [['Supplier', name]] };
  }
  if (what === 'term') {
    const name = names.quickBooksTermName;
    return { entity: 'Term', ...named(name), body: { Name: name, DueDays: 0 }, shown: [['Term', name], ['Due', 'on the day of the invoice']] };
  }
  const name = names.quickBooksPaymentMethodName;
  return { entity: 'PaymentMethod', ...named(name), body: { Name: name, Type: 'CREDIT_CARD' }, shown: [['Payment method', name], ['Type', 'Credit card']] };
}

function account(name: string, type: string, subType: string): PlannedCreation {
  return { entity: 'Account', nameField: 'Name', name, body: { Name: name, AccountType: type, AccountSubType: subType }, shown: [['Account', name], ['Type', type], ['Detail type', subType]] };
}
