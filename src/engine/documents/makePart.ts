// One QuickBooks document of a recipe: its intent is stored, it is looked for, created once, read back and compared to the cent.
import { AppError } from '../../contract/errors.ts';
import { isVoidedDocument, type PlannedDocument } from '../../domain/push/plannedDocument.ts';
import { qboCents, qboList, qboObject, qboText } from '../../domain/push/qboJson.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { QbDocumentPart, QbDocumentRecord } from '../ports/documentTables.ts';
import type { LabelledLines } from '../ports/records.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';
import { inAud } from '../push/amountText.ts';
import { createOnce } from '../push/createOnce.ts';
import { lookForNumber } from '../push/lookForNumber.ts';
import type { StepRun } from '../push/pushRun.ts';
import { applySecondTaxWay, differencesText } from '../push/secondTaxWay.ts';
import { afterEarlier } from '../push/stepInvoice.ts';

const idOf = (entity: QboJson): string => qboText(entity, 'Id') ?? '';

/** Answers the id in QuickBooks. `step` is that of creating; the next one reads back. */
export async function makePart(context: EngineContext, run: StepRun, document: QbDocumentRecord, plan: PlannedDocument, step: number, signal: AbortSignal): Promise<string> {
  const { store, tokens } = context;
  const earlier = store.documents.parts(document.id).find((part) => part.role === plan.role);
  const { realmId } = await tokens.access();
  const requestId = requestIdFor(context.sha256Hex, { realmId, number: plan.number, step: plan.role, body: afterEarlier(plan.body, earlier?.qbId ?? null) });
  const part: QbDocumentPart = { role: plan.role, qbId: earlier?.qbId ?? null, docNumber: plan.number, requestId, verifiedAt: null };
  if (signal.aborted) throw new AppError('CANCELLED');
  // Before the request goes out: from here on the document counts as sent.
  store.documents.putPart(document.id, part);
  const id = await run.take(
    step,
    { request: plan.shown, requestId },
    () =>
      tokens.withAccess(async (access) => {
        const { answer, isAdopted } = await createOnce(
          () => look(context, access, plan, part.qbId, signal),
          () => context.quickBooksApi.create(access, plan.entity, plan.body, requestId, signal),
        );
        if (isAdopted) refuseForeign(answer.entity, plan, part.qbId);
        return { value: idOf(answer.entity), ...evidenceOf(answer, [['How', isAdopted ? 'found and adopted' : 'created']]) };
      }),
    (qbId) => store.documents.putPart(document.id, { ...part, qbId }),
  );
  await run.take(
    step + 1,
    { request: [['Read', `${plan.entity} ${id}`], ...plan.shown] },
    () => tokens.withAccess((access) => verify(context, access, plan, id, signal)),
    () => store.documents.putPart(document.id, { ...part, qbId: id, verifiedAt: context.now() }),
  );
  return id;
}

/** By the id we keep, else by our number; a voided one is history. */
async function look(context: EngineContext, access: QboAccess, plan: PlannedDocument, ownId: string | null, signal: AbortSignal): Promise<QboAnswer | undefined> {
  const own = ownId === null ? undefined : await getIfThere(context, access, plan, ownId, signal);
  if (own !== undefined && !isVoidedDocument(own.entity)) return own;
  const { entity, number, role } = plan;
  if (entity === 'CreditMemo' || entity === 'RefundReceipt') return lookForNumber(context, access, { entity, number, ownId, step: role }, signal);
  const { entities, intuitTid, digest } = await context.quickBooksApi.query(access, entity, plan.where, { startPosition: 1, maxResults: 1000 }, signal);
  const found = entities.find((one) => plan.isOurs(one) && !isVoidedDocument(one));
  return found === undefined ? undefined : { entity: found, intuitTid, digest };
}

async function getIfThere(context: EngineContext, access: QboAccess, plan: PlannedDocument, id: string, signal: AbortSignal): Promise<QboAnswer | undefined> {
  try {
    return await context.quickBooksApi.get(access, plan.entity, id, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'QB_NOT_FOUND') throw error;
    return undefined;
  }
}

