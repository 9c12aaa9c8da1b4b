// What can be done with the selected rows: how many and how much, clear, and the acts.
import type { ReactElement, ReactNode } from 'react';
import { Button } from '../Button.tsx';
import { cx } from '../classNames.ts';
import { formatCount } from '../formatMoney.ts';
import css from './BulkBar.module.css';
import { MAX_SELECTED } from './selection.ts';

export interface BulkBarProps {
  readonly label: string;
  readonly selectedCount: number;
  readonly sumText?: string | undefined;
  /** Rows of the filtered set; undefined: not counted. */
  readonly matchingCount: number | undefined;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  /** Above the bar: what was refused. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

function selectAllLabel(matchingCount: number | undefined): string {
  if (matchingCount === undefined) return 'Select all that match';
  return matchingCount > MAX_SELECTED ? `Select the first ${formatCount(MAX_SELECTED)}` : `Select all ${formatCount(matchingCount)}`;
}

export function BulkBar(props: BulkBarProps): ReactElement {
  const { selectedCount, matchingCount } = props;
  return (
    <div className={cx(css.bulk)} role="region" aria-label={props.label}>
      {props.notice === undefined || props.notice === null ? null : (
        <div className={cx(css.notice)}>{props.notice}</div>
      )}
      <span>
        <strong>{`${formatCount(selectedCount)} selected`}</strong>
        {props.sumText === undefined ? null : ` · ${props.sumText}`}
      </span>
      <Button size="s" variant="quiet" onPress={props.onClear}>
        Clear selection
      </Button>
      {selectedCount < Math.min(MAX_SELECTED, matchingCount ?? MAX_SELECTED) ? (
        <Button size="s" variant="quiet" onPress={props.onSelectAll}>
          {selectAllLabel(matchingCount)}
        </Button>
      ) : null}
      <span className={cx(css.spacer)} />
      {props.children}
    </div>
  );
}
