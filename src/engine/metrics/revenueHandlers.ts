// The questions of the Revenue screen, answered from kept rows.
import { metricsPolicy, type RevenueBridgeOutput, type RevenueCohortsOutput, type RevenueMonthOutput, type RevenueRecoveryOutput } from '../../contract/revenue.ts';
import type { OperationName, OperationOutput, OperationParsedInput } from '../../contract/operations.ts';
import { instantAtLocalTime, instantFromMs, localDateOf, localMonthOf } from '../../domain/calendar.ts';
import { lifetimeValueCents } from '../../domain/metrics/monthFigures.ts';
import { monthsBack, nextMonth, previousMonth } from '../../domain/metrics/months.ts';
import { quotientHalfUp } from '../../domain/money.ts';
import type { AskedSet, SetScope } from '../ports/revenueReads.ts';
import { rollForwardKey, type RollForward } from './checkRollForward.ts';
import type { QueryPorts } from '../queries/queryPorts.ts';
import { stripeAsOf } from '../queries/stripeAsOf.ts';

type RevenueOperation = Extract<OperationName, `revenue.${string}`>;
type RevenueHandlers = { readonly [N in RevenueOperation]: (input: OperationParsedInput<N>) => OperationOutput<N> };

const rowsShown = 500;

export function revenueHandlers(ports: QueryPorts): RevenueHandlers {
  const head = () => ({ policy: metricsPolicy, asOf: stripeAsOf(ports) }) as const;
  const { revenueReads } = ports.store;
  return {
    'revenue.month': (input) => ({ ...head(), ...monthAnswer(ports, input.month) }),
    'revenue.trend': ({ months }) => ({ ...head(), months: revenueReads.months(months).toReversed() }),
    'revenue.plans': ({ months }) => ({ ...head(), months: revenueReads.monthNames().slice(0, months).toReversed().map((month) => ({ month, plans: revenueReads.plansAt(month) })) }),
    'revenue.movements': ({ set }) => ({ ...head(), ...revenueReads.set(set, scopeOf(ports, set), rowsShown) }),
    'revenue.cohorts': () => ({ ...head(), cohorts: cohorts(ports) }),
    'revenue.bridge': () => ({ ...head(), ...bridge(ports) }),
    'revenue.recovery': ({ months }) => ({ ...head(), months: recovery(ports, months) }),
  };
}

const thisMonthOf = (ports: QueryPorts): string => localMonthOf(localDateOf(instantFromMs(ports.clock.nowMs()), ports.store.state.profile().timeZone));

function monthAnswer(ports: QueryPorts, asked: string | null): Omit<RevenueMonthOutput, 'policy' | 'asOf'> {
  const { revenueReads, state } = ports.store;
  const { grossMarginBasisPoints } = state.profile();
  const months = [...revenueReads.monthNames()];
  const month = asked ?? months[0] ?? thisMonthOf(ports);
  const [stored] = months.includes(month) ? revenueReads.months(1, month) : [];
  const before = revenueReads.months(7, month).filter(({ closedAt }) => closedAt !== null).slice(0, 6).toReversed();
  const now = revenueReads.now();
  const usageOver = (from: string, through: string): { usageCents: number; oneOffCents: number } => revenueReads.besideMrr(rangeOf(ports, from, through));
  const { usageCents, oneOffCents } = usageOver(month, month);
  return {
    months,
    month,
    closedAt: stored?.closedAt ?? null,
    figures: stored?.figures ?? null,
    plans: revenueReads.plansAt(month),
    lifetimeValueCents: lifetimeValueCents(
      stored?.figures.arpaCents ?? null,
      grossMarginBasisPoints,
      before.map(({ figures }) => ({ churned: figures.customerChurn.numerator, base: figures.customerChurn.denominator, churnEvents: figures.churnEvents })),
    ),
    grossMarginBasisPoints,
    usageCents,
    usageThreeMonthAverageCents: quotientHalfUp(BigInt(usageOver(monthsBack(month, 2), month).usageCents), 3n),
    oneOffCents,
    rollForward: (state.sync(rollForwardKey) as RollForward | null | undefined) ?? null,
    now: { ...now, committedCents: now.mrrCents - now.bookedToEndCents - now.bookedDownCents },
  };
}

