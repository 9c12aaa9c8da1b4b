// saved_views: named filters, sorts and columns of the lists.
import type { SavedView } from '../../../contract/views.ts';
import type { SavedViewTable } from '../../../engine/ports/savedViewTable.ts';
import type { TableContext } from './tableContext.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly params: string;
  readonly columns: string | null;
}

const viewOf = ({ id, name, params, columns }: Row): SavedView => ({ id, name, params, columns: columns === null ? null : (JSON.parse(columns) as string[]) });

export function savedViewTable({ db, now }: TableContext): SavedViewTable {
  const list = db.prepare<[string], Row>('SELECT id, name, params, columns FROM saved_views WHERE table_id = ? ORDER BY name');
  const save = db.prepare<[string, string, string, string | null, string, string], Row>(`
    INSERT INTO saved_views (table_id, name, params, columns, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (table_id, name) DO UPDATE SET name = excluded.name, params = excluded.params, columns = excluded.columns, updated_at = excluded.updated_at
    RETURNING id, name, params, columns`);
  const remove = db.prepare<[number]>('DELETE FROM saved_views WHERE id = ?');
  return {
    list: (tableId) => list.all(tableId).map(viewOf),
    save: ({ tableId, name, params, columns }) => {
      const row = save.get(tableId, name, params, columns === null ? null : JSON.stringify(columns), now(), now());
      if (row === undefined) throw new Error('saving a view answered no row');
      return viewOf(row);
    },
    remove: (id) => remove.run(id).changes > 0,
  };
}
