// A figure that opens the rows it counts; one of which there are none is plain.
import type { ReactElement, ReactNode } from 'react';
import { hrefOf } from '../../app/router.ts';
import { formatCount } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';

export interface FigureLinkProps {
  /** Of the address: the month that the screen shows. */
  readonly month: string;
  /** See `readSet`; null: there are no rows. */
  readonly set: string | null;
  readonly children: ReactNode;
}

export function FigureLink({ month, set, children }: FigureLinkProps): ReactElement {
  return set === null ? <span className="amount">{children}</span> : <a className="amount" href={hrefOf('revenue', { month, set })}>{children}</a>;
}

export function MoneyLink({ month, set, cents }: { readonly month: string; readonly set: string; readonly cents: number }): ReactElement {
  return (
    <FigureLink month={month} set={cents === 0 ? null : set}>
      <Money cents={cents} manner="report" />
    </FigureLink>
  );
}

export function CountLink({ month, set, count }: { readonly month: string; readonly set: string; readonly count: number }): ReactElement {
  return (
    <FigureLink month={month} set={count === 0 ? null : set}>
      {count === 0 ? '–' : formatCount(count)}
    </FigureLink>
  );
}
