// The words of QuickBooks documents other than invoices: their kinds, their states, and the acts that fit each state.
import { BanknoteArrowDown, CircleCheckBig, Landmark, OctagonX, ReceiptText, Undo2, type LucideIcon } from 'lucide-react';
import type { DocumentKind, DocumentRow, DocumentStatus } from '../../../contract/documents.ts';
import { countOf } from '../../ui/formatMoney.ts';
import { homeSumCents } from '../../ui/table/homeSum.ts';
import { qbStatusWords } from '../invoices/statusWords.ts';
import type { StateWord } from '../../ui/StateWord.ts';
import { queueActLabel, type QueueAct } from './queueActs.ts';

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

export function documentActFor(status: DocumentStatus): QueueAct | null {
  if (status === 'awaiting_review') return 'approve';
  if (status === 'approved') return 'withdraw';
  return status === 'failed' || status === 'part_done' || status === 'abandoned' ? 'retry' : null;
}

export const canAbandonDocument = (status: DocumentStatus): boolean =>
  status === 'awaiting_review' || status === 'failed' || status === 'part_done';

export const sumOfDocuments = (rows: readonly DocumentRow[]): number => homeSumCents(rows, { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency });

export const documentActLabel = (act: QueueAct, rows: readonly DocumentRow[]): string =>
  queueActLabel(act, countOf(rows.length, 'document'), sumOfDocuments(rows));
