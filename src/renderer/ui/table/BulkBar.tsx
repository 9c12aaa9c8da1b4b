// What can be done with the selected rows: how many and how much, clear, and the acts.
import type { ReactElement, ReactNode } from 'react';
import { Button } from '../Button.tsx';
import { cx } from '../classNames.ts';
import { formatCount } from '../formatMoney.ts';
import css from './BulkBar.module.css';

export interface BulkBarProps {
  readonly label: string;
  readonly selectedCount: number;
  readonly sumText: string;
  readonly matchingCount: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  /** Above the bar: what was refused. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

export function BulkBar(props: BulkBarProps): ReactElement {
  return (
    <div className={cx(css.bulk)} role="region" aria-label={props.label}>
      {props.notice === undefined || props.notice === null ? null : (
        <div className={cx(css.notice)}>{props.notice}</div>
      )}
      <span>
        <strong>{`${formatCount(props.selectedCount)} selected`}</strong>
        {` · ${props.sumText}`}
      </span>
      <Button size="s" variant="quiet" onPress={props.onClear}>
        Clear selection
      </Button>
      {props.selectedCount < props.matchingCount ? (
        <Button size="s" variant="quiet" onPress={props.onSelectAll}>
          {`Select all ${formatCount(props.matchingCount)}`}
        </Button>
      ) : null}
      <span className={cx(css.spacer)} />
      {props.children}
    </div>
  );
}
