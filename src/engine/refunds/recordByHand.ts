// A refund made outside Stripe, recorded by a person; and taking such a record back by a row of its own.
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import type { OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { instantAtLocalTime, localDateOf } from '../../domain/calendar.ts';
import { centsToDecimalText } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import { refundFactKey, refundFailedFactKey } from '../intake/factKeys.ts';
import { giveBack, takeBack } from './giveBack.ts';
import { judgeRefund } from './judgeRefund.ts';
import { queueRefundDocuments, withdrawRefundDocuments } from './refundDocuments.ts';

/** Throws the code of the first stop of its preview, STALE_VIEW, NOT_FOUND. */
export function recordRefundByHand(context: EngineContext, input: OperationParsedInput<'refunds.record'>): OperationOutput<'refunds.record'> {
  const { store } = context;
  const { invoiceId, amountCents, date, how, note } = input;
  const written = store.transaction(() => {
    const judged = judgeRefund(context, { invoiceId, amountCents, date, way: 'hand' });
    const invoice = store.invoices.get(invoiceId);
    if (invoice === undefined) throw new AppError('NOT_FOUND', `invoice ${invoiceId}`);
    if (invoice.version !== input.expectedVersion) throw new AppError('STALE_VIEW');
    const stop = judged.stops.find((each) => !(each.isOverridable && input.acceptsEarlierRefund));
    if (stop !== undefined) throw new AppError(stop.code as ErrorCode);
    const id = `rh_${context.random.uuid()}`;
    const baseKey = refundFactKey(id);
    store.refunds.addHandRefund({ id, invoiceId, amountCents, currency: invoice.currency, localDate: date, how, note });
    const shares = giveBack(context, [{ invoice, paidCents: invoice.totalCents }], amountCents, {
      factKey: baseKey,
      eventType: 'refund',
      currency: invoice.currency,
      effectiveAt: effectiveAt(context, date),
      eventId: null,
      sourceType: 'refund_by_hand',
      sourceId: id,
      describe: () => `Refund to ${invoice.clientName}, made outside Stripe (${how}) — ${invoice.description}`,
    }, { money: true });
    queueRefundDocuments(context, shares, { sourceId: id, baseKey, currency: invoice.currency });
    store.log.append({
      source: 'person', kind: 'refund', result: 'ok', invoiceId,
      summary: `A refund of ${centsToDecimalText(amountCents)} to ${invoice.clientName} was recorded by hand`,
      detail: `${how}; ${note}`,
    });
    return { refundId: id, gstCents: shares[0]?.gstCents ?? 0, quarter: judged.quarter };
  });
  announce(context);
  return written;
}

/** Noon of that day; of today the present moment, so that nothing lies in the future. */
function effectiveAt(context: EngineContext, date: string): string {
  const { timeZone } = context.profile();
  const now = context.now();
  return localDateOf(now, timeZone) === date ? now : instantAtLocalTime(date, '12:00', timeZone);
}

/** Dated today: what was lodged meanwhile stays as it was lodged. Throws NOT_FOUND, REFUND_UNDONE. */
export function undoHandRefund(context: EngineContext, { refundId, reason }: OperationParsedInput<'refunds.undo'>): OperationOutput<'refunds.undo'> {
  const { store } = context;
  const isInQuickBooks = store.transaction(() => {
    const refund = store.refunds.handRefund(refundId);
    if (refund === undefined) throw new AppError('NOT_FOUND', `refund ${refundId}`);
    if (refund.undoneAt !== null) throw new AppError('REFUND_UNDONE');
    const booked = store.refunds.booked(refundFactKey(refundId));
    store.refunds.undoHandRefund(refundId, reason);
    takeBack(context, booked, {
      factKey: refundFailedFactKey(refundId),
      eventType: 'refund_reversed',
      currency: refund.currency,
      effectiveAt: context.now(),
      eventId: null,
      sourceType: 'refund_by_hand',
      sourceId: refundId,
      describe: (invoice) => `Refund to ${invoice.clientName} recorded by mistake and taken back (${reason}) — ${invoice.description}`,
    });
    store.log.append({ source: 'person', kind: 'refund', result: 'ok', invoiceId: refund.invoiceId, summary: `A refund of ${centsToDecimalText(refund.amountCents)} recorded by hand was taken back`, detail: reason });
    return withdrawRefundDocuments(context, booked, { sourceId: refundId, baseKey: refundFactKey(refundId) }, 'it was recorded by mistake');
  });
  announce(context);
  return { refundId, isInQuickBooks };
}

const announce = (context: EngineContext): void => context.changed('refunds', 'invoices', 'ledger', 'gst', 'overview', 'quickbooks', 'activity');

