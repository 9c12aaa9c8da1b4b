// Failed payments by the month of their failure, and what became of them: recovered, still open, lost.
import { lazy, type ReactElement } from 'react';
import type { RevenueRecoveryOutput } from '../../../contract/revenue.ts';
import { hrefOf, updateParams } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatClientRate } from './figureWords.ts';
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

const amount = (row: Month, cents: number, set: string): ReactElement =>
  cents === 0 ? <Money cents={0} manner="report" /> : <a href={hrefOf('revenue', { month: row.month, set })}><Money cents={cents} manner="report" /></a>;

export function RecoveryCard({ months }: { readonly months: readonly Month[] }): ReactElement {
  const rows = months.filter(({ failedCount }) => failedCount > 0).toReversed();
  const columns: ReportColumn<Month>[] = [
    { id: 'month', header: 'Failed in', cell: ({ month }) => formatMonth(month) },
    { id: 'count', header: 'Payments', align: 'end', cell: ({ failedCount }) => formatCount(failedCount) },
    { id: 'failed', header: 'Failed', unit: 'AUD', align: 'end', cell: (row) => amount(row, row.failedCents, `failed/${row.month}`) },
    ...results.map(({ id, label, centsOf }): ReportColumn<Month> => ({ id, header: label, unit: 'AUD', align: 'end', cell: (row) => amount(row, centsOf(row), `failed/${row.month}/${id}`) })),
    { id: 'rate', header: 'Recovery', align: 'end', cell: (row) => <span className="amount">{rateOf(row)}</span> },
  ];
  return (
    <FiguresCard
      title="Failed payments and what became of them"
      isWide
      numbers={() => [['Failed in', 'Payments', 'Failed AUD', 'Recovered AUD', 'Still open AUD', 'Lost AUD', 'Recovery'], ...rows.map((row) => [row.month, String(row.failedCount), plainDecimal(row.failedCents), plainDecimal(row.recoveredCents), plainDecimal(row.openCents), plainDecimal(row.lostCents), rateOf(row)])]}
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
