// One client's movements derived again from all that was billed and seen of it, laid beside what closed months already say.
import { instantAtLocalTime, localDateOf, localMonthOf } from '../../domain/calendar.ts';
import type { ItemState } from '../../domain/metrics/billingHistory.ts';
import { bookedContractionCents } from '../../domain/metrics/bookedContraction.ts';
import { bridgeOf } from '../../domain/metrics/bridge.ts';
import { clientMovements, type MrrMovement } from '../../domain/metrics/clientMovements.ts';
import { nextMonth } from '../../domain/metrics/months.ts';
import { subscriptionTimeline } from '../../domain/metrics/subscriptionTimeline.ts';
import { sumCents } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import type { ClientSubscription } from '../ports/revenueTables.ts';
import { plannedItems } from './recordBilling.ts';

/** Runs inside a transaction. `closedThrough`: the last frozen month, '' for none. */
export function deriveClient(context: EngineContext, orgId: string, closedThrough: string): void {
  const { revenue } = context.store;
  const { timeZone } = context.profile();
  const now = context.now();
  const subscriptions = revenue.subscriptionsOf(orgId);
  const timelines = subscriptions.map((subscription) => subscriptionTimeline(subscription, now));
  const derived = clientMovements(timelines.flatMap(({ changes }) => changes), timeZone, localDateOf(now, timeZone));
  const movements = besideClosedMonths(derived.movements, revenue.movementsOf(orgId, closedThrough), closedThrough);
  const worthOf = (isMeant: (subscription: ClientSubscription) => boolean): number => {
    const ids = new Set(subscriptions.filter(isMeant).map(({ subscriptionId }) => subscriptionId));
    return sumCents(derived.items.filter(({ subscriptionId }) => ids.has(subscriptionId)).map(({ monthlyCents }) => monthlyCents));
  };
  const itemsOf = (id: string): readonly ItemState[] => derived.items.filter(({ subscriptionId }) => subscriptionId === id);
  const bookedDown = subscriptions.filter(({ endsAt }) => endsAt === null).map((subscription) => {
    const planned = plannedItems(context, subscription.subscriptionId);
    return planned === null ? 0 : bookedContractionCents(subscription, itemsOf(subscription.subscriptionId), planned);
  });
  const pausedOutAt = derived.pausedOutOn === null ? null : instantAtLocalTime(derived.pausedOutOn, '00:00', timeZone);
  const known = revenue.client(orgId);
  revenue.saveClient(
    {
      orgId,
      cohortMonth: cohortOf(known?.cohortMonth ?? null, closedThrough, firstPaidMonth(subscriptions, derived.movements, timeZone)),
      plan: derived.movements.at(-1)?.planAfter ?? null,
      mrrCents: sumCents(derived.items.map(({ monthlyCents }) => monthlyCents)),
      mrrPastDueCents: worthOf(({ status }) => status === 'past_due'),
      mrrBookedToEndCents: worthOf(({ endsAt }) => endsAt !== null),
      mrrBookedDownCents: sumCents(bookedDown),
      mrrPausedCents: worthOf(({ pauseBehaviour }) => pauseBehaviour !== null),
      failedStarts: timelines.filter(({ isFailedStart }) => isFailedStart).length,
      dueAt: earliest([...timelines.map(({ nextChangeAt }) => nextChangeAt), pausedOutAt]),
    },
    closedThrough,
    movements,
    subscriptions.map((subscription) => ({
      stripeSubscriptionId: subscription.subscriptionId,
      ...bridgeOf(subscription, itemsOf(subscription.subscriptionId)),
    })),
  );
}

/** A cohort that closed months already speak of stays; whoever returns stays in the old one. */
function cohortOf(known: string | null, closedThrough: string, firstPaid: string | null): string | null {
  return known !== null && known <= closedThrough ? known : firstPaid;
}

/** Of the first paid invoice; of the first movement where the business counts before payment. */
function firstPaidMonth(subscriptions: readonly ClientSubscription[], movements: readonly MrrMovement[], timeZone: string): string | null {
  const [first] = movements;
  if (first === undefined) return null;
  const paid = subscriptions.flatMap(({ invoices }) => invoices.flatMap(({ paidAt, lines }) => (paidAt !== null && lines.some(({ amountCents }) => amountCents > 0) ? [paidAt] : [])));
  const [firstPaid] = paid.toSorted();
  return firstPaid === undefined ? localMonthOf(first.localDate) : localMonthOf(localDateOf(firstPaid, timeZone));
}

const earliest = (instants: readonly (string | null)[]): string | null => instants.filter((at) => at !== null).toSorted()[0] ?? null;

/**
 * The movements of the open months. Closed months are frozen (D15): where they would now read otherwise, the difference is one
 * correction on the first day after them.
 */
function besideClosedMonths(derived: readonly MrrMovement[], published: readonly MrrMovement[], closedThrough: string): MrrMovement[] {
  const isClosed = ({ localDate }: MrrMovement): boolean => localMonthOf(localDate) <= closedThrough;
  const open = derived.filter((movement) => !isClosed(movement));
  if (closedThrough === '') return open;
  const should = stateAfter(derived.filter(isClosed));
  const does = stateAfter(published);
  const planDeltas = differenceByPlan(does.plans, should.plans);
  const listDeltaCents = should.listCents - does.listCents;
  const amountCents = should.mrrCents - does.mrrCents;
  if (amountCents === 0 && listDeltaCents === 0 && Object.keys(planDeltas).length === 0) return open;
  const correction: MrrMovement = {
    localDate: firstDayAfter(closedThrough),
    kind: amountCents === 0 ? 'change' : 'correction',
    reason: amountCents === 0 ? null : 'late data',
    amountCents,
    beforeCents: does.mrrCents,
    afterCents: should.mrrCents,
    listDeltaCents,
    planDeltas,
    planBefore: does.plan,
    planAfter: should.plan,
  };
  return [correction, ...open];
}

interface PublishedState {
  readonly mrrCents: number;
  readonly listCents: number;
  readonly plans: ReadonlyMap<string, number>;
  readonly plan: string | null;
}

function stateAfter(movements: readonly MrrMovement[]): PublishedState {
  const plans = new Map<string, number>();
  for (const { planDeltas } of movements) for (const [plan, cents] of Object.entries(planDeltas)) plans.set(plan, (plans.get(plan) ?? 0) + cents);
  return {
    mrrCents: sumCents(movements.map(({ amountCents }) => amountCents)),
    listCents: sumCents(movements.map(({ listDeltaCents }) => listDeltaCents)),
    plans,
    plan: movements.at(-1)?.planAfter ?? null,
  };
}

function differenceByPlan(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Record<string, number> {
  const names = [...new Set([...from.keys(), ...to.keys()])].toSorted();
  return Object.fromEntries(names.map((name) => [name, (to.get(name) ?? 0) - (from.get(name) ?? 0)]).filter(([, cents]) => cents !== 0));
}

const firstDayAfter = (month: string): string => `${nextMonth(month)}-01`;
