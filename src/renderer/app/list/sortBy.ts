// A heading pressed: the list's order goes into the address, where links, history and saved views find it.
import { nextSort, type Sort } from '../../ui/table/columns.ts';
import { updateParams } from '../router.ts';

export const sortBy =
  (present: Sort) =>
  (key: string): void => {
    const next = nextSort(present, key);
    updateParams({ sort: `${next.key}:${next.direction}` }, { replace: true });
  };
