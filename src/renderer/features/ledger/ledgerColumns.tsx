// The ledger's columns, in plain English; the running balance goes with the order in which rows were recorded.
import type { LedgerListOutput, LedgerRow } from '../../../contract/ledger.ts';
import { hrefOf } from '../../app/router.ts';
import { formatInstant, formatLocalDate } from '../../ui/formatDate.ts';
import { plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { revenueTypeWords } from '../invoices/statusWords.ts';
import { humanise } from '../../ui/humanise.ts';

export type LedgerTotals = NonNullable<LedgerListOutput['totals']>;

/** Stripe's and QuickBooks' names keep their capitals; the rest is the event's own words. */
export const eventTypeWord = (eventType: string): string =>
  humanise(eventType)
    .replace(/^Qb\b/, 'QuickBooks')
    .replace(/\bqb\b/, 'QuickBooks')
    .replace(/\bgst\b/i, 'GST');

const ledgerAmount = (
  id: string,
  header: string,
  centsOf: (row: LedgerRow) => number,
  totalOf: (totals: LedgerTotals) => number,
): Column<LedgerRow, LedgerTotals> =>
  amountColumn({ id, header, widthRem: id === 'gst' ? 6.25 : 7, isHiddenBesidePane: id === 'exGst', manner: 'report', centsOf, currencyOf: (row) => row.currency, totalOf });

export const ledgerColumns = (timeZone: string): readonly Column<LedgerRow, LedgerTotals>[] => [
  {
    id: 'date',
    header: 'Date',
    widthRem: 6.5,
    sortKey: 'date',
    cell: (row) => formatLocalDate(row.date),
    text: (row) => row.date,
  },
  {
    id: 'event',
    header: 'What',
    widthRem: 9.75,
    cell: (row) => <span>{eventTypeWord(row.eventType)}</span>,
    text: (row) => eventTypeWord(row.eventType),
  },
  {
    id: 'description',
    header: 'Description',
    widthRem: 8,
    grow: 3,
    cell: (row) => <span className="muted">{row.description}</span>,
    text: (row) => row.description,
  },
  {
    id: 'client',
    header: 'Client',
    widthRem: 8,
    grow: 2,
    cell: (row) => <span>{row.clientName ?? ''}</span>,
    text: (row) => row.clientName ?? '',
  },
  {
    id: 'invoice',
    header: 'Invoice',
    widthRem: 6,
    cell: (row) =>
      row.invoiceId === null ? (
        ''
      ) : (
        <a
          href={hrefOf('invoices', { open: row.invoiceId })}
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
        >
          {row.invoiceNumber ?? 'Open'}
        </a>
      ),
    text: (row) => row.invoiceNumber ?? '',
  },
  ledgerAmount('exGst', 'Ex GST', (row) => row.exGstCents, (totals) => totals.exGstCents),
  ledgerAmount('gst', 'GST', (row) => row.gstCents, (totals) => totals.gstCents),
  ledgerAmount('total', 'Total', (row) => row.totalCents, (totals) => totals.totalCents),
  {
    id: 'running',
    header: 'Running',
    unit: 'AUD',
    align: 'end',
    widthRem: 7.75,
    cell: (row) => <Money cents={row.runningTotalCents} />,
    text: (row) => plainDecimal(row.runningTotalCents),
  },
  {
    id: 'quarter',
    header: 'Quarter',
    widthRem: 5.5,
    isHiddenAtFirst: true,
    cell: (row) => row.quarter,
    text: (row) => row.quarter,
  },
  {
    id: 'revenueType',
    header: 'Revenue type',
    widthRem: 9,
    isHiddenAtFirst: true,
    cell: (row) => (row.revenueType === null ? '' : revenueTypeWords[row.revenueType]),
    text: (row) => (row.revenueType === null ? '' : revenueTypeWords[row.revenueType]),
  },
  {
    id: 'recordedAt',
    header: 'Recorded',
    widthRem: 10,
    isHiddenAtFirst: true,
    cell: (row) => formatInstant(row.recordedAt, timeZone),
    text: (row) => row.recordedAt,
  },
  {
    id: 'source',
    header: 'Source',
    widthRem: 12,
    isHiddenAtFirst: true,
    cell: (row) => <code>{row.source ?? ''}</code>,
    text: (row) => row.source ?? '',
  },
];
