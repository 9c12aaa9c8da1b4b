// Keeps the screens true: engine events mark queries as out of date, progress goes to the work strip, push steps to their invoice.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { OperationName } from '../../contract/operations.ts';
import type { EngineEvent, Topic } from '../../contract/rpc.ts';
import { call } from './call.ts';
import { applyProgress, forgetProgress } from './progressStore.ts';
import { currentLinkState, listenToEngine, onLinkState, type LinkState } from './transport.ts';
import { topicsOf } from './topicsOf.ts';

/** Events come in bursts during a back-fill: screens read again at most this often. */
const COALESCE_MS = 250;

function invalidateTopics(client: QueryClient, topics: ReadonlySet<Topic>): void {
  void client.invalidateQueries({
    predicate: (query) => topicsOf[query.queryKey[0] as OperationName]?.some((topic) => topics.has(topic)) ?? false,
  });
}

export function EngineLink(): null {
  const client = useQueryClient();
  useEffect(() => {
    const waiting = new Set<Topic>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (): void => {
      timer = undefined;
      invalidateTopics(client, new Set(waiting));
      waiting.clear();
    };
    const onEvent = (event: EngineEvent): void => {
      if (event.kind === 'progress') {
        applyProgress(event.work, event.finished);
        return;
      }
      for (const topic of event.kind === 'changed' ? event.topics : (['invoices'] as const)) waiting.add(topic);
      timer ??= setTimeout(flush, COALESCE_MS);
    };
    const stop = listenToEngine(onEvent, () => {
      forgetProgress();
      void client.invalidateQueries();
    });
    // The machine says that it has a network again: sooner than the next poll would find out.
    const onOnline = (): void => void call('sync.now', {}, crypto.randomUUID()).catch(() => undefined);
    window.addEventListener('online', onOnline);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', onOnline);
      stop();
    };
  }, [client]);
  return null;
}

export const useLinkState = (): LinkState => useSyncExternalStore(onLinkState, currentLinkState);
