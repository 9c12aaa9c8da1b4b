// Every table of the schema says where its rows come from when the database is lost, and names only columns that it has.
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, readMigrations } from '../../src/adapters/sqlite/migrate.ts';
import { tableOrigins, userOnlyTables } from '../../src/adapters/sqlite/tableOrigins.ts';

const database = new Database(':memory:');
migrate(database, readMigrations(path.resolve('resources/migrations')), { nowIso: '2026-01-01T00:00:00.000Z', backup: () => undefined });
const tables = database.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all().map(({ name }) => name);

it('names every table and no other; a new table is added to src/adapters/sqlite/tableOrigins.ts', () => {
  expect(Object.keys(tableOrigins).toSorted()).toEqual(tables.toSorted());
});

it.each(Object.entries(tableOrigins).flatMap(([table, { compare }]) => (compare === undefined ? [] : [[table, compare] as const])))('%s: names its own columns', (table, compare) => {
  const columns = new Set(database.prepare<[string], { name: string }>(`SELECT name FROM pragma_table_info(?)`).all(table).map(({ name }) => name));
  const named = [...compare.key, ...(compare.except ?? []), ...(compare.quickBooks ?? []), ...(compare.invoiceRef === undefined ? [] : [compare.invoiceRef])];
  expect(named.filter((name) => !columns.has(name) && name !== 'created_at' && name !== 'updated_at')).toEqual([]);
  expect(columns.size).toBeGreaterThan((compare.except ?? []).length);
});

it('every mirrored and derived table is compared, except the sequence, which only rises', () => {
  const uncompared = Object.entries(tableOrigins).filter(([, entry]) => (entry.origin === 'stripe' || entry.origin === 'books') && entry.compare === undefined);
  expect(uncompared.map(([table]) => table)).toEqual(['billing_invoice_sequence']);
});

it('counts of what only people know can be asked, and are zero in a new database', () => {
  const counts = userOnlyTables.map(({ what, countSql }) => [what, database.prepare<[], { value: number }>(countSql).get()?.value]);
  expect(counts.length).toBeGreaterThan(5);
  expect(counts.filter(([, value]) => value !== 0)).toEqual([]);
});
