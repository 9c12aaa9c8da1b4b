// The address of a screen: `#/invoices?status=paid&open=12`. A hash, so that app:// and the browser host serve one file.
import { useSyncExternalStore } from 'react';

export const screenIds = ['overview', 'revenue', 'invoices', 'subscriptions', 'clients', 'refunds', 'quickbooks', 'ledger', 'gst', 'reconcile', 'activity', 'settings', 'setup'] as const;
export type ScreenId = (typeof screenIds)[number];

export interface Route {
  readonly screen: ScreenId;
  readonly params: URLSearchParams;
}

/** Unknown screens lead to the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const screen = screenIds.find((id) => id === path) ?? 'overview';
  return { screen, params: new URLSearchParams(search) };
}

export type RouteParams = Readonly<Record<string, string | number | undefined>> | URLSearchParams;

/** Address of a screen; undefined and empty parameters are left out. */
export function hrefOf(screen: ScreenId, params: RouteParams = {}): string {
  const search = new URLSearchParams();
  const entries = params instanceof URLSearchParams ? params.entries() : Object.entries(params);
  for (const [name, value] of entries) if (value !== undefined && value !== '') search.append(name, String(value));
  const text = search.toString();
  return `#/${screen}${text === '' ? '' : `?${text}`}`;
}

const listeners = new Set<() => void>();
const notify = (): void => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  if (listeners.size === 0) window.addEventListener('hashchange', notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', notify);
  };
};

/** How each screen was left: its tab, filters, sort and opened row. */
const leftParams = new Map<ScreenId, URLSearchParams>();
/** Parameters of a dialog or a check: coming back does not begin it again. */
const BEGUN_ONCE: ReadonlySet<string> = new Set(['check', 'connect', 'record', 'step', 'subscribe']);

/** Address of a screen as it was left; the present one's is bare, so that pressing it again shows everything. */
export function returnTo(screen: ScreenId): string {
  if (currentRoute().screen === screen) return hrefOf(screen);
  return hrefOf(screen, new URLSearchParams([...(leftParams.get(screen) ?? [])].filter(([name]) => !BEGUN_ONCE.has(name))));
}

let parsedHash: string | undefined;
let parsedRoute: Route = { screen: 'overview', params: new URLSearchParams() };
function currentRoute(): Route {
  if (window.location.hash !== parsedHash) {
    parsedHash = window.location.hash;
    parsedRoute = parseRoute(parsedHash);
    leftParams.set(parsedRoute.screen, parsedRoute.params);
  }
  return parsedRoute;
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, currentRoute);

/** Goes to a screen. `replace` for what should not become a step of "back" (typing in a filter). */
export function navigate(
  screen: ScreenId,
  params: RouteParams = {},
  options: { readonly replace?: boolean } = {},
): void {
  const href = hrefOf(screen, params);
  if (href === window.location.hash) return;
  if (options.replace === true) {
    window.history.replaceState(null, '', href);
    notify();
  } else {
    window.location.hash = href;
  }
}

/** The present screen with some parameters changed; undefined removes one. */
export function updateParams(
  changes: Readonly<Record<string, string | undefined>>,
  options: { readonly replace?: boolean } = {},
): void {
  const { screen, params } = currentRoute();
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  navigate(screen, next, options);
}
