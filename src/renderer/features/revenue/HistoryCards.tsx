// The cards over many months: MRR, retention, cohorts; and the bridge to Stripe's own figure.
import { lazy, type ReactElement } from 'react';
import type { RevenueBridgeOutput, RevenueCohortsOutput, RevenueTrendOutput } from '../../../contract/revenue.ts';
import { hrefOf, updateParams } from '../../app/router.ts';
import { cx } from '../../ui/classNames.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { FiguresCard } from './FiguresCard.tsx';
import { bridgeWords, formatClientRate, formatPercent } from './figureWords.ts';
import css from './Revenue.module.css';

const MrrChart = lazy(() => import('../../charts/MrrChart.tsx'));
const RetentionChart = lazy(() => import('../../charts/RetentionChart.tsx'));

export function TrendCard({ trend }: { readonly trend: RevenueTrendOutput }): ReactElement {
  const rows = trend.months.map(({ month, figures }) => ({ month, ...figures }));
  const moved = (row: (typeof rows)[number]): number => row.closingCents - row.openingCents;
  return (
    <FiguresCard
      title={`MRR over ${formatCount(rows.length)} months`}
      isWide
      numbers={() => [['Month', 'Clients', 'MRR AUD', 'Movement AUD'], ...rows.map((row) => [row.month, String(row.closingClients), plainDecimal(row.closingCents), plainDecimal(moved(row))])]}
      chart={<MrrChart months={rows} onOpenMonth={(month) => updateParams({ month, set: undefined })} />}
    >
      <ReportTable
        caption="MRR by month"
        rows={rows.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { id: 'month', header: 'Month', cell: ({ month }) => <a href={hrefOf('revenue', { month })}>{formatMonth(month)}</a> },
          { id: 'clients', header: 'Clients', align: 'end', cell: ({ closingClients }) => formatCount(closingClients) },
          { id: 'mrr', header: 'MRR at the end', unit: 'AUD', align: 'end', cell: ({ closingCents }) => <Money cents={closingCents} manner="report" /> },
          { id: 'moved', header: 'Movement', unit: 'AUD', align: 'end', cell: (row) => (moved(row) === 0 ? <Money cents={0} manner="report" /> : <a href={hrefOf('revenue', { month: row.month, set: 'movement' })}><Money cents={moved(row)} manner="report" /></a>) },
        ]}
      />
    </FiguresCard>
  );
}

export function RetentionMonthsCard({ trend }: { readonly trend: RevenueTrendOutput }): ReactElement {
  const rows = trend.months.map(({ month, figures }) => ({ month, ...figures }));
  type Row = (typeof rows)[number];
  const rates = [
    ['churn', 'Customer churn', ({ customerChurn }: Row) => formatClientRate(customerChurn)],
    ['gross', 'Gross MRR churn', ({ grossMrrChurn }: Row) => formatPercent(grossMrrChurn)],
    ['grr', 'GRR', ({ grossRetention }: Row) => formatPercent(grossRetention)],
    ['nrr', 'NRR', ({ netRetention }: Row) => formatPercent(netRetention)],
  ] as const;
  return (
    <FiguresCard
      title="Churn and retention by month"
      isWide
      numbers={() => [['Month', ...rates.map(([, header]) => header)], ...rows.map((row) => [row.month, ...rates.map(([, , textOf]) => textOf(row))])]}
      chart={<RetentionChart months={rows.map(({ month, netRetention, grossRetention }) => ({ month, net: netRetention.percentThousandths, gross: grossRetention.percentThousandths }))} onOpenMonth={(month) => updateParams({ month, set: undefined })} />}
      note="The chart’s axis does not start at zero. The open month is so far."
    >
      <ReportTable
        caption="Churn and retention by month"
        rows={rows.toReversed()}
        keyOf={({ month }) => month}
        columns={[
          { id: 'month', header: 'Month', cell: ({ month }) => <a href={hrefOf('revenue', { month })}>{formatMonth(month)}</a> },
          ...rates.map(([id, header, textOf]) => ({
            id,
            header,
            align: 'end' as const,
            cell: (row: Row) => (id === 'churn' && row.churnEvents > 0 ? <a className="amount" href={hrefOf('revenue', { month: row.month, set: 'movement/churn' })}>{textOf(row)}</a> : <span className="amount">{textOf(row)}</span>),
          })),
        ]}
      />
    </FiguresCard>
  );
}

