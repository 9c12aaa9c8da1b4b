// The bookkeeper's acts on what waits for QuickBooks: which fit which state of an invoice, and how each is worded.
import type { InvoiceRow } from '../../../contract/invoices.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { sumOf } from '../invoices/invoiceColumns.tsx';

export type QueueAct = 'approve' | 'withdraw' | 'retry';

/** What can be done with an invoice in its state; null: nothing. */
export function actFor(status: InvoiceRow['qbStatus']): QueueAct | null {
  switch (status) {
    case 'awaiting_review':
      return 'approve';
    case 'approved':
      return 'withdraw';
    case 'failed':
    case 'payment_pending':
    case 'abandoned':
      return 'retry';
    default:
      return null;
  }
}

export const canAbandon = (status: InvoiceRow['qbStatus']): boolean =>
  status === 'failed' || status === 'payment_pending' || status === 'awaiting_review';

/** "Push 12 invoices to QuickBooks, A$4,788.00": the verb, the count and the sum. */
export function queueActLabel(act: QueueAct, counted: string, sumCents: number): string {
  if (act === 'withdraw') return `Withdraw ${counted}`;
  const sum = formatMoney(sumCents);
  return act === 'approve' ? `Push ${counted} to QuickBooks, ${sum}` : `Retry ${counted}, ${sum}`;
}

export const actLabel = (act: QueueAct, rows: readonly InvoiceRow[]): string =>
  queueActLabel(act, countOf(rows.length, 'invoice'), sumOf(rows, (row) => row.totalCents));

export const actShortLabel: Readonly<Record<QueueAct, string>> = {
  approve: 'Push to QuickBooks',
  withdraw: 'Withdraw approval',
  retry: 'Retry',
};

export const actAllLabel: Readonly<Record<QueueAct, string>> = {
  approve: 'Push all',
  withdraw: 'Withdraw all',
  retry: 'Retry all',
};

/** What follows from an act; how an approval goes on differs by what is pushed. */
export const actExplanation: Readonly<Record<Exclude<QueueAct, 'approve'>, string>> = {
  withdraw: 'The approval is taken back as long as nothing was sent; what was approved returns to “To review”.',
  retry:
    'Tieout first looks in QuickBooks for what may already be there, then goes on from the last verified step. Nothing is written twice.',
};

/** `noun` in the singular. */
export const actDone = (act: QueueAct, count: number, noun: string): string =>
  act === 'approve'
    ? `${countOf(count, noun)} on the way to QuickBooks`
    : act === 'withdraw'
      ? `${countOf(count, 'approval')} withdrawn`
      : `${countOf(count, 'retry', 'retries')} started`;
