// The cards of one month besides its movements: churn and retention, and what is committed and at risk.
import type { ReactElement } from 'react';
import type { RevenueFigures, RevenueMonthOutput } from '../../../contract/revenue.ts';
import { hrefOf } from '../../app/router.ts';
import { formatMonth, monthRange } from '../../ui/formatDate.ts';
import { formatAmount, formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatClientRate, formatPercent, formatQuickRatio } from './figureWords.ts';

export function RetentionCard({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const rows: readonly (readonly [string, string, string])[] = [
    ['Customer churn', formatClientRate(figures.customerChurn), `${formatCount(figures.customerChurn.numerator)} of the ${formatCount(figures.customerChurn.denominator)} clients paying at the start`],
    ['Gross MRR churn', formatPercent(figures.grossMrrChurn), 'Churn and contraction of those clients, of their MRR'],
    ['Net MRR churn', formatPercent(figures.netMrrChurn), 'The same, less their expansion'],
    ['Gross retention (GRR)', formatPercent(figures.grossRetention), 'What is left without any gain'],
    ['Net retention (NRR)', formatPercent(figures.netRetention), 'What is left with expansion'],
    ['GRR over 12 months', figures.twelveMonthGrossRetention === null ? '–' : formatPercent(figures.twelveMonthGrossRetention), 'Of the clients paying 12 months ago'],
    ['NRR over 12 months', figures.twelveMonthNetRetention === null ? '–' : formatPercent(figures.twelveMonthNetRetention), 'Of the clients paying 12 months ago'],
    ['Quick ratio', formatQuickRatio(figures.quickRatioHundredths, figures.hasGains), 'Gains for each dollar lost'],
    ['ARPA', figures.arpaCents === null ? '–' : formatAmount(figures.arpaCents), 'MRR for each paying client'],
    ['ARR', formatAmount(figures.arrCents), '12 × MRR'],
    [
      'Lifetime value',
      answer.lifetimeValueCents === null ? 'not enough churn to estimate' : formatAmount(answer.lifetimeValueCents),
      `ARPA × a gross margin of ${formatCount(Math.trunc(answer.grossMarginBasisPoints / 100))} % (set under Settings) ÷ mean churn of the last 6 closed months`,
    ],
  ];
  return (
    <FiguresCard title={`Churn and retention, ${formatMonth(answer.month)}`} numbers={() => [['Figure', 'Value', 'Meaning'], ...rows]}>
      <ReportTable
        caption="Churn and retention"
        rows={rows}
        keyOf={([name]) => name}
        columns={[
          { id: 'name', header: 'Figure', cell: ([name]) => name },
          { id: 'value', header: 'Value', align: 'end', cell: ([, value]) => <span className="amount">{value}</span> },
          { id: 'meaning', header: 'Meaning', isWrapping: true, cell: ([, , meaning]) => <span className="muted">{meaning}</span> },
        ]}
      />
    </FiguresCard>
  );
}

function hrefOfOneOff(month: string): string {
  const [from, to] = monthRange(month);
  return hrefOf('invoices', { revenueType: 'one_off_purchase,platform_fee,marketplace_fee', status: 'paid', from, to });
}

export function OutlookCard({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const { now } = answer;
  const rows: readonly { id: string; label: string; cents: number; set: string | null; href?: string; meaning: string }[] = [
    { id: 'mrr', label: 'MRR now', cents: now.mrrCents, set: 'paying', meaning: `${formatCount(now.payingClients)} paying clients` },
    { id: 'booked', label: 'Booked to end', cents: -now.bookedToEndCents, set: now.bookedToEndClients === 0 ? null : 'bookedToEnd', meaning: 'Cancellations already decided, at the end of their period' },
    { id: 'down', label: 'Planned downgrades', cents: -now.bookedDownCents, set: now.bookedDownClients === 0 ? null : 'bookedDown', meaning: 'Changes that take effect with the next period' },
    { id: 'committed', label: 'Committed MRR', cents: now.committedCents, set: 'committed', meaning: 'MRR now, less what is booked to end or to shrink' },
    { id: 'risk', label: 'MRR at risk', cents: now.atRiskCents, set: now.atRiskClients === 0 ? null : 'atRisk', meaning: `Of which overdue ${formatAmount(now.pastDueCents)}, under dispute ${formatAmount(now.disputedCents)}; it counts until lost` },
    { id: 'list', label: 'Below list price', cents: figures.closingListCents - figures.closingCents, set: figures.closingListCents === figures.closingCents ? null : 'belowList', meaning: `Discounts and overrides at the end of ${formatMonth(answer.month)}` },
    { id: 'usage', label: 'Usage revenue', cents: answer.usageCents, set: answer.usageCents === 0 ? null : 'usage', meaning: `Beside the MRR, ${formatMonth(answer.month)}; 3-month average ${formatAmount(answer.usageThreeMonthAverageCents)}` },
    { id: 'oneOff', label: 'One-off revenue', cents: answer.oneOffCents, set: null, href: hrefOfOneOff(answer.month), meaning: `Beside the MRR, ${formatMonth(answer.month)}` },
  ];
  return (
    <FiguresCard
      title="Committed, at risk, and beside the MRR"
      numbers={() => [['Figure', 'AUD', 'Meaning'], ...rows.map(({ label, cents, meaning }) => [label, plainDecimal(cents), meaning])]}
      note={now.failedStarts === 0 ? undefined : `Failed starts so far: ${formatCount(now.failedStarts)} (billed, never paid; in no movement).`}
    >
      <ReportTable
        caption="Committed MRR, MRR at risk, and revenue beside the MRR"
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          { id: 'label', header: 'Figure', cell: ({ label, cents, set, href }) => (set !== null ? <a href={hrefOf('revenue', { month: answer.month, set })}>{label}</a> : href !== undefined && cents !== 0 ? <a href={href}>{label}</a> : label) },
          { id: 'amount', header: 'Amount', unit: 'AUD', align: 'end', cell: ({ cents }) => <Money cents={cents} manner="report" /> },
          { id: 'meaning', header: 'Meaning', isWrapping: true, cell: ({ meaning }) => <span className="muted">{meaning}</span> },
        ]}
      />
    </FiguresCard>
  );
}
