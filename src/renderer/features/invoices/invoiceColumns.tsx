// The invoice table's columns: number, date, client, description, amounts, states, fee.
import { RotateCcw } from 'lucide-react';
import type { InvoiceRow, InvoiceTotals } from '../../../contract/invoices.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatAmount } from '../../ui/formatMoney.ts';
import { AmountCell, amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { homeSumCents } from '../../ui/table/homeSum.ts';
import { failureWords } from './failureWords.ts';
import { DriftMark } from './DriftMark.tsx';
import { QbStatusPill, StripeStatusPill } from './StatusPills.tsx';
import { qbStatusWords, revenueTypeWords, stripeStatusWord } from './statusWords.ts';

export const invoiceName = (row: InvoiceRow): string => `${row.number ?? 'unnumbered invoice'}, ${row.clientName}`;

export const sumOf = (rows: readonly InvoiceRow[], centsOf: (row: InvoiceRow) => number | null): number =>
  homeSumCents(rows, { centsOf, currencyOf });

const currencyOf = (row: InvoiceRow): string => row.currency;

const invoiceAmount = (
  id: string,
  header: string,
  centsOf: (row: InvoiceRow) => number,
  totalOf: (totals: InvoiceTotals) => number,
): Column<InvoiceRow, InvoiceTotals> =>
  amountColumn({ id, header, widthRem: id === 'gst' ? 6.25 : 7.25, isHiddenBesidePane: id !== 'total', centsOf, currencyOf, totalOf, ...(id === 'total' ? { sortKey: id } : {}) });

export const invoiceColumns: readonly Column<InvoiceRow, InvoiceTotals>[] = [
  {
    id: 'number',
    header: 'Number',
    widthRem: 6.5,
    sortKey: 'number',
    cell: (row) => <span>{row.number ?? <span className="muted">none</span>}</span>,
    text: (row) => row.number ?? '',
  },
  {
    id: 'date',
    header: 'Date',
    widthRem: 6.5,
    sortKey: 'date',
    cell: (row) => formatLocalDate(row.date),
    text: (row) => row.date,
  },
  {
    id: 'client',
    header: 'Client',
    widthRem: 10,
    grow: 2,
    sortKey: 'client',
    cell: (row) => <span>{row.clientName}</span>,
    text: (row) => row.clientName,
  },
  {
    id: 'rtoCode',
    header: 'RTO code',
    widthRem: 5.5,
    isHiddenAtFirst: true,
    cell: (row) => row.rtoCode ?? '',
    text: (row) => row.rtoCode ?? '',
  },
  {
    id: 'description',
    header: 'Description',
    widthRem: 6.5,
    grow: 3,
    isHiddenBesidePane: true,
    cell: (row) => <span className="muted">{row.description}</span>,
    text: (row) => row.description,
  },
  invoiceAmount('exGst', 'Ex GST', (row) => row.exGstCents, (totals) => totals.exGstCents),
  invoiceAmount('gst', 'GST', (row) => row.gstCents, (totals) => totals.gstCents),
  invoiceAmount('total', 'Total', (row) => row.totalCents, (totals) => totals.totalCents),
  {
    id: 'currency',
    header: 'Currency',
    widthRem: 5.5,
    isHiddenAtFirst: true,
    cell: (row) => row.currency.toUpperCase(),
    text: (row) => row.currency.toUpperCase(),
  },
  {
    id: 'status',
    header: 'Stripe',
    widthRem: 6.75,
    isHiddenBesidePane: true,
    sortKey: 'status',
    cell: (row) => (
      <>
        <StripeStatusPill status={row.status} />
        {row.refundedCents === 0 ? null : (
          <span
            className="muted"
            role="img"
            aria-label={`${formatAmount(row.refundedCents, row.currency)} refunded`}
            title={`${formatAmount(row.refundedCents, row.currency)} refunded`}
          >
            <RotateCcw size={13} aria-hidden="true" />
          </span>
        )}
      </>
    ),
    text: (row) => stripeStatusWord(row.status).word,
  },
  {
    id: 'qbStatus',
    header: 'QuickBooks',
    widthRem: 9.75,
    sortKey: 'qbStatus',
    cell: (row) => (
      <>
        <QbStatusPill status={row.qbStatus} />
        {row.hasDrift ? <DriftMark /> : null}
      </>
    ),
    text: (row) => `${qbStatusWords[row.qbStatus].word}${row.hasDrift ? ', changed in QuickBooks' : ''}`,
  },
  {
    ...amountColumn({
      id: 'fee',
      header: 'Fee',
      widthRem: 5.75,
      isHiddenBesidePane: true,
      sortKey: 'fee',
      centsOf: (row: InvoiceRow) => row.feeCents,
      currencyOf,
      totalOf: (totals: InvoiceTotals) => totals.feeCents,
    }),
    cell: (row) => (row.feeState === 'pending' ? <span className="muted">pending</span> : <AmountCell cents={row.feeState === 'known' ? row.feeCents : null} currency={row.currency} />),
  },
  amountColumn({ id: 'refunded', header: 'Refunded', widthRem: 6.5, isHiddenAtFirst: true, centsOf: (row) => row.refundedCents, currencyOf }),
  {
    id: 'revenueType',
    header: 'Revenue type',
    widthRem: 9,
    isHiddenAtFirst: true,
    cell: (row) => revenueTypeWords[row.revenueType],
    text: (row) => revenueTypeWords[row.revenueType],
  },
  {
    id: 'qbError',
    header: 'Last failure',
    widthRem: 12,
    grow: 2,
    isHiddenAtFirst: true,
    cell: (row) => <span>{row.qbError === null ? '' : failureWords(row.qbError)}</span>,
    text: (row) => (row.qbError === null ? '' : failureWords(row.qbError)),
  },
];

/** In a narrow window the state in QuickBooks stays in view beside a pane; the date stands in the pane. */
export const narrowInvoiceColumns = invoiceColumns.map((column) => (column.id === 'date' ? { ...column, isHiddenBesidePane: true } : column));
