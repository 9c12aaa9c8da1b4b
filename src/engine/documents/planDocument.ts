// What is meant to stand in QuickBooks for one document, made from local data alone; preview and push use the same.
import { AppError } from '../../contract/errors.ts';
import type { BusinessProfile } from '../../contract/profile.ts';
import type { DocumentRefs, NamedRef } from '../../domain/push/documentRefs.ts';
import type { DocumentRecipe, DocumentRole } from '../../domain/push/documentSteps.ts';
import type { PlannedDocument } from '../../domain/push/plannedDocument.ts';
import { planPurchase } from '../../domain/push/purchaseDocument.ts';
import { planAdjustmentNote, planExpense, planLinkPayment, planRefundReceipt, type RefundIntent } from '../../domain/push/refundDocuments.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import { planTransfer } from '../../domain/push/transferDocument.ts';
import type { EngineContext } from '../context.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import type { InvoiceRecord } from '../ports/records.ts';

/** Kept once something was sent; until then the profile's present wish. */
export function recipeOf(document: QbDocumentRecord, profile: BusinessProfile): DocumentRecipe {
  if (document.recipe !== null) return document.recipe;
  return document.kind === 'refund' ? profile.quickBooksRefundRecipe : document.kind === 'fee' ? 'purchase' : 'transfer';
}

export interface PlanFrom {
  readonly document: QbDocumentRecord;
  readonly accounts: AccountRefs;
  readonly documents: DocumentRefs;
  /** Of refunds. */
  readonly customer: NamedRef | null;
  /** QuickBooks ids of what was made before. */
  readonly made: Readonly<Partial<Record<DocumentRole, string>>>;
}

/** Throws PUSH_DATA_INCOMPLETE, QB_ACCOUNT_MISSING with what is missing. */
export function planPart(context: EngineContext, role: DocumentRole, from: PlanFrom): PlannedDocument {
  const { document } = from;
  assertWhole(document);
  if (role === 'transfer') return transferOf(context, from);
  if (role === 'purchase') return feesOf(context, from);
  const refund = refundIntent(context, from);
  if (role === 'adjustment_note') return planAdjustmentNote(refund);
  if (role === 'refund_receipt') return planRefundReceipt(refund);
  if (role === 'expense') return planExpense(refund);
  return planLinkPayment(refund, { creditMemoId: from.made.adjustment_note ?? '', expenseId: from.made.expense ?? '' });
}

/** The refunded invoice. Throws PUSH_DATA_INCOMPLETE. */
export function invoiceOf(context: EngineContext, document: QbDocumentRecord): InvoiceRecord {
  const invoice = document.invoiceId === null ? undefined : context.store.invoices.get(document.invoiceId);
  if (invoice === undefined) throw new AppError('PUSH_DATA_INCOMPLETE', 'The refunded invoice is not known.');
  return invoice;
}

/** Why a refund can not be pushed yet; undefined: it can. */
export function waitsFor(context: EngineContext, document: QbDocumentRecord): string | undefined {
  if (document.kind !== 'refund') return undefined;
  const invoice = invoiceOf(context, document);
  return invoice.qbStatus === 'synced' ? undefined : `Waits until ${invoice.number ?? 'its invoice'} is in QuickBooks.`;
}

function assertWhole(document: QbDocumentRecord): void {
  const problems = [
    document.description.trim() === '' ? 'It has no description.' : null,
    document.totalCents === 0 || (document.kind !== 'payout' && document.totalCents < 0) ? 'The total must be more than nothing.' : null,
    document.gstCents < 0 || (document.kind !== 'payout' && document.gstCents > document.totalCents) ? 'The GST does not fit the total.' : null,
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new AppError('PUSH_DATA_INCOMPLETE', problems.join(' '));
}

function needed(documents: DocumentRefs, kind: keyof DocumentRefs): NamedRef {
  const ref = documents[kind];
  if (ref === undefined) throw new AppError('QB_ACCOUNT_MISSING', kind.replaceAll('_', ' '));
  return ref;
}

function refundIntent(context: EngineContext, { document, accounts, documents, customer }: PlanFrom): RefundIntent {
  const invoice = invoiceOf(context, document);
  if (customer === null) throw new AppError('PUSH_DATA_INCOMPLETE', 'The QuickBooks customer is not known.');
  const { number, localDate, description, exGstCents, gstCents, totalCents } = document;
  const isLinked = recipeOf(document, context.profile()) === 'linked';
  const none: NamedRef = { id: '', name: '' };
  return {
    number, description, exGstCents, gstCents, totalCents, customer,
    txnDate: localDate,
    invoiceNumber: invoice.number ?? '',
    refs: accounts,
    // A refund receipt refers to neither.
    receivable: isLinked ? needed(documents, 'receivable_account') : none,
    outOfScope: isLinked ? needed(documents, 'out_of_scope_tax_code') : none,
    businessName: context.profile().businessName,
    stripeRefundId: /^(?:re|pyr)_\w+/.exec(document.sourceId)?.[0] ?? null,
  };
}

const clearing = (accounts: AccountRefs): NamedRef => ({ id: accounts.depositAccountId, name: accounts.depositAccountName });

const note = (context: EngineContext, what: string, number: string): string => `Auto-generated by ${context.profile().businessName}. ${what} ${number}. Do not edit manually.`;

function feesOf(context: EngineContext, { document, accounts, documents }: PlanFrom): PlannedDocument {
  const { number, localDate, description, exGstCents, gstCents, totalCents } = document;
  const bearsTax = gstCents > 0;
  return planPurchase({
    role: 'purchase',
    number, description, exGstCents, gstCents, totalCents,
    txnDate: localDate,
    paidFrom: clearing(accounts),
    payee: { ...needed(documents, 'fee_vendor'), type: 'Vendor' },
    account: needed(documents, 'fee_account'),
    taxCode: needed(documents, bearsTax ? 'fee_tax_code' : 'out_of_scope_tax_code'),
    taxRateId: bearsTax ? needed(documents, 'fee_tax_rate').id : null,
    privateNote: note(context, 'Fees of Stripe', number),
  });
}

function transferOf(context: EngineContext, { document, accounts, documents }: PlanFrom): PlannedDocument {
  const bank = needed(documents, 'bank_account');
  const isPaidOut = document.totalCents > 0;
  return planTransfer({
    number: document.number,
    txnDate: document.localDate,
    from: isPaidOut ? clearing(accounts) : bank,
    to: isPaidOut ? bank : clearing(accounts),
    amountCents: isPaidOut ? document.totalCents : -document.totalCents,
    privateNote: note(context, `Stripe payout ${document.sourceId} ref:`, document.number),
  });
}
