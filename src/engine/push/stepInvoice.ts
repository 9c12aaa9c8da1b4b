// Steps 4 and 5: the invoice is created once, read back, and compared with what was meant, to the cent.
import { AppError } from '../../contract/errors.ts';
import { buildInvoiceDocument, compareInvoice, readInvoiceBack, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import type { Difference } from '../../domain/push/qboJson.ts';
import { escapeQueryText } from '../../domain/push/queryText.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord, LabelledLines } from '../ports/records.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';
import { createOnce } from './createOnce.ts';
import { inAud } from './amountText.ts';
import type { PushRun, StepAnswer } from './pushRun.ts';

export interface VerifiedInvoice {
  readonly qbInvoiceId: string;
  readonly balanceCents: number;
  readonly linkedPaymentIds: readonly string[];
}

/** Step 4; answers whether it was created just now. A document that stands there already is adopted if it is ours and equal; another one with our number is refused. */
export async function createInvoice(context: EngineContext, run: PushRun, invoice: InvoiceRecord, intent: InvoiceIntent, signal: AbortSignal): Promise<boolean> {
  const body = buildInvoiceDocument(intent);
  const realmId = (await context.tokens.access()).realmId;
  const requestId = requestIdFor(context.sha256Hex, { realmId, number: intent.number, step: 4, body: afterEarlier(body, invoice.qbInvoiceId) });
  const made = await run.take(
    4,
    { request: invoiceLines(intent), requestId },
    () =>
      context.tokens.withAccess(async (access) => {
        const { answer, isAdopted } = await createOnce(
          () => lookForInvoice(context, access, intent.number, invoice.qbInvoiceId, signal),
          () => context.quickBooksApi.create(access, 'Invoice', body, requestId, signal),
        );
        if (isAdopted) refuseForeign(answer.entity, intent);
        return invoiceAnswer(answer, isAdopted);
      }),
    ({ qbInvoiceId }) => context.store.invoices.patchPush(invoice.id, { qbInvoiceId }),
  );
  return made.isFresh;
}

/**
 * QuickBooks answers a known request id with the first answer even when that document is voided or deleted since; another
 * document after it is another intent and needs an id of its own.
 */
export const afterEarlier = (body: QboJson, earlierId: string | null): QboJson => (earlierId === null ? body : { ...body, after: earlierId });

/** A document that our own rounding check voided still holds the number: it gives it up, and counts as absent. */
async function lookForInvoice(context: EngineContext, access: QboAccess, number: string, ownId: string | null, signal: AbortSignal): Promise<QboAnswer | undefined> {
  const { entities, intuitTid, digest } = await context.quickBooksApi.query(access, 'Invoice', `DocNumber = '${escapeQueryText(number)}'`, undefined, signal);
  const entity = entities.find((found) => !readInvoiceBack(found).isVoided) ?? entities[0];
  if (entity === undefined) return undefined;
  const held = readInvoiceBack(entity);
  if (!held.isVoided || held.id !== ownId) return { entity, intuitTid, digest };
  // Assumption that only a live company can prove: the number of a voided invoice may be changed.
  const body: QboJson = { Id: held.id, SyncToken: held.syncToken, sparse: true, DocNumber: `${number}-V${held.id}` };
  await context.quickBooksApi.sparseUpdate(access, 'Invoice', body, requestIdFor(context.sha256Hex, { realmId: access.realmId, number, step: 4, body }), signal);
  return undefined;
}

/** A cent of rounding is step 5's to mend; anything else means that the document is not ours. */
function refuseForeign(entity: QboJson, intent: InvoiceIntent): void {
  const foreign = compareInvoice(entity, intent).filter((difference) => difference.kind === 'other');
  if (foreign.length > 0) throw new AppError('QB_DUPLICATE_NUMBER', `QuickBooks invoice ${readInvoiceBack(entity).id}: ${differencesText(foreign)}`);
}

/** Step 5. A cent lost to QuickBooks' own rounding is mended in the second way; if that fails too, the document is voided. */
export async function verifyInvoice(context: EngineContext, run: PushRun, invoice: InvoiceRecord, intent: InvoiceIntent, signal: AbortSignal): Promise<VerifiedInvoice> {
  const qbInvoiceId = context.store.invoices.get(invoice.id)?.qbInvoiceId;
  if (qbInvoiceId == null) throw new AppError('QB_READBACK_DIFFERS', 'the id of the QuickBooks invoice is not known');
  return run.take(5, { request: [['Read', `invoice ${qbInvoiceId}`], ...invoiceLines(intent)] }, () =>
    context.tokens.withAccess(async (access) => {
      const first = await context.quickBooksApi.get(access, 'Invoice', qbInvoiceId, signal);
      const differences = compareInvoice(first.entity, intent);
      if (differences.length === 0) return verifiedAnswer(first, 'equal to the cent; tax pinned');
      if (differences.some((difference) => difference.kind === 'other')) throw new AppError('QB_READBACK_DIFFERS', differencesText(differences));
      return verifySecondWay(context, access, first, { ...intent, taxWay: 'inclusive_net' }, differences, signal);
    }),
  );
}

/**
 * The pinned tax was not kept: the same document is changed to net amounts with TaxInclusiveAmt. Changing it rather than
 * voiding and writing another keeps one document per number, so that no crash in between can leave two. Assumption that
 * only a live Australian company can prove: an update may change GlobalTaxCalculation.
 */
async function verifySecondWay(context: EngineContext, access: QboAccess, first: QboAnswer, intent: InvoiceIntent, differences: readonly Difference[], signal: AbortSignal): Promise<StepAnswer<VerifiedInvoice>> {
  // Ours whichever way it was written: an earlier attempt may have changed it already and been cut off.
  const held = readInvoiceBack(first.entity);
  const alreadySecond = compareInvoice(first.entity, intent).length === 0;
  if (alreadySecond) return verifiedAnswer(first, 'equal to the cent in the second way');
  if ((held.balanceCents ?? 0) !== (held.totalCents ?? 0)) throw new AppError('QB_ROUNDING', `${differencesText(differences)}; it is paid already, so it is left as it is`);
  const body: QboJson = { ...buildInvoiceDocument(intent), Id: held.id, SyncToken: held.syncToken, sparse: true };
  const requestId = requestIdFor(context.sha256Hex, { realmId: access.realmId, number: intent.number, step: 5, body });
  await context.quickBooksApi.sparseUpdate(access, 'Invoice', body, requestId, signal);
  const second = await context.quickBooksApi.get(access, 'Invoice', held.id, signal);
  const left = compareInvoice(second.entity, intent);
  if (left.length === 0) return verifiedAnswer(second, 'equal to the cent in the second way (the first was a cent off)');
  const { syncToken } = readInvoiceBack(second.entity);
  const voidId = requestIdFor(context.sha256Hex, { realmId: access.realmId, number: intent.number, step: 5, body: { void: held.id, syncToken } });
  await context.quickBooksApi.void(access, 'Invoice', held.id, syncToken, voidId, signal);
  throw new AppError('QB_ROUNDING', differencesText(left));
}

function invoiceAnswer(answer: QboAnswer, isAdopted: boolean): StepAnswer<{ qbInvoiceId: string; isFresh: boolean }> {
  const found = readInvoiceBack(answer.entity);
  return {
    value: { qbInvoiceId: found.id, isFresh: !isAdopted },
    evidence: [['QuickBooks invoice', found.id], ['How', isAdopted ? 'found by its number and adopted' : 'created'], ['Total', inAud(found.totalCents)], ['GST', inAud(found.taxCents)]],
    digest: answer.digest,
    intuitTid: answer.intuitTid,
  };
}

function verifiedAnswer(answer: QboAnswer, verdict: string): StepAnswer<VerifiedInvoice> {
  const found = readInvoiceBack(answer.entity);
  return {
    value: { qbInvoiceId: found.id, balanceCents: found.balanceCents ?? 0, linkedPaymentIds: found.linkedPaymentIds },
    evidence: [
      ['Verdict', verdict],
      ['Number', found.docNumber ?? 'none'],
      ['Date', found.txnDate ?? 'none'],
      ['Total', inAud(found.totalCents)],
      ['GST', inAud(found.taxCents)],
      ['Balance', inAud(found.balanceCents)],
    ],
    digest: answer.digest,
    intuitTid: answer.intuitTid,
  };
}

function invoiceLines(intent: InvoiceIntent): LabelledLines {
  return [
    ['Number', intent.number],
    ['Date', intent.txnDate],
    ...intent.lines.map((line) => [line.description, inAud(line.exGstCents)] as const),
    ['GST, pinned', inAud(intent.gstCents)],
    ['Total', inAud(intent.totalCents)],
  ];
}

export function differencesText(differences: readonly Difference[]): string {
  return differences.map(({ field, meant, found }) => `${field}: meant ${meant}, found ${found}`).join('; ');
}
