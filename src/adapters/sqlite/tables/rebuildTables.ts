// rebuild_runs and rebuild_differences, and the second database file that the mirror is read into again.
import { existsSync } from 'node:fs';
import { AppError } from '../../../contract/errors.ts';
import { differenceKinds, type DifferenceKind, type RebuildDifference } from '../../../contract/rebuild.ts';
import type { RebuildRunRecord, RebuildTables } from '../../../engine/ports/rebuildTables.ts';
import type { Store } from '../../../engine/ports/store.ts';
import { compareDatabases, comparedColumns, keySeparator, type CompareOptions } from '../compareDatabases.ts';
import { removeDatabase } from '../inspectBackup.ts';
import { tableOrigins } from '../tableOrigins.ts';
import type { TableContext } from './tableContext.ts';

export interface RebuildOptions extends TableContext {
  readonly databaseFile: string;
  /** Opens a store on another file, with everything else the same. */
  readonly openAt: (file: string) => Store;
}

const mendable = `kind IN ('missing_here', 'mirror_differs')`;

export function rebuildTables({ db, now, databaseFile, openAt }: RebuildOptions): RebuildTables {
  const freshFile = `${databaseFile}.rebuild`;
  const latest = db.prepare<[], RebuildRunRecord>(
    `SELECT id, state, started_at AS startedAt, compared_at AS comparedAt, applied_at AS appliedAt FROM rebuild_runs WHERE state <> 'discarded' ORDER BY id DESC LIMIT 1`,
  );
  const insertRun = db.prepare(`INSERT INTO rebuild_runs (state, started_at, updated_at) VALUES ('reading', @now, @now)`);
  const setState = db.prepare(
    `UPDATE rebuild_runs SET state = @state, compared_at = COALESCE(@comparedAt, compared_at), applied_at = COALESCE(@appliedAt, applied_at), updated_at = @now WHERE id = @runId`,
  );
  const counts = db.prepare<[number], { kind: DifferenceKind; n: number }>(`SELECT kind, COUNT(*) AS n FROM rebuild_differences WHERE run_id = ? GROUP BY kind`);
  const page = db.prepare<[Record<string, unknown>], Omit<RebuildDifference, 'what'> & { table: string }>(
    `SELECT id, kind, table_name AS "table", row_key AS key, field, here, there FROM rebuild_differences
     WHERE run_id = @runId AND id > @after AND (@kind IS NULL OR kind = @kind) ORDER BY id LIMIT @limit`,
  );
  const clear = db.prepare(`DELETE FROM rebuild_differences WHERE run_id = ?`);
  const keep = db.prepare(`INSERT INTO rebuild_differences (run_id, kind, table_name, row_key, field, here, there) VALUES (@runId, @kind, @table, @key, @field, @here, @there)`);

  const attached = <T>(work: () => T): T => {
    if (!existsSync(freshFile)) throw new AppError('NOT_ALLOWED_NOW', 'the second database is not there; start the rebuild again');
    db.prepare(`ATTACH ? AS fresh`).run(freshFile);
    try {
      return work();
    } finally {
      db.exec(`DETACH fresh`);
    }
  };

  return {
    run: () => latest.get(),
    begin: () => Number(insertRun.run({ now: now() }).lastInsertRowid),
    setState: (runId, state, at = {}) => void setState.run({ runId, state, comparedAt: at.comparedAt ?? null, appliedAt: at.appliedAt ?? null, now: now() }),
    counts: (runId) => {
      const found = new Map(counts.all(runId).map(({ kind, n }) => [kind, n]));
      return Object.fromEntries(differenceKinds.map((kind) => [kind, found.get(kind) ?? 0])) as Record<DifferenceKind, number>;
    },
    page: (question) => page.all({ ...question, kind: question.kind ?? null }).map(({ table, ...row }) => ({ ...row, what: tableOrigins[table]?.what ?? table })),
    openFresh: () => {
      if (databaseFile === ':memory:') throw new AppError('NOT_ALLOWED_NOW', 'these books are in memory only');
      const isNew = !existsSync(freshFile);
      const fresh = openAt(freshFile);
      if (isNew) attached(() => copyInputs(db));
      return fresh;
    },
    eventsApart: (since) =>
      attached(() => {
        const missing = (a: string, b: string): number =>
          db.prepare<[string], { n: number }>(`SELECT COUNT(*) AS n FROM ${a}.stripe_events e WHERE created_at >= ? AND NOT EXISTS (SELECT 1 FROM ${b}.stripe_events o WHERE o.id = e.id)`).get(since)?.n ?? 0;
        return missing('main', 'fresh') + missing('fresh', 'main');
      }),
    compare: (runId) =>
      attached(() =>
        db.transaction(() => {
          takeOurNumbers(db);
          clear.run(runId);
          for (const difference of compareDatabases(db, refreshOptions(db))) keep.run({ ...difference, runId });
        })(),
      ),
    swapMirror: (runId) => attached(() => db.transaction(() => Object.keys(tableOrigins).forEach((table) => swapTable(db, runId, table)))()),
    objectsToApply: (runId) => objectsBehind(db, runId),
    removeFresh: () => removeDatabase(freshFile),
  };
}

