// A refund becomes negative ledger rows and reduces the GST of the quarter it happens in; one that failed is taken back.
import { dateLabel } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import { giveBack, takeBack, type BookedShare } from '../refunds/giveBack.ts';
import { invoicesOfCharge } from '../refunds/invoicesOfCharge.ts';
import { leaveOutWithoutInvoice } from '../refunds/leaveOut.ts';
import { queueRefundDocuments, withdrawRefundDocuments } from '../refunds/refundDocuments.ts';
import { refundFactKey, refundFailedFactKey } from './factKeys.ts';
import type { FactResult } from './factResult.ts';

/** Waits while the refunded invoice is not in the books yet. */
export function recordRefund(context: EngineContext, fact: FactQueued): FactResult {
  const refund = context.store.mirror.refund(fact.sourceId);
  const charged = refund === undefined ? 'waiting' : invoicesOfCharge(context, refund);
  if (refund === undefined || charged === 'waiting') return 'waiting';
  if (charged.length === 0) return leaveOutWithoutInvoice(context, fact, 'A refund');
  const { refundId: sourceId, currency } = refund;
  const baseKey = refundFactKey(sourceId);
  const shares = giveBack(context, charged, refund.amountCents, {
    factKey: baseKey,
    eventType: 'refund',
    currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'refund',
    sourceId,
    describe: (invoice) => `Refund to ${invoice.clientName} — ${invoice.description}`,
  }, { money: true });
  queueRefundDocuments(context, shares, { sourceId, baseKey, currency });
  for (const share of shares) warnOfDouble(context, share);
  return 'written';
}

/** The same amount was recorded by hand: perhaps the same refund, told twice. */
function warnOfDouble(context: EngineContext, { invoice, totalCents }: BookedShare): void {
  const twin = context.store.refunds.handRefundsOf(invoice.id).find((hand) => hand.undoneAt === null && hand.amountCents === totalCents);
  if (twin === undefined) return;
  context.store.log.append({
    source: 'program', kind: 'refund', result: 'warning', invoiceId: invoice.id,
    summary: `A refund to ${invoice.clientName} came from Stripe, and one of the same amount was recorded by hand on ${dateLabel(twin.localDate)}`,
    detail: 'If it is the same refund, open Refunds & disputes and take back the one recorded by hand; both are in the books now.',
  });
}

/** The mirror image of what was booked, on the day the money came back. */
export function recordRefundFailed(context: EngineContext, fact: FactQueued): FactResult {
  const { mirror, refunds } = context.store;
  const refund = mirror.refund(fact.sourceId);
  const booked = refunds.booked(refundFactKey(fact.sourceId));
  if (refund === undefined) return 'waiting';
  if (booked.length === 0) {
    const charged = invoicesOfCharge(context, refund);
    return charged !== 'waiting' && charged.length === 0 ? leaveOutWithoutInvoice(context, fact, 'A failed refund') : 'waiting';
  }
  const isWritten = takeBack(context, booked, {
    factKey: refundFailedFactKey(refund.refundId),
    eventType: 'refund_failed',
    currency: refund.currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'refund',
    sourceId: refund.refundId,
    describe: (invoice) => `Refund to ${invoice.clientName} failed and was taken back — ${invoice.description}`,
  });
  if (isWritten > 0) withdrawRefundDocuments(context, booked, { sourceId: refund.refundId, baseKey: refundFactKey(refund.refundId) }, 'the refund failed and the money came back');
  return 'written';
}
