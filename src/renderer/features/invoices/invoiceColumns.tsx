// The invoice table's columns: number, date, client, description, amounts, states, fee.
import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { InvoiceRow, InvoiceTotals } from '../../../contract/invoices.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { formatAmount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { failureWords } from './failureWords.ts';
import { DriftMark } from './DriftMark.tsx';
import { QbStatusPill, StripeStatusPill } from './StatusPills.tsx';
import { qbStatusWords, revenueTypeWords, stripeStatusWord } from './statusWords.ts';

export const invoiceName = (row: InvoiceRow): string => `${row.number ?? 'unnumbered invoice'}, ${row.clientName}`;

export const sumOf = (rows: readonly InvoiceRow[], amountOf: (row: InvoiceRow) => number | null): number =>
  rows.reduce((sum, row) => (row.currency === 'aud' ? sum + (amountOf(row) ?? 0) : sum), 0);

/** Home-currency amounts stand bare under the header's "AUD"; any other names its currency in the cell. */
const amount = (row: InvoiceRow, cents: number): ReactNode =>
  row.currency === 'aud' ? <Money cents={cents} /> : <span className="amount">{formatMoney(cents, row.currency)}</span>;

/** In exports a bare number is AUD, as the heading says; any other currency makes the cell a text that no sum takes in. */
const exportAmount = (row: InvoiceRow, cents: number): string =>
  row.currency === 'aud' ? plainDecimal(cents) : `${row.currency.toUpperCase()} ${plainDecimal(cents, row.currency)}`;

function feeCell(row: InvoiceRow): ReactNode {
  if (row.feeState === 'known' && row.feeCents !== null) return amount(row, row.feeCents);
  return <span className="muted">{row.feeState === 'pending' ? 'pending' : '–'}</span>;
}

const amountColumn = (
  id: string,
  header: string,
  amountOf: (row: InvoiceRow) => number,
  totalOf: (totals: InvoiceTotals) => number,
  sortKey?: string,
): Column<InvoiceRow, InvoiceTotals> => ({
  id,
  header,
  unit: 'AUD',
  align: 'end',
  widthRem: id === 'gst' ? 6.25 : 7.25,
  isHiddenBesidePane: id !== 'total',
  ...(sortKey === undefined ? {} : { sortKey }),
  cell: (row) => amount(row, amountOf(row)),
  text: (row) => exportAmount(row, amountOf(row)),
  total: (totals) => <Money cents={totalOf(totals)} />,
  selectionTotal: (rows) => <Money cents={sumOf(rows, amountOf)} />,
});

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
  amountColumn(
    'exGst',
    'Ex GST',
    (row) => row.exGstCents,
    (totals) => totals.exGstCents,
  ),
  amountColumn(
    'gst',
    'GST',
    (row) => row.gstCents,
    (totals) => totals.gstCents,
  ),
  amountColumn(
    'total',
    'Total',
    (row) => row.totalCents,
    (totals) => totals.totalCents,
    'total',
  ),
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
    id: 'fee',
    header: 'Fee',
    unit: 'AUD',
    align: 'end',
    widthRem: 5.75,
    isHiddenBesidePane: true,
    sortKey: 'fee',
    cell: feeCell,
    text: (row) => (row.feeCents === null ? '' : exportAmount(row, row.feeCents)),
    total: (totals) => <Money cents={totals.feeCents} />,
    selectionTotal: (rows) => <Money cents={sumOf(rows, (row) => row.feeCents)} />,
  },
  {
    id: 'refunded',
    header: 'Refunded',
    unit: 'AUD',
    align: 'end',
    widthRem: 6.5,
    isHiddenAtFirst: true,
    cell: (row) => amount(row, row.refundedCents),
    text: (row) => exportAmount(row, row.refundedCents),
  },
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
