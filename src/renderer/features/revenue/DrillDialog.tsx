// The rows behind a bar or cell, and their sum: the figure that was opened.
import type { ReactElement } from 'react';
import type { RevenueMovementsOutput, RevenueSet, RevenueSetRow } from '../../../contract/revenue.ts';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { hrefOf } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatLocalDate } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import { afterWords, amountWords, nounOf, titleOfSet } from './drillSets.ts';
import { kindWords } from './figureWords.ts';
import css from './Revenue.module.css';

/** A column of the report with its text in exports and copied numbers. */
interface DrillColumn extends ReportColumn<RevenueSetRow> {
  readonly text: (row: RevenueSetRow) => string;
}

export function DrillDialog({ set, onClose }: { readonly set: RevenueSet; readonly onClose: () => void }): ReactElement {
  const opened = useQueryOperation('revenue.movements', { set });
  const { data } = opened;
  return (
    <Dialog isOpen isWide onClose={onClose} title={titleOfSet(set)}>
      {opened.isError ? <ErrorNote error={toOperationError(opened.error)} onRetry={() => void opened.refetch()} /> : null}
      {data === undefined ? opened.isError ? null : <p className="muted">Looking for the rows…</p> : <Rows set={set} found={data} />}
    </Dialog>
  );
}

function Rows({ set, found }: { readonly set: RevenueSet; readonly found: RevenueMovementsOutput }): ReactElement {
  const columns = columnsOf(set, found);
  const title = titleOfSet(set);
  const numbers = (): string[][] => [
    columns.map(({ header, unit }) => (unit === undefined ? header : `${header} ${unit}`)),
    ...found.rows.map((row) => columns.map(({ text }) => text(row))),
    columns.map(({ id }, index) => (index === 0 ? 'Total' : id === 'amount' ? plainDecimal(found.sumCents) : '')),
  ];
  return (
    <>
      <p>{sentenceOf(set, found)}</p>
      {found.rows.length === 0 ? null : (
        <div className={cx(css.drill)} tabIndex={0} role="group" aria-label="Rows">
          <ReportTable caption={title} rows={found.rows} keyOf={(row) => `${row.orgId} ${row.localDate ?? ''} ${row.kind ?? ''} ${row.invoiceId ?? ''}`} hasTotal columns={columns} />
        </div>
      )}
      <div className={cx(css.drillFoot)}>
        <p className="muted">{found.policy}</p>
        <NumbersTools title={title} numbers={numbers} policy={found.policy} filter="" />
      </div>
    </>
  );
}

function sentenceOf(set: RevenueSet, { count, clients, sumCents, rows }: RevenueMovementsOutput): string {
  const noun = nounOf(set);
  const ofClients = noun === 'client' || clients === count ? '' : ` of ${countOf(clients, 'client')}`;
  const shown = rows.length < count ? ` The largest ${formatCount(rows.length)} are shown.` : '';
  return count === 0 ? 'Nothing is counted here.' : `${countOf(count, noun)}${ofClients}, together ${formatMoney(sumCents)} ex GST.${shown}`;
}

function columnsOf(set: RevenueSet, found: RevenueMovementsOutput): readonly DrillColumn[] {
  const { rows, count, sumCents } = found;
  const after = afterWords(set);
  const has = (valueOf: (row: RevenueSetRow) => unknown): boolean => rows.some((row) => valueOf(row) !== null);
  const columns: (DrillColumn | null)[] = [
    { id: 'client', header: 'Client', isWrapping: true, cell: (row) => <a href={hrefOf('clients', { open: row.orgId })}>{row.clientName}</a>, text: ({ clientName }) => clientName, total: countOf(count, 'row') },
    has(({ invoiceId }) => invoiceId) ? { id: 'invoice', header: 'Invoice', cell: invoiceLink, text: ({ invoiceNumber }) => invoiceNumber ?? '' } : null,
    has(({ localDate }) => localDate) ? { id: 'date', header: 'Date', cell: ({ localDate }) => (localDate === null ? '' : formatLocalDate(localDate)), text: ({ localDate }) => localDate ?? '' } : null,
    has(({ kind, reason }) => kind ?? reason) ? { id: 'what', header: has(({ kind }) => kind) ? 'Movement' : 'Result', cell: wordsOf, text: wordsOf } : null,
    { id: 'amount', header: amountWords(set), unit: 'AUD', align: 'end', cell: ({ amountCents }) => <Money cents={amountCents} manner="report" />, text: ({ amountCents }) => plainDecimal(amountCents), total: <Money cents={sumCents} manner="report" /> },
    after === null ? null : { id: 'after', header: after, unit: 'AUD', align: 'end', cell: ({ afterCents }) => <Money cents={afterCents ?? 0} manner="report" />, text: ({ afterCents }) => plainDecimal(afterCents ?? 0) },
  ];
  return columns.filter((column) => column !== null);
}

const invoiceLink = ({ invoiceId, invoiceNumber }: RevenueSetRow): ReactElement | string =>
  invoiceId === null ? '' : <a href={hrefOf('invoices', { open: invoiceId })}>{invoiceNumber ?? 'Open'}</a>;

const resultWords: Readonly<Record<string, string>> = { recovered: 'Recovered', open: 'Still open', lost: 'Lost' };

function wordsOf({ kind, reason }: RevenueSetRow): string {
  if (kind === null) return reason === null ? '' : (resultWords[reason] ?? reason);
  const word = kind in kindWords ? kindWords[kind as keyof typeof kindWords] : kind;
  return reason === null ? word : `${word}, ${reason}`;
}
