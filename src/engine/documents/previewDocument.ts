// documents.preview: exactly what a push would write, made by the same code that writes it.
import type { DocumentPreview } from '../../contract/documents.ts';
import { AppError } from '../../contract/errors.ts';
import { neededRefs, type DocumentRefs, type NamedRef } from '../../domain/push/documentRefs.ts';
import { roleTitles, rolesOf, type DocumentRecipe, type DocumentRole } from '../../domain/push/documentSteps.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import { documentRefsFromCache, refsFromCache, resolveDocumentRefs } from '../push/accounts.ts';
import { inAud } from '../push/amountText.ts';
import { findCustomer } from '../push/findCustomer.ts';
import { customerIntent } from '../push/intents.ts';
import { unknownRefs } from '../push/previewPush.ts';
import { invoiceOf, planPart, recipeOf, waitsFor } from './planDocument.ts';

interface Notices {
  readonly blockers: string[];
  readonly warnings: string[];
}

/** Reads QuickBooks where it can be reached, writes nothing. Throws NOT_FOUND. */
export async function previewDocument(context: EngineContext, input: { documentId: number }): Promise<DocumentPreview> {
  const document = context.store.documents.get(input.documentId);
  if (document === undefined) throw new AppError('NOT_FOUND');
  const recipe = recipeOf(document, context.profile());
  const notices: Notices = { blockers: [], warnings: [] };
  const { accounts, documents } = await refsOf(context, recipe, notices);
  const customer = document.kind === 'refund' ? await customerOf(context, document, accounts, notices) : null;
  const made: Partial<Record<DocumentRole, string>> = {};
  const shown: { title: string; fields: { label: string; value: string }[] }[] = [];
  try {
    for (const role of rolesOf[recipe]) {
      const plan = planPart(context, role, { document, accounts, documents, customer, made });
      made[role] = 'new';
      shown.push({ title: titleOf(role), fields: plan.shown.map(([label, value]) => ({ label, value })) });
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const known = error.toOperationError();
    const sentence = [known.message, error.detail, known.nextAction].filter(Boolean).join(' ');
    if (error.code !== 'QB_ACCOUNT_MISSING' || notices.blockers.length === 0) notices.blockers.push(sentence);
  }
  // A refund may be approved before its invoice is in QuickBooks: it waits by itself.
  const waits = waitsFor(context, document);
  if (waits !== undefined) notices.warnings.push(waits);
  if (document.statusReason !== null) notices.warnings.push(document.statusReason);
  return { documentId: document.id, version: document.version, ...notices, documents: shown, effects: effectsOf(document, recipe, accounts, documents) };
}

const titleOf = (role: DocumentRole): string => `${roleTitles[role].slice(0, 1).toUpperCase()}${roleTitles[role].slice(1)}`;

async function refsOf(context: EngineContext, recipe: DocumentRecipe, { blockers, warnings }: Notices): Promise<{ accounts: AccountRefs; documents: DocumentRefs }> {
  try {
    return await resolveDocumentRefs(context, neededRefs[recipe]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const known = error.toOperationError();
    const isSetup = ['QB_GST_NOT_ENABLED', 'QB_NUMBERING_OFF', 'QB_WRONG_COUNTRY', 'QB_ACCOUNT_MISSING'].includes(error.code);
    (isSetup ? blockers : warnings).push([known.message, isSetup ? error.detail : undefined, known.nextAction].filter(Boolean).join(' '));
    const realmId = context.store.connection.get()?.realmId;
    const cached = realmId === undefined ? [] : context.store.connection.cached(realmId);
    const unknown = Object.fromEntries(neededRefs[recipe].map((kind) => [kind, { id: '?', name: 'not known yet' }]));
    return { accounts: refsFromCache(cached) ?? unknownRefs(context), documents: { ...(isSetup ? {} : unknown), ...documentRefsFromCache(cached) } };
  }
}

async function customerOf(context: EngineContext, document: QbDocumentRecord, accounts: AccountRefs, { warnings }: Notices): Promise<NamedRef> {
  const invoice = invoiceOf(context, document);
  const intent = customerIntent(context, invoice, accounts);
  try {
    const found = await context.tokens.withAccess((access) => findCustomer(context, access, invoice, intent));
    const name = found.existing?.['DisplayName'];
    return { id: found.existing === undefined ? 'new' : String(found.existing['Id']), name: typeof name === 'string' ? name : found.freeName };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    warnings.push(`The customer can't be looked up now: ${error.toOperationError().message}`);
    return { id: invoice.qbCustomerId ?? 'new', name: intent.displayName };
  }
}

function effectsOf(document: QbDocumentRecord, recipe: DocumentRecipe, accounts: AccountRefs, documents: DocumentRefs): string[] {
  const { exGstCents, gstCents, totalCents } = document;
  const clearing = accounts.depositAccountName;
  const refunded = [`Income (${accounts.itemName}): −${inAud(exGstCents)}`, `GST owed: −${inAud(gstCents)}`, `${clearing}: −${inAud(totalCents)}`];
  if (recipe === 'linked') return [`Accounts receivable: −${inAud(totalCents)} with the adjustment note, +${inAud(totalCents)} with the expense`, ...refunded];
  if (recipe === 'refund_receipt') return refunded;
  if (recipe === 'purchase') return [`${documents.fee_account?.name ?? 'Fees'}: +${inAud(exGstCents)}`, `GST to claim: +${inAud(gstCents)}`, `${clearing}: −${inAud(totalCents)}`];
  const bank = documents.bank_account?.name ?? 'Bank account';
  const [from, to] = totalCents > 0 ? [clearing, bank] : [bank, clearing];
  const amount = inAud(totalCents > 0 ? totalCents : -totalCents);
  return [`${from}: −${amount}`, `${to}: +${amount}`];
}
