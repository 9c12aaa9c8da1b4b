// The double entry behind each transaction: keeps account and customer balances true.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import type { EntityName } from './entitySpecs.ts';
import { objectProperty, objectsProperty, referenceId, textProperty } from './json.ts';
import type { JsonObject } from './json.ts';
import { amountOfCents, ownCents } from './money.ts';
import { touchRecord } from './records.ts';

/** One side of an entry: debit positive. `customerId` stands on receivable postings. */
export interface Posting {
  accountId: string;
  cents: number;
  customerId?: string | undefined;
}

/** The id of the first account of a type, "" if the file has none. */
export function accountIdOfType(company: Company, accountType: string, name?: string): string {
  const accounts = company.store.list('Account').filter((record) => record.body['AccountType'] === accountType);
  return (accounts.find((record) => record.body['Name'] === name) ?? accounts[0])?.id ?? '';
}

const receivableId = (company: Company): string => accountIdOfType(company, 'Accounts Receivable');
const gstId = (company: Company): string =>
  accountIdOfType(company, 'Other Current Liability', 'GST Liabilities Payable');

function taxCents(body: JsonObject): number {
  return ownCents(objectProperty(body, 'TxnTaxDetail')?.['TotalTax'] ?? 0);
}

function salesPostings(company: Company, body: JsonObject, sign: 1 | -1, counter: Posting): Posting[] {
  const income = objectsProperty(body, 'Line')
    .filter((line) => line['DetailType'] === 'SalesItemLineDetail')
    .map((line) => ({
      accountId: referenceId(objectProperty(line, 'SalesItemLineDetail') ?? {}, 'ItemAccountRef') ?? '',
      cents: -sign * ownCents(line['Amount']),
    }));
  return [counter, ...income, { accountId: gstId(company), cents: -sign * taxCents(body) }];
}

function purchasePostings(company: Company, body: JsonObject): Posting[] {
  const receivable = receivableId(company);
  const lines = objectsProperty(body, 'Line')
    .filter((line) => line['DetailType'] === 'AccountBasedExpenseLineDetail')
    .map((line): Posting => {
      const detail = objectProperty(line, 'AccountBasedExpenseLineDetail') ?? {};
      const accountId = referenceId(detail, 'AccountRef') ?? '';
      const customerId = accountId === receivable ? referenceId(body, 'EntityRef') : undefined;
      return { accountId, cents: ownCents(line['Amount']), customerId };
    });
  const total = ownCents(body['TotalAmt']);
  return [
    { accountId: referenceId(body, 'AccountRef') ?? '', cents: -total },
    ...lines,
    { accountId: gstId(company), cents: taxCents(body) },
  ];
}

/** The balanced postings of a transaction; empty for anything else. */
export function postingsOf(company: Company, entity: EntityName, body: JsonObject): Posting[] {
  const customerId = referenceId(body, 'CustomerRef');
  const total = ownCents(body['TotalAmt'] ?? body['Amount'] ?? 0);
  const receivable = (cents: number): Posting => ({ accountId: receivableId(company), cents, customerId });
  const depositTo = (cents: number): Posting => ({
    accountId: referenceId(body, 'DepositToAccountRef') ?? '',
    cents,
  });
  if (entity === 'Invoice') return salesPostings(company, body, 1, receivable(total));
  if (entity === 'CreditMemo') return salesPostings(company, body, -1, receivable(-total));
  if (entity === 'RefundReceipt') return salesPostings(company, body, -1, depositTo(-total));
  if (entity === 'Payment') return [depositTo(total), receivable(-total)];
  if (entity === 'Purchase') return purchasePostings(company, body);
  if (entity === 'Transfer') {
    return [
      { accountId: referenceId(body, 'FromAccountRef') ?? '', cents: -total },
      { accountId: referenceId(body, 'ToAccountRef') ?? '', cents: total },
    ];
  }
  return [];
}

/** The receivable part of a purchase: what its customer owes because of it, in cents. */
export function receivableCentsOfPurchase(company: Company, body: JsonObject): number {
  return purchasePostings(company, body)
    .filter((posting) => posting.customerId !== undefined)
    .reduce((sum, posting) => sum + posting.cents, 0);
}

function add(sums: Map<string, number>, key: string | undefined, cents: number): void {
  if (key !== undefined && key !== '') sums.set(key, (sums.get(key) ?? 0) + cents);
}

/** Moves the balances of accounts and customers from one state of a transaction to another. */
export function applyPostings(
  company: Company,
  entity: EntityName,
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  atMs: number,
): void {
  const byAccount = new Map<string, number>();
  const byCustomer = new Map<string, number>();
  for (const [record, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const posting of record === undefined ? [] : postingsOf(company, entity, record.body)) {
      add(byAccount, posting.accountId, sign * posting.cents);
      add(byCustomer, posting.customerId, sign * posting.cents);
    }
  }
  for (const [id, cents] of byAccount) moveAccount(company, id, cents, atMs);
  for (const [id, cents] of byCustomer) moveCustomer(company, id, cents, atMs);
}

/** Balance sheet accounts only: QuickBooks shows 0 for income and expenses. */
function moveAccount(company: Company, id: string, cents: number, atMs: number): void {
  const account = company.store.get('Account', id);
  if (account === undefined || cents === 0) return;
  if (['Revenue', 'Expense'].includes(textProperty(account.body, 'Classification') ?? '')) return;
  const balance = amountOfCents(ownCents(account.body['CurrentBalance'] ?? 0) + cents);
  touchRecord(company, 'Account', account, { CurrentBalance: balance, CurrentBalanceWithSubAccounts: balance }, atMs);
}

function moveCustomer(company: Company, id: string, cents: number, atMs: number): void {
  const customer = company.store.get('Customer', id);
  if (customer === undefined || cents === 0) return;
  const balance = amountOfCents(ownCents(customer.body['Balance'] ?? 0) + cents);
  touchRecord(company, 'Customer', customer, { Balance: balance, BalanceWithJobs: balance }, atMs);
}
