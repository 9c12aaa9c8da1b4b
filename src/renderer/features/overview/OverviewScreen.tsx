// Overview: the figures the owner and the bookkeeper look at first; each opens what it counts.
import { lazy, Suspense, type ReactElement, type ReactNode } from 'react';
import type { OverviewOutput } from '../../../contract/status.ts';
import { AsOf } from '../../app/AsOf.tsx';
import { ErrorBoundary } from '../../app/ErrorBoundary.tsx';
import { NumbersTools } from '../../app/export/NumbersTools.tsx';
import { hrefOf, navigate } from '../../app/router.ts';
import { toOperationError } from '../../bridge/OperationFailure.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { formatMonth, monthRange } from '../../ui/formatDate.ts';
import { formatCount, formatMoney, plainDecimal } from '../../ui/formatMoney.ts';
import { Money } from '../../ui/Money.tsx';
import { ReportTable } from '../../ui/ReportTable.tsx';
import { Card, ScreenHead, ScreenPage } from '../../ui/Screen.tsx';
import { CountLink, MoneyLink } from '../revenue/FigureLink.tsx';
import { SetupCards } from '../setup/SetupCards.tsx';
import css from './OverviewScreen.module.css';
import { OverviewTiles } from './OverviewTiles.tsx';

/** The chart library is half of the page's code; the figures don't wait for it. */
const MrrChart = lazy(() => import('../../charts/MrrChart.tsx'));
const ReceivedChart = lazy(() => import('../../charts/ReceivedChart.tsx'));

export default function OverviewScreen(): ReactElement {
  const overview = useQueryOperation('overview.get', {});
  return (
    <>
      <ScreenHead title="Overview">
        <AsOf at={overview.data?.asOf} />
      </ScreenHead>
      <ScreenPage>
        <SetupCards />
        {overview.isError ? (
          <ErrorNote error={toOperationError(overview.error)} onRetry={() => void overview.refetch()} />
        ) : null}
        {overview.data === undefined ? (
          overview.isError ? null : (
            <TileSkeleton />
          )
        ) : (
          <OverviewBody overview={overview.data} />
        )}
      </ScreenPage>
    </>
  );
}

function TileSkeleton(): ReactElement {
  return (
    <div className={cx(css.tiles)} aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className={cx(css.tile, css.skeleton)} />
      ))}
    </div>
  );
}

function OverviewBody({ overview }: { readonly overview: OverviewOutput }): ReactElement {
  return (
    <>
      <OverviewTiles overview={overview} />
      <MrrByMonth months={overview.mrrByMonth} policy={overview.metricsPolicy} />
      <ReceivedByMonth months={overview.revenueByMonth} />
      {overview.foreignCurrencyInvoices === 0 ? null : (
        <p className="muted">{`${formatCount(overview.foreignCurrencyInvoices)} invoices in other currencies are mirrored and shown, but are in none of these totals.`}</p>
      )}
    </>
  );
}

/** Kinds of ledger rows: what sales bring, and what reduces them. */
const salesTypes = ['subscription_payment', 'purchase_payment'] as const;
const givenBackTypes = ['refund', 'refund_failed', 'refund_reversed', 'credit_note', 'credit_note_voided', 'dispute_lost', 'dispute_lost_reversed'] as const;

const hrefOfMonth = (month: string): string => {
  const [from, to] = monthRange(month);
  return hrefOf('invoices', { status: 'paid', from, to });
};

/** Ledger rows of those months, oldest first, by their kinds. */
function hrefOfRows(months: readonly string[], eventTypes: readonly string[]): string {
  const [from] = monthRange(months[0] ?? '');
  const [, to] = monthRange(months.at(-1) ?? '');
  return hrefOf('ledger', { eventType: eventTypes.join(','), from, to });
}

function RowsLink({ href, count, children }: { readonly href: string; readonly count: number; readonly children: ReactNode }): ReactElement {
  return count === 0 ? <span className="amount">{children}</span> : <a className="amount" href={href}>{children}</a>;
}

