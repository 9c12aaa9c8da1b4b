// The month at a glance: one figure each, which opens the rows it counts.
import type { ReactElement } from 'react';
import type { RevenueFigures, RevenueMonthOutput } from '../../../contract/revenue.ts';
import { hrefOf } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { formatPercent } from './figureWords.ts';
import css from './Revenue.module.css';

interface Tile {
  readonly label: string;
  readonly figure: string;
  readonly sub: string;
  readonly set: string;
}

export function RevenueTiles({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  return (
    <div className={cx(css.tiles)}>
      {tilesOf(answer, figures).map(({ label, figure, sub, set }) => (
        <a key={label} className={cx(css.tile)} href={hrefOf('revenue', { month: answer.month, set })}>
          <span className={cx(css.label)}>{label}</span>
          <span className={cx(css.figure)}>{figure}</span>
          <span className={cx(css.sub)}>{sub}</span>
        </a>
      ))}
    </div>
  );
}

function tilesOf({ closedAt, month, now }: RevenueMonthOutput, figures: RevenueFigures): readonly Tile[] {
  const moved = figures.closingCents - figures.openingCents;
  const { customerChurn, netRetention, twelveMonthNetRetention } = figures;
  return [
    { label: closedAt === null ? 'MRR now' : 'MRR at the end', figure: formatMoney(figures.closingCents), sub: `${moved > 0 ? '+' : ''}${formatMoney(moved)} in ${formatMonth(month)}`, set: 'payingAt' },
    { label: 'Paying clients', figure: formatCount(figures.closingClients), sub: figures.arpaCents === null ? 'None yet' : `${formatMoney(figures.arpaCents)} each`, set: 'payingAt' },
    { label: 'Customer churn', figure: formatPercent(customerChurn), sub: `${formatCount(customerChurn.numerator)} of the ${countOf(customerChurn.denominator, 'client')} at the start`, set: 'churned' },
    { label: 'Net retention', figure: formatPercent(netRetention), sub: twelveMonthNetRetention === null ? 'No 12 months yet' : `${formatPercent(twelveMonthNetRetention)} over 12 months`, set: 'retained/net' },
    { label: 'Committed now', figure: formatMoney(now.committedCents), sub: `${formatMoney(now.bookedToEndCents + now.bookedDownCents)} booked to end or shrink`, set: 'committed' },
    { label: 'At risk now', figure: formatMoney(now.atRiskCents), sub: now.atRiskClients === 0 ? 'Nothing is overdue or disputed' : countOf(now.atRiskClients, 'client'), set: 'atRisk' },
  ];
}
