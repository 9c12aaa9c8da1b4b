// A client's MRR movements: all its subscriptions together (D11), netted into one movement a day (D14), exact to the cent.
import { addDays, daysBetween, localDateOf } from '../calendar.ts';
import { dormantLimitDays, type ChurnReason, type ItemChange, type ItemState } from './billingHistory.ts';
import { reasonOfChange, type ItemDifference } from './movementReason.ts';

/** `change`: the MRR is what it was, but not its make-up (plan, list price). */
export type MovementKind = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation' | 'correction' | 'change';

export interface MrrMovement {
  readonly localDate: string;
  readonly kind: MovementKind;
  readonly reason: string | null;
  /** Signed: what it adds to the MRR. */
  readonly amountCents: number;
  readonly beforeCents: number;
  readonly afterCents: number;
  /** What it adds to the MRR at list prices. */
  readonly listDeltaCents: number;
  /** What it adds to each plan's MRR, in the alphabet's order; sums to the amount. */
  readonly planDeltas: Readonly<Record<string, number>>;
  readonly planBefore: string | null;
  readonly planAfter: string | null;
}

export interface ClientMovements {
  readonly movements: readonly MrrMovement[];
  /** What counts now, by subscription and item. */
  readonly items: readonly ItemState[];
  /** When being paused becomes churn (a local date); null: it does not. */
  readonly pausedOutOn: string | null;
}

interface Day {
  readonly localDate: string;
  readonly changes: readonly ItemChange[];
}

/** `today`: the last local date that counts. The order of the changes does not matter, but for those of one item at one instant. */
export function clientMovements(changes: readonly ItemChange[], timeZone: string, today: string): ClientMovements {
  const walk = new ClientWalk();
  for (const day of daysOf(changes, timeZone)) {
    if (day.localDate > today) break;
    walk.take(day);
  }
  walk.pauseOutBy(today);
  return { movements: walk.movements, items: walk.items(), pausedOutOn: walk.pausedOutOn() };
}

function daysOf(changes: readonly ItemChange[], timeZone: string): Day[] {
  const byDate = new Map<string, ItemChange[]>();
  for (const change of changes.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const localDate = localDateOf(change.at, timeZone);
    const day = byDate.get(localDate);
    if (day === undefined) byDate.set(localDate, [change]);
    else day.push(change);
  }
  return [...byDate].map(([localDate, list]) => ({ localDate, changes: list })).toSorted((a, b) => (a.localDate < b.localDate ? -1 : 1));
}

const keyOf = ({ subscriptionId, itemKey }: { subscriptionId: string; itemKey: string }): string => `${subscriptionId} ${itemKey}`;
const monthlyOf = (items: Iterable<ItemState>): number => [...items].reduce((sum, { monthlyCents }) => sum + monthlyCents, 0);
const listOf = (items: Iterable<ItemState>): number =>
  [...items].reduce((sum, { listCents, isPaused }) => sum + (isPaused ? 0 : listCents), 0);

class ClientWalk {
  readonly movements: MrrMovement[] = [];
  #items = new Map<string, ItemState>();
  #hasPaid = false;
  /** Why nothing counts although something is sold; null: nothing is sold, or something counts. */
  #dormant: 'pause' | 'comp' | null = null;
  #dormantSince: string | null = null;

