// The rows of a list operation around what is on screen: pages come by cursor as they are scrolled to, are refreshed by
// the engine's events while visible, and are dropped from memory when they have long been out of sight.
import { keepPreviousData, useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { OperationInput, OperationOutput } from '../../../contract/operations.ts';
import { call } from '../../bridge/call.ts';
import { chainOf, setChain, useChain } from './chainStore.ts';
import { learnNextCursor } from './cursorChain.ts';
import { firstRowOfPage, PAGE_ROWS, pageOfRow, rowsOfPage } from './pageLayout.ts';

export type ListOperation = 'invoices.list' | 'ledger.list' | 'activity.list' | 'clients.list' | 'subscriptions.list' | 'documents.list' | 'refunds.list' | 'payouts.list';
export type ListInput<N extends ListOperation> = Omit<OperationInput<N>, 'cursor' | 'limit' | 'withTotals'>;
export type ListRow<N extends ListOperation> = OperationOutput<N>['rows'][number];

export interface RowWindow<Row> {
  /** Rows of the filtered set (an estimate that grows, where the operation doesn't count). */
  readonly rowCount: number;
  readonly isCountExact: boolean;
  readonly rowAt: (index: number) => Row | undefined;
  /** The rows that are in memory now, as they are now. */
  readonly loadedRows: () => readonly Row[];
  readonly showRows: (first: number, last: number) => void;
  readonly isLoading: boolean;
  /** Showing the previous filter's rows while the new ones come. */
  readonly isOutdated: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Set while pages between here and a far scroll position are being read. */
  readonly walkedRows: number | null;
}

function pageQuery<N extends ListOperation>(operation: N, input: ListInput<N>, cursor: string | null) {
  const pageInput = {
    ...input,
    cursor,
    limit: rowsOfPage(cursor === null ? 0 : 1),
    withTotals: cursor === null,
  };
  return {
    queryKey: [operation, pageInput] as const,
    queryFn: (): Promise<OperationOutput<N>> => call(operation, pageInput as unknown as OperationInput<N>),
  };
}

/** Reads the pages from the last known one up to `targetPage`, so that a jump of the scroll bar can be shown. */
async function walkChain<N extends ListOperation>(
  client: QueryClient,
  operation: N,
  input: ListInput<N>,
  chainKey: string,
  targetPage: number,
  onPage: (walkedPages: number) => boolean,
): Promise<void> {
  for (;;) {
    const chain = chainOf(chainKey);
    const lastPage = chain.cursors.length - 1;
    if (lastPage >= targetPage || chain.isComplete || !onPage(lastPage)) return;
    const page = await client.fetchQuery({
      ...pageQuery(operation, input, chain.cursors[lastPage] ?? null),
      staleTime: 60_000,
      gcTime: 30_000,
    });
    setChain(chainKey, learnNextCursor(chainOf(chainKey), lastPage, page.nextCursor));
  }
}

/** Starts a walk when the target lies beyond the known pages; answers how many rows were passed so far. */
function useWalk<N extends ListOperation>(
  operation: N,
  input: ListInput<N>,
  chainKey: string,
  targetPage: number,
  isNeeded: boolean,
): number | null {
  const client = useQueryClient();
  const walkKey = isNeeded ? `${chainKey}:${targetPage}` : null;
  const [walk, setWalk] = useState<{ readonly key: string; readonly rows: number } | null>(null);
  const start = useEffectEvent((key: string, isCurrent: () => boolean) => {
    const onPage = (pages: number): boolean => {
      if (isCurrent()) setWalk({ key, rows: firstRowOfPage(pages) });
      return isCurrent();
    };
    // A failed page shows as the list's error once it becomes visible.
    walkChain(client, operation, input, chainKey, targetPage, onPage).catch(() => undefined);
  });
  useEffect(() => {
    if (walkKey === null) return;
    let isCurrent = true;
    start(walkKey, () => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [walkKey]);
  return walk !== null && walk.key === walkKey ? walk.rows : null;
}

export function useRowWindow<N extends ListOperation>(
  operation: N,
  input: ListInput<N>,
): { readonly window: RowWindow<ListRow<N>>; readonly firstPage: OperationOutput<N> | undefined } {
  const client = useQueryClient();
  const chainKey = JSON.stringify([operation, input]);
  const chain = useChain(chainKey);
  const [pageRange, setPageRange] = useState<readonly [number, number]>([0, 0]);

  const first = useQuery({ ...pageQuery(operation, input, null), placeholderData: keepPreviousData });
  const wantedPages: number[] = [];
  for (let page = Math.max(1, pageRange[0]); page <= pageRange[1]; page += 1)
    if (page < chain.cursors.length) wantedPages.push(page);
  const others = useQueries({
    queries: wantedPages.map((page) => pageQuery(operation, input, chain.cursors[page] ?? null)),
  });

  const pages = new Map<number, OperationOutput<N>>();
  if (first.data !== undefined) pages.set(0, first.data);
  for (const [position, page] of wantedPages.entries()) {
    const data = others[position]?.data;
    if (data !== undefined && !first.isPlaceholderData) pages.set(page, data as OperationOutput<N>);
  }
  useEffect(() => {
    if (first.isPlaceholderData) return;
    let next = chainOf(chainKey);
    for (const [page, data] of pages) next = learnNextCursor(next, page, data.nextCursor);
    setChain(chainKey, next);
  });

  const isWalkNeeded =
    first.data !== undefined && !first.isPlaceholderData && pageRange[1] >= chain.cursors.length && !chain.isComplete;
  const walkedRows = useWalk(operation, input, chainKey, pageRange[1], isWalkNeeded);

  const totals = first.data?.totals ?? null;
  const lastPage = chain.cursors.length - 1;
  const lastRows = pages.get(lastPage)?.rows.length ?? rowsOfPage(lastPage);
  const chained =
    first.data === undefined
      ? 0
      : chain.isComplete
        ? firstRowOfPage(lastPage) + lastRows
        : firstRowOfPage(lastPage + 1);
  const failed = [first, ...others].find((query) => query.isError);
  const showRows = useCallback((firstRow: number, lastRow: number) => {
    const next = [pageOfRow(firstRow), pageOfRow(Math.max(0, lastRow))] as const;
    setPageRange((present) => (present[0] === next[0] && present[1] === next[1] ? present : next));
  }, []);
  return {
    window: {
      rowCount: totals?.count ?? (first.isPlaceholderData ? (first.data?.rows.length ?? 0) : chained),
      isCountExact: totals !== null || chain.isComplete,
      rowAt: (index) => {
        const page = pageOfRow(index);
        return pages.get(page)?.rows[index - firstRowOfPage(page)];
      },
      loadedRows: () => [...pages.values()].flatMap((page) => page.rows as readonly ListRow<N>[]),
      showRows,
      isLoading: first.isPending,
      isOutdated: first.isPlaceholderData,
      error: failed?.error ?? null,
      retry: () => void client.refetchQueries({ queryKey: [operation], type: 'active' }),
      walkedRows,
    },
    firstPage: first.data,
  };
}

/**
 * Every row of the filtered set, page by page, for exports and "all matching".
 * @throws OperationFailure
 */
export async function* walkRows<N extends ListOperation>(
  operation: N,
  input: ListInput<N>,
): AsyncGenerator<readonly ListRow<N>[]> {
  let cursor: string | null = null;
  do {
    const pageInput: object = {
      ...input,
      cursor,
      limit: PAGE_ROWS,
      withTotals: false,
    };
    const page: OperationOutput<N> = await call(operation, pageInput as OperationInput<N>);
    yield page.rows as readonly ListRow<N>[];
    cursor = page.nextCursor;
  } while (cursor !== null);
}
