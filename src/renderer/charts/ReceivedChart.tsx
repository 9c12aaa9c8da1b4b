// Money received by month, refunds below the line. The table beside it carries the same numbers; a bar opens its invoices.
import type { ReactElement } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { OverviewOutput } from '../../contract/status.ts';
import { cx } from '../ui/classNames.ts';
import { formatMonth } from '../ui/formatDate.ts';
import { formatCount, formatMoney } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';
import { roundTicks } from './roundTicks.ts';

type Month = OverviewOutput['revenueByMonth'][number];

/** Axis labels in whole thousands: `20k`. */
const axisLabel = (cents: number): string => (cents === 0 ? '0' : `${formatCount(Math.trunc(cents / 100_000))}k`);

export default function ReceivedChart({
  months,
  onOpenMonth,
}: {
  readonly months: readonly Month[];
  readonly onOpenMonth: (month: string) => void;
}): ReactElement {
  const data = months.map((month) => ({ ...month, belowLineCents: -month.refundedExGstCents }));
  const ticks = roundTicks(Math.max(0, ...months.map((month) => month.receivedExGstCents)));
  const lowestCents = Math.min(0, ...data.map((month) => month.belowLineCents));
  const open = (_: unknown, index: number): void => {
    const month = data[index];
    if (month !== undefined) onOpenMonth(month.month);
  };
  return (
    <div
      className={cx(css.chart)}
      role="img"
      aria-label="Bar chart: received ex GST by month; the table beside it has the numbers"
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={data}
          stackOffset="sign"
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          barCategoryGap="28%"
        >
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <XAxis
            dataKey="month"
            tickFormatter={(month: string) => formatMonth(month).slice(0, 3)}
            tickLine={false}
            axisLine={false}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
            interval={0}
          />
          <YAxis
            ticks={[...ticks]}
            domain={[lowestCents, ticks.at(-1) ?? 0]}
            tickFormatter={axisLabel}
            tickLine={false}
            axisLine={false}
            width={44}
            tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
          />
          <ReferenceLine y={0} stroke="var(--line-control)" />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ payload }) => <MonthTip month={payload[0]?.payload as Month | undefined} />}
          />
          <Bar
            dataKey="receivedExGstCents"
            stackId="month"
            fill="var(--chart-1)"
            radius={[3, 3, 0, 0]}
            isAnimationActive={false}
            onClick={open}
          />
          <Bar
            dataKey="belowLineCents"
            stackId="month"
            fill="var(--chart-2)"
            radius={[0, 0, 3, 3]}
            isAnimationActive={false}
            onClick={open}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function MonthTip({ month }: { readonly month: Month | undefined }): ReactElement | null {
  if (month === undefined) return null;
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{formatMonth(month.month)}</p>
      <p>{`${formatMoney(month.receivedExGstCents)} received, ${formatCount(month.invoiceCount)} invoices`}</p>
      {month.refundedExGstCents === 0 ? null : <p>{`${formatMoney(month.refundedExGstCents)} refunded`}</p>}
    </div>
  );
}
