// Links paid invoices to documents that stand in QuickBooks already (an earlier installation, a rebuilt mirror): found by our
// number, compared to the cent, and only then called synced.
import { instantFromText } from '../../domain/calendar.ts';
import { compareInvoice, readInvoiceBack, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import { comparePayment, readPaymentBack } from '../../domain/push/paymentDocument.ts';
import { nameCandidates } from '../../domain/push/customerName.ts';
import { escapeQueryText } from '../../domain/push/queryText.ts';
import type { EngineContext } from '../context.ts';
import { linkDocuments } from '../documents/linkDocuments.ts';
import { enqueueDriftLook } from '../drift/lookForDrift.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { WorkHandle } from '../jobs/workTracker.ts';
import type { InvoiceRecord, JobRecord } from '../ports/records.ts';
import type { QboJson } from '../ports/quickBooksGateway.ts';
import { adoptNumbers } from './adoptNumbers.ts';
import { resolveAccounts } from '../push/accounts.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import { inAud } from '../push/amountText.ts';
import { endSynced } from '../push/endPush.ts';
import { customerIntent, invoiceIntent, paymentIntent } from '../push/intents.ts';
import { makePushRun } from '../push/pushRun.ts';

const pageSize = 1000;

/** Job `quickbooks.link`: two paged queries however many invoices there are. What differs stays in review, with the reason. */
export async function linkQuickBooks(context: EngineContext, _job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const connection = context.store.connection.get();
  if (connection === undefined || connection.state !== 'connected') return done;
  const candidates = context.store.invoices.idsByPushStatus(['awaiting_review'], null, 1_000_000);
  const hasDocuments = context.store.documents.idsByStatus(['awaiting_review'], '').length > 0;
  if (candidates.length === 0 && !hasDocuments) return done;
  const work = context.work.begin({ id: 'quickbooks.link', kind: 'link', doing: 'Looking for these invoices in QuickBooks', cancellable: true }, signal);
  try {
    const refs = await resolveAccounts(context, work.signal);
    const linked = candidates.length === 0 ? 0 : await linkInvoices(context, refs, work);
    if (linked > 0) context.store.log.append({ source: 'quickbooks', kind: 'link', result: 'ok', summary: `${linked} invoices were found in QuickBooks, equal to the cent, and linked` });
    // From now on they are answered for: what someone changed since the last look, or while they were read, is told at once.
    if (linked > 0) enqueueDriftLook(context);
    // After the invoices: a refund needs its own to be there.
    const others = await linkDocuments(context, work.signal);
    if (others > 0) context.store.log.append({ source: 'quickbooks', kind: 'link', result: 'ok', summary: `${others} refunds, fees or payouts were found in QuickBooks, equal to the cent, and linked` });
    return done;
  } finally {
    work.end();
    context.changed('invoices', 'quickbooks', 'ledger', 'overview', 'activity');
  }
}

async function linkInvoices(context: EngineContext, refs: AccountRefs, work: WorkHandle): Promise<number> {
  const payments = await paymentsByNumber(context, work.signal);
  context.store.transaction(() => adoptNumbers(context, payments));
  return walkInvoices(context, refs, payments, work);
}

async function* pages(context: EngineContext, entity: 'Invoice' | 'Payment', where: string, signal: AbortSignal): AsyncGenerator<{ entities: readonly QboJson[]; digest: string; intuitTid: string | undefined }> {
  for (let startPosition = 1; !signal.aborted; startPosition += pageSize) {
    const page = await context.tokens.withAccess((access) => context.quickBooksApi.query(access, entity, where, { startPosition, maxResults: pageSize }, signal));
    yield page;
    if (page.entities.length < pageSize) return;
  }
}

async function paymentsByNumber(context: EngineContext, signal: AbortSignal): Promise<ReadonlyMap<string, QboJson>> {
  const found = new Map<string, QboJson>();
  const like = `PaymentRefNum LIKE '${escapeQueryText(context.profile().invoicePrefix)}%'`;
  for await (const page of pages(context, 'Payment', like, signal)) {
    for (const payment of page.entities) {
      const { paymentRefNum, isVoided } = readPaymentBack(payment);
      if (paymentRefNum !== null && !isVoided) found.set(paymentRefNum, payment);
    }
  }
  return found;
}

async function walkInvoices(context: EngineContext, refs: AccountRefs, payments: ReadonlyMap<string, QboJson>, work: WorkHandle): Promise<number> {
  let seen = 0;
  let linked = 0;
  const like = `DocNumber LIKE '${escapeQueryText(context.profile().invoicePrefix)}%'`;
  for await (const page of pages(context, 'Invoice', like, work.signal)) {
    context.store.transaction(() => {
      // Oldest first, as the ledger reads.
      for (const document of page.entities.toSorted(byTxnDate)) {
        seen += 1;
        const { docNumber } = readInvoiceBack(document);
        const invoice = docNumber === null ? undefined : context.store.invoices.byNumber(docNumber);
        const payment = docNumber === null ? undefined : payments.get(docNumber);
        if (invoice?.qbStatus === 'awaiting_review' && payment !== undefined && link(context, invoice, document, payment, refs, page)) linked += 1;
      }
    });
    work.progress('Comparing invoices with QuickBooks', seen, null);
  }
  return linked;
}

const byTxnDate = (a: QboJson, b: QboJson): number => (readInvoiceBack(a).txnDate ?? '').localeCompare(readInvoiceBack(b).txnDate ?? '');

/** True: equal in every field we own, paid by our payment, and of the right customer; the row is then synced with its evidence. */
function link(context: EngineContext, invoice: InvoiceRecord, document: QboJson, payment: QboJson, refs: AccountRefs, page: { digest: string; intuitTid: string | undefined }): boolean {
  const held = readInvoiceBack(document);
  const paid = readPaymentBack(payment);
  const customerId = held.customerId ?? '';
  const intent: InvoiceIntent = invoiceIntent(context, invoice, refs, customerId, 'excluded_pinned');
  const meantPayment = paymentIntent(context, invoice, { refs, customerId, qbInvoiceId: held.id, amountCents: invoice.totalCents });
  const isEqual = compareInvoice(document, intent).length === 0 && comparePayment(payment, meantPayment).length === 0;
  if (!isEqual || held.balanceCents !== 0 || !held.linkedPaymentIds.includes(paid.id) || !(isPaidByOurCharge(invoice, payment) || isSameCustomer(context, invoice, document, refs))) return false;
  const { store } = context;
  store.invoices.patchPush(invoice.id, { qbInvoiceId: held.id, qbPaymentId: paid.id, qbCustomerId: customerId, qbRealmId: store.connection.get()?.realmId ?? null, qbStatus: 'pushing' });
  if (invoice.stripeCustomerId !== null) store.orgs.linkQuickBooks(invoice.stripeCustomerId, { qbCustomerId: customerId, realmId: store.connection.get()?.realmId ?? '' });
  const attempt = store.push.beginAttempt(invoice.id, store.connection.get()?.realmId ?? null);
  const at = context.now();
  const evidence: Readonly<Record<number, readonly (readonly [string, string])[]>> = {
    5: [['Verdict', 'found by its number; equal to the cent'], ['Total', inAud(held.totalCents)], ['GST', inAud(held.taxCents)]],
    7: [['Balance', inAud(held.balanceCents)], ['Linked payment', paid.id]],
  };
  for (const [step, name] of [[5, 'invoice_readback'], [7, 'payment_readback']] as const) {
    store.push.putStep({ attemptId: attempt.id, step, name, state: 'done', requestId: null, request: [['Looked for', intent.number]], evidence: evidence[step] ?? [], responseDigest: page.digest, intuitTid: page.intuitTid ?? null, error: null, startedAt: at, endedAt: at });
  }
  endSynced(context, makePushRun(context, invoice.id, attempt.id, new AbortController().signal), attempt.attempt, { linkedSince: standingSince(payment) ?? at });
  return true;
}

/** When the payment was entered there, by QuickBooks' own record. */
function standingSince(payment: QboJson): string | null {
  const meta = payment['MetaData'];
  const created = typeof meta === 'object' && meta !== null && 'CreateTime' in meta ? meta.CreateTime : undefined;
  return typeof created === 'string' ? instantFromText(created) : null;
}

/** The payment's note names the Stripe charge of this very invoice: stronger than any name, which may have changed since. */
function isPaidByOurCharge(invoice: InvoiceRecord, payment: QboJson): boolean {
  const note = payment['PrivateNote'];
  return invoice.stripeChargeId !== null && typeof note === 'string' && note.split(' | ').includes(`Stripe charge ${invoice.stripeChargeId}`);
}

/** By the id we keep, else by a name that we would have given. */
function isSameCustomer(context: EngineContext, invoice: InvoiceRecord, document: QboJson, refs: AccountRefs): boolean {
  const stored = invoice.stripeCustomerId === null ? undefined : context.store.orgs.customer(invoice.stripeCustomerId)?.qbCustomerId;
  const { customerId } = readInvoiceBack(document);
  if (stored != null) return stored === customerId;
  const reference = document['CustomerRef'];
  const name = typeof reference === 'object' && reference !== null && 'name' in reference ? reference.name : undefined;
  const intent = customerIntent(context, invoice, refs);
  return typeof name === 'string' && [...nameCandidates(intent.displayName, intent.rtoCode), `Org ${invoice.orgId}`].some((candidate) => candidate.toLowerCase() === name.toLowerCase());
}
