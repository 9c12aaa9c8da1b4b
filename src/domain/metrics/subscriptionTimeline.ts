// One subscription's items as they counted over time (policy v1, D4 to D10), from its invoices, its end and what was seen of it.
import { instantFromMs, msFromInstant } from '../calendar.ts';
import {
  atRiskLimitDays,
  type BilledInvoice,
  type BilledLine,
  type ChurnReason,
  type ItemChange,
  type ItemState,
  type ObservedState,
  type SubscriptionHistory,
  type SubscriptionTimeline,
} from './billingHistory.ts';
import { isSoldAlike, stateOfLine, statesOfObservation } from './itemState.ts';
import type { TaxCharged } from './monthlyAmount.ts';

const dayMs = 86_400_000;
const countingStatuses: ReadonlySet<string> = new Set(['active', 'past_due']);

type Happening =
  | { readonly kind: 'renewal'; readonly at: string; readonly id: string; readonly invoice: BilledInvoice; readonly lines: readonly BilledLine[] }
  | { readonly kind: 'start'; readonly at: string; readonly id: string }
  | { readonly kind: 'proration'; readonly at: string; readonly id: string; readonly lines: readonly BilledLine[] }
  | { readonly kind: 'observation'; readonly at: string; readonly id: string; readonly observed: ObservedState }
  | { readonly kind: 'limit'; readonly at: string; readonly id: string }
  | { readonly kind: 'paid'; readonly at: string; readonly id: string }
  | { readonly kind: 'end'; readonly at: string; readonly id: string };

/** What comes first where the instants are equal. */
const order = ['renewal', 'start', 'proration', 'observation', 'limit', 'paid', 'end'] as const;

interface Sold {
  readonly state: ItemState;
  /** End of what was billed; null: not billed yet. */
  readonly coveredUntil: string | null;
}

/** Changes up to `now`; what lies ahead is answered as `nextChangeAt`. The order of invoices and observations does not matter. */
export function subscriptionTimeline(history: SubscriptionHistory, now: string): SubscriptionTimeline {
  const start = startOf(history);
  const happenings = happeningsOf(history, start).toSorted(inOrder);
  const ahead = happenings.find(({ at }) => at > now)?.at ?? null;
  if (start === null) return { changes: [], isFailedStart: isFailedStart(history), nextChangeAt: null };
  const walk = new Walk(history);
  for (const happening of happenings) if (happening.at <= now) walk.take(happening);
  return { changes: walk.changes, isFailedStart: false, nextChangeAt: ahead };
}

function inOrder(a: Happening, b: Happening): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const rank = order.indexOf(a.kind) - order.indexOf(b.kind);
  if (rank !== 0) return rank;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const isRegular = (line: BilledLine): boolean => !line.isProration && !line.isMetered && line.interval !== null;
const regularLines = (invoice: BilledInvoice): BilledLine[] => invoice.lines.filter(isRegular);
const isWorth = (invoice: BilledInvoice): boolean => regularLines(invoice).some((line) => stateOfLine(line, '').monthlyCents > 0);

/** D7: the first recurring invoice that is worth something and paid; one that is sent counts from its issue unless voided. */
function startOf({ invoices }: SubscriptionHistory): string | null {
  const starts = invoices
    .filter(isWorth)
    .flatMap((invoice) => {
      if (invoice.isSent) return ['void', 'draft'].includes(invoice.status) ? [] : [invoice.issuedAt];
      return invoice.status === 'paid' ? [invoice.paidAt ?? invoice.issuedAt] : [];
    })
    .toSorted();
  return starts[0] ?? null;
}

/** Billed, never paid, and over. */
function isFailedStart({ invoices, status, endedAt }: SubscriptionHistory): boolean {
  const isOver = endedAt !== null || status === 'cancelled' || status === 'incomplete_expired' || status === 'unpaid';
  const billed = invoices.filter((invoice) => invoice.status !== 'draft' && isWorth(invoice));
  return billed.length > 0 && (isOver || billed.every(({ status: one }) => one === 'void' || one === 'uncollectible'));
}

