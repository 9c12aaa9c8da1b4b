// A sentence that needs to be seen: plain, amber or red.
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import css from './notes.module.css';
import { cx } from './classNames.ts';

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;

export function Note({
  tone,
  title,
  children,
  action,
}: {
  readonly tone: 'info' | 'warning' | 'error';
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  const Icon = icons[tone];
  return (
    <div className={cx(css.note, css[tone])}>
      <Icon aria-hidden="true" />
      <div className={cx(css.text)}>
        {title === undefined ? null : <p className={cx(css.title)}>{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
