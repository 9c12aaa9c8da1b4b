// The words of QuickBooks documents other than invoices: their kinds, their states, and the acts that fit each state.
import { BanknoteArrowDown, CircleCheckBig, Landmark, OctagonX, ReceiptText, Undo2, type LucideIcon } from 'lucide-react';
import type { DocumentKind, DocumentRow, DocumentStatus } from '../../../contract/documents.ts';
import { countOf, formatMoney } from '../../ui/formatMoney.ts';
import { qbStatusWords } from '../invoices/statusWords.ts';
import type { StateWord } from '../../ui/StateWord.ts';

export const documentKindWords: Readonly<Record<DocumentKind, { readonly word: string; readonly icon: LucideIcon }>> = {
  refund: { word: 'Refund', icon: Undo2 },
  fee: { word: 'Monthly fees', icon: ReceiptText },
  payout: { word: 'Payout', icon: Landmark },
};

export const documentStatusWords: Readonly<Record<DocumentStatus, StateWord>> = {
  awaiting_review: qbStatusWords.awaiting_review,
  approved: qbStatusWords.approved,
  pushing: qbStatusWords.pushing,
  synced: { ...qbStatusWords.synced, icon: CircleCheckBig },
  failed: qbStatusWords.failed,
  part_done: { word: 'Partly done', icon: BanknoteArrowDown, tone: 'amber' },
  abandoned: qbStatusWords.abandoned,
  withdrawn: { word: 'Withdrawn', icon: OctagonX, tone: 'neutral' },
};

export type DocumentAct = 'approve' | 'withdraw' | 'retry';

export function documentActFor(status: DocumentStatus): DocumentAct | null {
  if (status === 'awaiting_review') return 'approve';
  if (status === 'approved') return 'withdraw';
  return status === 'failed' || status === 'part_done' || status === 'abandoned' ? 'retry' : null;
}

export const canAbandonDocument = (status: DocumentStatus): boolean =>
  status === 'awaiting_review' || status === 'failed' || status === 'part_done';

export const sumOfDocuments = (rows: readonly DocumentRow[]): number => rows.reduce((sum, row) => sum + row.totalCents, 0);

/** "Push 3 documents to QuickBooks, A$548.20": the verb, the count and the sum. */
export function documentActLabel(act: DocumentAct, rows: readonly DocumentRow[]): string {
  const count = countOf(rows.length, 'document');
  if (act === 'withdraw') return `Withdraw ${count}`;
  const sum = formatMoney(sumOfDocuments(rows));
  return act === 'approve' ? `Push ${count} to QuickBooks, ${sum}` : `Retry ${count}, ${sum}`;
}

export const documentActShortLabel: Readonly<Record<DocumentAct, string>> = {
  approve: 'Push to QuickBooks',
  withdraw: 'Withdraw approval',
  retry: 'Retry',
};

export const documentActExplanation: Readonly<Record<DocumentAct, string>> = {
  approve:
    'Each one is looked for first, written once and read back. Nothing is marked synced before QuickBooks holds it equal to the cent. A refund waits by itself until its invoice is there.',
  withdraw: 'The approval is taken back as long as nothing was sent; the documents return to “To review”.',
  retry:
    'Tieout first looks in QuickBooks for what may already be there, then goes on from the last verified step. Nothing is written twice.',
};

export const documentActDone: Readonly<Record<DocumentAct, (count: number) => string>> = {
  approve: (count) => `${countOf(count, 'document')} on the way to QuickBooks`,
  withdraw: (count) => `${countOf(count, 'approval')} withdrawn`,
  retry: (count) => `${countOf(count, 'retry', 'retries')} started`,
};