function rangeOf(ports: QueryPorts, from: string, through: string): { fromInstant: string; toInstant: string } {
  const { timeZone } = ports.store.state.profile();
  return {
    fromInstant: instantAtLocalTime(`${from}-01`, '00:00', timeZone),
    toInstant: instantAtLocalTime(`${nextMonth(through)}-01`, '00:00', timeZone),
  };
}

function scopeOf(ports: QueryPorts, set: AskedSet): SetScope {
  const month = 'month' in set ? set.month : thisMonthOf(ports);
  const firstMonth = monthsBack(month, 'months' in set ? set.months - 1 : 0);
  return { homeCurrency: ports.store.state.profile().homeCurrency, firstMonth, baseMonth: previousMonth(firstMonth), ...rangeOf(ports, firstMonth, month) };
}

function cohorts(ports: QueryPorts): RevenueCohortsOutput['cohorts'] {
  const { revenueReads } = ports.store;
  const last = revenueReads.monthNames()[0];
  const sizes = revenueReads.cohortSizes();
  const deltas = new Map(revenueReads.cohortDeltas().map((delta) => [`${delta.cohort} ${delta.month}`, delta]));
  if (last === undefined) return [];
  return [...sizes.keys()].toSorted().map((cohort) => {
    let clients = 0;
    let mrrCents = 0;
    const cells: RevenueCohortsOutput['cohorts'][number]['cells'] = [];
    for (let month = cohort; month <= last; month = nextMonth(month)) {
      clients += deltas.get(`${cohort} ${month}`)?.clientsDelta ?? 0;
      mrrCents += deltas.get(`${cohort} ${month}`)?.mrrDeltaCents ?? 0;
      cells.push({ month, clients, mrrCents });
    }
    return { cohort, clients: sizes.get(cohort) ?? 0, cells };
  });
}

function bridge(ports: QueryPorts): Omit<RevenueBridgeOutput, 'policy' | 'asOf'> {
  const sums = ports.store.revenueReads.bridge(ports.store.state.profile().homeCurrency);
  const of = (id: RevenueBridgeOutput['differences'][number]['id'], amountCents: number): RevenueBridgeOutput['differences'][number] => ({ id, amountCents, subscriptions: sums.counts[id] });
  return {
    stripeCents: sums.stripe,
    differences: [of('trials', 0), of('tax', sums.tax), of('discounts', sums.discounts), of('past_due', sums.past_due), of('paused', sums.paused), of('currency', 0), of('timing', sums.timing)],
    oursCents: sums.ours,
  };
}

function recovery(ports: QueryPorts, count: number): RevenueRecoveryOutput['months'] {
  const { homeCurrency, timeZone } = ports.store.state.profile();
  const last = thisMonthOf(ports);
  const first = monthsBack(last, count - 1);
  const names = Array.from({ length: count }, (_none, index) => monthsBack(last, count - 1 - index));
  const rows = new Map(names.map((month) => [month, { month, failedCents: 0, failedCount: 0, recoveredCents: 0, recoveredCount: 0, openCents: 0, openCount: 0, lostCents: 0, lostCount: 0 }]));
  for (const { failedAt, exGstCents, result } of ports.store.revenueReads.failedPayments(homeCurrency, instantAtLocalTime(`${first}-01`, '00:00', timeZone))) {
    const row = rows.get(localMonthOf(localDateOf(failedAt, timeZone)));
    if (row === undefined) continue;
    row.failedCents += exGstCents;
    row.failedCount += 1;
    row[`${result}Cents`] += exGstCents;
    row[`${result}Count`] += 1;
  }
  return [...rows.values()];
}
