// The company preference "automatically apply credits": open credits settle open invoices, oldest first.
import type { Company } from './company.ts';
import type { StoredRecord } from './companyStore.ts';
import type { EntityName } from './entitySpecs.ts';
import { property, referenceId } from './json.ts';
import { ownCents } from './money.ts';
import { reviseRecord } from './records.ts';
import { applicationsOf, openCents, refreshLinked, withApplications } from './settlement.ts';
import { insertTransaction } from './transactions.ts';

function openInvoices(company: Company, customerId: string): StoredRecord[] {
  return company.store
    .find('Invoice', 'CustomerRef', customerId)
    .filter((invoice) => openCents(company, 'Invoice', invoice) > 0);
}

function applyPayment(company: Company, payment: StoredRecord, customerId: string, atMs: number): void {
  let rest = ownCents(payment.body['UnappliedAmt']);
  if (rest <= 0) return;
  const applications = applicationsOf(payment.body);
  for (const invoice of openInvoices(company, customerId)) {
    const cents = Math.min(rest, openCents(company, 'Invoice', invoice));
    if (cents <= 0 || applications.some((each) => each.txnType === 'Invoice' && each.txnId === invoice.id)) continue;
    applications.push({ txnType: 'Invoice', txnId: invoice.id, cents });
    rest -= cents;
  }
  const content = withApplications(company, payment.body, applications);
  const revised = reviseRecord(company, 'Payment', payment, content, payment.hidden, atMs);
  refreshLinked(company, [revised.body], atMs);
}

/** A credit memo is applied through a payment of zero that links it with the invoice. */
function applyCreditMemo(company: Company, memo: StoredRecord, customerId: string, atMs: number): void {
  for (const invoice of openInvoices(company, customerId)) {
    const cents = Math.min(openCents(company, 'CreditMemo', memo), openCents(company, 'Invoice', invoice));
    if (cents <= 0) continue;
    const payment = {
      CustomerRef: property(memo.body, 'CustomerRef') ?? null,
      TotalAmt: 0,
      UnappliedAmt: 0,
      ProcessPayment: false,
      TxnDate: property(invoice.body, 'TxnDate') ?? null,
      CurrencyRef: property(invoice.body, 'CurrencyRef') ?? null,
      PrivateNote: 'Created by QB Online to link credits to charges.',
      LinkedTxn: [],
      Line: [],
    };
    const content = withApplications(company, payment, [
      { txnType: 'Invoice', txnId: invoice.id, cents },
      { txnType: 'CreditMemo', txnId: memo.id, cents },
    ]);
    const record = insertTransaction(company, 'Payment', content, atMs);
    refreshLinked(company, [record.body], atMs);
  }
}

/** Applies the customer's credits after a document of theirs was created. */
export function autoApplyCredits(company: Company, entity: EntityName, id: string, atMs: number): void {
  if (entity !== 'Invoice' && entity !== 'Payment' && entity !== 'CreditMemo') return;
  const created = company.store.get(entity, id);
  const customerId = created === undefined ? undefined : referenceId(created.body, 'CustomerRef');
  if (customerId === undefined) return;
  for (const payment of company.store.find('Payment', 'CustomerRef', customerId)) {
    applyPayment(company, payment, customerId, atMs);
  }
  for (const memo of company.store.find('CreditMemo', 'CustomerRef', customerId)) {
    applyCreditMemo(company, memo, customerId, atMs);
  }
}
