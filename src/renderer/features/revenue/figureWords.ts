// How the revenue figures are spelled: rates with their fraction, movements and plans in words.
import type { RevenueMovementKind, RevenueRate } from '../../../contract/revenue.ts';
import { formatAmount, formatCount } from '../../ui/formatMoney.ts';

/** A rate of fewer than these shows its fraction. */
const smallBase = 20;

/** `4.2 %`; `–` where there is nothing to divide by. From thousandths of a per cent, half away from zero. */
export function formatPercent({ percentThousandths }: Pick<RevenueRate, 'percentThousandths'>): string {
  if (percentThousandths === null) return '–';
  const tenths = Math.trunc((Math.abs(percentThousandths) + 50) / 100);
  return `${percentThousandths < 0 && tenths > 0 ? '−' : ''}${formatCount(Math.trunc(tenths / 10))}.${tenths % 10} %`;
}

/** Of clients: `25.0 % (3 of 12)` where the base is small. */
export const formatClientRate = (rate: RevenueRate): string =>
  rate.percentThousandths !== null && rate.denominator < smallBase
    ? `${formatPercent(rate)} (${formatCount(rate.numerator)} of ${formatCount(rate.denominator)})`
    : formatPercent(rate);

/** Of money: `95.2 % (862.73 of 906.36)` where few clients are behind it. */
export const formatRateOf = (rate: RevenueRate, clients: number): string =>
  rate.percentThousandths !== null && clients < smallBase ? `${formatPercent(rate)} (${formatAmount(rate.numerator)} of ${formatAmount(rate.denominator)})` : formatPercent(rate);

/** `1.72`; ∞ where something was gained and nothing lost. */
export const formatQuickRatio = (hundredths: number | null, hasGains: boolean): string =>
  hundredths === null ? (hasGains ? '∞' : '–') : `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;

export const kindWords: Readonly<Record<RevenueMovementKind, string>> = {
  new: 'New',
  expansion: 'Expansion',
  reactivation: 'Reactivation',
  contraction: 'Contraction',
  churn: 'Churn',
  correction: 'Correction',
};

const planNames: Readonly<Record<string, string>> = { essential: 'Essential', pro: 'Pro', enterprise: 'Enterprise', seat_addon: 'Additional seats', other: 'Other' };
export const planWords = (plan: string): string => planNames[plan] ?? plan;

export const bridgeWords = {
  trials: 'Trials: in neither figure',
  tax: 'GST that Stripe does not know of',
  discounts: 'Discounts, deducted by our policy',
  past_due: 'Overdue for more than 30 days',
  paused: 'Collection paused',
  currency: 'Other currencies: in neither figure',
  timing: 'Timing: not paid for the first time yet, or just changed',
} as const;

export const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
