// The overview's tiles: one figure each, what it means, and a link to the rows it counts.
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ExceptionRow } from '../../../contract/reconcile.ts';
import type { OverviewOutput } from '../../../contract/status.ts';
import { hrefOf } from '../../app/router.ts';
import { useStatus } from '../../app/StatusContext.ts';
import { useQueryOperation } from '../../bridge/useQueryOperation.ts';
import { cx } from '../../ui/classNames.ts';
import { daysBetween, formatLocalDate, localDateOf, relativeDays } from '../../ui/formatDate.ts';
import { countOf, formatCount, formatMoney } from '../../ui/formatMoney.ts';
import { formatPercent } from '../revenue/figureWords.ts';
import css from './OverviewScreen.module.css';

interface TileProps {
  readonly label: string;
  readonly figure: string;
  readonly sub: string;
  /** The rows it counts; absent where no list can show them yet. */
  readonly href?: string;
  /** amber, red: needs a hand, said in words as well. */
  readonly tone?: 'amber' | 'red' | undefined;
}

function Tile({ label, figure, sub, href, tone }: TileProps): ReactElement {
  const Icon = tone === 'red' ? CircleAlert : TriangleAlert;
  const className = cx(css.tile, tone !== undefined && css[tone]);
  const content = (
    <>
      <span className={cx(css.label)}>
        {label}
        {tone === undefined ? null : <Icon role="img" aria-label="needs a hand" />}
      </span>
      <span className={cx(css.figure)}>{figure}</span>
      <span className={cx(css.sub)}>{sub}</span>
    </>
  );
  return href === undefined ? (
    <div className={className}>{content}</div>
  ) : (
    <a className={cx(css.link, className)} href={href}>
      {content}
    </a>
  );
}

const NOT_IN_QUICKBOOKS = 'awaiting_review,approved,pushing,failed,payment_pending,abandoned';
const STOPPED = 'failed,payment_pending,abandoned';
const SOON_DAYS = 14;

function lodgingTone(today: string, dueDate: string): TileProps['tone'] {
  const days = daysBetween(today, dueDate);
  if (days < 0) return 'red';
  return days <= SOON_DAYS ? 'amber' : undefined;
}

function gstTile(overview: OverviewOutput, today: string): TileProps {
  const due = overview.gstToLodge;
  if (due === null) {
    return {
      label: 'GST set aside',
      figure: formatMoney(overview.gst.netCents),
      sub: `${overview.gst.quarter} so far, due ${formatLocalDate(overview.gst.dueDate)}`,
      href: hrefOf('gst', { quarter: overview.gst.quarter }),
    };
  }
  return {
    label: 'GST to lodge',
    figure: formatMoney(due.netCents),
    sub: `${due.quarter}, due ${formatLocalDate(due.dueDate)}, ${relativeDays(today, due.dueDate)}`,
    href: hrefOf('gst', { quarter: due.quarter }),
    tone: lodgingTone(today, due.dueDate),
  };
}

function disputeTile(overview: OverviewOutput, today: string, timeZone: string): TileProps {
  const [first] = overview.openDisputes.toSorted((left, right) =>
    (left.dueBy ?? '9').localeCompare(right.dueBy ?? '9'),
  );
  const sub =
    first === undefined
      ? 'Nothing to answer'
      : first.dueBy === null
        ? `${first.clientName}, ${formatMoney(first.amountCents)}`
        : `${first.clientName}: answer by ${formatLocalDate(localDateOf(first.dueBy, timeZone))}, ${relativeDays(today, localDateOf(first.dueBy, timeZone))}`;
  return {
    label: 'Open disputes',
    figure: formatCount(overview.openDisputes.length),
    sub,
    href: hrefOf('refunds', { tab: 'disputes', openOnly: '1', open: first?.id }),
    tone: first === undefined ? undefined : 'red',
  };
}

function churnTile({ customerChurn }: OverviewOutput): TileProps {
  const label = 'Customer churn';
  if (customerChurn === null) return { label, figure: '–', sub: 'Nothing was counted yet', href: hrefOf('revenue') };
  const { numerator, denominator } = customerChurn;
  return {
    label,
    figure: formatPercent(customerChurn),
    sub: `${formatCount(numerator)} of the ${countOf(denominator, 'client')} at the start of the month`,
    href: hrefOf('revenue', numerator === 0 ? {} : { set: 'churned' }),
  };
}

