// invoices.get: one invoice from Stripe's charge to the QuickBooks documents, with everything that happened to it.
import { AppError } from '../../contract/errors.ts';
import type { InvoiceStory } from '../../contract/invoices.ts';
import type { OperationParsedInput } from '../../contract/operations.ts';
import { allocateFee } from '../../domain/fees.ts';
import type { InvoicePaymentRow } from '../ports/store.ts';
import type { StoryPaymentRow } from '../ports/storeReads.ts';
import { hostedPage } from '../subscriptions/hostedPage.ts';
import { attemptView } from './pushAttemptView.ts';
import type { QueryPorts } from './queryPorts.ts';
import { timelineOf } from './storyTimeline.ts';

/** Throws AppError NOT_FOUND. */
export function invoiceStoryQuery(ports: QueryPorts, { invoiceId }: OperationParsedInput<'invoices.get'>): InvoiceStory {
  const story = ports.store.reads.invoiceStory(invoiceId);
  if (story === undefined) throw new AppError('NOT_FOUND', `invoice ${invoiceId}`);
  const { row, record, lines, payments, ledger, attempts } = story;
  const shared = new Map(ports.store.mirror.paymentsOf(record.stripeInvoiceId).map((payment) => [payment.id, payment]));
  return {
    invoice: row,
    orgId: record.orgId,
    stripeInvoiceId: record.stripeInvoiceId,
    stripeCustomerId: record.stripeCustomerId,
    stripeInvoiceUrl: record.stripeInvoiceUrl === null ? null : hostedPage(ports, record.stripeInvoiceUrl),
    stripeDashboardUrl: ports.config.links.stripeInvoice.replaceAll('{id}', () => encodeURIComponent(record.stripeInvoiceId)),
    finalizedAt: record.finalizedAt,
    paidAt: record.paidAt,
    quarter: record.quarter,
    lines: lines.map((line) => ({ ...line })),
    payments: payments.map((payment) => paymentView(payment, payment.id === null ? undefined : shared.get(payment.id), row.currency, record.stripeInvoiceId)),
    ledger: ledger.map(({ sourceId: _sourceId, ...shown }) => shown),
    quickBooks: {
      status: row.qbStatus,
      invoiceId: record.qbInvoiceId,
      paymentId: record.qbPaymentId,
      customerId: record.qbCustomerId,
      syncedAt: record.qbSyncedAt,
      error: row.qbError,
      consecutiveFailures: record.qbConsecutiveFailures,
      attempts: attempts.map((attempt) => attemptView(attempt)),
      invoiceUrl: record.qbInvoiceId === null ? null : ports.config.links.quickBooksInvoice.replaceAll('{id}', () => encodeURIComponent(record.qbInvoiceId ?? '')),
    },
    events: timelineOf(story),
  };
}

/** The fee is this invoice's share of the charge's fee, by the same rule as the fee stored on the invoice. */
function paymentView(payment: StoryPaymentRow, shared: InvoicePaymentRow | undefined, currency: string, stripeInvoiceId: string): InvoiceStory['payments'][number] {
  const shares = shared?.chargeSharesCents ?? [];
  const position = shares.findIndex((share) => share.stripeInvoiceId === stripeInvoiceId);
  const isWhole = shares.length <= 1 || position < 0;
  const { chargeFeeCents } = payment;
  const feeCents =
    chargeFeeCents === null || isWhole
      ? chargeFeeCents
      : (allocateFee(
          chargeFeeCents,
          shares.map((share) => share.amountPaidCents),
        )[position] ?? null);
  return {
    chargeId: payment.chargeId,
    paymentIntentId: payment.paymentIntentId,
    amountCents: payment.amountPaidCents,
    paidAt: payment.paidAt,
    status: payment.status,
    cardBrand: payment.cardBrand,
    cardLast4: payment.cardLast4,
    balanceTransactionId: payment.balanceTransactionId,
    feeCents,
    netCents: netOf(payment, feeCents, isWhole, currency),
    payout: payment.payout,
  };
}

/** Of a shared charge only where it was settled in the invoice's own currency: else the share's net is not known. */
function netOf(payment: StoryPaymentRow, feeCents: number | null, isWhole: boolean, currency: string): number | null {
  if (isWhole) return payment.chargeNetCents;
  return feeCents === null || payment.balanceCurrency !== currency ? null : payment.amountPaidCents - feeCents;
}
