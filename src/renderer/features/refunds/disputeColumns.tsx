// The columns of the disputes list, by deadline.
import type { DisputeRow } from '../../../contract/disputes.ts';
import { formatLocalDate, localDateOf } from '../../ui/formatDate.ts';
import { humanise } from '../../ui/humanise.ts';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { homeSumCents, type Amounts } from '../../ui/table/homeSum.ts';
import { sortedRows } from '../../ui/table/sortedRows.ts';
import { statePill } from './refundColumns.tsx';
import { disputeStateWord, dueWords, evidenceWords } from './refundWords.ts';

interface DisputeTotals {
  readonly count: number;
  readonly amountCents: number;
  readonly withheldCents: number;
}

export const disputedAmounts: Amounts<DisputeRow> = { centsOf: (row) => row.amountCents, currencyOf: (row) => row.currency };
const withheldAmounts: Amounts<DisputeRow> = { ...disputedAmounts, centsOf: (row) => row.withheldCents };

/** Sums in Australian dollars; the list comes whole. */
export const totalsOf = (rows: readonly DisputeRow[]): DisputeTotals => ({
  count: rows.length,
  amountCents: homeSumCents(rows, disputedAmounts),
  withheldCents: homeSumCents(rows, withheldAmounts),
});

export const disputeSortKeys = ['due', 'client', 'amount', 'status', 'opened'] as const;
const sortValueOf: Readonly<Record<Exclude<(typeof disputeSortKeys)[number], 'due'>, (row: DisputeRow) => string | number>> = {
  client: (row) => row.clientName,
  amount: (row) => row.amountCents,
  status: (row) => disputeStateWord(row.status).word,
  opened: (row) => row.createdAt,
};

/** By deadline they come from the engine: open ones first, then decided ones. */
export function sortedDisputes(rows: readonly DisputeRow[], { key, direction }: { readonly key: (typeof disputeSortKeys)[number]; readonly direction: 'asc' | 'desc' }): readonly DisputeRow[] {
  if (key === 'due') return direction === 'asc' ? rows : rows.toReversed();
  return sortedRows(rows, { direction }, sortValueOf[key]);
}

export const disputeColumns = (timeZone: string): readonly Column<DisputeRow, DisputeTotals>[] => [
  { id: 'due', header: 'Due', widthRem: 6.75, sortKey: 'due', cell: (row) => (row.dueBy === null ? '' : formatLocalDate(localDateOf(row.dueBy, timeZone))), text: (row) => row.dueBy ?? '' },
  { id: 'left', header: 'Left', widthRem: 4.5, cell: (row) => dueWords(row.daysLeft), text: (row) => dueWords(row.daysLeft) },
  { id: 'client', header: 'Client', widthRem: 9, grow: 2, sortKey: 'client', cell: (row) => <span>{row.clientName}</span>, text: (row) => row.clientName },
  { id: 'invoice', header: 'Invoice', widthRem: 5.5, isHiddenBesidePane: true, cell: (row) => row.invoiceNumber ?? '', text: (row) => row.invoiceNumber ?? '' },
  amountColumn({ id: 'amount', header: 'Disputed', widthRem: 6.5, sortKey: 'amount', ...disputedAmounts, totalOf: ({ amountCents }) => amountCents }),
  amountColumn({ id: 'withheld', header: 'Withheld', widthRem: 7, isHiddenBesidePane: true, manner: 'report', ...withheldAmounts, totalOf: ({ withheldCents }) => withheldCents }),
  { id: 'state', header: 'State', widthRem: 9.5, sortKey: 'status', cell: (row) => statePill(disputeStateWord(row.status)), text: (row) => disputeStateWord(row.status).word },
  { id: 'evidence', header: 'Evidence', widthRem: 6.75, isHiddenBesidePane: true, cell: (row) => evidenceWords[row.evidence], text: (row) => evidenceWords[row.evidence] },
  { id: 'reason', header: 'Reason', widthRem: 6, grow: 1, isHiddenBesidePane: true, cell: (row) => <span className="muted">{humanise(row.reason ?? '')}</span>, text: (row) => humanise(row.reason ?? '') },
  { id: 'opened', header: 'Opened', widthRem: 6.75, sortKey: 'opened', isHiddenAtFirst: true, cell: (row) => formatLocalDate(localDateOf(row.createdAt, timeZone)), text: (row) => row.createdAt },
];