const refreshOptions = (db: TableContext['db']): CompareOptions => ({
  withQuickBooks: false,
  hasRefundsByHand: db.prepare(`SELECT 1 FROM main.refunds_by_hand LIMIT 1`).get() !== undefined,
});

/** The derivation reads what only people know: profile, plans, the register. */
function copyInputs(db: TableContext['db']): void {
  db.transaction(() => {
    db.pragma('defer_foreign_keys = ON');
    for (const [table, { isInput }] of Object.entries(tableOrigins)) if (isInput === true) db.exec(`INSERT OR REPLACE INTO fresh.${table} SELECT * FROM main.${table}`);
  })();
}

/** A number that Stripe does not hold is ours to give: the second database's own count says nothing. */
function takeOurNumbers(db: TableContext['db']): void {
  db.exec(`
    UPDATE fresh.billing_invoices SET invoice_number = NULL WHERE number_recorded_at IS NULL;
    UPDATE OR IGNORE fresh.billing_invoices AS f
    SET invoice_number = (SELECT m.invoice_number FROM main.billing_invoices m WHERE m.stripe_invoice_id = f.stripe_invoice_id)
    WHERE f.number_recorded_at IS NULL;`);
}

/** Rows of the mirror only. Where a row refers to one of the other database, applying its object makes it. */
function swapTable(db: TableContext['db'], runId: number, table: string): void {
  const entry = tableOrigins[table];
  if (entry?.origin !== 'stripe' || entry.compare === undefined || entry.compare.invoiceRef !== undefined) return;
  const { compare } = entry;
  const all = db.prepare<[string], { name: string }>(`SELECT name FROM pragma_table_info(?)`).all(table).map(({ name }) => name);
  const compared = comparedColumns(db, table, compare, refreshOptions(db));
  const local = new Set(compare.key.includes('id') ? [] : ['id']);
  // Beside what is compared, what every row must have.
  const carried = all.filter((name) => !local.has(name) && (compared.includes(name) || ['created_at', 'updated_at', 'api_version', 'fetched_at', 'json'].includes(name)));
  const keyText = compare.key.map((column) => `f.${column}`).join(` || '${keySeparator}' || `);
  const among = (kind: string): string => `${keyText} IN (SELECT row_key FROM main.rebuild_differences WHERE run_id = @runId AND table_name = @table AND kind = '${kind}')`;
  db.prepare(`INSERT INTO main.${table} (${carried.join(', ')}) SELECT ${carried.map((name) => `f.${name}`).join(', ')} FROM fresh.${table} f WHERE ${among('missing_here')}`).run({ runId, table });
  // A number that was given is never changed: a person decides what is right.
  const fields = compared.filter((name) => !compare.key.includes(name) && name !== 'invoice_number');
  if (fields.length === 0) return;
  const sameRow = compare.key.map((column) => `main.${table}.${column} = f.${column}`).join(' AND ');
  db.prepare(`UPDATE main.${table} SET ${fields.map((name) => `${name} = f.${name}`).join(', ')} FROM fresh.${table} f WHERE ${sameRow} AND ${among('mirror_differs')}`).run({ runId, table });
}

function objectsBehind(db: TableContext['db'], runId: number): { objectType: string; id: string }[] {
  const rows = db.prepare<[number], { table: string; key: string }>(`SELECT DISTINCT table_name AS "table", row_key AS key FROM rebuild_differences WHERE run_id = ? AND ${mendable} ORDER BY id`).all(runId);
  const found = new Map<string, { objectType: string; id: string }>();
  const add = (objectType: string, id: string): void => void found.set(`${objectType} ${id}`, { objectType, id });
  for (const { table, key } of rows) {
    const compare = tableOrigins[table]?.compare;
    if (compare?.objectType !== undefined) add(compare.objectType, key);
    else if (compare?.invoiceRef === compare?.key[0] && compare?.invoiceRef !== undefined) add('invoice', key.split(keySeparator)[0] ?? '');
  }
  const facts = attachedFacts(db, runId);
  for (const { objectType, id } of facts) add(objectType, id);
  return [...found.values()];
}

/** Ledger rows that are missing here: their fact names the object (`in_… paid`), its kind follows from the second database. */
function attachedFacts(db: TableContext['db'], runId: number): readonly { objectType: string; id: string }[] {
  return db
    .prepare<[number], { key: string }>(`SELECT row_key AS key FROM rebuild_differences WHERE run_id = ? AND table_name = 'billing_ledger' AND kind = 'missing_here'`)
    .all(runId)
    .flatMap(({ key }) => {
      const id = key.split(' ')[0] ?? '';
      const objectType = prefixes.find(([prefix]) => id.startsWith(prefix))?.[1];
      return objectType === undefined ? [] : [{ objectType, id }];
    });
}

/** Stripe's ids say what they are of. */
const prefixes: readonly (readonly [prefix: string, objectType: string])[] = [
  ['in_', 'invoice'], ['re_', 'refund'], ['pyr_', 'refund'], ['du_', 'dispute'], ['dp_', 'dispute'], ['po_', 'payout'], ['ch_', 'charge'], ['py_', 'charge'], ['sub_', 'subscription'],
];
