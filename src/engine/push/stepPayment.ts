// Steps 6 and 7: the payment is recorded once against the verified invoice, and the invoice read back as paid and linked.
import { AppError } from '../../contract/errors.ts';
import { compareInvoice, readInvoiceBack } from '../../domain/push/invoiceDocument.ts';
import { buildPaymentDocument, comparePayment, readPaymentBack, type PaymentIntent } from '../../domain/push/paymentDocument.ts';
import type { AccountRefs } from '../../domain/push/refs.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';
import { createOnce } from './createOnce.ts';
import { paymentIntent } from './intents.ts';
import { inAud } from './amountText.ts';
import type { PushRun } from './pushRun.ts';
import { differencesText } from './secondTaxWay.ts';
import { afterEarlier, type VerifiedInvoice } from './stepInvoice.ts';

interface PaymentContext extends VerifiedInvoice {
  readonly refs: AccountRefs;
  readonly customerId: string;
  /** The invoice was created in this very attempt: it can have no payment yet, so looking first would tell nothing. */
  readonly isFresh: boolean;
}

/** Step 6: amount = min(total, balance). A payment of ours that stands there already is adopted if it is equal. */
export async function createPayment(context: EngineContext, run: PushRun, invoice: InvoiceRecord, from: PaymentContext, signal: AbortSignal): Promise<void> {
  const isPaid = from.balanceCents === 0;
  // Paid already: by our own earlier payment, which was for the whole.
  const intent = paymentIntent(context, invoice, { ...from, amountCents: isPaid ? invoice.totalCents : Math.min(invoice.totalCents, from.balanceCents) });
  const body = buildPaymentDocument(intent);
  const realmId = (await context.tokens.access()).realmId;
  const requestId = requestIdFor(context.sha256Hex, { realmId, number: intent.number, step: 6, body: afterEarlier(body, invoice.qbPaymentId) });
  await run.take(
    6,
    { request: [['Amount', inAud(intent.amountCents)], ['Date', intent.txnDate], ['Reference', intent.number], ['Deposit to', from.refs.depositAccountName], ['Note', intent.note]], requestId },
    () =>
      context.tokens.withAccess(async (access) => {
        const { answer, isAdopted } = await createOnce(
          () => lookForPayment(context, access, intent, from, invoice.qbPaymentId, signal),
          () => {
            if (isPaid) throw new AppError('QB_READBACK_DIFFERS', 'the invoice is already paid in QuickBooks, but not by our payment');
            return context.quickBooksApi.create(access, 'Payment', body, requestId, signal);
          },
          { isSurelyAbsent: from.isFresh && !isPaid && from.linkedPaymentIds.length === 0 },
        );
        refuseUnequal(answer, intent);
        const found = readPaymentBack(answer.entity);
        return {
          value: found.id,
          evidence: [['QuickBooks payment', found.id], ['How', isAdopted ? 'found and adopted' : 'created'], ['Amount', inAud(found.totalCents)], ['Unapplied', inAud(found.unappliedCents)]],
          digest: answer.digest,
          intuitTid: answer.intuitTid,
        };
      }),
    (qbPaymentId) => context.store.invoices.patchPush(invoice.id, { qbPaymentId }),
  );
}

/** By our number; the invoice's own links say the same, and a voided one does not count. */
async function lookForPayment(context: EngineContext, access: QboAccess, intent: PaymentIntent, from: PaymentContext, ownId: string | null, signal: AbortSignal): Promise<QboAnswer | undefined> {
  const { entities, intuitTid, digest } = await context.quickBooksApi.findBy(access, 'Payment', 'PaymentRefNum', [intent.number], signal);
  const entity = entities.find((found) => !readPaymentBack(found).isVoided);
  if (entity !== undefined) return isLeftBehind(entity, intent, ownId) ? applyToInvoice(context, access, entity, intent, signal) : { entity, intuitTid, digest };
  const linked = from.linkedPaymentIds[0];
  return linked === undefined ? undefined : context.quickBooksApi.get(access, 'Payment', linked, signal);
}

/** Our own payment, whole and applied to nothing: its invoice was voided or deleted there, and was pushed again. */
function isLeftBehind(entity: QboJson, intent: PaymentIntent, ownId: string | null): boolean {
  const held = readPaymentBack(entity);
  return held.id === ownId && held.applied.length === 0 && held.totalCents === intent.amountCents && held.unappliedCents === intent.amountCents;
}

async function applyToInvoice(context: EngineContext, access: QboAccess, entity: QboJson, intent: PaymentIntent, signal: AbortSignal): Promise<QboAnswer> {
  const held = readPaymentBack(entity);
  const body: QboJson = { ...buildPaymentDocument(intent), Id: held.id, SyncToken: held.syncToken, sparse: true };
  await context.quickBooksApi.sparseUpdate(access, 'Payment', body, requestIdFor(context.sha256Hex, { realmId: access.realmId, number: intent.number, step: 6, body }), signal);
  return context.quickBooksApi.get(access, 'Payment', held.id, signal);
}

function refuseUnequal(answer: QboAnswer, intent: PaymentIntent): void {
  const differences = comparePayment(answer.entity, intent);
  if (differences.length > 0) throw new AppError('QB_READBACK_DIFFERS', `payment ${readPaymentBack(answer.entity).id}: ${differencesText(differences)}`);
}

/** Step 7: balance 0, our payment among the links, and the invoice still what was meant: it may have been edited since step 5. */
export async function verifyPayment(context: EngineContext, run: PushRun, invoice: InvoiceRecord, from: Pick<PaymentContext, 'qbInvoiceId' | 'intent'>, signal: AbortSignal): Promise<void> {
  const qbPaymentId = context.store.invoices.get(invoice.id)?.qbPaymentId;
  await run.take(7, { request: [['Read', `invoice ${from.qbInvoiceId}`], ['Meant', 'balance A$0.00, our payment linked']] }, () =>
    context.tokens.withAccess(async (access) => {
      const answer = await context.quickBooksApi.get(access, 'Invoice', from.qbInvoiceId, signal);
      const found = readInvoiceBack(answer.entity);
      const isLinked = qbPaymentId != null && found.linkedPaymentIds.includes(qbPaymentId);
      if (found.balanceCents !== 0 || !isLinked || found.totalCents !== invoice.totalCents) {
        throw new AppError('QB_READBACK_DIFFERS', `total ${inAud(found.totalCents)}, balance ${inAud(found.balanceCents)}, payment ${isLinked ? 'linked' : 'not linked'}`);
      }
      const differences = compareInvoice(answer.entity, from.intent);
      if (differences.length > 0) throw new AppError('QB_READBACK_DIFFERS', differencesText(differences));
      return {
        value: undefined,
        evidence: [['Balance', inAud(found.balanceCents)], ['Linked payment', qbPaymentId ?? 'none'], ['Total', inAud(found.totalCents)]],
        digest: answer.digest,
        intuitTid: answer.intuitTid,
      };
    }),
  );
}
