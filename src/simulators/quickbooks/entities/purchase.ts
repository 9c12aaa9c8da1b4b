// Expenses (Purchase) and transfers between accounts.
import type { StoredRecord } from '../companyStore.ts';
import { documentTax } from '../documentTax.ts';
import type { EntityName } from '../entitySpecs.ts';
import { businessValidation, invalidEnumeration, invalidReference, requiredParameter } from '../faults.ts';
import { objectProperty, objectsProperty, present, property, textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { amountOfCents } from '../money.ts';
import {
  assertKnown,
  assertLengths,
  assertOpenPeriod,
  currencyReference,
  dateProperty,
  referenceTo,
  referenced,
  requiredCents,
  requiredReference,
} from './checks.ts';
import type { WriteContext } from './checks.ts';
import { lineRates, pinnedTax, taxDetail, taxModeOf } from './lineTax.ts';
import { LINE_PROPERTIES } from './salesLines.ts';

const PAYEES: readonly EntityName[] = ['Customer', 'Vendor', 'Employee'];

/** The payee `{value, name, type}`: ids are unique over all three kinds of names. */
function payee(context: WriteContext, input: JsonObject): JsonObject | undefined {
  const given = objectProperty(input, 'EntityRef');
  if (given === undefined) return undefined;
  const type = textProperty(given, 'type');
  if (type !== undefined && !(PAYEES as readonly string[]).includes(type)) {
    throw invalidEnumeration('EntityRef.type', type);
  }
  for (const entity of PAYEES) {
    if (type !== undefined && entity !== type) continue;
    if (context.company.store.get(entity, textProperty(given, 'value') ?? '') === undefined) continue;
    const record = requiredReference(context.company, entity, input, 'EntityRef');
    return { ...referenceTo(record), type: entity };
  }
  throw invalidReference('Names', textProperty(given, 'value') ?? '', 'EntityRef');
}

interface ExpenseLine {
  amountCents: number;
  inclusiveCents: number | undefined;
  rates: ReturnType<typeof lineRates>;
  shown: JsonObject;
}

function expenseLine(
  context: WriteContext,
  line: JsonObject,
  mode: ReturnType<typeof taxModeOf>,
  payeeType: string | undefined,
): ExpenseLine {
  assertKnown('Line', line, LINE_PROPERTIES);
  const type = textProperty(line, 'DetailType');
  if (type === undefined) throw requiredParameter('Line.DetailType');
  if (type !== 'AccountBasedExpenseLineDetail') throw invalidEnumeration('Line.DetailType', type);
  const detail = objectProperty(line, 'AccountBasedExpenseLineDetail') ?? {};
  const account = requiredReference(context.company, 'Account', detail, 'AccountRef');
  if (account.body['AccountType'] === 'Accounts Receivable' && payeeType !== 'Customer') {
    throw businessValidation('When you use Accounts Receivable, you must choose a customer in the Name field.');
  }
  const amountCents = requiredCents(line, 'Amount');
  const hasInclusive = property(detail, 'TaxInclusiveAmt') !== undefined;
  return {
    amountCents,
    inclusiveCents: hasInclusive ? requiredCents(detail, 'TaxInclusiveAmt') : undefined,
    rates: lineRates(context.company, detail, mode, 'purchase'),
    shown: present({
      Description: property(line, 'Description'),
      Amount: 0,
      DetailType: type,
      AccountBasedExpenseLineDetail: present({
        AccountRef: referenceTo(account),
        BillableStatus: 'NotBillable',
        TaxCodeRef: property(detail, 'TaxCodeRef'),
      }),
    }),
  };
}

/** The stored content of an expense, from the input of a create or of a (merged) update. */
export function purchaseContent(
  context: WriteContext,
  input: JsonObject,
  before: StoredRecord | undefined,
): JsonObject {
  const { company } = context;
  assertLengths(input);
  const paymentType = textProperty(input, 'PaymentType');
  if (paymentType === undefined) throw requiredParameter('PaymentType');
  if (!['Cash', 'Check', 'CreditCard'].includes(paymentType)) throw invalidEnumeration('PaymentType', paymentType);
  const account = requiredReference(company, 'Account', input, 'AccountRef');
  if (!['Bank', 'Credit Card', 'Other Current Asset'].includes(textProperty(account.body, 'AccountType') ?? '')) {
    throw businessValidation('You must choose a bank or credit card account for this transaction.');
  }
  const txnDate = dateProperty(input, 'TxnDate') ?? company.today();
  assertOpenPeriod(context, txnDate, textProperty(before?.body, 'TxnDate'));
  const paidTo = payee(context, input);
  const mode = taxModeOf(company, input);
  const given = objectsProperty(input, 'Line');
  if (given.length === 0) throw requiredParameter('Line');
  const lines = given.map((line) => expenseLine(context, line, mode, textProperty(paidTo, 'type')));
  const tax = documentTax(lines, mode, pinnedTax(company, input), company.settings);
  const method = referenced(company, 'PaymentMethod', input, 'PaymentMethodRef');
  return present({
    AccountRef: referenceTo(account),
    PaymentType: paymentType,
    PaymentMethodRef: method && { value: method.id },
    EntityRef: paidTo,
    Credit: property(input, 'Credit') === true,
    TotalAmt: amountOfCents(tax.netCents + tax.taxCents),
    CustomField: [],
    DocNumber: property(input, 'DocNumber'),
    TxnDate: txnDate,
    CurrencyRef: currencyReference(company),
    PrivateNote: property(input, 'PrivateNote'),
    LinkedTxn: before?.body['LinkedTxn'] ?? [],
    Line: lines.map((line, index) => ({
      Id: String(index + 1),
      ...line.shown,
      Amount: amountOfCents(tax.lineNetCents[index] ?? 0),
    })),
    TxnTaxDetail: taxDetail(tax),
    GlobalTaxCalculation: mode,
  });
}

/** The stored content of a transfer between two balance sheet accounts. */
export function transferContent(
  context: WriteContext,
  input: JsonObject,
  before: StoredRecord | undefined,
): JsonObject {
  const { company } = context;
  assertLengths(input);
  const from = requiredReference(company, 'Account', input, 'FromAccountRef');
  const to = requiredReference(company, 'Account', input, 'ToAccountRef');
  if (from.id === to.id) throw businessValidation('Choose two different accounts for a transfer.');
  const cents = requiredCents(input, 'Amount');
  if (cents <= 0) throw businessValidation('Transaction amount must be greater than 0.');
  const txnDate = dateProperty(input, 'TxnDate') ?? company.today();
  assertOpenPeriod(context, txnDate, textProperty(before?.body, 'TxnDate'));
  return present({
    FromAccountRef: referenceTo(from),
    ToAccountRef: referenceTo(to),
    Amount: amountOfCents(cents),
    TxnDate: txnDate,
    CurrencyRef: currencyReference(company),
    PrivateNote: property(input, 'PrivateNote'),
  });
}
