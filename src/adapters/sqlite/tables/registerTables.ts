// register_imports: which plans were carried out.
import type { RegisterImport, RegisterTables } from '../../../engine/ports/registerTables.ts';
import type { TableContext } from './tableContext.ts';

const columns = `plan_digest AS planDigest, file_name AS fileName, new_count AS newCount, changed_count AS changedCount,
       unchanged_count AS unchangedCount, rejected_count AS rejectedCount, imported_at AS importedAt`;

export function registerTables({ db, now }: TableContext): RegisterTables {
  const append = db.prepare(
    `INSERT INTO register_imports (plan_digest, file_name, new_count, changed_count, unchanged_count, rejected_count, imported_at)
     VALUES (@planDigest, @fileName, @newCount, @changedCount, @unchangedCount, @rejectedCount, @now)`,
  );
  const find = db.prepare<[string], RegisterImport>(`SELECT ${columns} FROM register_imports WHERE plan_digest = ?`);
  const last = db.prepare<[], RegisterImport>(`SELECT ${columns} FROM register_imports ORDER BY rowid DESC LIMIT 1`);
  return {
    append: (row) => void append.run({ ...row, now: now() }),
    find: (planDigest) => find.get(planDigest),
    last: () => last.get(),
  };
}
