// The body of a screen: its heading with acts, what filters it, and the list with its detail pane beside it.
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classNames.ts';
import css from './Screen.module.css';

export function ScreenHead({
  title,
  children,
  acts,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
}): ReactElement {
  return (
    <div className={cx(css.head)}>
      <div className={cx(css.titles)}>
        <h1>{title}</h1>
        {children}
      </div>
      {acts === undefined ? null : <div className={cx(css.acts)}>{acts}</div>}
    </div>
  );
}

/** A scrolling page of cards. */
export function ScreenPage({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={cx(css.page)}>{children}</div>;
}

/** A page of cards in a tab. */
export function TabPage({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={cx(css.reportPage)}>{children}</div>;
}

/** A list that fills the height, and its pane. */
export function ListWithPane({
  toolbar,
  list,
  bulk,
  pane,
}: {
  readonly toolbar: ReactNode;
  readonly list: ReactNode;
  readonly bulk?: ReactNode;
  readonly pane?: ReactNode;
}): ReactElement {
  return (
    <div className={cx(css.split)}>
      <div className={cx(css.list)}>
        <div className={cx(css.toolbar)}>{toolbar}</div>
        {list}
        {bulk}
      </div>
      {pane}
    </div>
  );
}

export function Card({
  title,
  acts,
  children,
  isFlush = false,
}: {
  readonly title?: string;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
  readonly isFlush?: boolean;
}): ReactElement {
  return (
    <section className={cx(css.card)} {...(title === undefined ? {} : { 'aria-label': title })}>
      {title === undefined ? null : (
        <div className={cx(css.cardHead)}>
          <h2>{title}</h2>
          {acts}
        </div>
      )}
      <div className={cx(css.cardBody, isFlush && css.flush)}>{children}</div>
    </section>
  );
}
