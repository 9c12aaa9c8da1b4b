// Amounts by month, one part of each bar for each series. The table beside it carries the same numbers; a part opens what it counts.
import type { ReactElement } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { cx } from '../ui/classNames.ts';
import { formatMonth } from '../ui/formatDate.ts';
import { formatAmount, formatMoney } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';
import { roundTicks } from './roundTicks.ts';

export interface StackedSeries {
  readonly id: string;
  readonly label: string;
  /** A colour of the design's tokens. */
  readonly color: string;
}

interface StackedMonth {
  readonly month: string;
  /** By the series' id, in cents; not negative. */
  readonly cents: Readonly<Record<string, number>>;
}

interface StackedMonthsChartProps {
  readonly label: string;
  readonly months: readonly StackedMonth[];
  /** From the bottom up. */
  readonly series: readonly StackedSeries[];
  readonly onOpen: (month: string, seriesId: string) => void;
}

export default function StackedMonthsChart({ label, months, series, onOpen }: StackedMonthsChartProps): ReactElement {
  const sumOf = ({ cents }: StackedMonth): number => series.reduce((sum, { id }) => sum + (cents[id] ?? 0), 0);
  const ticks = roundTicks(Math.max(0, ...months.map(sumOf)));
  return (
    <div className={cx(css.chart)} role="img" aria-label={`${label}; the table beside it has the numbers`}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...months]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false} barCategoryGap="28%">
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <XAxis dataKey="month" tickFormatter={(month: string) => formatMonth(month).slice(0, 3)} tickLine={false} axisLine={false} interval={0} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <YAxis ticks={[...ticks]} domain={[0, ticks.at(-1) ?? 0]} tickFormatter={(cents: number) => formatAmount(Math.trunc(cents / 100), 'jpy')} tickLine={false} axisLine={false} width={52} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <Legend iconType="square" iconSize={10} itemSorter={null} wrapperStyle={{ fontSize: 12, paddingTop: 6 }} formatter={(name: string) => <span className={cx(css.legend)}>{name}</span>} />
          <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={({ payload }) => <MonthTip month={payload[0]?.payload as StackedMonth | undefined} series={series} />} />
          {series.map(({ id, label: name, color }) => (
            <Bar
              key={id}
              name={name}
              dataKey={(month: StackedMonth) => month.cents[id] ?? 0}
              stackId="month"
              fill={color}
              stroke="var(--surface)"
              cursor="pointer"
              isAnimationActive={false}
              onClick={(_: unknown, index: number) => {
                const month = months[index];
                if (month !== undefined) onOpen(month.month, id);
              }}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function MonthTip({ month, series }: { readonly month: StackedMonth | undefined; readonly series: readonly StackedSeries[] }): ReactElement | null {
  if (month === undefined) return null;
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{formatMonth(month.month)}</p>
      {series.toReversed().map(({ id, label }) => (
        <p key={id}>{`${label} ${formatMoney(month.cents[id] ?? 0)}`}</p>
      ))}
    </div>
  );
}
