// The mark on a row that was changed in QuickBooks after its push.
import { GitCompareArrows } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from '../../ui/classNames.ts';
import css from './DriftMark.module.css';

export function DriftMark(): ReactElement {
  return (
    <span
      className={cx(css.mark)}
      role="img"
      aria-label="Changed in QuickBooks after the push"
      title="Changed in QuickBooks after the push"
    >
      <GitCompareArrows size={13} aria-hidden="true" />
    </span>
  );
}