/** Closed means marked remitted, until months are closed one by one. */
function booksTile({ booksClosedTo }: OverviewOutput, exceptions: readonly ExceptionRow[] | undefined): TileProps {
  const open = exceptions?.reduce((sum, { count, isToSettle }) => sum + (isToSettle ? count : 0), 0);
  return {
    label: 'Books',
    figure: open === undefined ? '…' : open === 0 ? 'Nothing open' : `${countOf(open, 'item')} open`,
    sub: booksClosedTo === null ? 'No quarter is marked remitted yet' : `Closed to ${formatLocalDate(booksClosedTo)}`,
    href: hrefOf('reconcile', { tab: 'exceptions' }),
    tone: exceptions?.some(({ isUrgent }) => isUrgent) === true ? 'amber' : undefined,
  };
}

export function OverviewTiles({ overview }: { readonly overview: OverviewOutput }): ReactElement {
  const { today, timeZone } = useStatus();
  const exceptions = useQueryOperation('reconcile.exceptions', {});
  const payout = overview.nextPayout;
  const tiles: readonly TileProps[] = [
    {
      label: 'MRR, ex GST',
      figure: formatMoney(overview.mrrCents),
      sub: overview.mrrMovedCents === null ? overview.metricsPolicy : `${overview.mrrMovedCents > 0 ? '+' : ''}${formatMoney(overview.mrrMovedCents)} this month`,
      href: hrefOf('revenue', { set: 'payingAt' }),
    },
    {
      label: 'Paying clients',
      figure: formatCount(overview.payingClients),
      sub: `${countOf(overview.activeSubscriptions, 'active subscription')}, ${formatCount(overview.pastDueSubscriptions)} past due`,
      href: hrefOf('revenue', { set: 'paying' }),
    },
    churnTile(overview),
    {
      label: 'Payments at risk',
      figure: formatMoney(overview.mrrAtRiskCents),
      sub:
        overview.clientsAtRisk === 0
          ? 'Nothing is past due or disputed'
          : `${countOf(overview.clientsAtRisk, 'client')}, past due or disputed`,
      href: hrefOf('revenue', { set: 'atRisk' }),
      tone: overview.mrrAtRiskCents > 0 ? 'amber' : undefined,
    },
    gstTile(overview, today),
    {
      label: overview.gstToLodge === null ? 'GST collected' : 'GST set aside',
      figure: formatMoney(overview.gstToLodge === null ? overview.gst.collectedCents : overview.gst.netCents),
      sub:
        overview.gstToLodge === null
          ? `${formatMoney(overview.gst.refundedCents)} given back with refunds`
          : `${overview.gst.quarter} so far, due ${formatLocalDate(overview.gst.dueDate)}`,
      href: hrefOf('gst', { quarter: overview.gst.quarter }),
    },
    booksTile(overview, exceptions.data?.exceptions),
    {
      label: 'Not in QuickBooks',
      figure: formatCount(overview.notInQuickBooks.count),
      sub: `${formatMoney(overview.notInQuickBooks.totalCents)}; ${formatCount(overview.toReview)} to review`,
      href: hrefOf('invoices', { status: 'paid', qbStatus: NOT_IN_QUICKBOOKS }),
    },
    {
      label: 'Failed pushes',
      figure: formatCount(overview.pushFailed),
      sub: overview.pushFailed === 0 ? 'None' : 'See why, then retry',
      href: hrefOf('invoices', { qbStatus: STOPPED }),
      tone: overview.pushFailed > 0 ? 'red' : undefined,
    },
    disputeTile(overview, today, timeZone),
    {
      label: 'Next payout',
      figure: payout === null ? '–' : formatMoney(payout.amountCents),
      sub:
        payout === null
          ? 'None announced by Stripe'
          : `In the bank ${formatLocalDate(payout.arrivalDate)}, ${relativeDays(today, payout.arrivalDate)}`,
      href: hrefOf('reconcile', { tab: 'payouts', open: payout?.id }),
    },
    {
      label: 'Fees pending',
      figure: formatCount(overview.feesPending),
      sub: overview.feesPending === 0 ? 'Every fee is known' : 'Until Stripe settles the charges',
      href: hrefOf('invoices', { feePending: '1' }),
    },
  ];
  return (
    <div className={cx(css.tiles)}>
      {tiles.map((tile) => (
        <Tile key={tile.label} {...tile} />
      ))}
    </div>
  );
}