/** Shade by share in five steps, so that the ink keeps its contrast; the number is in every cell. */
const shadeOf = (clients: number, base: number): string => `color-mix(in srgb, var(--chart-1) ${base === 0 ? 0 : Math.min(5, Math.ceil((clients * 5) / base)) * 7}%, var(--surface))`;

export function CohortsCard({ cohorts, shown = 18 }: { readonly cohorts: RevenueCohortsOutput['cohorts']; readonly shown?: number }): ReactElement {
  const rows = cohorts.slice(-shown);
  const width = Math.min(shown, Math.max(0, ...rows.map(({ cells }) => cells.length)));
  const offsets = Array.from({ length: width }, (_none, index) => index);
  return (
    <FiguresCard
      title="Cohorts: clients still paying"
      numbers={() => [['First paid', 'Clients', ...offsets.map(String)], ...rows.map(({ cohort, clients, cells }) => [cohort, String(clients), ...offsets.map((index) => String(cells[index]?.clients ?? ''))])]}
      note="By month of the first paid invoice; who returns stays in the old cohort. The columns count the months since."
    >
      <table className={cx(css.heat)}>
        <caption className="visually-hidden">Clients still paying, by month of their first paid invoice</caption>
        <thead>
          <tr>
            <th scope="col">First paid</th>
            <th scope="col">Clients</th>
            {offsets.map((index) => (
              <th key={index} scope="col">
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cohort, clients, cells }) => (
            <tr key={cohort}>
              <th scope="row">{formatMonth(cohort)}</th>
              <td>{formatCount(clients)}</td>
              {offsets.map((index) => {
                const cell = cells[index];
                if (cell === undefined) return <td key={index} />;
                return (
                  <td key={index}>
                    <a
                      href={hrefOf('revenue', { month: cell.month, set: `cohort/${cohort}/${cell.month}` })}
                      style={{ background: shadeOf(cell.clients, clients) }}
                      aria-label={`${cell.clients} of ${clients} still paying at the end of ${formatMonth(cell.month)}`}
                    >
                      {formatCount(cell.clients)}
                    </a>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </FiguresCard>
  );
}

export function BridgeCard({ bridge, month }: { readonly bridge: RevenueBridgeOutput; readonly month: string }): ReactElement {
  const rows = [
    { id: 'stripe', label: 'MRR as Stripe defines it', amountCents: bridge.stripeCents, subscriptions: null, canOpen: false },
    ...bridge.differences.map(({ id, amountCents, subscriptions }) => ({ id, label: bridgeWords[id], amountCents, subscriptions, canOpen: amountCents !== 0 })),
    { id: 'ours', label: 'MRR by our policy', amountCents: bridge.oursCents, subscriptions: null, canOpen: false },
  ];
  return (
    <FiguresCard
      title="Why it is not the number in Stripe"
      numbers={() => [['Step', 'Subscriptions', 'AUD'], ...rows.map(({ label, subscriptions, amountCents }) => [label, subscriptions === null ? '' : String(subscriptions), plainDecimal(amountCents)])]}
      note="As of now. Stripe’s figure is computed here from the mirror: active and past-due subscriptions at their monthly prices, without trials, usage and the tax it knows of, before coupons (a setting of Stripe’s)."
    >
      <ReportTable
        caption="Bridge from Stripe’s MRR to ours"
        rows={rows}
        keyOf={({ id }) => id}
        isMarked={({ id }) => id === 'stripe' || id === 'ours'}
        columns={[
          { id: 'step', header: 'Step', isWrapping: true, cell: ({ id, label, canOpen }) => (canOpen ? <a href={hrefOf('revenue', { month, set: `bridge/${id}` })}>{label}</a> : label) },
          { id: 'count', header: 'Subscriptions', align: 'end', cell: ({ subscriptions }) => (subscriptions === null ? '' : subscriptions === 0 ? '–' : formatCount(subscriptions)) },
          { id: 'amount', header: 'Amount', unit: 'AUD', align: 'end', cell: ({ amountCents }) => <Money cents={amountCents} manner="report" /> },
        ]}
      />
    </FiguresCard>
  );
}
