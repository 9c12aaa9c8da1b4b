// Amounts by month, one part of each bar for each series, losses below the line. The table beside it carries the same numbers; a part opens what it counts.
import { useId, type ReactElement } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { cx } from '../ui/classNames.ts';
import { formatMonth } from '../ui/formatDate.ts';
import { formatAmount, formatMoney } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';
import { roundTicks } from './roundTicks.ts';
import { fillOf, SeriesLegend, SeriesPatterns, type PatternedSeries } from './seriesPattern.tsx';

interface StackedMonth {
  readonly month: string;
  /** By the series' id, in cents; negative ones are drawn below the line. */
  readonly cents: Readonly<Record<string, number>>;
}

interface StackedMonthsChartProps {
  readonly label: string;
  readonly months: readonly StackedMonth[];
  /** From the line outwards. */
  readonly series: readonly PatternedSeries[];
  readonly onOpen: (month: string, seriesId: string) => void;
}

export default function StackedMonthsChart({ label, months, series, onOpen }: StackedMonthsChartProps): ReactElement {
  const chartId = useId().replaceAll(/\W/g, '');
  const ticks = ticksOf(months, series);
  return (
    <div className={cx(css.legended)} role="img" aria-label={`${label}; the table beside it has the numbers`}>
      <div className={cx(css.chart)}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={[...months]} stackOffset="sign" margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false} barCategoryGap="28%">
            <SeriesPatterns chartId={chartId} series={series} />
            <CartesianGrid vertical={false} stroke="var(--line-soft)" />
            <XAxis dataKey="month" tickFormatter={(month: string) => formatMonth(month).slice(0, 3)} tickLine={false} axisLine={false} interval={0} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
            <YAxis ticks={[...ticks]} domain={[ticks[0] ?? 0, ticks.at(-1) ?? 0]} tickFormatter={(cents: number) => formatAmount(Math.trunc(cents / 100), 'jpy')} tickLine={false} axisLine={false} width={52} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
            <ReferenceLine y={0} stroke="var(--line-control)" />
            <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={({ payload }) => <MonthTip month={payload[0]?.payload as StackedMonth | undefined} series={series} />} />
            {series.map(({ id, label: name }, index) => (
              <Bar
                key={id}
                name={name}
                dataKey={(month: StackedMonth) => month.cents[id] ?? 0}
                stackId="month"
                fill={fillOf(chartId, index)}
                stroke="var(--surface)"
                cursor="pointer"
                isAnimationActive={false}
                onClick={(_: unknown, at: number) => {
                  const month = months[at];
                  if (month !== undefined) onOpen(month.month, id);
                }}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <SeriesLegend chartId={chartId} series={series} />
    </div>
  );
}

/** Round numbers from below the lowest bar to above the highest, zero among them. */
function ticksOf(months: readonly StackedMonth[], series: readonly PatternedSeries[]): readonly number[] {
  const sumOf = ({ cents }: StackedMonth, isMeant: (value: number) => boolean): number => series.map(({ id }) => cents[id] ?? 0).filter(isMeant).reduce((sum, value) => sum + value, 0);
  const high = Math.max(0, ...months.map((month) => sumOf(month, (value) => value > 0)));
  const low = Math.min(0, ...months.map((month) => sumOf(month, (value) => value < 0)));
  const step = roundTicks(Math.max(high, Math.abs(low)))[1] ?? 100_000;
  const first = Math.floor(low / step);
  return Array.from({ length: Math.max(1, Math.ceil(high / step)) - first + 1 }, (_none, index) => (first + index) * step);
}

function MonthTip({ month, series }: { readonly month: StackedMonth | undefined; readonly series: readonly PatternedSeries[] }): ReactElement | null {
  if (month === undefined) return null;
  const shown = series.filter(({ id }) => (month.cents[id] ?? 0) !== 0);
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{formatMonth(month.month)}</p>
      {shown.length === 0 ? <p>Nothing</p> : shown.toReversed().map(({ id, label }) => <p key={id}>{`${label} ${formatMoney(month.cents[id] ?? 0)}`}</p>)}
    </div>
  );
}
