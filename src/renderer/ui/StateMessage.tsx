// What stands where rows would: nothing yet, nothing matches, could not be read. What happened, what it means, what to do.
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import css from './StateMessage.module.css';
import { cx } from './classNames.ts';

export function StateMessage({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div className={cx(css.state)}>
      <span className={cx(css.icon)}>
        <Icon aria-hidden="true" />
      </span>
      <p className={cx(css.title)}>{title}</p>
      {children === undefined ? null : <p className={cx(css.text)}>{children}</p>}
      {action}
    </div>
  );
}