  items(): ItemState[] {
    return [...this.#items.values()];
  }

  pausedOutOn(): string | null {
    return this.#dormant === 'pause' && this.#dormantSince !== null ? addDays(this.#dormantSince, dormantLimitDays) : null;
  }

  /** D9: the MRR went with the pause; the client goes now, and comes back, if it does, as a reactivation. */
  pauseOutBy(localDate: string): void {
    const dueOn = this.pausedOutOn();
    if (dueOn === null || daysBetween(dueOn, localDate) < 0) return;
    const plan = mainPlan(this.#items.values());
    this.movements.push({
      localDate: dueOn, kind: 'churn', reason: 'paused out', amountCents: 0, beforeCents: 0, afterCents: 0, listDeltaCents: 0,
      planDeltas: {}, planBefore: plan, planAfter: null,
    });
    this.#dormant = null;
    this.#dormantSince = null;
  }

  take({ localDate, changes }: Day): void {
    this.pauseOutBy(localDate);
    const before = this.#items;
    const after = new Map(before);
    let ended: ChurnReason | null = null;
    for (const change of changes) {
      if (change.state === null) after.delete(keyOf(change));
      else after.set(keyOf(change), change.state);
      ended = change.ended ?? ended;
    }
    this.#items = after;
    const movement = this.#movementOf(localDate, before, after, ended);
    if (movement !== null) this.movements.push(movement);
    this.#noteDormancy(localDate, monthlyOf(after.values()));
  }

  #movementOf(localDate: string, before: Map<string, ItemState>, after: Map<string, ItemState>, ended: ChurnReason | null): MrrMovement | null {
    const beforeCents = monthlyOf(before.values());
    const afterCents = monthlyOf(after.values());
    const planDeltas = deltasByPlan(before.values(), after.values());
    const listDeltaCents = listOf(after.values()) - listOf(before.values());
    // Whoever leaves while dormant was paying nothing any more, and is lost all the same.
    const hasLeftDormant = this.#dormant !== null && after.size === 0;
    if (beforeCents === afterCents && Object.keys(planDeltas).length === 0 && listDeltaCents === 0 && !hasLeftDormant) return null;
    const kind = hasLeftDormant ? 'churn' : this.#kindOf(beforeCents, afterCents, after);
    return {
      localDate,
      kind,
      reason: this.#reasonOf(kind, { before, after, beforeCents, ended }),
      amountCents: afterCents - beforeCents,
      beforeCents,
      afterCents,
      listDeltaCents,
      planDeltas,
      planBefore: beforeCents === 0 && !hasLeftDormant ? null : mainPlan(before.values()),
      planAfter: afterCents === 0 ? null : mainPlan(after.values()),
    };
  }

  #kindOf(beforeCents: number, afterCents: number, after: Map<string, ItemState>): MovementKind {
    if (beforeCents === afterCents) return 'change';
    if (beforeCents === 0) return !this.#hasPaid ? 'new' : this.#dormant !== null ? 'expansion' : 'reactivation';
    if (afterCents === 0) return after.size > 0 ? 'contraction' : 'churn';
    return afterCents > beforeCents ? 'expansion' : 'contraction';
  }

  #reasonOf(kind: MovementKind, day: { before: Map<string, ItemState>; after: Map<string, ItemState>; beforeCents: number; ended: ChurnReason | null }): string | null {
    if (kind === 'churn') return day.ended ?? 'unknown';
    if (kind !== 'expansion' && kind !== 'contraction') return null;
    if (kind === 'expansion' && day.beforeCents === 0) return this.#dormant === 'pause' ? 'resume' : 'discount expiry';
    return reasonOfChange(differencesOf(day.before, day.after), kind === 'expansion');
  }

  #noteDormancy(localDate: string, afterCents: number): void {
    if (afterCents > 0) this.#hasPaid = true;
    if (afterCents > 0 || this.#items.size === 0 || !this.#hasPaid) {
      this.#dormant = null;
      this.#dormantSince = null;
    } else if (this.#dormant === null && this.movements.at(-1)?.reason !== 'paused out') {
      this.#dormant = [...this.#items.values()].some(({ isPaused }) => isPaused) ? 'pause' : 'comp';
      this.#dormantSince = localDate;
    }
  }
}

function differencesOf(before: Map<string, ItemState>, after: Map<string, ItemState>): ItemDifference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return keys.map((key) => ({ before: before.get(key) ?? null, after: after.get(key) ?? null }));
}

function deltasByPlan(before: Iterable<ItemState>, after: Iterable<ItemState>): Record<string, number> {
  const sums = new Map<string, number>();
  const add = (items: Iterable<ItemState>, sign: 1 | -1): void => {
    for (const { planTier, monthlyCents } of items) sums.set(planTier ?? 'other', (sums.get(planTier ?? 'other') ?? 0) + sign * monthlyCents);
  };
  add(before, -1);
  add(after, 1);
  return Object.fromEntries([...sums].filter(([, cents]) => cents !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The plan a client is counted under: that of its dearest item besides seats. */
function mainPlan(items: Iterable<ItemState>): string {
  const plans = [...items].filter(({ planTier }) => planTier !== 'seat_addon');
  const [first] = plans.toSorted((a, b) => b.monthlyCents - a.monthlyCents || ((a.planTier ?? '') < (b.planTier ?? '') ? -1 : 1));
  return first?.planTier ?? 'other';
}
