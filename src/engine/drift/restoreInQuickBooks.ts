// Puts back what was changed in QuickBooks: read again first, one sparse update under a stored request id, read back; what is gone is pushed again.
import { AppError, errorCatalogue } from '../../contract/errors.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import { qboText, type QboJson } from '../../domain/push/qboJson.ts';
import type { EngineContext } from '../context.ts';
import { enqueueDocument } from '../documents/enqueueDocument.ts';
import { enqueuePush } from '../push/enqueuePush.ts';
import { done, type JobOutcome } from '../jobs/retry.ts';
import type { DriftRecord } from '../ports/driftTables.ts';
import type { JobRecord } from '../ports/records.ts';
import type { QboEntityName } from '../ports/quickBooksGateway.ts';
import { changed, tell } from './decideDrift.ts';
import { isGone } from './driftEffects.ts';
import { driftRefs, judgeFound } from './judgeFound.ts';
import { note, readByIds } from './lookForDrift.ts';

/** Job `quickbooks.restoreDrift`; runs again after a crash or a lost answer, and looks first. */
export async function restoreInQuickBooks(context: EngineContext, job: JobRecord, signal: AbortSignal): Promise<JobOutcome> {
  const { driftId } = job.input as { driftId: number };
  const finding = context.store.drift.get(driftId);
  if (finding === undefined || finding.state !== 'restoring') return done;
  try {
    await restore(context, finding, signal);
    return done;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const known = errorCatalogue[error.code];
    // Tried again by itself; what it then reads says whether the first try arrived.
    if (known.retry === 'auto' || known.retry === 'after_reconnect') throw error;
    giveBack(context, driftId, [known.sentence, error.detail].filter(Boolean).join(' '));
    return { kind: 'failed', code: error.code };
  } finally {
    changed(context);
  }
}

/** A person decides anew. */
function giveBack(context: EngineContext, driftId: number, why: string): void {
  context.store.transaction(() => {
    context.store.drift.patch(driftId, { state: 'open', error: why });
    context.store.log.append({ source: 'quickbooks', kind: 'drift', result: 'failed', summary: 'Restoring in QuickBooks did not work', detail: why, invoiceId: context.store.drift.get(driftId)?.invoiceId ?? null });
  });
}

async function restore(context: EngineContext, finding: DriftRecord, signal: AbortSignal): Promise<void> {
  const { store } = context;
  const entity = finding.entity as QboEntityName;
  const refs = await driftRefs(context, finding.realmId, signal);
  const found = (await readByIds(context, entity, [finding.qbId], signal)).get(finding.qbId) ?? null;
  const judgement = judgeFound(context, finding, found, refs);
  if (judgement === undefined) throw new AppError('NOT_ALLOWED_NOW', 'it is no longer one of ours');
  if (judgement.kind === null) return isRestored(context, finding);
  // Only what the person saw is overwritten: other facts are theirs to decide first.
  const before = store.drift.get(finding.id)?.version;
  store.transaction(() => note(context, refs, finding, found, new Set()));
  if (store.drift.get(finding.id)?.version !== before) return store.drift.patch(finding.id, { error: 'It was changed again in QuickBooks meanwhile; nothing was written. Look at it again.' });
  if (isGone(finding) && finding.role !== 'customer') return pushAgain(context, finding);
  const body: QboJson = { ...judgement.body, Id: finding.qbId, SyncToken: found === null ? '' : (qboText(found, 'SyncToken') ?? ''), sparse: true };
  const requestId = requestIdFor(context.sha256Hex, { realmId: finding.realmId, number: `${finding.entity} ${finding.qbId}`, step: 'restore', body });
  store.drift.patch(finding.id, { requestId });
  await context.tokens.withAccess((access) => context.quickBooksApi.sparseUpdate(access, entity, body, requestId, signal));
  const after = (await readByIds(context, entity, [finding.qbId], signal)).get(finding.qbId) ?? null;
  const left = judgeFound(context, finding, after, refs);
  if (left === undefined || left.kind !== null) {
    const differing = left?.fields.filter((field) => field.differs).map(({ label, pushed, found: actual }) => `${label}: meant ${pushed}, found ${actual}`) ?? [];
    throw new AppError('QB_READBACK_DIFFERS', differing.join('; '));
  }
  isRestored(context, finding);
}

function isRestored(context: EngineContext, finding: DriftRecord): void {
  context.store.transaction(() => {
    context.store.drift.patch(finding.id, { state: 'restored', error: null, decidedAt: context.now() });
    tell(context, finding, 'restored', 'restored in QuickBooks, read back and equal', 'quickbooks');
  });
}

/** By the ordinary push, as a new intent: it looks first, and what was voided gives up its number. */
function pushAgain(context: EngineContext, finding: DriftRecord): void {
  const { store } = context;
  const why = `It was ${finding.kind} in QuickBooks; it is pushed again.`;
  store.transaction(() => {
    const { documentId, invoiceId } = finding;
    const document = documentId === null ? undefined : store.documents.get(documentId);
    const invoice = invoiceId === null ? undefined : store.invoices.get(invoiceId);
    if (document !== undefined) {
      store.documents.patch(document.id, { status: 'part_done', error: why, consecutiveFailures: 0, approvedAt: document.approvedAt ?? context.now() });
      enqueueDocument(context, document.id);
    } else if (invoice !== undefined) {
      store.invoices.patchPush(invoice.id, { qbStatus: finding.role === 'payment' ? 'payment_pending' : 'failed', qbError: why, qbConsecutiveFailures: 0, approvedAt: invoice.approvedAt ?? context.now() });
      enqueuePush(context, invoice.id);
    }
    store.drift.patch(finding.id, { state: 'restored', error: null, decidedAt: context.now() });
    tell(context, finding, 'pushed_again', 'pushed again', 'quickbooks');
  });
}
