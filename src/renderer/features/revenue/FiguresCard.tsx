// A card of figures: its chart, the table of the same numbers under it, the policy they follow, and "copy numbers".
import { Suspense, type ReactElement, type ReactNode } from 'react';
import { metricsPolicy } from '../../../contract/revenue.ts';
import { ErrorBoundary } from '../../app/ErrorBoundary.tsx';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { cx } from '../../ui/classNames.ts';
import { Card } from '../../ui/Screen.tsx';
import css from './Revenue.module.css';

export interface FiguresCardProps {
  readonly title: string;
  /** Header row first; amounts as plain decimals. */
  readonly numbers: () => readonly (readonly string[])[];
  readonly chart?: ReactNode;
  readonly note?: ReactNode;
  /** The whole width of the page is its own: the table stands beside the chart where there is room. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function FiguresCard({ title, numbers, chart, note, isWide = false, children }: FiguresCardProps): ReactElement {
  return (
    <Card
      title={title}
      isFlush
      acts={<NumbersTools title={title} numbers={numbers} policy={metricsPolicy} filter="" />}
    >
      <div className={cx(chart !== undefined && isWide && css.beside)}>
        {chart === undefined ? null : (
          <div className={cx(css.chartBox)}>
            <ErrorBoundary>
              <Suspense fallback={null}>{chart}</Suspense>
            </ErrorBoundary>
          </div>
        )}
        <div className={cx(css.tableBox)} tabIndex={0} role="group" aria-label={`${title}, table`}>
          {children}
        </div>
      </div>
      <p className={cx(css.note)}>
        {note === undefined ? null : <>{note} </>}
        {`Amounts in AUD, ex GST. ${metricsPolicy}.`}
      </p>
    </Card>
  );
}
