// The columns of the queue of refunds, fees and payouts.
import type { ReactElement } from 'react';
import type { DocumentKind, DocumentRow, DocumentStatus } from '../../../contract/documents.ts';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { Pill } from '../../ui/Pill.tsx';
import { amountColumn } from '../../ui/table/amountColumn.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DriftMark } from '../invoices/DriftMark.tsx';
import { failureWords } from '../invoices/failureWords.ts';
import { documentKindWords, documentStatusWords } from './documentWords.ts';

export interface DocumentTotals {
  readonly count: number;
  readonly exGstCents: number;
  readonly gstCents: number;
  readonly totalCents: number;
}

export function DocumentKindPill({ kind }: { readonly kind: DocumentKind }): ReactElement {
  const { word, icon } = documentKindWords[kind];
  return <Pill icon={icon}>{word}</Pill>;
}

export function DocumentStatusPill({ status }: { readonly status: DocumentStatus }): ReactElement {
  const { word, icon, tone } = documentStatusWords[status];
  return (
    <Pill icon={icon} tone={tone}>
      {word}
    </Pill>
  );
}

function DocumentState({ row }: { readonly row: DocumentRow }): ReactElement {
  return (
    <>
      <DocumentStatusPill status={row.status} />
      {row.hasDrift ? <DriftMark /> : null}
    </>
  );
}

const reasonOf = (row: DocumentRow): string => row.statusReason ?? (row.error === null ? '' : failureWords(row.error));

const documentAmount = (
  id: string,
  header: string,
  centsOf: (row: DocumentRow) => number,
  totalOf: (totals: DocumentTotals) => number,
): Column<DocumentRow, DocumentTotals> =>
  amountColumn({
    id,
    header,
    widthRem: id === 'gst' ? 6 : 7,
    ...(id === 'total' ? { sortKey: id } : { isHiddenBesidePane: true, isHiddenAtFirst: id === 'exGst' }),
    centsOf,
    currencyOf: (row) => row.currency,
    totalOf,
  });

export const documentColumns: readonly Column<DocumentRow, DocumentTotals>[] = [
  { id: 'date', header: 'Date', widthRem: 6.75, sortKey: 'date', cell: (row) => formatLocalDate(row.date), text: (row) => row.date },
  { id: 'kind', header: 'Kind', widthRem: 8.5, sortKey: 'kind', isHiddenBesidePane: true, cell: (row) => <DocumentKindPill kind={row.kind} />, text: (row) => documentKindWords[row.kind].word },
  { id: 'number', header: 'Number', widthRem: 11, sortKey: 'number', cell: (row) => row.number, text: (row) => row.number },
  { id: 'description', header: 'Description', widthRem: 14, grow: 2, isHiddenBesidePane: true, cell: (row) => row.description, text: (row) => row.description },
  { id: 'client', header: 'Client', widthRem: 10, grow: 1, sortKey: 'client', isHiddenAtFirst: true, cell: (row) => row.clientName ?? '', text: (row) => row.clientName ?? '' },
  documentAmount('exGst', 'Ex GST', (row) => row.exGstCents, (totals) => totals.exGstCents),
  documentAmount('gst', 'GST', (row) => row.gstCents, (totals) => totals.gstCents),
  documentAmount('total', 'Total', (row) => row.totalCents, (totals) => totals.totalCents),
  { id: 'status', header: 'State', widthRem: 8.5, sortKey: 'status', cell: (row) => <DocumentState row={row} />, text: (row) => `${documentStatusWords[row.status].word}${row.hasDrift ? ', changed in QuickBooks' : ''}` },
  { id: 'reason', header: 'Reason', widthRem: 12, grow: 1, isHiddenAtFirst: true, cell: reasonOf, text: reasonOf },
];
