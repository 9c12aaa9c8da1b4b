// Labelled lines: what is known about one thing.
import type { ReactElement, ReactNode } from 'react';
import { cx } from './classNames.ts';
import css from './Facts.module.css';

export type Fact = readonly [label: string, value: ReactNode];

export function Facts({
  facts,
  isAcross = false,
}: {
  readonly facts: readonly (Fact | null)[];
  readonly isAcross?: boolean;
}): ReactElement {
  return (
    <dl className={cx(css.facts, isAcross && css.across)}>
      {facts.map((fact) =>
        fact === null ? null : (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
