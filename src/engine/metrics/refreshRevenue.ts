// After each sync: clients of whom something was read are derived again, open months are summed up, and ended months are frozen.
import { AppError } from '../../contract/errors.ts';
import { localDateOf, localMonthOf } from '../../domain/calendar.ts';
import { monthFigures, twelveMonthRetention } from '../../domain/metrics/monthFigures.ts';
import { monthsBack, nextMonth, previousMonth } from '../../domain/metrics/months.ts';
import { readInvoice } from '../../domain/stripe/readInvoice.ts';
import { readSubscription } from '../../domain/stripe/readSubscription.ts';
import type { EngineContext } from '../context.ts';
import { yieldThread } from '../intake/yieldThread.ts';
import type { MonthGroup, MonthMovement, StoredMonthFigures } from '../ports/revenueTables.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { deriveClient } from './deriveClient.ts';
import { recordBilledInvoice, recordSeenSubscription } from './recordBilling.ts';

const clientsPerTransaction = 100;
const objectsPerTransaction = 200;

/** Costs what is new: each client read of since the last time, and the movements of the open month. */
export async function refreshRevenue(context: EngineContext, signal: AbortSignal, progress: (done: number) => void = () => undefined): Promise<void> {
  await rereadMirror(context, signal);
  const { revenue } = context.store;
  let derived = 0;
  for (;;) {
    const orgIds = revenue.waiting(context.now(), clientsPerTransaction);
    if (orgIds.length === 0) break;
    context.store.transaction(() => {
      const closedThrough = revenue.lastClosedMonth();
      for (const orgId of orgIds) deriveClient(context, orgId, closedThrough);
    });
    derived += orgIds.length;
    progress(derived);
    await yieldThread();
    if (signal.aborted) throw new AppError('CANCELLED');
  }
  sumUpMonths(context, derived > 0);
  if (derived > 0) context.changed('revenue', 'overview');
}

/** Every open month in order; those that have ended are frozen (D15). */
function sumUpMonths(context: EngineContext, hasChanged: boolean): void {
  const { revenue } = context.store;
  const thisMonth = localMonthOf(localDateOf(context.now(), context.profile().timeZone));
  const lastClosed = revenue.lastClosedMonth();
  // The only movement may have gone again: a month that was summed up is summed up anew.
  const known = revenue.month(thisMonth) === undefined ? null : thisMonth;
  const first = lastClosed === '' ? (revenue.firstMovementMonth() ?? known) : nextMonth(lastClosed);
  if (first === null || (!hasChanged && first === thisMonth && revenue.month(thisMonth) !== undefined)) return;
  context.store.transaction(() => {
    for (let month = first; month <= thisMonth; month = nextMonth(month)) {
      const movements = revenue.movementsIn(month);
      revenue.saveMonth({ month, figures: figuresOf(context, month, movements), closedAt: month < thisMonth ? context.now() : null }, groupsOf(movements));
    }
    noteBrokenIdentity(context, thisMonth);
  });
}

function figuresOf(context: EngineContext, month: string, movements: readonly MonthMovement[]): StoredMonthFigures {
  const { revenue } = context.store;
  const before = revenue.month(previousMonth(month))?.figures;
  const figures = monthFigures({ cents: before?.closingCents ?? 0, clients: before?.closingClients ?? 0 }, movements);
  const yearAgo = monthsBack(month, 12);
  const base = revenue.month(yearAgo)?.figures.closingCents ?? 0;
  const twelve = base === 0 ? null : twelveMonthRetention(base, revenue.changesOver(nextMonth(yearAgo), month));
  return {
    ...figures,
    closingListCents: (before?.closingListCents ?? 0) + movements.reduce((sum, { listDeltaCents }) => sum + listDeltaCents, 0),
    twelveMonthNetRetention: twelve?.net ?? null,
    twelveMonthGrossRetention: twelve?.gross ?? null,
  };
}

function groupsOf(movements: readonly MonthMovement[]): MonthGroup[] {
  const groups = new Map<string, { grouping: 'plan' | 'cohort'; name: string; clientsDelta: number; mrrDeltaCents: number }>();
  const add = (grouping: 'plan' | 'cohort', name: string, clients: number, cents: number): void => {
    const group = groups.get(`${grouping} ${name}`) ?? { grouping, name, clientsDelta: 0, mrrDeltaCents: 0 };
    group.clientsDelta += clients;
    group.mrrDeltaCents += cents;
    groups.set(`${grouping} ${name}`, group);
  };
  for (const movement of movements) {
    const isPaying = (cents: number): number => (cents > 0 ? 1 : 0);
    add('cohort', movement.cohortMonth ?? 'unknown', isPaying(movement.afterCents) - isPaying(movement.beforeCents), movement.amountCents);
    for (const [plan, cents] of Object.entries(movement.planDeltas)) add('plan', plan, 0, cents);
    if (movement.beforeCents > 0 && movement.planBefore !== null) add('plan', movement.planBefore, -1, 0);
    if (movement.afterCents > 0 && movement.planAfter !== null) add('plan', movement.planAfter, 1, 0);
  }
  return [...groups.values()].filter(({ clientsDelta, mrrDeltaCents }) => clientsDelta !== 0 || mrrDeltaCents !== 0);
}

/** The clients' MRR is the month's closing figure, or something is wrong with the program: said loudly, nothing is mended silently. */
function noteBrokenIdentity(context: EngineContext, thisMonth: string): void {
  const { revenue, log } = context.store;
  const closing = revenue.month(thisMonth)?.figures.closingCents ?? 0;
  const total = revenue.totalMrrCents();
  if (closing === total) return;
  log.append({ source: 'program', kind: 'check', result: 'failed', summary: 'The MRR movements do not add up to the MRR', detail: `Movements give ${closing} cents, the clients' subscriptions ${total} cents. Run Check the books on the Ledger screen.` });
}

/** A mirror from before these tables were there is read again from what is kept of Stripe's objects; once. */
async function rereadMirror(context: EngineContext, signal: AbortSignal): Promise<void> {
  const { store } = context;
  for (let next = store.revenue.nextToReread(objectsPerTransaction); next !== undefined; next = store.revenue.nextToReread(objectsPerTransaction)) {
    const { type, objects } = next;
    store.transaction(() => {
      let lastId = '';
      for (const text of objects) {
        const raw = JSON.parse(text) as StripeJson;
        lastId = String(raw['id']);
        rereadObject(context, raw);
      }
      store.revenue.rereadThrough(type, lastId, objects.length < objectsPerTransaction);
    });
    await yieldThread();
    if (signal.aborted) throw new AppError('CANCELLED');
  }
}

function rereadObject(context: EngineContext, raw: StripeJson): void {
  if (raw['object'] === 'invoice') {
    const reading = readInvoice(raw);
    if (reading.ok) recordBilledInvoice(context, raw, reading.value, reading.value.lines);
  } else {
    const reading = readSubscription(raw);
    if (reading.ok) recordSeenSubscription(context, raw, reading.value, context.now());
  }
}
