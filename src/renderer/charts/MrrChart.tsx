// MRR at the end of each month. The table beside it carries the same numbers; a bar opens its month.
import type { ReactElement } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { cx } from '../ui/classNames.ts';
import { formatMonth } from '../ui/formatDate.ts';
import { countOf, formatAmount, formatMoney } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';
import { roundTicks } from './roundTicks.ts';

interface MonthEnd {
  readonly month: string;
  readonly closingCents: number;
  readonly closingClients: number;
  readonly movedCents: number;
}

export default function MrrChart({ months, onOpenMonth }: { readonly months: readonly MonthEnd[]; readonly onOpenMonth: (month: string) => void }): ReactElement {
  const ticks = roundTicks(Math.max(0, ...months.map(({ closingCents }) => closingCents)));
  return (
    <div className={cx(css.chart)} role="img" aria-label="Bar chart: MRR at the end of each month; the table beside it has the numbers">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...months]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false} barCategoryGap="28%">
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <XAxis dataKey="month" tickFormatter={(month: string) => formatMonth(month).slice(0, 3)} tickLine={false} axisLine={false} interval={0} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <YAxis ticks={[...ticks]} domain={[0, ticks.at(-1) ?? 0]} tickFormatter={(cents: number) => formatAmount(Math.trunc(cents / 100), 'jpy')} tickLine={false} axisLine={false} width={52} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={({ payload }) => <MonthTip month={payload[0]?.payload as MonthEnd | undefined} />} />
          <Bar
            dataKey="closingCents"
            fill="var(--chart-1)"
            radius={[3, 3, 0, 0]}
            cursor="pointer"
            isAnimationActive={false}
            onClick={(_: unknown, index: number) => {
              const month = months[index];
              if (month !== undefined) onOpenMonth(month.month);
            }}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

function MonthTip({ month }: { readonly month: MonthEnd | undefined }): ReactElement | null {
  if (month === undefined) return null;
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{formatMonth(month.month)}</p>
      <p>{`${formatMoney(month.closingCents)} of ${countOf(month.closingClients, 'client')}`}</p>
      <p>{`${month.movedCents > 0 ? '+' : ''}${formatMoney(month.movedCents)} in the month`}</p>
    </div>
  );
}
