// The status every screen may need: time zone, today, environment, links. Read once, kept fresh by events.
import { createContext, use } from 'react';
import type { StatusOutput } from '../../contract/status.ts';

export const StatusContext = createContext<StatusOutput | null>(null);

/** Inside the frame only: the frame shows screens once the status is there. */
export function useStatus(): StatusOutput {
  const status = use(StatusContext);
  if (status === null) throw new Error('useStatus outside the frame');
  return status;
}

/** Stripe answers for the network here: grey means offline or not set up. */
export const isOffline = (status: StatusOutput): boolean => status.banners.some((banner) => banner.id === 'OFFLINE');

/** For those who have the status at hand; others ask `useOfflineReason`. */
export const offlineReason = (status: StatusOutput): string | undefined =>
  isOffline(status) ? 'This needs the network, which can not be reached now.' : undefined;
