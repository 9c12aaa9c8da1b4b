// MRR from the start of a month to its end, one bar a movement. The table under it carries the same numbers; a bar opens its clients.
import type { ReactElement } from 'react';
import { Bar, BarChart, CartesianGrid, Cell, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { cx } from '../ui/classNames.ts';
import { countOf, formatAmount, formatMoney } from '../ui/formatMoney.ts';
import css from './ReceivedChart.module.css';

interface Step {
  readonly id: string;
  readonly label: string;
  readonly amountCents: number;
  readonly clients: number;
}

interface Drawn extends Step {
  /** From where to where, in cents. */
  readonly span: [number, number];
  readonly text: string;
  readonly isTotal: boolean;
}

interface WaterfallChartProps {
  readonly opening: { readonly amountCents: number; readonly clients: number };
  readonly closing: { readonly amountCents: number; readonly clients: number };
  readonly steps: readonly Step[];
  /** By the step's id, `opening` or `closing`. */
  readonly onOpen: (id: string) => void;
}

export default function WaterfallChart({ opening, closing, steps, onOpen }: WaterfallChartProps): ReactElement {
  const drawn: Drawn[] = [totalBar('opening', 'Start', opening)];
  let level = opening.amountCents;
  for (const step of steps) {
    const next = level + step.amountCents;
    drawn.push({ ...step, span: [Math.min(level, next), Math.max(level, next)], text: step.amountCents === 0 ? '–' : formatAmount(step.amountCents), isTotal: false });
    level = next;
  }
  drawn.push(totalBar('closing', 'End', closing));
  const ticks = axisOf(drawn);
  const low = ticks[0] ?? 0;
  return (
    <>
      <div className={cx(css.chart)} role="img" aria-label="Waterfall chart: MRR from the start to the end of the month; the table under it has the numbers">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={drawn.map((bar) => ({ ...bar, span: [Math.max(low, bar.span[0]), bar.span[1]] }))} margin={{ top: 20, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false} barCategoryGap="22%">
            <CartesianGrid vertical={false} stroke="var(--line-soft)" />
            <XAxis dataKey="label" tickLine={false} axisLine={false} interval={0} tick={{ fill: 'var(--ink-3)', fontSize: 11 }} />
            <YAxis ticks={[...ticks]} domain={[low, ticks.at(-1) ?? 0]} tickFormatter={thousands} tickLine={false} axisLine={false} width={52} tick={{ fill: 'var(--ink-3)', fontSize: 12 }} />
            <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={({ payload }) => <StepTip step={payload[0]?.payload as Drawn | undefined} />} />
            <Bar dataKey="span" radius={2} isAnimationActive={false} minPointSize={2} onClick={(_: unknown, index: number) => {
              const bar = drawn[index];
              if (bar !== undefined && bar.clients > 0) onOpen(bar.id);
            }}>
              {drawn.map((bar) => (
                <Cell key={bar.id} fill={bar.isTotal ? 'var(--chart-1)' : bar.amountCents > 0 ? 'var(--green)' : 'var(--chart-2)'} cursor={bar.clients === 0 ? 'default' : 'pointer'} />
              ))}
              <LabelList dataKey="text" position="top" fill="var(--ink-2)" fontSize={12} />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
      {low === 0 ? null : <p className={cx(css.axis)}>{`The axis begins at ${thousands(low)}, not at zero.`}</p>}
    </>
  );
}

const totalBar = (id: string, label: string, { amountCents, clients }: { readonly amountCents: number; readonly clients: number }): Drawn => ({ id, label, amountCents, clients, span: [0, amountCents], text: formatAmount(amountCents), isTotal: true });

function StepTip({ step }: { readonly step: Drawn | undefined }): ReactElement | null {
  if (step === undefined) return null;
  return (
    <div className={cx(css.tip)}>
      <p className={cx(css.tipTitle)}>{step.label}</p>
      <p>{`${formatMoney(step.amountCents)}, ${countOf(step.clients, 'client')}`}</p>
    </div>
  );
}

const thousands = (cents: number): string => `${formatAmount(Math.trunc(cents / 100), 'jpy')}`;

/** Movements are small beside the MRR: the axis starts a little below the lowest of them; its ticks are round numbers. */
function axisOf(drawn: readonly Drawn[]): readonly number[] {
  const between = drawn.flatMap(({ span, isTotal }) => (isTotal ? [span[1]] : span));
  const low = Math.min(...between);
  const high = Math.max(...between, 1);
  const spread = Math.max(high - low, Math.trunc(high / 50), 1);
  const step = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 50_000_000].find((one) => one * 4 >= spread) ?? 500_000_000;
  const first = Math.max(0, Math.floor((low - Math.trunc(spread / 2)) / step) * step);
  const count = Math.ceil((high + Math.trunc(spread / 8) - first) / step);
  return Array.from({ length: count + 1 }, (_none, index) => first + index * step);
}
