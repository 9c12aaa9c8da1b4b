// What a list is filtered by, read from the address and written to it.
import { decodeFilter, encodeFilter, type FilterFields } from '../filterCodec.ts';
import { updateParams, useRoute } from '../router.ts';

export interface ListFilter<F> {
  readonly filter: F;
  readonly isFiltered: boolean;
  readonly setFilter: (change: { readonly [K in keyof F]?: F[K] | undefined }) => void;
  /** Every filter off, the opened row closed; sort, columns and tab stay. Going back brings the filters back. */
  readonly clearFilters: () => void;
}

export function useListFilter<F extends object>(fields: FilterFields<F>): ListFilter<F> {
  const { params } = useRoute();
  const filter = decodeFilter(fields, params);
  return {
    filter,
    isFiltered: Object.keys(filter).length > 0,
    setFilter: (change) => updateParams(encodeFilter(fields, { ...filter, ...change }), { replace: true }),
    clearFilters: () => updateParams({ ...encodeFilter(fields, {} as F), open: undefined }),
  };
}
