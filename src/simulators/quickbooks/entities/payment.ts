// Payments received: what they apply to, what stays unapplied.
import type { StoredRecord } from '../companyStore.ts';
import { businessValidation, cannotLink } from '../faults.ts';
import { objectsProperty, present, property, referenceId, textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { accountIdOfType } from '../ledger.ts';
import { amountOfCents } from '../money.ts';
import { entityOfLink, openCents, paymentLine, unappliedCents } from '../settlement.ts';
import type { Application } from '../settlement.ts';
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
import { LINE_PROPERTIES } from './salesLines.ts';

interface CheckedApplication extends Application {
  openBalanceCents: number;
}

/** One line of a payment, checked against what is open on the document it names. */
function applicationOf(
  context: WriteContext,
  line: JsonObject,
  customerId: string,
  paymentId: string | undefined,
): CheckedApplication | undefined {
  assertKnown('Line', line, LINE_PROPERTIES);
  const cents = requiredCents(line, 'Amount');
  const link = objectsProperty(line, 'LinkedTxn')[0];
  if (link === undefined) return undefined;
  const txnType = textProperty(link, 'TxnType') ?? '';
  const txnId = textProperty(link, 'TxnId') ?? '';
  const entity = entityOfLink(txnType);
  const target = entity === undefined ? undefined : context.company.store.get(entity, txnId);
  if (entity === undefined || target === undefined) throw cannotLink();
  if (referenceId(target.body, entity === 'Purchase' ? 'EntityRef' : 'CustomerRef') !== customerId) {
    throw businessValidation('You can only apply a payment to transactions of the same customer.');
  }
  if (cents < 0) throw businessValidation('Transaction amount must be 0 or greater.');
  const openBalanceCents = openCents(context.company, txnType, target, paymentId);
  if (cents > openBalanceCents) {
    throw businessValidation(
      'The amount that you are applying is greater than the open balance of the transaction. Enter a smaller amount.',
    );
  }
  return { txnType, txnId, cents, openBalanceCents };
}

function assertOncePerDocument(applications: readonly CheckedApplication[]): void {
  const targets = applications.map((each) => `${each.txnType}:${each.txnId}`);
  if (new Set(targets).size !== targets.length) {
    throw businessValidation('A transaction can be linked only once in the same payment.');
  }
}

/** The stored content of a payment, from the input of a create or of a (merged) update. */
export function paymentContent(context: WriteContext, input: JsonObject, before: StoredRecord | undefined): JsonObject {
  const { company } = context;
  assertLengths(input);
  const customer = requiredReference(company, 'Customer', input, 'CustomerRef');
  const totalCents = requiredCents(input, 'TotalAmt');
  if (totalCents < 0) throw businessValidation('Transaction amount must be 0 or greater.');
  const txnDate = dateProperty(input, 'TxnDate') ?? company.today();
  assertOpenPeriod(context, txnDate, textProperty(before?.body, 'TxnDate'));
  const applications = objectsProperty(input, 'Line')
    .map((line) => applicationOf(context, line, customer.id, before?.id))
    .filter((each) => each !== undefined);
  assertOncePerDocument(applications);
  const rest = unappliedCents(totalCents, applications);
  if (rest < 0) throw businessValidation('The amount applied to transactions is greater than the payment.');
  const account =
    referenced(company, 'Account', input, 'DepositToAccountRef') ??
    company.store.get('Account', accountIdOfType(company, 'Other Current Asset', 'Undeposited Funds'));
  const method = referenced(company, 'PaymentMethod', input, 'PaymentMethodRef');
  return present({
    CustomerRef: referenceTo(customer),
    DepositToAccountRef: account && { value: account.id },
    PaymentMethodRef: method && { value: method.id },
    PaymentRefNum: property(input, 'PaymentRefNum'),
    TotalAmt: amountOfCents(totalCents),
    UnappliedAmt: amountOfCents(rest),
    ProcessPayment: false,
    TxnDate: txnDate,
    CurrencyRef: currencyReference(company),
    PrivateNote: property(input, 'PrivateNote'),
    LinkedTxn: [],
    Line: applications.map((each) => paymentLine(company, each, each.openBalanceCents)),
  });
}
