// A list that came whole, in the form the table reads rows in.
import type { RowWindow } from './useRowWindow.ts';

export function arrayWindow<Row>(
  rows: readonly Row[] | undefined,
  query: { readonly error: unknown; readonly retry: () => void },
): RowWindow<Row> {
  const all = rows ?? [];
  return {
    rowCount: all.length,
    isCountExact: true,
    rowAt: (index) => all[index],
    loadedRows: () => all,
    showRows: () => undefined,
    isLoading: rows === undefined && query.error === null,
    isOutdated: false,
    error: query.error,
    retry: query.retry,
    walkedRows: null,
  };
}
