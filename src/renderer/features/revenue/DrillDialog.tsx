// The clients behind a bar or cell, and their sum: the figure that was opened.
import type { ReactElement } from 'react';
import type { RevenueSet } from '../../../contract/revenue.ts';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { hrefOf } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { countOf, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import type { RevenueSetRow } from '../../../contract/revenue.ts';
import { titleOfSet } from './drillSets.ts';
import { kindWords } from './figureWords.ts';
import css from './Revenue.module.css';

export function DrillDialog({ set, onClose }: { readonly set: RevenueSet; readonly onClose: () => void }): ReactElement {
  const opened = useQueryOperation('revenue.movements', { set });
  const { data } = opened;
  const isMovement = set.of === 'movement';
  const columns: ReportColumn<RevenueSetRow>[] = [
    { id: 'client', header: 'Client', isWrapping: true, cell: (row) => <a href={hrefOf('invoices', { search: row.clientName })}>{row.clientName}</a>, total: data === undefined ? '' : countOf(data.count, 'row') },
    ...(isMovement
      ? [
          { id: 'date', header: 'Date', cell: (row: RevenueSetRow) => (row.localDate === null ? '' : formatLocalDate(row.localDate)) },
          { id: 'what', header: 'Movement', cell: (row: RevenueSetRow) => wordsOf(row) },
        ]
      : []),
    { id: 'amount', header: set.of === 'failed' || set.of === 'usage' ? 'Amount' : 'MRR', unit: 'AUD', align: 'end' as const, cell: (row) => <Money cents={row.amountCents} manner="report" />, total: <Money cents={data?.sumCents ?? 0} manner="report" /> },
    ...(isMovement ? [{ id: 'after', header: 'MRR afterwards', unit: 'AUD', align: 'end' as const, cell: (row: RevenueSetRow) => <Money cents={row.afterCents ?? 0} manner="report" /> }] : []),
  ];
  return (
    <Dialog isOpen isWide onClose={onClose} title={titleOfSet(set)}>
      {opened.isError ? <ErrorNote error={toOperationError(opened.error)} onRetry={() => void opened.refetch()} /> : null}
      {data === undefined ? null : (
        <>
          <p>{`${countOf(data.count, isMovement ? 'movement' : set.of === 'failed' ? 'payment' : 'client')}, together ${formatMoney(data.sumCents)} ex GST.${data.rows.length < data.count ? ` The largest ${data.rows.length} are shown.` : ''}`}</p>
          <div className={cx(css.drill)} tabIndex={0} role="group" aria-label="Clients">
            <ReportTable caption={titleOfSet(set)} rows={data.rows} keyOf={(row) => `${row.orgId} ${row.localDate ?? ''} ${row.kind ?? ''}`} hasTotal columns={columns} />
          </div>
          <div className={cx(css.drillFoot)}>
            <p className="muted">{data.policy}</p>
            <NumbersTools title={titleOfSet(set)} numbers={() => numbersOf(data.rows, isMovement)} policy={data.policy} />
          </div>
        </>
      )}
    </Dialog>
  );
}

const numbersOf = (rows: readonly RevenueSetRow[], isMovement: boolean): string[][] => [
  ['Client', ...(isMovement ? ['Date', 'Movement'] : []), 'MRR AUD', ...(isMovement ? ['MRR afterwards AUD'] : [])],
  ...rows.map((row) => [
    row.clientName,
    ...(isMovement ? [row.localDate ?? '', wordsOf(row)] : []),
    plainDecimal(row.amountCents),
    ...(isMovement ? [plainDecimal(row.afterCents ?? 0)] : []),
  ]),
];

function wordsOf({ kind, reason }: RevenueSetRow): string {
  const word = kind !== null && kind in kindWords ? kindWords[kind as keyof typeof kindWords] : (kind ?? '');
  return reason === null ? word : `${word}, ${reason}`;
}
