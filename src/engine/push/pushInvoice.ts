// The push of one paid invoice into QuickBooks: eight verified steps, resumable at any of them, at most one document ever.
import { AppError } from '../../contract/errors.ts';
import type { InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { InvoiceRecord, JobRecord } from '../ports/records.ts';
import { forgetAccounts, refsFromCache, resolveAccounts } from './accounts.ts';
import { endFailed, endSynced, endWaiting } from './endPush.ts';
import { ensureCustomer } from './findCustomer.ts';
import { assertWhole, customerIntent, invoiceIntent } from './intents.ts';
import { makePushRun, type PushRun } from './pushRun.ts';
import { runAttempt } from './runAttempt.ts';
import { createInvoice, verifyInvoice } from './stepInvoice.ts';
import { createPayment, verifyPayment } from './stepPayment.ts';

const pushable = new Set(['approved', 'failed', 'payment_pending', 'pushing', 'abandoned']);

/** Job `push.invoice`. What was meant is verified by reading it back; only then is the row called synced. */
export async function pushInvoice(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { invoiceId } = job.input as { invoiceId: number };
  const { store } = context;
  const invoice = store.invoices.get(invoiceId);
  // Withdrawn or done meanwhile.
  if (invoice === undefined || !pushable.has(invoice.qbStatus) || invoice.approvedAt === null) return done;
  const attempt = store.transaction(() => {
    store.invoices.patchPush(invoiceId, { qbStatus: 'pushing', qbError: null });
    return store.push.beginAttempt(invoiceId, store.connection.get()?.realmId ?? null);
  });
  context.changed('invoices', 'quickbooks');
  const run = makePushRun(context, invoiceId, attempt.id, signal);
  return runAttempt(context, job, () => takeSteps(context, run, invoice, signal), {
    synced: () => endSynced(context, run, attempt.attempt),
    failed: (failure) => endFailed(context, run, attempt.attempt, failure) === 'abandoned',
    waiting: (failure) => endWaiting(context, run, failure),
  });
}

async function takeSteps(context: EngineContext, run: PushRun, invoice: InvoiceRecord, signal: AbortSignal): Promise<void> {
  const { tokens, store } = context;
  await run.take(1, { request: [['Company', store.connection.get()?.companyName ?? 'not connected']] }, async () => {
    const access = await tokens.access();
    return { value: access, evidence: [['Company id', access.realmId], ['Token', 'valid for ten minutes at least']] };
  });
  let refs = await takeAccounts(context, run, signal);
  const isPaymentOnly = invoice.qbStatus === 'payment_pending' && invoice.qbInvoiceId !== null && invoice.qbCustomerId !== null;
  let customerId = isPaymentOnly ? (invoice.qbCustomerId ?? '') : await takeCustomer(context, run, invoice, refs, signal);
  if (isPaymentOnly) run.skip(3, 'The invoice exists in QuickBooks; only its payment was left to do');
  let intent: InvoiceIntent;
  let isFresh = false;
  try {
    intent = invoiceIntent(context, invoice, refs, customerId, 'excluded_pinned');
    assertWhole(intent);
    if (isPaymentOnly) run.skip(4, 'The invoice exists in QuickBooks; only its payment was left to do');
    else isFresh = await createInvoice(context, run, invoice, intent, signal);
  } catch (error) {
    // A cached id is gone in QuickBooks: everything is looked up anew, once.
    if (!(error instanceof AppError) || (error.code !== 'QB_INVALID_REFERENCE' && error.code !== 'QB_NOT_FOUND')) throw error;
    forgetAccounts(context);
    refs = await takeAccounts(context, run, signal);
    customerId = await takeCustomer(context, run, invoice, refs, signal);
    intent = invoiceIntent(context, invoice, refs, customerId, 'excluded_pinned');
    isFresh = await createInvoice(context, run, invoice, intent, signal);
  }
  const verified = await verifyInvoice(context, run, invoice, intent, signal);
  store.drift.keepPushedWith({ invoiceId: invoice.id, documentId: null }, { txnDate: intent.txnDate, accounts: refs, documents: {} });
  // A document of an earlier attempt may have left its payment behind: then it is looked for first.
  const isFirst = isFresh && invoice.qbInvoiceId === null && invoice.qbPaymentId === null;
  await createPayment(context, run, invoice, { refs, customerId, isFresh: isFirst, ...verified }, signal);
  await verifyPayment(context, run, invoice, verified, signal);
}

async function takeAccounts(context: EngineContext, run: PushRun, signal: AbortSignal): Promise<AccountRefs> {
  const realmId = context.store.connection.get()?.realmId ?? '';
  const isCached = refsFromCache(context.store.connection.cached(realmId)) !== undefined;
  return run.take(2, { request: [['Looked up', isCached ? 'in the cache of this company' : 'in QuickBooks']] }, async () => {
    const refs = await resolveAccounts(context, signal);
    return {
      value: refs,
      evidence: [
        ['Tax code', `${refs.taxCodeName} (${refs.taxCodeId}), rate ${refs.taxRateId}`],
        ['Item', `${refs.itemName} (${refs.itemId})`],
        ['Deposit account', `${refs.depositAccountName} (${refs.depositAccountId})`],
        ['Payment method, term', `${refs.paymentMethodId}, ${refs.termId}`],
      ],
    };
  });
}

async function takeCustomer(context: EngineContext, run: PushRun, invoice: InvoiceRecord, refs: AccountRefs, signal: AbortSignal): Promise<string> {
  const intent = customerIntent(context, invoice, refs);
  const customer = await run.take(
    3,
    { request: [['Customer', intent.displayName]] },
    async () => {
      const ensured = await context.tokens.withAccess((access) => ensureCustomer(context, access, invoice, intent, signal));
      return {
        value: ensured,
        evidence: [
          ['Customer', `${ensured.displayName} (${ensured.customerId})`],
          ['How', ensured.checkedAt === undefined ? ensured.how : `linked; held these fields when it was read at ${ensured.checkedAt}`],
          ...ensured.changes.map((change) => [`Changed ${change.field}`, `${change.from ?? 'empty'} → ${change.to}`] as const),
        ],
        digest: ensured.answer?.digest,
        intuitTid: ensured.answer?.intuitTid,
      };
    },
    (ensured) => context.store.invoices.patchPush(invoice.id, { qbCustomerId: ensured.customerId, qbRealmId: context.store.connection.get()?.realmId ?? null }),
  );
  return customer.customerId;
}
