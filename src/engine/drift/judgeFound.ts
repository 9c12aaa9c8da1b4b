// One object of ours as QuickBooks holds it now, against what was pushed: what is different, if anything, and how it is put back.
import type { DriftField, DriftKind } from '../../contract/drift.ts';
import { AppError } from '../../contract/errors.ts';
import { nameCandidates } from '../../domain/push/customerDocument.ts';
import type { DocumentRefs } from '../../domain/push/documentRefs.ts';
import { roleTitles, type DocumentRole } from '../../domain/push/documentSteps.ts';
import { customerDriftOf, customerIdOf, driftFields, driftKindOf, type PushedFacts, type StripeFacts } from '../../domain/push/driftFacts.ts';
import { buildInvoiceDocument, compareInvoice } from '../../domain/push/invoiceDocument.ts';
import { buildPaymentDocument, comparePayment } from '../../domain/push/paymentDocument.ts';
import { isVoidedDocument } from '../../domain/push/plannedDocument.ts';
import { qboText, type Difference, type QboJson } from '../../domain/push/qboJson.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import { planPart } from '../documents/planDocument.ts';
import type { PushedObject } from '../ports/driftTables.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { QboEntityName } from '../ports/quickBooksGateway.ts';
import { resolveDocumentRefs } from '../push/accounts.ts';
import { customerIntent, invoiceIntent, paymentIntent, txnDateOf } from '../push/intents.ts';

interface Refs {
  readonly accounts: AccountRefs;
  readonly documents: DocumentRefs;
}

export interface DriftRefs {
  readonly realmId: string;
  /** What would be pushed with today; null: something that the profile names is missing in QuickBooks. */
  readonly present: Refs | null;
}

interface DatedRefs extends Refs {
  readonly txnDate: string;
}

export interface Judgement {
  readonly entity: QboEntityName;
  /** Null: everything that we own is as it was pushed. */
  readonly kind: DriftKind | null;
  readonly fields: readonly DriftField[];
  readonly foundValue: string | null;
  /** What a sparse update puts back. */
  readonly body: QboJson;
}

export const entityOfRole: Readonly<Record<string, QboEntityName>> = {
  invoice: 'Invoice', payment: 'Payment', customer: 'Customer',
  adjustment_note: 'CreditMemo', expense: 'Purchase', link_payment: 'Payment', refund_receipt: 'RefundReceipt', purchase: 'Purchase', transfer: 'Transfer',
};

/** A missing account stops pushes, not the looking: what was pushed knows what it was pushed with. */
export async function driftRefs(context: EngineContext, realmId: string, signal: AbortSignal): Promise<DriftRefs> {
  try {
    return { realmId, present: await resolveDocumentRefs(context, [], signal) };
  } catch (error) {
    if (!(error instanceof AppError) || !setupCodes.has(error.code)) throw error;
    return { realmId, present: null };
  }
}

/** What the setup check finds wrong with the company or with the profile's names. */
const setupCodes: ReadonlySet<string> = new Set(['QB_ACCOUNT_MISSING', 'QB_GST_NOT_ENABLED', 'QB_NUMBERING_OFF']);

/** `found` null: QuickBooks has it no more. Undefined: it is not ours any more, or can not be compared as things are. */
export function judgeFound(context: EngineContext, pushed: PushedObject, found: QboJson | null, { realmId, present }: DriftRefs): Judgement | undefined {
  // What was pushed, not what today's profile would push.
  const kept = context.store.drift.pushedWith(pushed);
  const refs = kept ?? present;
  if (refs === null) return undefined;
  if (pushed.documentId !== null) return judgePart(context, pushed, found, refs);
  const invoice = pushed.invoiceId === null ? undefined : context.store.invoices.get(pushed.invoiceId);
  if (invoice === undefined) return undefined;
  if (pushed.role === 'customer') return judgeCustomer(context, pushed, invoice, found, { realmId, accounts: refs.accounts });
  const dated: DatedRefs = { ...refs, txnDate: kept?.txnDate ?? txnDateOf(context, invoice) };
  return pushed.role === 'invoice' ? judgeInvoice(context, invoice, found, dated) : judgePayment(context, invoice, found, dated);
}

/** Equal to what would be pushed today: from now on that is what was pushed, whatever becomes of the profile. Once for each. */
export function keepAsPushed(context: EngineContext, pushed: PushedObject, { present }: DriftRefs): void {
  const { drift, invoices, documents } = context.store;
  if (present === null || pushed.role === 'customer' || drift.pushedWith(pushed) !== undefined) return;
  const invoice = pushed.invoiceId === null ? undefined : invoices.get(pushed.invoiceId);
  const document = pushed.documentId === null ? undefined : documents.get(pushed.documentId);
  const txnDate = document?.localDate ?? (invoice === undefined ? undefined : txnDateOf(context, invoice));
  if (txnDate !== undefined) drift.keepPushedWith(pushed, { txnDate, ...present });
}

const stripeOf = (context: EngineContext, invoice: InvoiceRecord, source: string | null): StripeFacts => ({ source, date: txnDateOf(context, invoice), totalCents: invoice.totalCents, customer: invoice.clientName });

function judged(entity: QboEntityName, found: QboJson | null, facts: PushedFacts, stripe: StripeFacts, differences: readonly Difference[], body: QboJson): Judgement {
  const isVoided = found !== null && isVoidedDocument(found);
  const kind = driftKindOf(found, isVoided, differences);
  return { entity, kind, fields: kind === null ? [] : driftFields(found, facts, stripe, differences), foundValue: found === null ? null : customerIdOf(found), body };
}