function happeningsOf(history: SubscriptionHistory, start: string | null): Happening[] {
  const endedAt = endOf(history);
  const happenings: Happening[] = history.invoices
    .filter(({ status }) => status !== 'draft')
    .flatMap((invoice) => happeningsOfInvoice(invoice, history.invoices))
    .filter((happening) => !isCreditOfTheEnd(happening, endedAt));
  if (start !== null) happenings.push({ kind: 'start', at: start, id: '' });
  for (const observed of history.observations) happenings.push({ kind: 'observation', at: observed.at, id: '', observed });
  if (endedAt !== null) happenings.push({ kind: 'end', at: endedAt, id: '' });
  return happenings;
}

/** What is given back of a period that is cancelled in its middle: the cancellation says it, with its reason. */
function isCreditOfTheEnd(happening: Happening, endedAt: string | null): boolean {
  if (happening.kind !== 'proration' || endedAt === null || happening.lines.some(({ amountCents }) => amountCents > 0)) return false;
  return Math.abs(msFromInstant(happening.at) - msFromInstant(endedAt)) < dayMs;
}

/** A subscription of which only invoices are known ends with what they cover. */
function endOf({ status, endedAt, invoices }: SubscriptionHistory): string | null {
  if (endedAt !== null || status !== null) return endedAt;
  const ends = invoices.flatMap((invoice) => regularLines(invoice).flatMap(({ periodEnd }) => (periodEnd === null ? [] : [periodEnd])));
  return ends.toSorted().at(-1) ?? null;
}

function happeningsOfInvoice(invoice: BilledInvoice, all: readonly BilledInvoice[]): Happening[] {
  const id = invoice.invoiceId;
  const happenings: Happening[] = [];
  for (const [at, lines] of byStart(regularLines(invoice))) happenings.push({ kind: 'renewal', at, id, invoice, lines });
  if (invoice.status !== 'void') {
    const prorations = invoice.lines.filter((line) => line.isProration && !line.isMetered && line.interval !== null);
    for (const [at, lines] of byStart(prorations)) happenings.push({ kind: 'proration', at, id, lines });
  }
  if (happenings.length === 0 || invoice.status === 'void' || isPauseInvoice(invoice) || !isWorth(invoice)) return happenings;
  const { paidAt } = invoice;
  if (paidAt !== null) happenings.push({ kind: 'paid', at: paidAt, id });
  const limit = instantFromMs(msFromInstant(invoice.dueAt ?? invoice.issuedAt) + atRiskLimitDays * dayMs);
  const isOverdue = invoice.status === 'paid' ? paidAt !== null && paidAt > limit : true;
  // Who paid a later invoice in the meantime has not stopped paying.
  const hasPaidSince = all.some((other) => other.paidAt !== null && other.issuedAt > invoice.issuedAt && other.paidAt <= limit);
  if (isOverdue && !hasPaidSince) happenings.push({ kind: 'limit', at: limit, id });
  return happenings;
}

function byStart(lines: readonly BilledLine[]): Map<string, BilledLine[]> {
  const groups = new Map<string, BilledLine[]>();
  for (const line of lines) groups.set(line.periodStart, [...(groups.get(line.periodStart) ?? []), line]);
  return groups;
}

/** A renewal that was given up without an attempt: the collection is paused (D9). */
const isPauseInvoice = ({ status, attemptCount }: BilledInvoice): boolean =>
  (status === 'void' || status === 'uncollectible') && attemptCount === 0;

function endReason(history: SubscriptionHistory): ChurnReason {
  const isNeverPaid = !history.invoices.some(({ status }) => status === 'paid');
  if (isNeverPaid && history.invoices.some(({ isSent }) => isSent)) return 'failed contract';
  const { cancellationReason, hasLostDispute } = history;
  if (hasLostDispute || cancellationReason === 'payment_failed' || cancellationReason === 'payment_disputed') return 'involuntary';
  return cancellationReason === 'cancellation_requested' || history.hasStatedReason ? 'voluntary' : 'unknown';
}

/** Goes through what happened, keeps what is sold, and notes each change of what counts. */
class Walk {
  readonly changes: ItemChange[] = [];
  readonly #history: SubscriptionHistory;
  readonly #shown = new Map<string, ItemState>();
  #sold = new Map<string, Sold>();
  #tax: TaxCharged = { numerator: 0, denominator: 1 };
  #isStarted = false;
  #isPastLimit = false;
  #isEnded = false;

  constructor(history: SubscriptionHistory) {
    this.#history = history;
  }

