// What a refund would do and what speaks against it: the same judgement for the preview and for the act.
import { AppError, errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import type { RefundPreview } from '../../contract/refunds.ts';
import { daysBetween, localDateOf, quarterOf } from '../../domain/calendar.ts';
import { gstInRefund } from '../../domain/refundGst.ts';
import { isDisputeOpen, isInquiry } from '../../domain/stripe/readDispute.ts';
import type { EngineContext } from '../context.ts';
import { paidFactKey } from '../intake/mirrorInvoice.ts';
import type { InvoiceRecord } from '../ports/records.ts';
import { givenBackOn } from './giveBack.ts';

export interface WantedRefund {
  readonly invoiceId: number;
  readonly amountCents: number;
  readonly date: string;
  readonly way: 'hand' | 'stripe';
}

/** Changes in Stripe that give money back on this invoice have this subject. */
export const refundSubject = (invoiceId: number): string => `refund ${invoiceId}`;

/** A second refund of the same amount within so many days is taken for the first one told again. */
const doubleDays = 60;

/** Throws AppError NOT_FOUND. */
export function judgeRefund(context: EngineContext, wanted: WantedRefund): RefundPreview {
  const invoice = context.store.invoices.get(wanted.invoiceId);
  if (invoice === undefined) throw new AppError('NOT_FOUND', `invoice ${wanted.invoiceId}`);
  const before = givenBackOn(context, invoice);
  const pendingCents = pendingInStripe(context, invoice);
  const refundableCents = Math.max(0, invoice.totalCents - before.totalCents - pendingCents);
  const gstCents = gstInRefund({ totalCents: invoice.totalCents, gstCents: invoice.gstCents }, before, wanted.amountCents);
  const quarter = quarterOf(wanted.date);
  const profile = context.profile();
  const paidOn = invoice.paidAt === null ? null : localDateOf(invoice.paidAt, profile.timeZone);
  const isRemitted = context.store.reads.gstAccrual(quarter)?.remitted ?? false;
  const { id, version, number, clientName, description, totalCents, currency } = invoice;
  return {
    invoice: { id, version, number, clientName, description, totalCents, gstCents: invoice.gstCents, currency, paidOn },
    amountCents: wanted.amountCents,
    exGstCents: wanted.amountCents - gstCents,
    gstCents,
    refundedBeforeCents: before.totalCents,
    refundableCents,
    quarter,
    isQuarterRemitted: isRemitted,
    feeKeptCents: invoice.feeCents,
    mayIssue: profile.mayIssueRefunds,
    quickBooks: quickBooksSentence(context, invoice, wanted.date),
    stops: stopsOf(context, invoice, wanted, { refundableCents, paidOn }).map(stopOf),
    warnings: warningsOf(context, invoice, { quarter, isRemitted, pendingCents }),
  };
}

const stopOf = (code: ErrorCode): RefundPreview['stops'][number] => ({
  code,
  sentence: errorCatalogue[code].sentence,
  nextAction: errorCatalogue[code].nextAction,
  isOverridable: code === 'REFUND_POSSIBLE_DOUBLE',
});

function stopsOf(context: EngineContext, invoice: InvoiceRecord, wanted: WantedRefund, { refundableCents, paidOn }: { refundableCents: number; paidOn: string | null }): ErrorCode[] {
  const stops: ErrorCode[] = [];
  if (invoice.status !== 'paid' || !context.store.ledger.has(paidFactKey(invoice.stripeInvoiceId))) stops.push('REFUND_NOT_PAID');
  const disputes = context.store.disputes.ofCharges(chargesOf(context, invoice));
  if (disputes.some((dispute) => isDisputeOpen(dispute.status) && !isInquiry(dispute.status))) stops.push('REFUND_DISPUTE_OPEN');
  if (disputes.some((dispute) => dispute.status === 'lost')) stops.push('REFUND_DISPUTE_LOST');
  if (wanted.amountCents > refundableCents) stops.push('REFUND_TOO_MUCH');
  const today = localDateOf(context.now(), context.profile().timeZone);
  if (wanted.date > today || (paidOn !== null && wanted.date < paidOn)) stops.push('REFUND_DATE');
  if (context.store.changes.unfinishedOf(refundSubject(invoice.id)) !== undefined) stops.push('CHANGE_UNFINISHED');
  if (hasTwin(context, invoice, wanted)) stops.push('REFUND_POSSIBLE_DOUBLE');
  return stops;
}

function warningsOf(context: EngineContext, invoice: InvoiceRecord, about: { quarter: string; isRemitted: boolean; pendingCents: number }): string[] {
  const warnings: string[] = [];
  const disputes = context.store.disputes.ofCharges(chargesOf(context, invoice));
  if (about.isRemitted) warnings.push(`GST of ${about.quarter} is marked as remitted; this changes it afterwards. Ask your agent, or date the refund in the present quarter.`);
  if (disputes.some((dispute) => isInquiry(dispute.status) && isDisputeOpen(dispute.status))) warnings.push('The bank asks about this payment (no money has moved). A refund usually settles it.');
  if (about.pendingCents > 0) warnings.push('A refund of this invoice is on its way in Stripe and is counted already.');
  if (invoice.currency !== context.profile().homeCurrency) warnings.push('This invoice is in another currency: it is kept out of GST and of QuickBooks.');
  if (invoice.isTest) warnings.push('This is test data: it is kept out of GST and of QuickBooks.');
  return warnings;
}

export const chargesOf = (context: EngineContext, invoice: InvoiceRecord): string[] => [
  ...new Set([invoice.stripeChargeId, ...context.store.mirror.paymentsOf(invoice.stripeInvoiceId).map((payment) => payment.chargeId)].filter((id) => id !== null)),
];

/** On their way in Stripe: the client will have this money, but it is not in the books yet. */
function pendingInStripe(context: EngineContext, invoice: InvoiceRecord): number {
  const waiting = context.store.refunds.stripeRefundsOf(chargesOf(context, invoice)).filter((refund) => refund.status === 'pending' || refund.status === 'requires_action');
  return waiting.reduce((sum, refund) => sum + refund.amountCents, 0);
}

function hasTwin(context: EngineContext, invoice: InvoiceRecord, { amountCents, date }: WantedRefund): boolean {
  const { refunds } = context.store;
  const { timeZone } = context.profile();
  const isNear = (other: string): boolean => Math.abs(daysBetween(other, date)) <= doubleDays;
  const inStripe = refunds.stripeRefundsOf(chargesOf(context, invoice)).filter((refund) => refund.status !== 'failed' && refund.status !== 'canceled');
  return (
    inStripe.some((refund) => refund.amountCents === amountCents && isNear(localDateOf(refund.createdAt, timeZone))) ||
    refunds.handRefundsOf(invoice.id).some((refund) => refund.undoneAt === null && refund.amountCents === amountCents && isNear(refund.localDate))
  );
}

function quickBooksSentence(context: EngineContext, invoice: InvoiceRecord, date: string): string {
  const { homeCurrency, booksStartDate } = context.profile();
  if (invoice.isTest || invoice.currency !== homeCurrency) return 'Nothing is written to QuickBooks for it.';
  if (booksStartDate !== null && date < booksStartDate) return 'It is dated before your books start, so nothing is written to QuickBooks.';
  return 'It waits for your review under QuickBooks before anything is written there.';
}
