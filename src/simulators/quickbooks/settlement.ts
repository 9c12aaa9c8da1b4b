// What payments settle: the links between payments and documents, open balances, and their undoing.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import type { EntityName } from './entitySpecs.ts';
import { objectsProperty, textProperty } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { receivableCentsOfPurchase } from './ledger.ts';
import { amountOfCents, ownCents } from './money.ts';
import { reviseRecord } from './records.ts';

/** TxnType in links, and the entity it stands for. */
const ENTITY_OF_LINK: ReadonlyMap<string, EntityName> = new Map([
  ['Invoice', 'Invoice'],
  ['CreditMemo', 'CreditMemo'],
  ['Expense', 'Purchase'],
  ['Check', 'Purchase'],
]);

export interface Application {
  txnType: string;
  txnId: string;
  cents: number;
}

export function entityOfLink(txnType: string): EntityName | undefined {
  return ENTITY_OF_LINK.get(txnType);
}

/** What a payment's lines apply, one per linked document. */
export function applicationsOf(payment: JsonObject): Application[] {
  return objectsProperty(payment, 'Line').flatMap((line) => {
    const link = objectsProperty(line, 'LinkedTxn')[0];
    const txnType = textProperty(link, 'TxnType');
    const txnId = textProperty(link, 'TxnId');
    return txnType === undefined || txnId === undefined ? [] : [{ txnType, txnId, cents: ownCents(line['Amount']) }];
  });
}

/** Total − what is applied to charges + what is drawn from credits, in cents. */
export function unappliedCents(totalCents: number, applications: readonly Application[]): number {
  return applications.reduce(
    (rest, application) => (application.txnType === 'CreditMemo' ? rest + application.cents : rest - application.cents),
    totalCents,
  );
}

function paymentsOn(company: Company, txnType: string, txnId: string): StoredRecord[] {
  return company.store.find('Payment', 'linkedTo', `${txnType}:${txnId}`);
}

function appliedCents(company: Company, txnType: string, txnId: string, exceptPaymentId?: string): number {
  let sum = 0;
  for (const payment of paymentsOn(company, txnType, txnId)) {
    if (payment.id === exceptPaymentId) continue;
    for (const each of applicationsOf(payment.body)) {
      if (each.txnType === txnType && each.txnId === txnId) sum += each.cents;
    }
  }
  return sum;
}

function settleableCents(company: Company, txnType: string, body: JsonObject): number {
  return entityOfLink(txnType) === 'Purchase' ? receivableCentsOfPurchase(company, body) : ownCents(body['TotalAmt']);
}

/** What is still open on a document, leaving one payment out of the account. */
export function openCents(company: Company, txnType: string, record: StoredRecord, exceptPaymentId?: string): number {
  return settleableCents(company, txnType, record.body) - appliedCents(company, txnType, record.id, exceptPaymentId);
}

/** The line of a payment as QuickBooks shows it, with the open balance and number of what it pays. */
export function paymentLine(company: Company, application: Application, openBalanceCents: number): JsonObject {
  const entity = entityOfLink(application.txnType);
  const target = entity === undefined ? undefined : company.store.get(entity, application.txnId);
  const named = (name: string, value: string): JsonObject => ({
    name: '{http://schema.intuit.com/finance/v3}NameValue',
    declaredType: 'com.intuit.schema.finance.v3.NameValue',
    scope: 'javax.xml.bind.JAXBElement$GlobalScope',
    value: { Name: name, Value: value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  });
  const docNumber = textProperty(target?.body, 'DocNumber');
  return {
    Amount: amountOfCents(application.cents),
    LinkedTxn: [{ TxnId: application.txnId, TxnType: application.txnType }],
    LineEx: {
      any: [
        named('txnId', application.txnId),
        named('txnOpenBalance', String(amountOfCents(openBalanceCents))),
        ...(docNumber === undefined ? [] : [named('txnReferenceNumber', docNumber)]),
      ],
    },
  };
}

/** A payment's content with other applications; its total stays, its unapplied rest follows. */
export function withApplications(company: Company, payment: JsonObject, applications: Application[]): JsonObject {
  const lines = applications.map((each) => {
    const entity = entityOfLink(each.txnType);
    const target = entity === undefined ? undefined : company.store.get(entity, each.txnId);
    const openBalance = target === undefined ? 0 : settleableCents(company, each.txnType, target.body);
    return paymentLine(company, each, openBalance);
  });
  const rest = unappliedCents(ownCents(payment['TotalAmt']), applications);
  return { ...payment, Line: lines, UnappliedAmt: amountOfCents(rest) };
}

/** Brings a document's Balance and LinkedTxn in line with the payments; gives back what is over-applied. */
export function refreshSettlement(company: Company, txnType: string, txnId: string, atMs: number): void {
  const entity = entityOfLink(txnType);
  const record = entity === undefined ? undefined : company.store.get(entity, txnId);
  if (entity === undefined || record === undefined) return;
  let excess = -openCents(company, txnType, record);
  for (const payment of paymentsOn(company, txnType, txnId).reverse()) {
    if (excess <= 0) break;
    excess -= giveBack(company, payment, txnType, txnId, excess, atMs);
  }
  const balance = amountOfCents(openCents(company, txnType, record));
  const links: Json[] = paymentsOn(company, txnType, txnId).map((payment) => ({
    TxnId: payment.id,
    TxnType: 'Payment',
  }));
  const derived: JsonObject = { LinkedTxn: links };
  if (entity !== 'Purchase') derived['Balance'] = balance;
  if (entity === 'CreditMemo') derived['RemainingCredit'] = balance;
  const isUnchanged = Object.entries(derived).every(
    ([key, value]) => JSON.stringify(record.body[key]) === JSON.stringify(value),
  );
  if (!isUnchanged) reviseRecord(company, entity, record, { ...record.body, ...derived }, record.hidden, atMs);
}

/** Takes up to `cents` of one payment's application back; returns how much was taken. */
function giveBack(
  company: Company,
  payment: StoredRecord,
  txnType: string,
  txnId: string,
  cents: number,
  atMs: number,
): number {
  let taken = 0;
  const kept = applicationsOf(payment.body).flatMap((each) => {
    if (each.txnType !== txnType || each.txnId !== txnId) return [each];
    const back = Math.min(each.cents, cents - taken);
    taken += back;
    return each.cents === back ? [] : [{ ...each, cents: each.cents - back }];
  });
  reviseRecord(company, 'Payment', payment, withApplications(company, payment.body, kept), payment.hidden, atMs);
  return taken;
}

/** Removes every payment's link to a document that is voided or deleted: the payments become unapplied. */
export function unlinkDocument(company: Company, txnType: string, txnId: string, atMs: number): void {
  for (const payment of paymentsOn(company, txnType, txnId)) {
    const kept = applicationsOf(payment.body).filter((each) => each.txnType !== txnType || each.txnId !== txnId);
    reviseRecord(company, 'Payment', payment, withApplications(company, payment.body, kept), payment.hidden, atMs);
  }
}

/** Refreshes every document that a payment touches now or touched before. */
export function refreshLinked(company: Company, bodies: readonly JsonObject[], atMs: number): void {
  const targets = new Map(
    bodies.flatMap(applicationsOf).map((each) => [`${each.txnType}:${each.txnId}`, each] as const),
  );
  for (const target of targets.values()) refreshSettlement(company, target.txnType, target.txnId, atMs);
}
