// Fields beside each other, two at most; below each other where there is no room.
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classNames.ts';
import css from './fields.module.css';

export function FormRow({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={cx(css.row)}>{children}</div>;
}
