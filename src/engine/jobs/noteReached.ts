// A source answered: its failure is over, and what waited for the network goes on at once instead of at the end of its pause.
import type { EngineContext } from '../context.ts';
import { syncKeys, type SourceFailure } from '../intake/syncState.ts';

/** Pauses grow to a quarter of an hour while nothing can be reached: nobody should wait that long once it can. */
export function noteReached(context: EngineContext, source: 'stripe' | 'quickbooks'): void {
  const { store } = context;
  const key = source === 'stripe' ? syncKeys.stripeFailure : syncKeys.quickBooksFailure;
  const before = store.state.sync(key) as SourceFailure | null | undefined;
  store.state.saveSync(key, null);
  if (before?.code === 'OFFLINE' && store.jobs.bringForward('OFFLINE') > 0) context.kick();
}
