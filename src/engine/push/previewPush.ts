// The exact preview: what the push would write, made by the same code that writes it, and what it does to the balances.
import { AppError } from '../../contract/errors.ts';
import type { PushPreview } from '../../contract/push.ts';
import { customerChanges, type CustomerIntent } from '../../domain/push/customerDocument.ts';
import { buildInvoiceDocument, invoiceIntentProblems } from '../../domain/push/invoiceDocument.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import { refsFromCache, resolveAccounts } from './accounts.ts';
import { inAud } from './amountText.ts';
import { findCustomer } from './findCustomer.ts';
import { customerIntent, invoiceIntent, paymentIntent } from './intents.ts';

/** Stands in for ids that are not known while QuickBooks can't be asked; such a preview says so in its warnings. */
export function unknownRefs(context: EngineContext): AccountRefs {
  const profile = context.profile();
  return {
    taxCodeId: '?', taxCodeName: profile.quickBooksTaxCodeName, taxRateId: '?', taxRatePercent: 10, itemId: '?', itemName: profile.quickBooksItemName,
    paymentMethodId: '?', termId: '?', incomeAccountId: '?', depositAccountId: '?', depositAccountName: profile.quickBooksDepositAccountName,
  };
}

/** Reads QuickBooks where it can be reached, writes nothing. Throws NOT_FOUND. */
export async function previewPush(context: EngineContext, input: { invoiceId: number }): Promise<PushPreview> {
  const invoice = context.store.invoices.get(input.invoiceId);
  if (invoice === undefined) throw new AppError('NOT_FOUND');
  const blockers: string[] = [];
  const warnings: string[] = [];
  const refs = await knownRefs(context, blockers, warnings);
  const intendedCustomer = customerIntent(context, invoice, refs);
  const customer = await customerMatch(context, invoice, intendedCustomer, warnings);
  const intent = invoiceIntent(context, invoice, refs, customer.quickBooksId ?? 'new', 'excluded_pinned');
  const payment = paymentIntent(context, invoice, { refs, customerId: intent.customerId, qbInvoiceId: 'new', amountCents: intent.totalCents });
  const document = buildInvoiceDocument(intent);
  blockers.push(...invoiceIntentProblems(intent));
  if (invoice.refundedCents > 0) warnings.push(`${inAud(invoice.refundedCents)} of this payment was refunded since; the refund needs its own document.`);
  return {
    invoiceId: invoice.id,
    version: invoice.version,
    number: intent.number,
    blockers,
    warnings,
    txnDate: intent.txnDate,
    dueDate: intent.dueDate,
    lines: intent.lines.map((line) => ({ ...line, item: refs.itemName, taxCode: refs.taxCodeName })),
    exGstCents: intent.exGstCents,
    gstCents: intent.gstCents,
    totalCents: intent.totalCents,
    taxMethod: 'Amounts are sent without GST and the GST is pinned to this figure; after writing it is read back, and a difference of a single cent stops the push.',
    customer,
    payment: { totalCents: payment.amountCents, txnDate: payment.txnDate, method: context.profile().quickBooksPaymentMethodName, reference: payment.number, depositTo: refs.depositAccountName, note: payment.note },
    effects: [
      `Accounts receivable: +${inAud(intent.totalCents)} with the invoice, −${inAud(payment.amountCents)} with the payment`,
      `Income (${refs.itemName}): +${inAud(intent.exGstCents)}`,
      `GST owed: +${inAud(intent.gstCents)}`,
      `${refs.depositAccountName}: +${inAud(payment.amountCents)}`,
    ],
    privateNote: String(document['PrivateNote']),
  };
}

async function knownRefs(context: EngineContext, blockers: string[], warnings: string[]): Promise<AccountRefs> {
  try {
    return await resolveAccounts(context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const known = error.toOperationError();
    const isSetup = error.code === 'QB_GST_NOT_ENABLED' || error.code === 'QB_NUMBERING_OFF' || error.code === 'QB_WRONG_COUNTRY' || error.code === 'QB_ACCOUNT_MISSING';
    (isSetup ? blockers : warnings).push(`${known.message} ${known.nextAction}`);
    const realmId = context.store.connection.get()?.realmId;
    return (realmId === undefined ? undefined : refsFromCache(context.store.connection.cached(realmId))) ?? unknownRefs(context);
  }
}

async function customerMatch(context: EngineContext, invoice: InvoiceRecord, intent: CustomerIntent, warnings: string[]): Promise<PushPreview['customer']> {
  try {
    const found = await context.tokens.withAccess((access) => findCustomer(context, access, invoice, intent));
    if (found.existing === undefined) return { match: 'will_be_created', displayName: found.freeName, quickBooksId: null, changes: [] };
    const name = found.existing['DisplayName'];
    return {
      match: found.by === 'stored' ? 'linked' : 'will_be_linked',
      displayName: typeof name === 'string' ? name : intent.displayName,
      quickBooksId: String(found.existing['Id']),
      changes: customerChanges(found.existing, intent).changes,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    warnings.push(`The customer can't be looked up now: ${error.toOperationError().message}`);
    const stored = invoice.stripeCustomerId === null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId);
    return { match: 'unknown_offline', displayName: intent.displayName, quickBooksId: stored?.qbCustomerId ?? null, changes: [] };
  }
}
