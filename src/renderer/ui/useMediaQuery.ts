// Whether the window answers a media query, kept up to date.
import { useCallback, useSyncExternalStore } from 'react';

/** Room for a list with all its columns beside a detail pane. */
export const WIDE_WINDOW = '(min-width: 1900px)';

/** Room for the widest list with all its columns, where no pane is open. */
export const ROOMY_WINDOW = '(min-width: 1400px)';

export function useMediaQuery(mediaQuery: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(mediaQuery);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [mediaQuery],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(mediaQuery).matches);
}
