// How the revenue figures are spelled: rates with their fraction, movements and plans in words, and the address of what a cell counts.
import type { RevenueMovementKind, RevenueRate, RevenueSet } from '../../../contract/revenue.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { formatCount } from '../../ui/formatMoney.ts';

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

const wordOfKind = (kind: string | null): string => (kind === null ? 'Movements' : (kindWords[kind as RevenueMovementKind] ?? kind));

export const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
const failedResults = ['recovered', 'open', 'lost'] as const;
const failedWords = { recovered: 'recovered since', open: 'still open', lost: 'lost' } as const;

/** In the address: `movement/churn/voluntary`. Undefined: not an address of ours. */
export function readSet(text: string, month: string): RevenueSet | undefined {
  const [of = '', first, ...rest] = text.split('/');
  const second = rest.length === 0 ? null : rest.join('/');
  if (of === 'movement') {
    const kind = (Object.keys(kindWords) as RevenueMovementKind[]).find((one) => one === first) ?? null;
    return { of, month, kind, reason: second };
  }
  if (of === 'plan' && first !== undefined) return { of, month, plan: first };
  if (of === 'cohort' && first !== undefined && second !== null) return { of, cohort: first, month: second };
  if (of === 'atRisk' || of === 'bookedToEnd' || of === 'bookedDown' || of === 'committed' || of === 'paying') return { of };
  if (of === 'belowList' || of === 'usage') return { of, month };
  if (of === 'failed' && first !== undefined && monthPattern.test(first)) return { of, month: first, result: failedResults.find((one) => one === second) ?? null };
  const part = (['tax', 'discounts', 'past_due', 'paused', 'timing'] as const).find((one) => one === first);
  return of === 'bridge' && part !== undefined ? { of, part } : undefined;
}

export function titleOfSet(set: RevenueSet): string {
  switch (set.of) {
    case 'movement':
      return `${wordOfKind(set.kind ?? null)}${set.reason == null ? '' : `, ${set.reason}`}: ${formatMonth(set.month)}`;
    case 'plan':
      return `${planWords(set.plan)}: ${formatMonth(set.month)}`;
    case 'cohort':
      return `Joined ${formatMonth(set.cohort)}, paying at the end of ${formatMonth(set.month)}`;
    case 'atRisk':
      return 'MRR at risk now';
    case 'bookedToEnd':
      return 'MRR that is booked to end';
    case 'bookedDown':
      return 'MRR that planned downgrades take off';
    case 'committed':
      return 'Committed MRR now';
    case 'belowList':
      return `Below list price: ${formatMonth(set.month)}`;
    case 'usage':
      return `Usage revenue: ${formatMonth(set.month)}`;
    case 'failed':
      return `Payments that failed in ${formatMonth(set.month)}${set.result == null ? '' : `, ${failedWords[set.result]}`}`;
    case 'paying':
      return 'Paying clients now';
    case 'bridge':
      return bridgeWords[set.part];
  }
}
