// A dispute in the ledger: money withheld and released as Stripe moved it, and the GST that a loss gives back.
import { centsToDecimalText } from '../../domain/money.ts';
import { localDateOf, quarterOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import { giveBack, takeBack } from '../refunds/giveBack.ts';
import { invoicesOfCharge } from '../refunds/invoicesOfCharge.ts';
import { leaveOutWithoutInvoice } from '../refunds/leaveOut.ts';
import { disputeLostFactKey, disputeMovedFactKey, disputeRegainedFactKey } from './factKeys.ts';
import type { FactResult } from './factResult.ts';

/** One balance transaction of a dispute: the amount alone; Stripe's fee for it is said, not booked (fees are booked monthly). */
export function recordDisputeMovement(context: EngineContext, fact: FactQueued): FactResult {
  const { store } = context;
  const [disputeId = '', transactionId = ''] = fact.sourceId.split(' ');
  const dispute = store.disputes.get(disputeId);
  const transaction = store.disputes.movement(transactionId);
  const charged = dispute === undefined ? 'waiting' : invoicesOfCharge(context, dispute);
  if (dispute === undefined || transaction === undefined || charged === 'waiting') return 'waiting';
  const first = charged[0];
  if (first === undefined) return leaveOutWithoutInvoice(context, fact, 'Money held for a dispute');
  const { invoice } = first;
  const isWithheld = transaction.amountCents < 0;
  // Settled in another currency than it was charged in: the charge's own amount keeps the currencies apart.
  const isSameCurrency = transaction.currency === dispute.currency;
  const totalCents = isSameCurrency ? transaction.amountCents : isWithheld ? -dispute.amountCents : dispute.amountCents;
  const fee = transaction.feeCents === 0 ? '' : `; Stripe charged a fee of ${centsToDecimalText(transaction.feeCents)}`;
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  store.ledger.append({
    factKey: disputeMovedFactKey(disputeId, transactionId),
    eventType: isWithheld ? 'dispute_withheld' : 'dispute_released',
    revenueType: invoice.revenueType,
    exGstCents: totalCents,
    gstCents: 0,
    totalCents,
    currency: isSameCurrency ? transaction.currency : dispute.currency,
    stripeEventId: fact.eventId,
    invoiceId: invoice.id,
    orgId: invoice.orgId,
    description: isWithheld
      ? `Disputed by ${invoice.clientName}: withheld by the bank${fee} — ${invoice.description}`
      : `Dispute of ${invoice.clientName}: given back by the bank${fee} — ${invoice.description}`,
    effectiveAt: fact.effectiveAt,
    sourceType: 'dispute',
    sourceId: transactionId,
    isTest: invoice.isTest,
    localDate,
    quarter: quarterOf(localDate),
  });
  return 'written';
}

/**
 * A lost dispute gives back the sale's GST in the quarter of the loss (a decreasing adjustment; setting of the profile). The
 * money went when it was withheld, so the row's total is zero.
 */
export function recordDisputeLost(context: EngineContext, fact: FactQueued): FactResult {
  const dispute = context.store.disputes.get(fact.sourceId);
  const charged = dispute === undefined ? 'waiting' : invoicesOfCharge(context, dispute);
  if (dispute === undefined || charged === 'waiting') return 'waiting';
  if (charged.length === 0) return leaveOutWithoutInvoice(context, fact, 'A lost dispute');
  if (!context.profile().lostDisputesAdjustGst) return 'written';
  giveBack(context, charged, dispute.amountCents, {
    factKey: disputeLostFactKey(dispute.disputeId),
    eventType: 'dispute_lost',
    currency: dispute.currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'dispute',
    sourceId: dispute.disputeId,
    describe: (invoice) => `Dispute lost to ${invoice.clientName}: GST of the sale given back — ${invoice.description}`,
  }, { money: false });
  return 'written';
}

/** A loss that the bank turned into a win: what the loss gave back of GST is taken back on the day the money came back. */
export function recordDisputeRegained(context: EngineContext, fact: FactQueued): FactResult {
  const dispute = context.store.disputes.get(fact.sourceId);
  if (dispute === undefined) return 'waiting';
  takeBack(context, context.store.refunds.booked(disputeLostFactKey(dispute.disputeId)), {
    factKey: disputeRegainedFactKey(dispute.disputeId),
    eventType: 'dispute_lost_reversed',
    currency: dispute.currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'dispute',
    sourceId: dispute.disputeId,
    describe: (invoice) => `Dispute of ${invoice.clientName} won after all: GST of the sale due again — ${invoice.description}`,
  });
  return 'written';
}
