// Failed payments by the month of their failure, and what became of them: recovered, still open, lost.
import { lazy, type ReactElement } from 'react';
import type { RevenueRecoveryOutput } from '../../../contract/revenue.ts';
import { updateParams } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import { CountLink, FigureLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatClientRate, formatPercent } from './figureWords.ts';
import css from './Revenue.module.css';

const StackedMonthsChart = lazy(() => import('../../charts/StackedMonthsChart.tsx'));

type Month = RevenueRecoveryOutput['months'][number];

const results = [
  { id: 'recovered', label: 'Recovered', color: 'var(--chart-3)', centsOf: (row: Month) => row.recoveredCents },
  { id: 'open', label: 'Still open', color: 'var(--chart-4)', centsOf: (row: Month) => row.openCents },
  { id: 'lost', label: 'Lost', color: 'var(--chart-2)', centsOf: (row: Month) => row.lostCents },
] as const;

const rateOf = (row: Month): string =>
  formatClientRate({ numerator: row.recoveredCount, denominator: row.failedCount, percentThousandths: row.failedCents === 0 ? null : Math.trunc((row.recoveredCents * 100_000) / row.failedCents) });

const shareOf = (row: Month, cents: number): string => formatPercent({ percentThousandths: row.failedCents === 0 ? null : Math.trunc((cents * 100_000) / row.failedCents) });

export function RecoveryCard({ months, month: shownMonth }: { readonly months: readonly Month[]; readonly month: string }): ReactElement {
  const rows = months.filter(({ failedCount }) => failedCount > 0).toReversed();
  const columns: ReportColumn<Month>[] = [
    { id: 'month', header: 'Failed in', cell: ({ month }) => formatMonth(month) },
    { id: 'count', header: 'Payments', align: 'end', cell: (row) => <CountLink month={shownMonth} set={`failed/${row.month}`} count={row.failedCount} /> },
    { id: 'failed', header: 'Failed', unit: 'AUD', align: 'end', cell: (row) => <MoneyLink month={shownMonth} set={`failed/${row.month}`} cents={row.failedCents} /> },
    ...results.map(({ id, label, centsOf }): ReportColumn<Month> => ({ id, header: label, unit: 'AUD', align: 'end', cell: (row) => <Share row={row} cents={centsOf(row)} set={`failed/${row.month}/${id}`} month={shownMonth} /> })),
    { id: 'rate', header: 'Recovery', align: 'end', cell: (row) => <FigureLink month={shownMonth} set={row.recoveredCount === 0 ? null : `failed/${row.month}/recovered`}>{rateOf(row)}</FigureLink> },
  ];
  return (
    <FiguresCard
      title="Failed payments and what became of them"
      isWide
      numbers={() => [['Failed in', 'Payments', 'Failed AUD', 'Recovered AUD', 'Still open AUD', 'Lost AUD', 'Recovered', 'Still open', 'Lost'], ...rows.map((row) => [row.month, String(row.failedCount), plainDecimal(row.failedCents), plainDecimal(row.recoveredCents), plainDecimal(row.openCents), plainDecimal(row.lostCents), rateOf(row), shareOf(row, row.openCents), shareOf(row, row.lostCents)])]}
      note="By the month in which the payment failed; the rate is by amount, the fraction by payments."
      chart={
        rows.length === 0 ? undefined : (
          <StackedMonthsChart
            label="Stacked bar chart: failed payments by month of failure, recovered, still open and lost"
            months={months.map((row) => ({ month: row.month, cents: Object.fromEntries(results.map(({ id, centsOf }) => [id, centsOf(row)])) }))}
            series={results}
            onOpen={(month, id) => updateParams({ set: `failed/${month}/${id}` })}
          />
        )
      }
    >
      {rows.length === 0 ? <p className={cx(css.note)}>No payment failed in these months.</p> : <ReportTable caption="Failed payments by month of failure" rows={rows} keyOf={({ month }) => month} columns={columns} />}
    </FiguresCard>
  );
}

/** The amount, and its share of what failed. */
function Share({ row, cents, set, month }: { readonly row: Month; readonly cents: number; readonly set: string; readonly month: string }): ReactElement {
  return (
    <>
      <MoneyLink month={month} set={set} cents={cents} />
      {cents === 0 ? null : <span className={cx(css.fraction)}>{shareOf(row, cents)}</span>}
    </>
  );
}
