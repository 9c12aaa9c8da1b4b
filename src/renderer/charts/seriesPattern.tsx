// Fills that tell series apart without colour: each has a pattern of its own on its colour, in the bars and in the legend.
import type { ReactElement } from 'react';
import { cx } from '../ui/classNames.ts';
import css from './ReceivedChart.module.css';

export interface PatternedSeries {
  readonly id: string;
  readonly label: string;
  /** A colour of the design's tokens. */
  readonly color: string;
}

/** In an 8 × 8 tile; the first is plain. */
const marks = ['', 'M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4', 'M2,2 h1.6 v1.6 h-1.6 z M6,6 h1.6 v1.6 h-1.6 z', 'M0,4 h8', 'M4,0 v8', 'M0,0 l8,8 M0,8 l8,-8'] as const;

const idOf = (chartId: string, index: number): string => `${chartId}-${index}`;
export const fillOf = (chartId: string, index: number): string => `url(#${idOf(chartId, index)})`;

/** `chartId`: unlike any other on the page. */
export function SeriesPatterns({ chartId, series }: { readonly chartId: string; readonly series: readonly PatternedSeries[] }): ReactElement {
  return (
    <defs>
      {series.map(({ id, color }, index) => (
        <pattern key={id} id={idOf(chartId, index)} patternUnits="userSpaceOnUse" width={8} height={8}>
          <rect width={8} height={8} fill={color} />
          <path d={marks[index % marks.length] ?? ''} stroke="var(--surface)" strokeWidth={1.4} strokeOpacity={0.75} fill="none" />
        </pattern>
      ))}
    </defs>
  );
}

export function SeriesLegend({ chartId, series }: { readonly chartId: string; readonly series: readonly PatternedSeries[] }): ReactElement {
  return (
    <ul className={cx(css.legendList)}>
      {series.map(({ id, label }, index) => (
        <li key={id}>
          <svg width={12} height={12} aria-hidden="true">
            <rect width={12} height={12} rx={2} fill={fillOf(chartId, index)} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
