// How far the first reading of Stripe is: until it is through, an empty list says nothing about the business.
import type { StatusOutput } from '../../../contract/status.ts';

/** `never`: nothing has been read and nothing is being read; `reading`: the first read is under way; `done`: lists are true as of their time. */
export type FirstRead = 'never' | 'reading' | 'done';

export function firstReadOf({ freshness, longWork }: Pick<StatusOutput, 'freshness' | 'longWork'>): FirstRead {
  if (freshness.some(({ source, asOf }) => source === 'stripe' && asOf !== null)) return 'done';
  return longWork.some(({ kind }) => kind === 'backfill') ? 'reading' : 'never';
}
