// After each sync: clients of whom something was read are derived again, open months are summed up, ended ones frozen, and the sums checked.
import { AppError } from '../../contract/errors.ts';
import { instantAtLocalTime, localDateOf, localMonthOf, msFromInstant } from '../../domain/calendar.ts';
import { monthFigures, twelveMonthRetention } from '../../domain/metrics/monthFigures.ts';
import { monthsBack, nextMonth, previousMonth } from '../../domain/metrics/months.ts';
import { readInvoice } from '../../domain/stripe/readInvoice.ts';
import { readSubscription } from '../../domain/stripe/readSubscription.ts';
import type { EngineContext } from '../context.ts';
import { unreadTypes } from '../intake/permissions.ts';
import { yieldThread } from '../intake/yieldThread.ts';
import type { MonthGroup, MonthMovement, StoredMonthFigures } from '../ports/revenueTables.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { checkRollForward } from './checkRollForward.ts';
import { deriveClient } from './deriveClient.ts';
import { recordBilledInvoice, recordSeenSubscription } from './recordBilling.ts';

const clientsPerTransaction = 100;
const objectsPerTransaction = 200;

/** Without one of these read whole, a month that is frozen would be frozen wrong. */
const neededToClose: ReadonlySet<string> = new Set(['customers', 'prices', 'subscriptions', 'invoices']);
/** A renewal at midnight is finalised an hour later, and what an outage held up comes within hours. */
const closeDelayMs = 24 * 3600_000;

/** Movements were written that no month's sum knows of: the program may stop in between. */
const unsummedKey = 'revenue.unsummed';

export interface RefreshRevenueOptions {
  /** The instant up to which Stripe was surely read; null: none. A month ends for good only once it lies behind. */
  readonly readThrough: string | null;
  readonly progress?: (done: number) => void;
}

/** Costs what is new: each client read of since the last time, and the movements of the open month. */
export async function refreshRevenue(context: EngineContext, signal: AbortSignal, { readThrough, progress }: RefreshRevenueOptions): Promise<void> {
  await rereadMirror(context, signal);
  const { revenue } = context.store;
  let derived = 0;
  for (;;) {
    const orgIds = revenue.waiting(context.now(), clientsPerTransaction);
    if (orgIds.length === 0) break;
    context.store.transaction(() => {
      const closedThrough = revenue.lastClosedMonth();
      for (const orgId of orgIds) deriveClient(context, orgId, closedThrough);
      context.store.state.saveSync(unsummedKey, true);
    });
    derived += orgIds.length;
    progress?.(derived);
    await yieldThread();
    if (signal.aborted) throw new AppError('CANCELLED');
  }
  sumUpMonths(context, readThrough);
  checkRollForward(context);
  if (derived > 0) context.changed('revenue', 'overview');
}

/** Every open month in order; those that have ended are frozen (D15), once Stripe was read through a day after their end. */
function sumUpMonths(context: EngineContext, readThrough: string | null): void {
  const { revenue, state } = context.store;
  const thisMonth = localMonthOf(localDateOf(context.now(), context.profile().timeZone));
  const lastClosed = revenue.lastClosedMonth();
  const first = lastClosed === '' ? revenue.firstMonth() : nextMonth(lastClosed);
  if (first === null) return;
  const isOver = isOverBy(context, readThrough);
  if (state.sync(unsummedKey) !== true && revenue.month(thisMonth) !== undefined && !isOver(first)) return;
  context.store.transaction(() => {
    for (let month = first; month <= thisMonth; month = nextMonth(month)) {
      const movements = revenue.movementsIn(month);
      revenue.saveMonth({ month, figures: figuresOf(context, month, movements), closedAt: isOver(month) ? context.now() : null }, groupsOf(movements));
    }
    state.saveSync(unsummedKey, false);
  });
}

function isOverBy(context: EngineContext, readThrough: string | null): (month: string) => boolean {
  const { timeZone } = context.profile();
  if (readThrough === null || unreadTypes(context).some((type) => neededToClose.has(type))) return () => false;
  const throughMs = Math.min(msFromInstant(readThrough), context.clock.nowMs());
  return (month) => msFromInstant(instantAtLocalTime(`${nextMonth(month)}-01`, '00:00', timeZone)) + closeDelayMs <= throughMs;
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
