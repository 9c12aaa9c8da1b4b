// Invoices, credit memos (adjustment notes) and refund receipts.
import type { Company } from '../company.ts';
import type { StoredRecord } from '../companyStore.ts';
import type { EntityName } from '../entitySpecs.ts';
import { businessValidation, duplicateNumber } from '../faults.ts';
import { objectProperty, present, property, textProperty } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { accountIdOfType } from '../ledger.ts';
import { amountOfCents } from '../money.ts';
import { addDays } from '../timestamps.ts';
import { storedAddress } from './address.ts';
import {
  assertLengths,
  assertOpenPeriod,
  currencyReference,
  dateProperty,
  referenceTo,
  referenced,
  requiredReference,
} from './checks.ts';
import type { WriteContext } from './checks.ts';
import { taxDetail, taxModeOf } from './lineTax.ts';
import { salesLines } from './salesLines.ts';

export type SalesEntity = 'Invoice' | 'CreditMemo' | 'RefundReceipt';
const SALES_ENTITIES: readonly SalesEntity[] = ['Invoice', 'CreditMemo', 'RefundReceipt'];
const TXN_TYPE_NAMES: Readonly<Record<SalesEntity, string>> = {
  Invoice: 'Invoice',
  CreditMemo: 'Credit Memo',
  RefundReceipt: 'Refund Receipt',
};

/** 6140 if another sales document holds the number. */
function assertNumberIsFree(company: Company, docNumber: string, ownId: string | undefined): void {
  for (const entity of SALES_ENTITIES) {
    for (const holder of company.store.find(entity, 'DocNumber', docNumber)) {
      if (holder.id === ownId || (holder.hidden.isVoided === true && !company.settings.voidKeepsDocNumber)) continue;
      throw duplicateNumber(docNumber, TXN_TYPE_NAMES[entity], holder.id);
    }
  }
}

/** The given number when CustomTxnNumbers is on; otherwise QuickBooks' own, and the given one is ignored. */
function documentNumber(company: Company, input: JsonObject, before: StoredRecord | undefined): string | undefined {
  const given = textProperty(input, 'DocNumber');
  if (company.settings.customTxnNumbers) {
    if (given !== undefined) assertNumberIsFree(company, given, before?.id);
    return given;
  }
  const kept = textProperty(before?.body, 'DocNumber');
  if (kept !== undefined) return kept;
  let next = company.store.nextId('DocNumber');
  while (company.store.find('Invoice', 'DocNumber', next).length > 0) next = company.store.nextId('DocNumber');
  return next;
}

function dueDate(input: JsonObject, term: StoredRecord | undefined, txnDate: string): string {
  const given = dateProperty(input, 'DueDate');
  if (given !== undefined) return given;
  return addDays(txnDate, Number(textProperty(term?.body, 'DueDays') ?? 0));
}

function invoiceFlags(entity: SalesEntity): JsonObject {
  if (entity !== 'Invoice') return {};
  return {
    AllowIPNPayment: false,
    AllowOnlinePayment: false,
    AllowOnlineCreditCardPayment: false,
    AllowOnlineACHPayment: false,
  };
}

function ownProperties(
  context: WriteContext,
  entity: SalesEntity,
  input: JsonObject,
  customer: StoredRecord,
  txnDate: string,
): Record<string, Json | undefined> {
  const { company } = context;
  const method = referenced(company, 'PaymentMethod', input, 'PaymentMethodRef');
  const term = referenced(company, 'Term', input, 'SalesTermRef');
  const usualTerm = company.store.get('Term', textProperty(property(customer.body, 'SalesTermRef'), 'value') ?? '');
  if (entity === 'Invoice') {
    const usedTerm = term ?? usualTerm;
    return {
      SalesTermRef: usedTerm && referenceTo(usedTerm),
      DueDate: dueDate(input, usedTerm, txnDate),
    };
  }
  if (entity === 'CreditMemo') return {};
  const account =
    referenced(company, 'Account', input, 'DepositToAccountRef') ??
    company.store.get('Account', accountIdOfType(company, 'Other Current Asset', 'Undeposited Funds'));
  if (account === undefined) throw businessValidation('You must select an account for this transaction.');
  return {
    PaymentMethodRef: method && referenceTo(method),
    PaymentRefNum: property(input, 'PaymentRefNum'),
    DepositToAccountRef: referenceTo(account),
  };
}