/** Whichever way it states its tax: an earlier attempt may have changed it to the second way and have been cut off. */
function isOursButRounding(found: QboJson, plan: PlannedDocument): boolean {
  const isNear = (compare: PlannedDocument['compare']): boolean => compare(found).every((difference) => difference.kind === 'rounding');
  return isNear(plan.compare) || (plan.second !== null && isNear(plan.second.compare));
}

/** A cent of rounding is the read-back's to mend; anything else means that it is not ours, or was changed there. */
function refuseForeign(found: QboJson, plan: PlannedDocument, ownId: string | null): void {
  if (isOursButRounding(found, plan)) return;
  const foreign = plan.compare(found).filter((difference) => difference.kind === 'other');
  throw new AppError(idOf(found) === ownId ? 'QB_READBACK_DIFFERS' : 'QB_DUPLICATE_NUMBER', `QuickBooks ${plan.entity} ${idOf(found)}: ${differencesText(foreign)}`);
}

async function verify(context: EngineContext, access: QboAccess, plan: PlannedDocument, id: string, signal: AbortSignal): Promise<{ value: undefined; evidence: LabelledLines; digest: string; intuitTid: string | undefined }> {
  const first = await context.quickBooksApi.get(access, plan.entity, id, signal);
  const differences = plan.compare(first.entity);
  if (differences.length > 0 && (plan.second === null || !isOursButRounding(first.entity, plan))) throw new AppError('QB_READBACK_DIFFERS', differencesText(differences));
  const { answer, verdict } = differences.length === 0 ? { answer: first, verdict: 'equal to the cent' } : await mend(context, access, plan, first, signal);
  return { value: undefined, ...evidenceOf(answer, [['Verdict', verdict], ...(await settledEvidence(context, access, plan, id, signal))]) };
}

function mend(context: EngineContext, access: QboAccess, plan: PlannedDocument, first: QboAnswer, signal: AbortSignal): Promise<{ readonly answer: QboAnswer; readonly verdict: string }> {
  const { entity, second, number, role } = plan;
  if (second === null || entity === 'Payment' || entity === 'Transfer') throw new AppError('QB_READBACK_DIFFERS', differencesText(plan.compare(first.entity)));
  const syncTokenOf = (found: QboJson): string => qboText(found, 'SyncToken') ?? '';
  // A credit that was applied, to an invoice by QuickBooks itself, say, is left as it is.
  const isSettled = entity === 'CreditMemo' && qboCents(first.entity, 'RemainingCredit') !== qboCents(first.entity, 'TotalAmt');
  const document = { entity, id: idOf(first.entity), syncToken: syncTokenOf(first.entity), isSettled, number, step: `${role} readback`, second, syncTokenOf };
  return applySecondTaxWay(context, access, first, document, plan.compare(first.entity), signal);
}

/** What the linking payment settles must be settled: nothing left of the credit, and our payment among its links. */
async function settledEvidence(context: EngineContext, access: QboAccess, plan: PlannedDocument, paymentId: string, signal: AbortSignal): Promise<LabelledLines> {
  if (plan.settles === null) return [];
  const { entity } = await context.quickBooksApi.get(access, plan.settles.entity, plan.settles.id, signal);
  const left = qboCents(entity, 'RemainingCredit') ?? qboCents(entity, 'Balance');
  const isLinked = qboList(entity, 'LinkedTxn').some((linked) => qboText(linked, 'TxnId') === paymentId);
  if (left !== 0 || !isLinked) throw new AppError('QB_READBACK_DIFFERS', `adjustment note ${plan.settles.id}: ${inAud(left)} left, payment ${isLinked ? 'linked' : 'not linked'}`);
  return [['Adjustment note', 'nothing left of it; linked']];
}

function evidenceOf(answer: QboAnswer, first: LabelledLines): { evidence: LabelledLines; digest: string; intuitTid: string | undefined } {
  const { entity } = answer;
  const tax = qboCents(qboObject(entity, 'TxnTaxDetail'), 'TotalTax');
  return {
    evidence: [
      ...first,
      ['QuickBooks id', idOf(entity)],
      ['Total', inAud(qboCents(entity, 'TotalAmt') ?? qboCents(entity, 'Amount'))],
      ...(tax === null ? [] : ([['GST', inAud(tax)]] as const)),
      ['Date', qboText(entity, 'TxnDate') ?? 'none'],
    ],
    digest: answer.digest,
    intuitTid: answer.intuitTid,
  };
}
