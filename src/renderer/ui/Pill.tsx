// A state as icon and word: never by colour alone.
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import css from './Pill.module.css';
import { cx } from './classNames.ts';

export type PillTone = 'neutral' | 'good' | 'accent' | 'amber' | 'red';

export function Pill({
  icon: Icon,
  tone = 'neutral',
  children,
}: {
  readonly icon: LucideIcon;
  readonly tone?: PillTone;
  readonly children: string;
}): ReactElement {
  return (
    <span className={cx(css.pill, css[tone])}>
      <Icon aria-hidden="true" />
      {children}
    </span>
  );
}
