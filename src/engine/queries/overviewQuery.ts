// overview.get: the business at a glance, every figure from rows that can be opened.
import type { OperationOutput } from '../../contract/operations.ts';
import { metricsPolicy } from '../../contract/revenue.ts';
import { addDays, basDueDate, instantFromMs, localDateOf, localMonthOf, previousQuarter, quarterBounds, quarterOf } from '../../domain/calendar.ts';
import type { ReceivedMonth } from '../ports/storeReads.ts';
import type { QueryPorts } from './queryPorts.ts';
import { stripeAsOf } from './stripeAsOf.ts';

type Overview = OperationOutput<'overview.get'>;

const monthsShown = 12;

export function overviewQuery(ports: QueryPorts): Overview {
  const { reads, state } = ports.store;
  const { homeCurrency, timeZone } = state.profile();
  const today = localDateOf(instantFromMs(ports.clock.nowMs()), timeZone);
  const quarter = quarterOf(today);
  const lastQuarter = previousQuarter(quarter);
  const current = reads.gstAccrual(quarter);
  const last = reads.gstAccrual(lastQuarter);
  const months = lastMonths(today, monthsShown);
  const received = reads.receivedByMonth(homeCurrency, `${months[0] ?? localMonthOf(today)}-01`);
  return {
    asOf: stripeAsOf(ports),
    ...reads.overview(homeCurrency),
    ...revenueFigures(ports, localMonthOf(today)),
    booksClosedTo: booksClosedTo(ports, lastQuarter),
    gst: {
      quarter,
      collectedCents: current?.gstCollectedCents ?? 0,
      refundedCents: current?.gstRefundedCents ?? 0,
      netCents: current?.gstNetCents ?? 0,
      dueDate: basDueDate(quarter),
    },
    gstToLodge:
      last === undefined || last.remitted ? null : { quarter: lastQuarter, netCents: last.gstNetCents, dueDate: basDueDate(lastQuarter) },
    revenueByMonth: months.map((month) => revenueOf(month, received)),
    month: monthSoFar(received.find((row) => row.month === localMonthOf(today))),
  };
}

/** The end of the newest quarter up to which every quarter with GST is marked remitted. */
function booksClosedTo({ store }: QueryPorts, lastQuarter: string): string | null {
  let closedTo: string | null = null;
  for (let quarter = lastQuarter, accrual = store.reads.gstAccrual(quarter); accrual !== undefined; quarter = previousQuarter(quarter), accrual = store.reads.gstAccrual(quarter)) {
    if (!accrual.remitted) closedTo = null;
    else closedTo ??= quarterBounds(quarter).to;
  }
  return closedTo;
}

type RevenuePart = Pick<Overview, 'metricsPolicy' | 'mrrCents' | 'mrrAtRiskCents' | 'clientsAtRisk' | 'mrrMovedCents' | 'customerChurn' | 'mrrByMonth' | 'payingClients'>;

function revenueFigures({ store }: QueryPorts, thisMonth: string): RevenuePart {
  const { mrrCents, atRiskCents, atRiskClients, payingClients } = store.revenueReads.now();
  const months = store.revenueReads.months(monthsShown).toReversed();
  const current = months.find(({ month }) => month === thisMonth)?.figures;
  return {
    metricsPolicy,
    mrrCents,
    mrrAtRiskCents: atRiskCents,
    clientsAtRisk: atRiskClients,
    payingClients,
    mrrMovedCents: current === undefined ? null : current.closingCents - current.openingCents,
    customerChurn: current?.customerChurn ?? null,
    mrrByMonth: months.map(({ month, figures }) => ({ month, closingCents: figures.closingCents, closingClients: figures.closingClients, movedCents: figures.closingCents - figures.openingCents })),
  };
}

/** Oldest first, this month last. */
function lastMonths(today: string, count: number): string[] {
  const months: string[] = [localMonthOf(today)];
  while (months.length < count) months.unshift(localMonthOf(addDays(`${months[0] ?? ''}-01`, -1)));
  return months;
}

function revenueOf(month: string, received: readonly ReceivedMonth[]): Overview['revenueByMonth'][number] {
  const row = received.find((candidate) => candidate.month === month);
  return {
    month,
    receivedExGstCents: row?.receivedExGstCents ?? 0,
    refundedExGstCents: row?.refundedExGstCents ?? 0,
    invoiceCount: row?.invoiceCount ?? 0,
  };
}

/** Received less given back. */
function monthSoFar(row: ReceivedMonth | undefined): Overview['month'] {
  const exGstCents = (row?.receivedExGstCents ?? 0) - (row?.refundedExGstCents ?? 0);
  const gstCents = (row?.receivedGstCents ?? 0) - (row?.refundedGstCents ?? 0);
  return { exGstCents, gstCents, totalCents: exGstCents + gstCents };
}
