// Steps 4 and 5: the invoice is created once, read back, and compared with what was meant, to the cent.
import { AppError } from '../../contract/errors.ts';
import { buildInvoiceDocument, compareInvoice, readInvoiceBack, type InvoiceIntent } from '../../domain/push/invoiceDocument.ts';
import type { Difference } from '../../domain/push/qboJson.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord, LabelledLines } from '../ports/records.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';
import { createOnce } from './createOnce.ts';
import { inAud } from './amountText.ts';
import { lookForNumber } from './lookForNumber.ts';
import type { PushRun, StepAnswer } from './pushRun.ts';
import { applySecondTaxWay, differencesText } from './secondTaxWay.ts';

export interface VerifiedInvoice {
  /** What it was found equal to; its tax in the way that QuickBooks kept. */
  readonly intent: InvoiceIntent;
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
          () => lookForNumber(context, access, { entity: 'Invoice', number: intent.number, ownId: invoice.qbInvoiceId, step: 4 }, signal),
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

/**
 * What a lost cent does not explain, whichever way the document states its tax: an earlier attempt may have changed it to the
 * second way, in which QuickBooks computes the net lines, and have been cut off before it was voided.
 */
const beyondRounding = (entity: QboJson, intent: InvoiceIntent): Difference[] => compareInvoice(entity, { ...intent, taxWay: 'inclusive_net' }).filter((difference) => difference.kind === 'other');

/** A cent of rounding is step 5's to mend; anything else means that the document is not ours. */
function refuseForeign(entity: QboJson, intent: InvoiceIntent): void {
  const foreign = beyondRounding(entity, intent);
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
      if (differences.length === 0) return verifiedAnswer(first, intent, 'equal to the cent; tax pinned');
      if (beyondRounding(first.entity, intent).length > 0) throw new AppError('QB_READBACK_DIFFERS', differencesText(differences));
      return verifySecondWay(context, access, first, { ...intent, taxWay: 'inclusive_net' }, differences, signal);
    }),
  );
}

async function verifySecondWay(context: EngineContext, access: QboAccess, first: QboAnswer, intent: InvoiceIntent, differences: readonly Difference[], signal: AbortSignal): Promise<StepAnswer<VerifiedInvoice>> {
  const held = readInvoiceBack(first.entity);
  const { answer, verdict } = await applySecondTaxWay(
    context,
    access,
    first,
    {
      entity: 'Invoice',
      id: held.id,
      syncToken: held.syncToken,
      isSettled: (held.balanceCents ?? 0) !== (held.totalCents ?? 0),
      number: intent.number,
      step: 5,
      second: { body: buildInvoiceDocument(intent), compare: (found) => compareInvoice(found, intent) },
      syncTokenOf: (found) => readInvoiceBack(found).syncToken,
    },
    differences,
    signal,
  );
  return verifiedAnswer(answer, intent, verdict);
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

function verifiedAnswer(answer: QboAnswer, intent: InvoiceIntent, verdict: string): StepAnswer<VerifiedInvoice> {
  const found = readInvoiceBack(answer.entity);
  return {
    value: { intent, qbInvoiceId: found.id, balanceCents: found.balanceCents ?? 0, linkedPaymentIds: found.linkedPaymentIds },
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
