// Plan mix: MRR by plan over the months as bars, and as a table whose cells open their clients; the picked month with its clients and shares.
import { lazy, type ReactElement } from 'react';
import type { RevenueMonthOutput, RevenuePlansOutput } from '../../../contract/revenue.ts';
import { hrefOf, updateParams } from '../../app/router.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable, type ReportColumn } from '../../ui/ReportTable.tsx';
import { CountLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatPercent, planWords } from './figureWords.ts';

const StackedMonthsChart = lazy(() => import('../../charts/StackedMonthsChart.tsx'));

const colors = ['var(--chart-1)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)', 'var(--chart-2)'] as const;

type PlanMonth = RevenuePlansOutput['months'][number];
const centsOf = ({ plans }: PlanMonth, plan: string): number => plans.find((one) => one.plan === plan)?.mrrCents ?? 0;
const totalOf = ({ plans }: PlanMonth): number => plans.reduce((sum, { mrrCents }) => sum + mrrCents, 0);

export function PlanMonthsCard({ months }: { readonly months: readonly PlanMonth[] }): ReactElement | null {
  // The order of the newest month, so that a plan keeps its colour; then those that are gone.
  const plans = [...new Set(months.toReversed().flatMap((month) => month.plans.map(({ plan }) => plan)))];
  if (plans.length === 0) return null;
  const planColumn = (plan: string): ReportColumn<PlanMonth> => ({
    id: plan,
    header: planWords(plan),
    unit: 'AUD',
    align: 'end',
    cell: (row) => <MoneyLink month={row.month} set={`plan/${plan}`} cents={centsOf(row, plan)} />,
  });
  return (
    <FiguresCard
      title="MRR by plan"
      isWide
      numbers={() => [['Month', ...plans.map((plan) => `${planWords(plan)} AUD`), 'Total AUD'], ...months.map((row) => [row.month, ...plans.map((plan) => plainDecimal(centsOf(row, plan))), plainDecimal(totalOf(row))])]}
      chart={
        <StackedMonthsChart
          label="Stacked bar chart: MRR by plan at the end of each month"
          months={months.map((row) => ({ month: row.month, cents: Object.fromEntries(plans.map((plan) => [plan, centsOf(row, plan)])) }))}
          series={plans.map((plan, index) => ({ id: plan, label: planWords(plan), color: colors[Math.min(index, colors.length - 1)] ?? colors[0] }))}
          onOpen={(month, plan) => updateParams({ month, set: `plan/${plan}` })}
        />
      }
    >
      <ReportTable
        caption="MRR by plan and month"
        rows={months.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { id: 'month', header: 'Month', cell: ({ month }) => <a href={hrefOf('revenue', { month })}>{formatMonth(month)}</a> },
          ...plans.map(planColumn),
          { id: 'total', header: 'Total', unit: 'AUD', align: 'end', cell: (row) => <MoneyLink month={row.month} set="payingAt" cents={totalOf(row)} /> },
        ]}
      />
    </FiguresCard>
  );
}

export function PlanMixCard({ answer }: { readonly answer: RevenueMonthOutput }): ReactElement {
  const { month } = answer;
  const total = answer.plans.reduce((sum, { mrrCents }) => sum + mrrCents, 0);
  const clients = answer.plans.reduce((sum, plan) => sum + plan.clients, 0);
  const share = (mrrCents: number): string => formatPercent({ percentThousandths: total === 0 ? null : Math.trunc((mrrCents * 100_000) / total) });
  return (
    <FiguresCard
      title={`Plan mix, ${formatMonth(month)}`}
      numbers={() => [['Plan', 'Clients', 'MRR AUD', 'Share'], ...answer.plans.map((plan) => [planWords(plan.plan), String(plan.clients), plainDecimal(plan.mrrCents), share(plan.mrrCents)]), ['Total', String(clients), plainDecimal(total), '']]}
      note="A client is counted under its dearest plan; seats are a line of their own."
    >
      <ReportTable
        caption="Plan mix"
        rows={answer.plans}
        keyOf={({ plan }) => plan}
        hasTotal
        columns={[
          { id: 'plan', header: 'Plan', cell: ({ plan }) => planWords(plan) },
          { id: 'clients', header: 'Clients', align: 'end', cell: ({ plan, clients: count }) => <CountLink month={month} set={`planClients/${plan}`} count={count} />, total: <CountLink month={month} set="payingAt" count={clients} /> },
          { id: 'mrr', header: 'MRR', unit: 'AUD', align: 'end', cell: ({ plan, mrrCents }) => <MoneyLink month={month} set={`plan/${plan}`} cents={mrrCents} />, total: <MoneyLink month={month} set="payingAt" cents={total} /> },
          { id: 'share', header: 'Share', align: 'end', cell: ({ mrrCents }) => <span className="amount">{share(mrrCents)}</span> },
        ]}
      />
    </FiguresCard>
  );
}
