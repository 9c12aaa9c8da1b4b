// The cursor chains of the lists that were looked at, shared by everything that shows the same list.
import { useCallback, useSyncExternalStore } from 'react';
import { newCursorChain, type CursorChain } from './cursorChain.ts';

const chains = new Map<string, CursorChain>();
const listeners = new Set<() => void>();

export const chainOf = (chainKey: string): CursorChain => chains.get(chainKey) ?? newCursorChain;

export function setChain(chainKey: string, chain: CursorChain): void {
  if (chainOf(chainKey) === chain) return;
  chains.set(chainKey, chain);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useChain = (chainKey: string): CursorChain =>
  useSyncExternalStore(
    subscribe,
    useCallback(() => chainOf(chainKey), [chainKey]),
  );