function ReceivedByMonth({ months }: { readonly months: OverviewOutput['revenueByMonth'] }): ReactElement {
  const sum = (amountOf: (month: (typeof months)[number]) => number): number =>
    months.reduce((total, month) => total + amountOf(month), 0);
  const netOf = (month: (typeof months)[number]): number => month.receivedExGstCents - month.refundedExGstCents;
  const names = months.map(({ month }) => month);
  const numbers = (): string[][] => [
    ['Month', 'Invoices', 'Received ex GST AUD', 'Refunded ex GST AUD', 'Net ex GST AUD'],
    ...months.map((month) => [month.month, String(month.invoiceCount), plainDecimal(month.receivedExGstCents), plainDecimal(-month.refundedExGstCents), plainDecimal(netOf(month))]),
    ['Total', String(sum((month) => month.invoiceCount)), plainDecimal(sum((month) => month.receivedExGstCents)), plainDecimal(-sum((month) => month.refundedExGstCents)), plainDecimal(sum(netOf))],
  ];
  return (
    <Card
      title="Received by month, ex GST"
      isFlush
      acts={<NumbersTools title="Received by month" numbers={numbers} />}
    >
      <div className={cx(css.received)}>
        <div className={cx(css.chartBox)}>
          <ErrorBoundary>
            <Suspense fallback={null}>
              <ReceivedChart
                months={months}
                onOpenMonth={(month) => navigate('invoices', new URLSearchParams(hrefOfMonth(month).split('?')[1]))}
              />
            </Suspense>
          </ErrorBoundary>
        </div>
        <div className={cx(css.tableBox)}>
          <ReportTable
            caption="Received by month, ex GST"
            rows={months.toReversed()}
            keyOf={(month) => month.month}
            hasTotal
            columns={[
              {
                id: 'month',
                header: 'Month',
                cell: (month) => <a href={hrefOfMonth(month.month)}>{formatMonth(month.month)}</a>,
                total: '12 months',
              },
              {
                id: 'count',
                header: 'Invoices',
                align: 'end',
                cell: ({ month, invoiceCount }) => <RowsLink href={hrefOfRows([month], salesTypes)} count={invoiceCount}>{formatCount(invoiceCount)}</RowsLink>,
                total: <RowsLink href={hrefOfRows(names, salesTypes)} count={1}>{formatCount(sum((month) => month.invoiceCount))}</RowsLink>,
              },
              {
                id: 'received',
                header: 'Received',
                unit: 'AUD',
                align: 'end',
                cell: ({ month, receivedExGstCents: cents }) => <RowsLink href={hrefOfRows([month], salesTypes)} count={cents}><Money cents={cents} manner="report" /></RowsLink>,
                total: <RowsLink href={hrefOfRows(names, salesTypes)} count={1}><Money cents={sum((month) => month.receivedExGstCents)} /></RowsLink>,
              },
              {
                id: 'refunded',
                header: 'Refunded',
                unit: 'AUD',
                align: 'end',
                cell: ({ month, refundedExGstCents: cents }) => <RowsLink href={hrefOfRows([month], givenBackTypes)} count={cents}><Money cents={-cents} manner="report" /></RowsLink>,
                total: <RowsLink href={hrefOfRows(names, givenBackTypes)} count={1}><Money cents={sum((month) => -month.refundedExGstCents)} manner="report" /></RowsLink>,
              },
              {
                id: 'net',
                header: 'Net',
                unit: 'AUD',
                align: 'end',
                cell: (month) => <RowsLink href={hrefOfRows([month.month], [...salesTypes, ...givenBackTypes])} count={netOf(month)}><Money cents={netOf(month)} manner="report" /></RowsLink>,
                total: <RowsLink href={hrefOfRows(names, [...salesTypes, ...givenBackTypes])} count={1}><Money cents={sum(netOf)} /></RowsLink>,
              },
            ]}
          />
          <p
            className={cx(css.sumNote)}
          >{`Net of the 12 months: ${formatMoney(sum(netOf))}, the sum of the invoices less refunds.`}</p>
        </div>
      </div>
    </Card>
  );
}

function MrrByMonth({ months, policy }: { readonly months: OverviewOutput['mrrByMonth']; readonly policy: string }): ReactElement | null {
  if (months.length === 0) return null;
  const numbers = (): string[][] => [
    ['Month', 'Clients', 'MRR at the end AUD', 'Change AUD'],
    ...months.map((month) => [month.month, String(month.closingClients), plainDecimal(month.closingCents), plainDecimal(month.movedCents)]),
  ];
  return (
    <Card
      title="MRR by month, ex GST"
      isFlush
      acts={<NumbersTools title="MRR by month" numbers={numbers} policy={policy} />}
    >
      <div className={cx(css.received)}>
        <div className={cx(css.chartBox)}>
          <ErrorBoundary>
            <Suspense fallback={null}>
              <MrrChart months={months} onOpenMonth={(month) => navigate('revenue', { month })} />
            </Suspense>
          </ErrorBoundary>
        </div>
        <div className={cx(css.tableBox)}>
          <ReportTable
            caption="MRR by month, ex GST"
            rows={months.toReversed()}
            keyOf={({ month }) => month}
            columns={[
              { id: 'month', header: 'Month', cell: ({ month }) => <a href={hrefOf('revenue', { month })}>{formatMonth(month)}</a> },
              { id: 'clients', header: 'Clients', align: 'end', cell: ({ month, closingClients }) => <CountLink month={month} set="payingAt" count={closingClients} /> },
              { id: 'mrr', header: 'MRR at the end', unit: 'AUD', align: 'end', cell: ({ month, closingCents }) => <MoneyLink month={month} set="payingAt" cents={closingCents} /> },
              { id: 'moved', header: 'Change', unit: 'AUD', align: 'end', cell: ({ month, movedCents }) => <MoneyLink month={month} set="movement" cents={movedCents} /> },
            ]}
          />
          <p className={cx(css.sumNote)}>{`${policy}.`}</p>
        </div>
      </div>
    </Card>
  );
}
