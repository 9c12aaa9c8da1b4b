// Gross and net retention by month. The table beside it carries the same numbers; a point opens its month.
import type { ReactElement } from 'react';
import { CartesianGrid, Legend, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { cx } from '../ui/classNames.ts';
import { formatMonth } from '../ui/formatDate.ts';
import { formatCount } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';

interface RetentionMonth {
  readonly month: string;
  /** Thousandths of a per cent; null: there was nobody to keep. */
  readonly net: number | null;
  readonly gross: number | null;
  /** As they are spelled. */
  readonly netText: string;
  readonly grossText: string;
}

const whole = 100_000;
const lines = [
  { id: 'net', label: 'Net retention (NRR)', color: 'var(--chart-1)', dash: undefined },
  { id: 'gross', label: 'Gross retention (GRR)', color: 'var(--chart-3)', dash: '5 3' },
] as const;

export default function RetentionChart({ months, onOpenMonth }: { readonly months: readonly RetentionMonth[]; readonly onOpenMonth: (month: string) => void }): ReactElement {
  const ticks = ticksOf(months.flatMap(({ net, gross }) => [net, gross]).filter((value) => value !== null));
  return (
    <div className={cx(css.chart)} role="img" aria-label="Line chart: net and gross retention by month; the table beside it has the numbers">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...months]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <ReferenceLine y={whole} stroke="var(--line-control)" />
          <XAxis dataKey="month" tickFormatter={(month: string) => formatMonth(month).slice(0, 3)} tickLine={false} axisLine={false} interval={0} padding={{ left: 16, right: 8 }} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <YAxis ticks={[...ticks]} domain={[ticks[0] ?? 0, ticks.at(-1) ?? whole]} tickFormatter={(value: number) => `${formatCount(Math.trunc(value / 1000))} %`} tickLine={false} axisLine={false} width={52} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
          <Legend iconType="plainline" itemSorter={null} wrapperStyle={{ fontSize: 12, paddingTop: 6 }} formatter={(name: string) => <span className={cx(css.legend)}>{name}</span>} />
          <Tooltip cursor={{ stroke: 'var(--line-control)' }} isAnimationActive={false} content={({ payload }) => <MonthTip month={payload[0]?.payload as RetentionMonth | undefined} />} />
          {lines.map(({ id, label, color, dash }) => (
            <Line
              key={id}
              name={label}
              dataKey={id}
              stroke={color}
              strokeWidth={2}
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
              isAnimationActive={false}
              activeDot={false}
              dot={({ cx: x, cy: y, index }: { cx?: number; cy?: number; index?: number }) => (
                <circle
                  key={index}
                  cx={x}
                  cy={y}
                  r={y === undefined || y === null ? 0 : 4}
                  fill={color}
                  stroke="var(--surface)"
                  cursor="pointer"
                  onClick={() => {
                    const month = months[index ?? -1];
                    if (month !== undefined) onOpenMonth(month.month);
                  }}
                />
              )}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function MonthTip({ month }: { readonly month: RetentionMonth | undefined }): ReactElement | null {
  if (month === undefined) return null;
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{formatMonth(month.month)}</p>
      <p>{`NRR ${month.netText}`}</p>
      <p>{`GRR ${month.grossText}`}</p>
    </div>
  );
}

/** Whole fives or tens of per cent around what is drawn, 100 % among them. */
function ticksOf(values: readonly number[]): readonly number[] {
  const low = Math.min(whole, ...values);
  const high = Math.max(whole, ...values);
  const step = [1_000, 2_000, 5_000, 10_000, 20_000].find((one) => one * 5 >= high - low) ?? 50_000;
  const first = Math.max(0, Math.floor(low / step) * step);
  return Array.from({ length: Math.ceil((high - first) / step) + 1 }, (_none, index) => first + index * step);
}
