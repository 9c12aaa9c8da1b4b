// The look chosen by the person: the system's, light or dark. Kept in this window's storage; it is no business data.
import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const STORAGE_KEY = 'tieout.theme';
const listeners = new Set<() => void>();
let theme: Theme = 'system';

function show(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Called once before the first render, so that nothing flashes. Storage may be denied; then the choice lasts for the session. */
export function startTheme(): void {
  try {
    theme = themes.find((known) => known === window.localStorage.getItem(STORAGE_KEY)) ?? 'system';
  } catch {
    theme = 'system';
  }
  show();
}

export function setTheme(next: Theme): void {
  theme = next;
  show();
  try {
    window.localStorage.setItem(STORAGE_KEY, next);
  } catch {
    // Storage is denied: the choice lasts for the session.
  }
  for (const listener of listeners) listener();
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
