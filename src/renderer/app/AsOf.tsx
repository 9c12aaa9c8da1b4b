// Under a screen's title: as of when its figures are true.
import type { ReactElement } from 'react';
import { formatAsOf } from '../ui/formatDate.ts';
import { useStatus } from './StatusContext.ts';

/** `at` undefined: not answered yet; null: never read. */
export function AsOf({ at, source = 'Stripe' }: { readonly at: string | null | undefined; readonly source?: string }): ReactElement | null {
  const { today, timeZone } = useStatus();
  if (at === undefined) return null;
  return <p>{at === null ? `Not read from ${source} yet` : `${source} as of ${formatAsOf(at, today, timeZone)}`}</p>;
}
