// The bookkeeper's acts on rows of the queue: which fit which state, and how each is worded.
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
export function actLabel(act: QueueAct, rows: readonly InvoiceRow[]): string {
  const count = countOf(rows.length, 'invoice');
  if (act === 'withdraw') return `Withdraw ${count}`;
  const sum = formatMoney(sumOf(rows, (row) => row.totalCents));
  return act === 'approve' ? `Push ${count} to QuickBooks, ${sum}` : `Retry ${count}, ${sum}`;
}

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

export const actExplanation: Readonly<Record<QueueAct, string>> = {
  approve:
    'Each invoice goes through eight verified steps. Nothing is marked synced before it was read back from QuickBooks and found equal to the cent.',
  withdraw: 'The approval is taken back as long as nothing was sent; the invoices return to “To review”.',
  retry:
    'Tieout first looks in QuickBooks for what may already be there, then goes on from the last verified step. Nothing is written twice.',
};

export const actDone: Readonly<Record<QueueAct, (count: number) => string>> = {
  approve: (count) => `${countOf(count, 'invoice')} on the way to QuickBooks`,
  withdraw: (count) => `${countOf(count, 'approval')} withdrawn`,
  retry: (count) => `${countOf(count, 'retry', 'retries')} started`,
};