function judgeInvoice(context: EngineContext, invoice: InvoiceRecord, found: QboJson | null, refs: DatedRefs): Judgement {
  const customerId = invoice.qbCustomerId ?? '';
  // In whichever way its tax was stated when it was verified.
  const taxWay = found?.['GlobalTaxCalculation'] === 'TaxInclusive' ? 'inclusive_net' : 'excluded_pinned';
  const intent = { ...invoiceIntent(context, invoice, refs.accounts, customerId, taxWay), txnDate: refs.txnDate, dueDate: refs.txnDate };
  const facts: PushedFacts = { number: intent.number, txnDate: intent.txnDate, totalCents: intent.totalCents, gstCents: intent.gstCents, customer: { id: customerId, name: invoice.clientName } };
  return judged('Invoice', found, facts, stripeOf(context, invoice, invoice.stripeInvoiceId), found === null ? [] : compareInvoice(found, intent), buildInvoiceDocument(intent));
}

function judgePayment(context: EngineContext, invoice: InvoiceRecord, found: QboJson | null, refs: DatedRefs): Judgement {
  const customerId = invoice.qbCustomerId ?? '';
  const intent = { ...paymentIntent(context, invoice, { refs: refs.accounts, customerId, qbInvoiceId: invoice.qbInvoiceId ?? '', amountCents: invoice.totalCents }), txnDate: refs.txnDate };
  const facts: PushedFacts = { number: intent.number, txnDate: intent.txnDate, totalCents: intent.amountCents, gstCents: null, customer: { id: customerId, name: invoice.clientName } };
  return judged('Payment', found, facts, stripeOf(context, invoice, invoice.stripeChargeId), found === null ? [] : comparePayment(found, intent), buildPaymentDocument(intent));
}

function judgeCustomer(context: EngineContext, pushed: PushedObject, invoice: InvoiceRecord, found: QboJson | null, refs: { readonly realmId: string; readonly accounts: AccountRefs }): Judgement {
  const intent = customerIntent(context, invoice, refs.accounts);
  const kept = context.store.drift.customerName(refs.realmId, pushed.qbId);
  const name = found === null ? null : qboText(found, 'DisplayName');
  const kind = customerDriftOf(found, { kept: kept ?? name ?? '', ours: nameCandidates(intent.displayName, intent.rtoCode) });
  const meant = kept ?? intent.displayName;
  const state = (isActive: boolean): string => (isActive ? 'active' : 'inactive');
  const fields: DriftField[] =
    kind === null
      ? []
      : [
          { label: 'Display name', pushed: meant, found: name ?? 'deleted', stripe: invoice.clientName, differs: name !== meant },
          { label: 'State', pushed: 'active', found: found === null ? 'deleted' : state(found['Active'] !== false), stripe: null, differs: found?.['Active'] === false },
        ];
  return { entity: 'Customer', kind, fields, foundValue: name, body: { DisplayName: meant, Active: true } };
}

function judgePart(context: EngineContext, pushed: PushedObject, found: QboJson | null, refs: Refs): Judgement | undefined {
  const { store } = context;
  const document = pushed.documentId === null ? undefined : store.documents.get(pushed.documentId);
  const entity = entityOfRole[pushed.role];
  if (document === undefined || entity === undefined) return undefined;
  const role = pushed.role as DocumentRole;
  const invoice = document.invoiceId === null ? undefined : store.invoices.get(document.invoiceId);
  const customer = invoice === undefined ? null : { id: document.qbCustomerId ?? '', name: invoice.clientName };
  const made = Object.fromEntries(store.documents.parts(document.id).map((part) => [part.role, part.qbId ?? '']));
  try {
    const plan = planPart(context, role, { document, accounts: refs.accounts, documents: refs.documents, customer, made });
    const first = found === null ? [] : plan.compare(found);
    const second = found === null || first.length === 0 ? first : (plan.second?.compare(found) ?? first);
    const isSecond = second.length < first.length;
    const isLink = role === 'link_payment';
    const facts: PushedFacts = { number: plan.entity === 'Transfer' ? null : plan.number, txnDate: document.localDate, totalCents: isLink ? 0 : Math.abs(document.totalCents), gstCents: isLink || plan.second === null ? null : document.gstCents, customer };
    const stripe: StripeFacts = { source: document.sourceId, date: document.localDate, totalCents: Math.abs(document.totalCents), customer: invoice?.clientName ?? null };
    return judged(entity, found, facts, stripe, isSecond ? second : first, isSecond && plan.second !== null ? plan.second.body : plan.body);
  } catch (error) {
    // An account of its recipe is not known any more: the setup check says which.
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

/** "Invoice RTP-0001 for Acme Training", "Adjustment note of RTP-0001-R1". */
export function driftTitle(context: EngineContext, of: { readonly role: string; readonly invoiceId: number | null; readonly documentId: number | null; readonly qbId: string }): string {
  const { store } = context;
  if (of.documentId !== null) {
    const title = roleTitles[of.role as DocumentRole] ?? of.role;
    return `${title.charAt(0).toUpperCase()}${title.slice(1)} of ${store.documents.get(of.documentId)?.number ?? of.qbId}`;
  }
  const invoice = of.invoiceId === null ? undefined : store.invoices.get(of.invoiceId);
  if (of.role === 'customer') return `Customer ${invoice?.clientName ?? of.qbId}`;
  return `${of.role === 'invoice' ? 'Invoice' : 'Payment of'} ${invoice?.number ?? of.qbId} for ${invoice?.clientName ?? 'an unknown client'}`;
}
