// The cards of one month besides its movements: churn and retention, and what is committed, at risk, and beside the MRR.
import type { ReactElement } from 'react';
import type { RevenueFigures, RevenueMonthOutput, RevenueRate } from '../../../contract/revenue.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { countOf, formatAmount, formatCount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { FigureLink, MoneyLink } from './FigureLink.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { formatClientRate, formatPercent, formatQuickRatio } from './figureWords.ts';
import css from './Revenue.module.css';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
  /** Null: nothing is behind it. */
  readonly set: string | null;
}

const ofMoney = ({ numerator, denominator }: RevenueRate): string => `${formatMoney(numerator)} of ${formatMoney(denominator)}`;

function retentionFigures(answer: RevenueMonthOutput, figures: RevenueFigures): readonly Figure[] {
  const { customerChurn, grossMrrChurn, netMrrChurn, grossRetention, netRetention, twelveMonthGrossRetention: gross12, twelveMonthNetRetention: net12 } = figures;
  const hasBase = customerChurn.denominator > 0;
  const has = (figure: number, set: string): string | null => (hasBase && figure !== 0 ? set : null);
  const margin = formatCount(Math.trunc(answer.grossMarginBasisPoints / 100));
  return [
    { name: 'Customer churn', value: formatClientRate(customerChurn), meaning: `${formatCount(customerChurn.numerator)} of the ${countOf(customerChurn.denominator, 'client')} paying at the start`, set: has(customerChurn.numerator, 'churned') },
    { name: 'Gross MRR churn', value: formatPercent(grossMrrChurn), meaning: `Churn and contraction of those clients: ${ofMoney(grossMrrChurn)}`, set: has(grossMrrChurn.numerator, 'lost/gross') },
    { name: 'Net MRR churn', value: formatPercent(netMrrChurn), meaning: `The same less their expansion: ${ofMoney(netMrrChurn)}`, set: has(netMrrChurn.numerator, 'lost/net') },
    { name: 'Gross retention (GRR)', value: formatPercent(grossRetention), meaning: `Left without any gain: ${ofMoney(grossRetention)}`, set: has(grossRetention.numerator, 'retained/gross') },
    { name: 'Net retention (NRR)', value: formatPercent(netRetention), meaning: `Left with expansion: ${ofMoney(netRetention)}`, set: has(netRetention.numerator, 'retained/net') },
    { name: 'GRR over 12 months', value: gross12 === null ? '–' : formatPercent(gross12), meaning: gross12 === null ? 'Nobody paid 12 months before' : `Of those paying 12 months before: ${ofMoney(gross12)}`, set: gross12 === null || gross12.numerator === 0 ? null : 'retained/gross/12' },
    { name: 'NRR over 12 months', value: net12 === null ? '–' : formatPercent(net12), meaning: net12 === null ? 'Nobody paid 12 months before' : `The same clients: ${ofMoney(net12)}; who left and came back stays out`, set: net12 === null || net12.numerator === 0 ? null : 'retained/net/12' },
    { name: 'Quick ratio', value: formatQuickRatio(figures.quickRatioHundredths, figures.hasGains), meaning: 'New, expansion and reactivation for each dollar of contraction and churn', set: figures.movements.length === 0 ? null : 'movement' },
    { name: 'ARPA', value: figures.arpaCents === null ? '–' : formatAmount(figures.arpaCents), meaning: `MRR for each of ${countOf(figures.closingClients, 'paying client')}`, set: figures.closingClients === 0 ? null : 'payingAt' },
    { name: 'ARR', value: formatAmount(figures.arrCents), meaning: '12 × MRR', set: figures.closingClients === 0 ? null : 'payingAt' },
    {
      name: 'Lifetime value',
      value: answer.lifetimeValueCents === null ? 'not enough churn to estimate' : formatAmount(answer.lifetimeValueCents),
      meaning: `ARPA × a gross margin of ${margin} % (set under Settings) ÷ mean churn of the last 6 closed months, from 5 churn events on`,
      set: 'churned/6',
    },
  ];
}

export function RetentionCard({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const rows = retentionFigures(answer, figures);
  return (
    <FiguresCard title={`Churn and retention, ${formatMonth(answer.month)}`} numbers={() => [['Figure', 'Value', 'Meaning'], ...rows.map(({ name, value, meaning }) => [name, value, meaning])]}>
      <ReportTable
        caption="Churn and retention"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', header: 'Figure', cell: ({ name }) => name },
          { id: 'value', header: 'Value', align: 'end', isWrapping: true, cell: ({ value, set }) => <FigureLink month={answer.month} set={set}>{value}</FigureLink> },
          { id: 'meaning', header: 'Meaning', isWrapping: true, cell: ({ meaning }) => <span className="muted">{meaning}</span> },
        ]}
      />
    </FiguresCard>
  );
}