  take(happening: Happening): void {
    if (this.#isEnded) return;
    let ended: ChurnReason | null = null;
    switch (happening.kind) {
      case 'renewal':
        this.#renew(happening.at, happening.lines, isPauseInvoice(happening.invoice));
        break;
      case 'start':
        this.#isStarted = true;
        break;
      case 'proration':
        this.#prorate(happening.lines);
        break;
      case 'observation':
        ended = this.#observe(happening.observed);
        break;
      case 'limit':
        this.#isPastLimit = true;
        ended = this.#isStarted ? 'involuntary' : null;
        break;
      case 'paid':
        this.#isPastLimit = false;
        break;
      case 'end':
        this.#isEnded = true;
        ended = endReason(this.#history);
        break;
    }
    this.#show(happening.at, ended);
  }

  #renew(at: string, lines: readonly BilledLine[], isPause: boolean): void {
    for (const [key, { coveredUntil }] of this.#sold) if (coveredUntil === null || coveredUntil <= at) this.#sold.delete(key);
    for (const line of lines) {
      const state = stateOfLine(line, this.#history.subscriptionId);
      this.#sold.set(line.itemKey, { state: isPause ? paused(state) : state, coveredUntil: line.periodEnd });
      this.#tax = line.tax;
    }
  }

  /** The credit for what was says nothing that the charge for what is does not say better (case 23). */
  #prorate(lines: readonly BilledLine[]): void {
    for (const line of lines) if (line.amountCents < 0) this.#sold.delete(line.itemKey);
    for (const line of lines) {
      if (line.amountCents <= 0) continue;
      this.#sold.set(line.itemKey, { state: stateOfLine(line, this.#history.subscriptionId), coveredUntil: line.periodEnd });
      this.#tax = line.tax;
    }
  }

  #observe(observed: ObservedState): ChurnReason | null {
    if (observed.status === 'unpaid' && this.#isStarted) {
      this.#isPastLimit = true;
      return 'involuntary';
    }
    // While nothing is collected, what is sold does not count; the next paid renewal says what does.
    if (!countingStatuses.has(observed.status) || [...this.#sold.values()].some(({ state }) => state.isPaused)) return null;
    const seen = statesOfObservation(observed, this.#history.subscriptionId, this.#tax).map((state) => this.#asBilled(state, observed));
    if (seen.length === 0) return null;
    const until = (key: string): string | null => this.#sold.get(key)?.coveredUntil ?? null;
    // Tiered items can't be priced from what is seen: they stay as they were billed.
    const tiered = [...this.#sold].filter(([, { state }]) => state.unitAmountCents === null);
    this.#sold = new Map([...tiered, ...seen.map((state): [string, Sold] => [state.itemKey, { state, coveredUntil: until(state.itemKey) }])]);
    return null;
  }

  /** What was billed stands where the price is the same: its discount was rounded on the invoice, or can't be seen here. */
  #asBilled(seen: ItemState, { discounts }: ObservedState): ItemState {
    const billed = this.#sold.get(seen.itemKey)?.state;
    if (billed === undefined || !isSoldAlike(billed, seen)) return seen;
    return discounts === null || Math.abs(billed.monthlyCents - seen.monthlyCents) <= 1 ? billed : seen;
  }

  #show(at: string, ended: ChurnReason | null): void {
    const counts = this.#isStarted && !this.#isPastLimit && !this.#isEnded;
    const { subscriptionId } = this.#history;
    for (const itemKey of this.#shown.keys()) {
      if (counts && this.#sold.has(itemKey)) continue;
      this.#shown.delete(itemKey);
      this.changes.push({ at, subscriptionId, itemKey, state: null, ended });
    }
    if (!counts) return;
    for (const [itemKey, { state }] of this.#sold) {
      const shown = this.#shown.get(itemKey);
      if (shown !== undefined && isSame(shown, state)) continue;
      this.#shown.set(itemKey, state);
      this.changes.push({ at, subscriptionId, itemKey, state, ended: null });
    }
  }
}

const paused = (state: ItemState): ItemState => ({ ...state, monthlyCents: 0, isPaused: true });

const isSame = (a: ItemState, b: ItemState): boolean =>
  a.monthlyCents === b.monthlyCents && a.listCents === b.listCents && a.planTier === b.planTier && a.priceId === b.priceId &&
  a.quantity === b.quantity && a.period === b.period && a.isPaused === b.isPaused;
