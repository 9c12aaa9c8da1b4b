// The month's roll-forward: what the MRR opened with, every movement by reason, what it closed with.
import { lazy, type ReactElement } from 'react';
import { movementKinds, type RevenueFigures, type RevenueMonthOutput, type RevenueMovementKind } from '../../../contract/revenue.ts';
import { updateParams } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { cx } from '../../ui/classNames.ts';
import { formatAsOf, formatMonth } from '../../ui/formatDate.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { CountLink, FigureLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { kindWords } from './figureWords.ts';
import { monthBefore } from './monthBefore.ts';
import css from './Revenue.module.css';

const WaterfallChart = lazy(() => import('../../charts/WaterfallChart.tsx'));

interface Row {
  readonly id: string;
  readonly label: string;
  readonly set: string;
  readonly manner: 'total' | 'kind' | 'reason';
  /** Null: not a number of clients. */
  readonly clients: number | null;
  readonly amountCents: number;
}

export function MovementsCard({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const { month } = answer;
  const sums = movementKinds.map((kind) => sumOf(figures, kind)).filter(({ kind, clients }) => kind !== 'correction' || clients > 0);
  const rows = rowsOf(month, figures, sums);
  const openingSet = `payingAt/${monthBefore(month)}`;
  return (
    <FiguresCard
      title={`MRR movements, ${formatMonth(month)}`}
      isWide
      numbers={() => [['Movement', 'Clients', 'MRR AUD'], ...rows.map((row) => [row.manner === 'reason' ? `  ${row.label}` : row.label, row.clients === null ? '' : String(row.clients), plainDecimal(row.amountCents)])]}
      chart={
        <WaterfallChart
          opening={{ amountCents: figures.openingCents, clients: figures.openingClients }}
          closing={{ amountCents: figures.closingCents, clients: figures.closingClients }}
          steps={sums.map(({ kind, amountCents, clients }) => ({ id: kind, label: kindWords[kind], amountCents, clients }))}
          onOpen={(id) => updateParams({ month, set: id === 'opening' ? openingSet : id === 'closing' ? 'payingAt' : `movement/${id}` })}
        />
      }
      note={<Notes answer={answer} figures={figures} />}
    >
      <ReportTable
        caption="MRR movements of the month"
        rows={rows}
        keyOf={(row) => row.id}
        isMarked={({ manner }) => manner === 'total'}
        columns={[
          { id: 'label', header: 'Movement', cell: (row) => <span className={cx(row.manner === 'reason' ? css.reason : css.strong)}>{row.label}</span> },
          { id: 'clients', header: 'Clients', align: 'end', cell: (row) => (row.clients === null ? '' : <CountLink month={month} set={row.set} count={row.clients} />) },
          { id: 'amount', header: 'MRR', unit: 'AUD', align: 'end', cell: (row) => <MoneyLink month={month} set={row.set} cents={row.amountCents} /> },
        ]}
      />
    </FiguresCard>
  );
}

function rowsOf(month: string, figures: RevenueFigures, sums: readonly KindSum[]): readonly Row[] {
  const moved = figures.closingCents - figures.openingCents;
  return [
    { id: 'opening', label: `MRR at the start of ${formatMonth(month)}`, set: `payingAt/${monthBefore(month)}`, manner: 'total', clients: figures.openingClients, amountCents: figures.openingCents },
    ...sums.flatMap(({ kind, amountCents, clients, reasons }): Row[] => [
      { id: kind, label: kindWords[kind], set: `movement/${kind}`, manner: 'kind', clients, amountCents },
      ...reasons.map((row): Row => ({ id: `${kind} ${row.reason}`, label: row.reason ?? '', set: `movement/${kind}/${row.reason}`, manner: 'reason', clients: row.clients, amountCents: row.amountCents })),
    ]),
    { id: 'moved', label: 'Change in the month', set: 'movement', manner: 'kind', clients: null, amountCents: moved },
    { id: 'closing', label: 'MRR at the end', set: 'payingAt', manner: 'total', clients: figures.closingClients, amountCents: figures.closingCents },
  ];
}

function Notes({ answer: { month, rollForward }, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const { today, timeZone } = useStatus();
  return (
    <>
      The chart’s axis does not start at zero.
      {figures.sameMonthChurn === 0 ? null : (
        <>
          {' '}
          Same-month churn: <FigureLink month={month} set="sameMonth">{formatCount(figures.sameMonthChurn)}</FigureLink>, in New and in Churn, but in no rate.
        </>
      )}
      {rollForward === null ? null : rollForward.ok
        ? ` Start and movements give the end to the cent, and the end is what the clients’ subscriptions are worth: checked ${formatAsOf(rollForward.checkedAt, today, timeZone)}.`
        : ' The movements do not add up to the MRR: run Check the books on the Ledger screen.'}
    </>
  );
}

interface KindSum {
  readonly kind: RevenueMovementKind;
  readonly amountCents: number;
  readonly clients: number;
  readonly reasons: RevenueFigures['movements'];
}

function sumOf(figures: RevenueFigures, kind: RevenueMovementKind): KindSum {
  const own = figures.movements.filter((row) => row.kind === kind);
  return {
    kind,
    amountCents: own.reduce((sum, { amountCents }) => sum + amountCents, 0),
    clients: own.reduce((sum, { clients }) => sum + clients, 0),
    reasons: own.filter(({ reason }) => reason !== null),
  };
}
