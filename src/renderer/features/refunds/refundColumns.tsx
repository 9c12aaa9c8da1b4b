// The columns of the refunds list.
import type { ReactNode } from 'react';
import type { RefundRow } from '../../../contract/refunds.ts';
import type { OperationOutput } from '../../../contract/operations.ts';
import { hrefOf } from '../../app/router.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { humanise } from '../../ui/humanise.ts';
import { Pill } from '../../ui/Pill.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import type { Amounts } from '../../ui/table/homeSum.ts';
import { documentStateWord, originWord, refundStateWord } from './refundWords.ts';
import type { StateWord } from '../../ui/StateWord.ts';

export type RefundTotals = NonNullable<OperationOutput<'refunds.list'>['totals']>;

export const statePill = ({ word, icon, tone }: StateWord): ReactNode => (
  <Pill icon={icon} tone={tone}>
    {word}
  </Pill>
);

const undone: ReadonlySet<string> = new Set(['failed', 'canceled', 'undone']);

/** What was given back in the end: what failed or was taken back counts for nothing. */
export const refundedAmounts: Amounts<RefundRow> = { centsOf: (row) => row.totalCents, currencyOf: (row) => row.currency, isSummed: (row) => !undone.has(row.status) };

/** Stripe's reason, or what the person wrote. */
const howWord = (row: RefundRow): string => (row.origin === 'stripe' ? humanise(row.how ?? '') : (row.how ?? ''));

const documentWord = (row: RefundRow): StateWord => documentStateWord(row.document?.status ?? 'none');

export const refundColumns: readonly Column<RefundRow, RefundTotals>[] = [
  { id: 'date', header: 'Date', widthRem: 6.75, sortKey: 'date', cell: (row) => formatLocalDate(row.date), text: (row) => row.date },
  { id: 'client', header: 'Client', widthRem: 10, grow: 2, sortKey: 'client', cell: (row) => <span>{row.clientName}</span>, text: (row) => row.clientName },
  {
    id: 'invoice',
    header: 'Invoice',
    widthRem: 6,
    cell: (row) =>
      row.invoiceId === null ? (
        ''
      ) : (
        <a href={hrefOf('invoices', { open: row.invoiceId })} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {row.invoiceNumber ?? 'Open'}
        </a>
      ),
    text: (row) => row.invoiceNumber ?? '',
  },
  amountColumn({ id: 'amount', header: 'Refunded', widthRem: 7.5, sortKey: 'amount', ...refundedAmounts, totalOf: (totals) => totals.totalCents }),
  amountColumn({ id: 'gst', header: 'GST', widthRem: 6.5, isHiddenBesidePane: true, ...refundedAmounts, centsOf: (row) => row.gstCents, totalOf: (totals) => totals.gstCents }),
  { id: 'origin', header: 'Origin', widthRem: 5.5, isHiddenBesidePane: true, cell: (row) => originWord(row.origin), text: (row) => originWord(row.origin) },
  { id: 'state', header: 'State', widthRem: 8, sortKey: 'status', cell: (row) => statePill(refundStateWord(row.status)), text: (row) => refundStateWord(row.status).word },
  { id: 'quickBooks', header: 'QuickBooks', widthRem: 10, isHiddenBesidePane: true, cell: (row) => statePill(documentWord(row)), text: (row) => documentWord(row).word },
  { id: 'document', header: 'Document', widthRem: 7.5, isHiddenAtFirst: true, cell: (row) => row.document?.number ?? '', text: (row) => row.document?.number ?? '' },
  { id: 'quarter', header: 'Quarter', widthRem: 5.5, isHiddenAtFirst: true, cell: (row) => row.quarter ?? '', text: (row) => row.quarter ?? '' },
  { id: 'how', header: 'How', widthRem: 9, grow: 1, isHiddenAtFirst: true, cell: (row) => <span className="muted">{howWord(row)}</span>, text: howWord },
];
