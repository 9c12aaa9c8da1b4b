// What a bar or cell opens, as it stands in the address, and what it is called.
import { movementKinds, type RevenueMovementKind, type RevenueSet } from '../../../contract/revenue.ts';
import { formatMonth } from '../../ui/formatDate.ts';
import { bridgeWords, kindWords, monthPattern, planWords } from './figureWords.ts';

const failedResults = ['recovered', 'open', 'lost'] as const;
const failedWords = { recovered: 'recovered since', open: 'still open', lost: 'lost' } as const;
const bridgeParts = ['stripe', 'tax', 'discounts', 'past_due', 'paused', 'timing'] as const;
const oneOf = <W extends string>(words: readonly W[], text: string | null | undefined): W | null => words.find((word) => word === text) ?? null;

/** `movement/churn/voluntary`, of the month beside it in the address. Undefined: not an address of ours. */
export function readSet(text: string, month: string): RevenueSet | undefined {
  const [of = '', first, ...rest] = text.split('/');
  const second = rest.length === 0 ? null : rest.join('/');
  switch (of) {
    case 'movement':
      return { of, month, kind: oneOf<RevenueMovementKind>(movementKinds, first), reason: second };
    case 'payingAt':
    case 'sameMonth':
    case 'atList':
    case 'belowList':
    case 'oneOff':
      return { of, month: first !== undefined && monthPattern.test(first) ? first : month };
    case 'usage':
      return { of, month, months: first === '3' ? 3 : 1 };
    case 'churned':
      return { of, month, months: first === '6' ? 6 : 1 };
    case 'lost':
      return { of, month, rate: first === 'net' ? 'net' : 'gross' };
    case 'retained':
      return { of, month, rate: first === 'net' ? 'net' : 'gross', months: second === '12' ? 12 : 1 };
    case 'plan':
    case 'planClients':
      return first === undefined ? undefined : { of, month, plan: first };
    case 'cohort':
      return first === undefined || second === null ? undefined : { of, cohort: first, month: second };
    case 'cohortMembers':
      return first === undefined ? undefined : { of, cohort: first };
    case 'atRisk':
      return { of, cause: oneOf(['overdue', 'disputed'] as const, first) };
    case 'bookedToEnd':
    case 'bookedDown':
    case 'committed':
    case 'paying':
    case 'paused':
    case 'failedStarts':
      return { of };
    case 'failed':
      return first !== undefined && monthPattern.test(first) ? { of, month: first, result: oneOf(failedResults, second) } : undefined;
    case 'bridge': {
      const part = oneOf(bridgeParts, first);
      return part === null ? undefined : { of, part };
    }
    default:
      return undefined;
  }
}

const nounByRow: Partial<Record<RevenueSet['of'], string>> = { movement: 'movement', churned: 'movement', lost: 'movement', sameMonth: 'movement', failed: 'payment', usage: 'invoice', oneOff: 'invoice' };

/** What each row is. */
export const nounOf = ({ of }: RevenueSet): string => nounByRow[of] ?? 'client';

/** What stands in the amount's column. */
export function amountWords({ of }: RevenueSet): string {
  if (of === 'failed' || of === 'usage' || of === 'oneOff') return 'Amount';
  if (of === 'atList') return 'At list prices';
  if (of === 'belowList') return 'Below list';
  return 'MRR';
}

/** What the client pays besides, where a row says it. */
export function afterWords({ of }: RevenueSet): string | null {
  if (nounByRow[of] === 'movement') return 'MRR afterwards';
  if (of === 'retained') return 'MRR at the end';
  return of === 'atRisk' || of === 'bookedToEnd' || of === 'bookedDown' || of === 'committed' || of === 'paused' || of === 'failedStarts' ? 'MRR now' : null;
}

const rateWords = { gross: 'GRR', net: 'NRR' } as const;

export function titleOfSet(set: RevenueSet): string {
  switch (set.of) {
    case 'movement': {
      const kind = set.kind == null ? 'Movements' : kindWords[set.kind];
      return `${kind}${set.reason == null ? '' : `, ${set.reason}`}: ${formatMonth(set.month)}`;
    }
    case 'payingAt':
      return `Paying clients at the end of ${formatMonth(set.month)}`;
    case 'churned':
      return set.months === undefined || set.months === 1 ? `Churn of those paying at the start of ${formatMonth(set.month)}` : `Churn of ${set.months} months, to ${formatMonth(set.month)}`;
    case 'lost':
      return set.rate === 'net' ? `Lost and added by those paying at the start of ${formatMonth(set.month)}` : `Lost of those paying at the start of ${formatMonth(set.month)}`;
    case 'retained':
      return `${rateWords[set.rate]}${set.months === 12 ? ' over 12 months' : ''}, ${formatMonth(set.month)}: what is left of those paying ${set.months === 12 ? '12 months before' : 'at the start'}`;
    case 'sameMonth':
      return `Same-month churn: ${formatMonth(set.month)}`;
    case 'failedStarts':
      return 'Failed starts: billed, never paid';
    case 'plan':
      return `${planWords(set.plan)}: ${formatMonth(set.month)}`;
    case 'planClients':
      return `Clients on ${planWords(set.plan)}: ${formatMonth(set.month)}`;
    case 'cohort':
      return `Joined ${formatMonth(set.cohort)}, paying at the end of ${formatMonth(set.month)}`;
    case 'cohortMembers':
      return `Joined ${formatMonth(set.cohort)}, and their MRR now`;
    case 'atRisk':
      return `MRR at risk now${set.cause == null ? '' : `, ${set.cause}`}`;
    case 'bookedToEnd':
      return 'MRR that is booked to end';
    case 'bookedDown':
      return 'MRR that planned downgrades take off';
    case 'committed':
      return 'Committed MRR now';
    case 'paused':
      return 'Counting although collection is paused';
    case 'atList':
      return `MRR at list prices: ${formatMonth(set.month)}`;
    case 'belowList':
      return `Below list price: ${formatMonth(set.month)}`;
    case 'usage':
      return `Usage revenue: ${set.months === 3 ? '3 months to ' : ''}${formatMonth(set.month)}`;
    case 'oneOff':
      return `One-off revenue: ${formatMonth(set.month)}`;
    case 'failed':
      return `Payments that failed in ${formatMonth(set.month)}${set.result == null ? '' : `, ${failedWords[set.result]}`}`;
    case 'paying':
      return 'Paying clients now';
    case 'bridge':
      return set.part === 'stripe' ? 'MRR as Stripe defines it' : bridgeWords[set.part];
  }
}
