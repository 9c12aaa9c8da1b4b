// What a change that is planned for the next period will take off a subscription's MRR.
import { sumCents } from '../money.ts';
import type { ItemState, SoldItem, SubscriptionHistory } from './billingHistory.ts';
import { statesOfObservation } from './itemState.ts';

export interface PlannedItems {
  /** When they come into force. */
  readonly at: string;
  readonly items: readonly SoldItem[];
}

/**
 * Taxed as the latest line was, with the subscription's discounts that are still in force then. Gains count once they have
 * happened, and what can't be priced from what is seen (tiers, discounts that are only named) is not guessed: 0.
 */
export function bookedContractionCents(history: Pick<SubscriptionHistory, 'subscriptionId' | 'invoices' | 'observations'>, counting: readonly ItemState[], planned: PlannedItems): number {
  const now = sumCents(counting.map(({ monthlyCents }) => monthlyCents));
  const seen = history.observations.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  const canBePriced = planned.items.length > 0 && planned.items.every(({ unitAmountCents, isMetered }) => unitAmountCents !== null || isMetered);
  if (now === 0 || seen === undefined || seen.discounts === null || !canBePriced) return 0;
  const last = history.invoices.toSorted((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1)).flatMap(({ lines }) => lines.filter((line) => !line.isProration)).at(-1);
  const ahead = { at: planned.at, status: 'active', discounts: seen.discounts, items: planned.items.map((item) => ({ ...item, discounts: [] })) };
  const next = sumCents(statesOfObservation(ahead, history.subscriptionId, last?.tax ?? { numerator: 0, denominator: 1 }).map(({ monthlyCents }) => monthlyCents));
  return Math.max(0, now - next);
}
