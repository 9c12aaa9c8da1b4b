// One subscription's way from the MRR that Stripe's dashboard shows to ours, as named differences that add up exactly.
import { sumCents } from '../money.ts';
import type { ItemState, SubscriptionHistory } from './billingHistory.ts';
import { statesOfObservation } from './itemState.ts';
import { monthlyExGstCents, type TaxCharged } from './monthlyAmount.ts';

export interface BridgeParts {
  readonly stripeCents: number;
  /** Tax within the price that Stripe does not know of. */
  readonly taxCents: number;
  readonly discountsCents: number;
  readonly pastDueCents: number;
  readonly pausedCents: number;
  /** Not paid for the first time yet, or changed between two readings; and roundings. */
  readonly timingCents: number;
  readonly oursCents: number;
}

const none: TaxCharged = { numerator: 0, denominator: 1 };

/**
 * Stripe sums active and past-due subscriptions by their prices, monthly, without tax that it knows of, trials and usage, and
 * before coupons unless its settings say otherwise. Source: Stripe, *Billing metric definitions*. `counting`: our items now.
 */
export function bridgeOf(history: Pick<SubscriptionHistory, 'subscriptionId' | 'status' | 'invoices' | 'observations'>, counting: readonly ItemState[]): BridgeParts {
  const oursCents = sumCents(counting.map(({ monthlyCents }) => monthlyCents));
  const seen = history.observations.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  const zero = { taxCents: 0, discountsCents: 0, pastDueCents: 0, pausedCents: 0 };
  if (seen === undefined || (history.status !== 'active' && history.status !== 'past_due')) {
    return { stripeCents: 0, ...zero, timingCents: oursCents, oursCents };
  }
  const last = history.invoices.toSorted((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1)).flatMap(({ lines }) => lines.filter((line) => !line.isProration)).at(-1);
  const tax = last?.tax ?? none;
  const worth = (charged: TaxCharged): number =>
    sumCents(seen.items.map(({ unitAmountCents, quantity, interval, intervalCount, isMetered }) => monthlyExGstCents({ unitAmountCents, quantity, interval, intervalCount, isMetered }, charged)));
  const exTaxCents = worth(tax);
  const stripeCents = last?.isTaxStated === true ? exTaxCents : worth(none);
  const taxCents = exTaxCents - stripeCents;
  const discountedCents = sumCents(statesOfObservation({ ...seen, items: seen.items.filter(({ isMetered }) => !isMetered) }, history.subscriptionId, tax).map(({ monthlyCents }) => monthlyCents));
  // What coupons take off is seen on the subscription, or else on what was billed.
  const expectedCents = seen.discounts === null && oursCents > 0 ? oursCents : discountedCents;
  const parts = { stripeCents, ...zero, taxCents, discountsCents: expectedCents - exTaxCents, timingCents: 0, oursCents };
  if (oursCents > 0 || expectedCents === 0) return { ...parts, timingCents: oursCents - expectedCents };
  if (counting.some(({ isPaused }) => isPaused)) return { ...parts, pausedCents: -expectedCents };
  return history.status === 'past_due' ? { ...parts, pastDueCents: -expectedCents } : { ...parts, timingCents: -expectedCents };
}