interface Amount {
  readonly label: string;
  readonly cents: number;
  readonly set: string;
  readonly meaning: string;
  /** A part of the row above. */
  readonly isPart?: boolean;
}

function outlookAmounts({ now, month, usageCents, usageThreeMonthAverageCents, oneOffCents }: RevenueMonthOutput, figures: RevenueFigures): readonly Amount[] {
  return [
    { label: 'MRR now', cents: now.mrrCents, set: 'paying', meaning: countOf(now.payingClients, 'paying client') },
    { label: 'Booked to end', cents: -now.bookedToEndCents, set: 'bookedToEnd', meaning: `${countOf(now.bookedToEndClients, 'client')}: cancellations already decided, at the end of their period` },
    { label: 'Planned downgrades', cents: -now.bookedDownCents, set: 'bookedDown', meaning: `${countOf(now.bookedDownClients, 'client')}: changes that take effect with the next period` },
    { label: 'Committed MRR', cents: now.committedCents, set: 'committed', meaning: 'MRR now, less what is booked to end or to shrink' },
    { label: 'MRR at risk', cents: now.atRiskCents, set: 'atRisk', meaning: `${countOf(now.atRiskClients, 'client')}; it counts until lost, 30 days unpaid at the latest` },
    { label: 'Overdue', cents: now.pastDueCents, set: 'atRisk/overdue', meaning: countOf(now.pastDueClients, 'client'), isPart: true },
    { label: 'Under dispute', cents: now.disputedCents, set: 'atRisk/disputed', meaning: `${countOf(now.disputedClients, 'client')}, with all they pay`, isPart: true },
    { label: 'Paused, still counting', cents: now.pausedCents, set: 'paused', meaning: `${countOf(now.pausedClients, 'client')}: drafts are kept, or the paid period is not over` },
    { label: 'MRR at list prices', cents: figures.closingListCents, set: 'atList', meaning: `At the end of ${formatMonth(month)}, without discounts and overrides` },
    { label: 'Below list price', cents: figures.closingListCents - figures.closingCents, set: 'belowList', meaning: 'List less net: what discounts and overrides take off' },
    { label: 'Usage revenue', cents: usageCents, set: 'usage', meaning: `Beside the MRR, paid in ${formatMonth(month)}` },
    { label: '3-month average', cents: usageThreeMonthAverageCents, set: 'usage/3', meaning: 'Of usage, this month and the two before', isPart: true },
    { label: 'One-off revenue', cents: oneOffCents, set: 'oneOff', meaning: `Beside the MRR, paid in ${formatMonth(month)}` },
  ];
}

export function OutlookCard({ answer, figures }: { readonly answer: RevenueMonthOutput; readonly figures: RevenueFigures }): ReactElement {
  const rows = outlookAmounts(answer, figures);
  const { failedStarts } = answer.now;
  return (
    <FiguresCard
      title="Committed, at risk, and beside the MRR"
      numbers={() => [['Figure', 'AUD', 'Meaning'], ...rows.map(({ label, cents, meaning, isPart }) => [isPart === true ? `  ${label}` : label, plainDecimal(cents), meaning])]}
      note={failedStarts === 0 ? undefined : <>Failed starts so far, billed but never paid and in no movement: <FigureLink month={answer.month} set="failedStarts">{formatCount(failedStarts)}</FigureLink>.</>}
    >
      <ReportTable
        caption="Committed MRR, MRR at risk, and revenue beside the MRR"
        rows={rows}
        keyOf={({ label }) => label}
        columns={[
          { id: 'label', header: 'Figure', cell: ({ label, isPart }) => (isPart === true ? <span className={cx(css.reason)}>{label}</span> : label) },
          { id: 'amount', header: 'Amount', unit: 'AUD', align: 'end', cell: ({ cents, set }) => <MoneyLink month={answer.month} set={set} cents={cents} /> },
          { id: 'meaning', header: 'Meaning', isWrapping: true, cell: ({ meaning }) => <span className="muted">{meaning}</span> },
        ]}
      />
    </FiguresCard>
  );
}
