// The counts beside the screens' names: what waits for a hand, each as many as the list that it opens holds.
import type { StatusOutput } from '../../contract/status.ts';
import { basDueDate, daysBetween, getCurrentQuarter, localDateOf } from '../../domain/calendar.ts';
import { sumCents } from '../../domain/money.ts';
import { customerOfRecordFaults } from '../clients/customerOfRecordFaults.ts';
import { exceptionsQuery } from '../clearing/exceptionsQuery.ts';
import type { EngineContext } from '../context.ts';
import { unfinishedChanges } from '../refunds/unfinishedChanges.ts';
import { subscriptionsToDecide } from '../subscriptions/subscriptionsToDecide.ts';
import { sparing, type Sparing } from './sparing.ts';

export type Badges = StatusOutput['badges'];

interface DearCounts {
  readonly clientsNeedAHand: Sparing<number>;
  readonly exceptionsToSettle: Sparing<number>;
}

const dearCounts = new WeakMap<EngineContext, DearCounts>();

/** They look at every client, and at every kind of exception. */
function dearCountsOf(context: EngineContext): DearCounts {
  const known = dearCounts.get(context);
  if (known !== undefined) return known;
  const ways = { clock: context.clock, timers: context.timers, onRested: () => context.changed() };
  const made: DearCounts = {
    clientsNeedAHand: sparing(ways, () => context.store.reads.clients.needAHand(today(context), [...customerOfRecordFaults(context).keys()])),
    exceptionsToSettle: sparing(ways, () => sumCents(exceptionsQuery(context).exceptions.map(({ isToSettle, count }) => (isToSettle ? count : 0)))),
  };
  dearCounts.set(context, made);
  return made;
}

const today = (context: EngineContext): string => localDateOf(context.now(), context.profile().timeZone);

export function badges(context: EngineContext): Badges {
  const { reads } = context.store;
  const dear = dearCountsOf(context);
  return {
    ...reads.badges(),
    ...quartersToLodge(context),
    fraudWarnings: reads.fraudWarnings.openCount(),
    refundsStopped: unfinishedChanges(context).changes.filter(({ state }) => state === 'paused').length,
    subscriptionsToDecide: subscriptionsToDecide(context),
    clientsNeedAHand: dear.clientsNeedAHand(),
    exceptionsToSettle: dear.exceptionsToSettle(),
  };
}

function quartersToLodge(context: EngineContext): Pick<Badges, 'quartersToLodge' | 'daysToLodge'> {
  const { homeCurrency, timeZone } = context.profile();
  const current = getCurrentQuarter(context.now(), timeZone);
  const due = context.store.reads
    .gstAccruals(homeCurrency)
    .quarters.filter(({ quarter, remitted }) => quarter < current && !remitted)
    .map(({ quarter }) => basDueDate(quarter));
  const earliest = due.toSorted()[0];
  return { quartersToLodge: due.length, daysToLodge: earliest === undefined ? null : daysBetween(today(context), earliest) };
}
