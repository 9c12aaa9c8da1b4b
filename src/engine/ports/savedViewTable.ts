// The port to saved views.
import type { SavedView } from '../../contract/views.ts';

export interface SavedViewTable {
  /** By name. */
  list(tableId: string): readonly SavedView[];
  /** Replaces the view of that name on that list. */
  save(view: Omit<SavedView, 'id'> & { readonly tableId: string }): SavedView;
  remove(id: number): boolean;
}
