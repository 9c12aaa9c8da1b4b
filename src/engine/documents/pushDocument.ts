// The push of a refund, a month's fees or a payout: each of its QuickBooks documents made once and verified, resumable at any step.
import { AppError } from '../../contract/errors.ts';
import { neededRefs, type NamedRef } from '../../domain/push/documentRefs.ts';
import { documentSteps, rolesOf, type DocumentRecipe, type DocumentRole } from '../../domain/push/documentSteps.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import type { EngineContext } from '../context.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { QbDocumentRecord } from '../ports/documentTables.ts';
import type { JobRecord } from '../ports/records.ts';
import { forgetAccounts, resolveDocumentRefs } from '../push/accounts.ts';
import { ensureCustomer } from '../push/findCustomer.ts';
import { customerIntent } from '../push/intents.ts';
import { makeStepRun, type StepRun } from '../push/pushRun.ts';
import { runAttempt } from '../push/runAttempt.ts';
import { endDocumentFailed, endDocumentSynced, endDocumentWaiting, type DocumentAttempt } from './endDocument.ts';
import { makePart } from './makePart.ts';
import { invoiceOf, planPart, recipeOf, waitsFor } from './planDocument.ts';

const pushable = new Set(['approved', 'failed', 'part_done', 'pushing', 'abandoned']);

/** Job `push.document`. */
export async function pushDocument(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { documentId } = job.input as { documentId: number };
  const { store } = context;
  const document = store.documents.get(documentId);
  // Withdrawn or done meanwhile.
  if (document === undefined || !pushable.has(document.status) || document.approvedAt === null) return done;
  const waiting = waitsFor(context, document);
  if (waiting !== undefined) {
    // The invoice's own push makes it ready again.
    if (document.error !== waiting) store.documents.patch(documentId, { error: waiting });
    context.changed('quickbooks');
    return done;
  }
  const recipe = recipeOf(document, context.profile());
  const attempt = store.transaction(() => {
    store.documents.patch(documentId, { status: 'pushing', error: null, recipe });
    return store.push.beginDocumentAttempt(documentId, store.connection.get()?.realmId ?? null);
  });
  context.changed('quickbooks');
  const run = makeStepRun(context, { attemptId: attempt.id, steps: documentSteps(recipe), tell: () => context.changed('quickbooks') }, signal);
  const ending: DocumentAttempt = { documentId, attempt: attempt.attempt, recipe, run };
  return runAttempt(context, job, () => takeSteps(context, run, { ...document, recipe }, recipe, signal), {
    synced: () => endDocumentSynced(context, ending),
    failed: (failure) => endDocumentFailed(context, ending, failure),
    waiting: (failure) => endDocumentWaiting(context, ending, failure),
  });
}

async function takeSteps(context: EngineContext, run: StepRun, document: QbDocumentRecord, recipe: DocumentRecipe, signal: AbortSignal): Promise<void> {
  await run.take(1, { request: [['Company', context.store.connection.get()?.companyName ?? 'not connected']] }, async () => {
    const access = await context.tokens.access();
    return { value: access, evidence: [['Company id', access.realmId], ['Token', 'valid for ten minutes at least']] };
  });
  try {
    await makeAll(context, run, document, recipe, signal);
  } catch (error) {
    // A cached id is gone in QuickBooks: everything is looked up anew, once; what was made already is adopted.
    if (!(error instanceof AppError) || (error.code !== 'QB_INVALID_REFERENCE' && error.code !== 'QB_NOT_FOUND')) throw error;
    forgetAccounts(context);
    await makeAll(context, run, document, recipe, signal);
  }
}

async function makeAll(context: EngineContext, run: StepRun, document: QbDocumentRecord, recipe: DocumentRecipe, signal: AbortSignal): Promise<void> {
  const steps = documentSteps(recipe);
  const stepOf = (name: string): number => steps.find((step) => step.name === name)?.step ?? 0;
  const { accounts, documents } = await run.take(stepOf('accounts'), { request: neededRefs[recipe].map((kind) => ['Needed', kind.replaceAll('_', ' ')] as const) }, async () => {
    const refs = await resolveDocumentRefs(context, neededRefs[recipe], signal);
    const named = Object.entries(refs.documents).map(([kind, ref]) => [kind.replaceAll('_', ' '), `${ref.name} (${ref.id})`] as const);
    return { value: refs, evidence: [['Clearing account', `${refs.accounts.depositAccountName} (${refs.accounts.depositAccountId})`], ...named] };
  });
  const customer = stepOf('customer') === 0 ? null : await takeCustomer(context, run, document, accounts, stepOf('customer'), signal);
  const made: Partial<Record<DocumentRole, string>> = {};
  for (const role of rolesOf[recipe]) {
    const plan = planPart(context, role, { document, accounts, documents, customer, made });
    made[role] = await makePart(context, run, document, plan, stepOf(role), signal);
  }
  context.store.drift.keepPushedWith({ invoiceId: null, documentId: document.id }, { txnDate: document.localDate, accounts, documents });
}

/** The invoice's own customer, found and brought up to date as for an invoice. */
async function takeCustomer(context: EngineContext, run: StepRun, document: QbDocumentRecord, accounts: AccountRefs, step: number, signal: AbortSignal): Promise<NamedRef> {
  const invoice = invoiceOf(context, document);
  const intent = customerIntent(context, invoice, accounts);
  return run.take(
    step,
    { request: [['Customer', intent.displayName]] },
    async () => {
      const ensured = await context.tokens.withAccess((access) => ensureCustomer(context, access, invoice, intent, signal));
      return {
        value: { id: ensured.customerId, name: ensured.displayName },
        evidence: [['Customer', `${ensured.displayName} (${ensured.customerId})`], ['How', ensured.how], ...ensured.changes.map((change) => [`Changed ${change.field}`, `${change.from ?? 'empty'} → ${change.to}`] as const)],
        digest: ensured.answer?.digest,
        intuitTid: ensured.answer?.intuitTid,
      };
    },
    (customer) => context.store.documents.patch(document.id, { qbCustomerId: customer.id }),
  );
}
