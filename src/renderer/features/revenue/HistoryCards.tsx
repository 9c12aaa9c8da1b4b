// The cards over many months: MRR, its movements by kind, retention.
import { lazy, type ReactElement } from 'react';
import { movementKinds, type RevenueMovementKind, type RevenueRate, type RevenueTrendOutput } from '../../../contract/revenue.ts';
import { hrefOf, updateParams } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import { CountLink, FigureLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatClientRate, formatPercent, formatRateOf, kindWords } from './figureWords.ts';
import css from './Revenue.module.css';

const MrrChart = lazy(() => import('../../charts/MrrChart.tsx'));
const RetentionChart = lazy(() => import('../../charts/RetentionChart.tsx'));
const StackedMonthsChart = lazy(() => import('../../charts/StackedMonthsChart.tsx'));

type MonthRow = RevenueTrendOutput['months'][number]['figures'] & { readonly month: string; readonly movedCents: number };

const rowsOf = (trend: RevenueTrendOutput): MonthRow[] => trend.months.map(({ month, figures }) => ({ month, ...figures, movedCents: figures.closingCents - figures.openingCents }));

/** Opens the month itself. */
const monthColumn: ReportColumn<MonthRow> = { id: 'month', header: 'Month', cell: ({ month }) => <a href={hrefOf('revenue', { month })}>{formatMonth(month)}</a> };
const movedColumn: ReportColumn<MonthRow> = { id: 'moved', header: 'Change', unit: 'AUD', align: 'end', cell: ({ month, movedCents }) => <MoneyLink month={month} set="movement" cents={movedCents} /> };

export function TrendCard({ trend }: { readonly trend: RevenueTrendOutput }): ReactElement {
  const rows = rowsOf(trend);
  return (
    <FiguresCard
      title={`MRR over ${formatCount(rows.length)} months`}
      isWide
      numbers={() => [['Month', 'Clients', 'MRR at the end AUD', 'Change AUD'], ...rows.map((row) => [row.month, String(row.closingClients), plainDecimal(row.closingCents), plainDecimal(row.movedCents)])]}
      chart={<MrrChart months={rows} onOpenMonth={(month) => updateParams({ month, set: 'payingAt' })} />}
    >
      <ReportTable
        caption="MRR by month"
        rows={rows.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          monthColumn,
          { id: 'clients', header: 'Clients', align: 'end', cell: ({ month, closingClients }) => <CountLink month={month} set="payingAt" count={closingClients} /> },
          { id: 'mrr', header: 'MRR at the end', unit: 'AUD', align: 'end', cell: ({ month, closingCents }) => <MoneyLink month={month} set="payingAt" cents={closingCents} /> },
          movedColumn,
        ]}
      />
    </FiguresCard>
  );
}

const kindColors: Readonly<Record<RevenueMovementKind, string>> = {
  new: 'var(--chart-1)', expansion: 'var(--chart-3)', reactivation: 'var(--chart-5)', contraction: 'var(--chart-4)', churn: 'var(--chart-2)', correction: 'var(--ink-3)',
};
const centsOf = ({ movements }: MonthRow, kind: RevenueMovementKind): number => movements.reduce((sum, row) => sum + (row.kind === kind ? row.amountCents : 0), 0);

export function MovementMonthsCard({ trend }: { readonly trend: RevenueTrendOutput }): ReactElement {
  const rows = rowsOf(trend);
  const kinds = movementKinds.filter((kind) => kind !== 'correction' || rows.some((row) => centsOf(row, kind) !== 0));
  return (
    <FiguresCard
      title="Movements by month"
      isWide
      numbers={() => [['Month', ...kinds.map((kind) => `${kindWords[kind]} AUD`), 'Change AUD'], ...rows.map((row) => [row.month, ...kinds.map((kind) => plainDecimal(centsOf(row, kind))), plainDecimal(row.movedCents)])]}
      chart={
        <StackedMonthsChart
          label="Stacked bar chart: gains above and losses below the line, by month"
          months={rows.map((row) => ({ month: row.month, cents: Object.fromEntries(kinds.map((kind) => [kind, centsOf(row, kind)])) }))}
          series={kinds.map((kind) => ({ id: kind, label: kindWords[kind], color: kindColors[kind] }))}
          onOpen={(month, kind) => updateParams({ month, set: `movement/${kind}` })}
        />
      }
    >
      <ReportTable
        caption="Movements by month"
        rows={rows.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          monthColumn,
          ...kinds.map((kind): ReportColumn<MonthRow> => ({ id: kind, header: kindWords[kind], align: 'end', cell: (row) => <MoneyLink month={row.month} set={`movement/${kind}`} cents={centsOf(row, kind)} /> })),
          movedColumn,
        ]}
      />
    </FiguresCard>
  );
}

const rates = [
  { id: 'churn', header: 'Customer churn', set: 'churned', rateOf: ({ customerChurn }: MonthRow) => customerChurn, textOf: ({ customerChurn }: MonthRow) => formatClientRate(customerChurn) },
  { id: 'gross', header: 'Gross MRR churn', set: 'lost/gross', rateOf: ({ grossMrrChurn }: MonthRow) => grossMrrChurn, textOf: (row: MonthRow) => formatRateOf(row.grossMrrChurn, row.openingClients) },
  { id: 'grr', header: 'GRR', set: 'retained/gross', rateOf: ({ grossRetention }: MonthRow) => grossRetention, textOf: (row: MonthRow) => formatRateOf(row.grossRetention, row.openingClients) },
  { id: 'nrr', header: 'NRR', set: 'retained/net', rateOf: ({ netRetention }: MonthRow) => netRetention, textOf: (row: MonthRow) => formatRateOf(row.netRetention, row.openingClients) },
] as const;

/** What a rate of few is made of stands under it, so that the column stays narrow. */
function RateCell({ rate, text, month, set }: { readonly rate: RevenueRate; readonly text: string; readonly month: string; readonly set: string }): ReactElement {
  const [percent = text, fraction] = text.split(' (');
  return (
    <>
      <FigureLink month={month} set={rate.numerator === 0 ? null : set}>{percent}</FigureLink>
      {fraction === undefined ? null : <span className={cx(css.fraction)}>{fraction.replace(')', '')}</span>}
    </>
  );
}

export function RetentionMonthsCard({ trend }: { readonly trend: RevenueTrendOutput }): ReactElement {
  const rows = rowsOf(trend);
  return (
    <FiguresCard
      title="Churn and retention by month"
      isWide
      numbers={() => [['Month', ...rates.map(({ header }) => header)], ...rows.map((row) => [row.month, ...rates.map(({ textOf }) => textOf(row))])]}
      chart={
        <RetentionChart
          months={rows.map(({ month, netRetention, grossRetention }) => ({
            month, net: netRetention.percentThousandths, gross: grossRetention.percentThousandths, netText: formatPercent(netRetention), grossText: formatPercent(grossRetention),
          }))}
          onOpenMonth={(month) => updateParams({ month, set: 'retained/net' })}
        />
      }
      note="The chart’s axis does not start at zero. The open month is so far. With fewer than 20 clients at the start, a rate shows what it is made of."
    >
      <ReportTable
        caption="Churn and retention by month"
        rows={rows.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          monthColumn,
          ...rates.map(({ id, header, set, rateOf, textOf }): ReportColumn<MonthRow> => ({
            id,
            header,
            align: 'end',
            cell: (row) => <RateCell rate={rateOf(row)} text={textOf(row)} month={row.month} set={set} />,
          })),
        ]}
      />
    </FiguresCard>
  );
}