/** The stored content of a sales document, from the input of a create or of a (merged) update. */
export function salesContent(
  context: WriteContext,
  entity: SalesEntity,
  input: JsonObject,
  before: StoredRecord | undefined,
): JsonObject {
  const { company } = context;
  assertLengths(input);
  const customer = requiredReference(company, 'Customer', input, 'CustomerRef');
  const txnDate = dateProperty(input, 'TxnDate') ?? company.today();
  assertOpenPeriod(context, txnDate, textProperty(before?.body, 'TxnDate'));
  const mode = taxModeOf(company, input);
  const { lines, tax } = salesLines(company, input, mode);
  const totalCents = tax.netCents + tax.taxCents;
  const own = ownProperties(context, entity, input, customer, txnDate);
  const docNumber = documentNumber(company, input, before);
  const address = (key: string): JsonObject | undefined => {
    const given = objectProperty(input, key);
    return given === undefined
      ? objectProperty(customer.body, key)
      : storedAddress(company, given, objectProperty(before?.body, key));
  };
  return present({
    ...invoiceFlags(entity),
    CustomField: property(input, 'CustomField') ?? [],
    DocNumber: docNumber,
    TxnDate: txnDate,
    CurrencyRef: currencyReference(company),
    PrivateNote: property(input, 'PrivateNote'),
    LinkedTxn: before?.body['LinkedTxn'] ?? [],
    Line: lines,
    TxnTaxDetail: taxDetail(tax),
    CustomerRef: referenceTo(customer),
    CustomerMemo: property(input, 'CustomerMemo'),
    BillAddr: address('BillAddr'),
    ShipAddr: address('ShipAddr'),
    ...own,
    GlobalTaxCalculation: mode,
    TotalAmt: amountOfCents(totalCents),
    ApplyTaxAfterDiscount: false,
    PrintStatus: property(input, 'PrintStatus') ?? 'NeedToPrint',
    EmailStatus: property(input, 'EmailStatus') ?? 'NotSet',
    BillEmail: property(input, 'BillEmail') ?? property(customer.body, 'PrimaryEmailAddr'),
    Balance: entity === 'RefundReceipt' ? 0 : amountOfCents(totalCents),
    RemainingCredit: entity === 'CreditMemo' ? amountOfCents(totalCents) : undefined,
  });
}

/** What is left of a document after it was voided: its lines and amounts at zero, "Voided" in the note. */
export function voidedContent(body: JsonObject): JsonObject {
  const zeroLine = (line: Json): Json => {
    if (typeof line !== 'object' || line === null || Array.isArray(line)) return line;
    const detail = objectProperty(line, 'SalesItemLineDetail');
    const { TaxInclusiveAmt: _gross, UnitPrice: _price, Qty: _quantity, ...kept } = detail ?? {};
    const amount = property(line, 'Amount') === undefined ? {} : { Amount: 0 };
    return { ...line, ...amount, ...(detail === undefined ? {} : { SalesItemLineDetail: kept }) };
  };
  const lines = property(body, 'Line');
  const note = textProperty(body, 'PrivateNote');
  const content: JsonObject = {
    ...body,
    PrivateNote: note === undefined || note === '' ? 'Voided' : `Voided - ${note}`,
    Line: Array.isArray(lines) ? lines.map(zeroLine) : [],
    TotalAmt: 0,
  };
  if (property(body, 'TxnTaxDetail') !== undefined) content['TxnTaxDetail'] = { TotalTax: 0 };
  for (const key of ['Balance', 'RemainingCredit', 'UnappliedAmt']) {
    if (property(body, key) !== undefined) content[key] = 0;
  }
  return content;
}

export function isSalesEntity(entity: EntityName): entity is SalesEntity {
  return (SALES_ENTITIES as readonly string[]).includes(entity);
}
