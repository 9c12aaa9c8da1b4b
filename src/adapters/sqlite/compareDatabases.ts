// Row by row, field by field: two databases that were made from the same accounts; `fresh` is attached to the first under that name.
import type Database from 'better-sqlite3';
import type { DifferenceKind } from '../../contract/rebuild.ts';
import { tableOrigins, type Comparison } from './tableOrigins.ts';

export interface TableDifference {
  readonly kind: DifferenceKind;
  readonly table: string;
  readonly key: string;
  readonly field: string | null;
  readonly here: string | null;
  readonly there: string | null;
}

export interface CompareOptions {
  /** Also what comes from QuickBooks; a refresh reads Stripe only. */
  readonly withQuickBooks: boolean;
  /** The books contain refunds that were recorded by hand, which Stripe knows nothing of. */
  readonly hasRefundsByHand: boolean;
}

/** A list that nobody reads to its end; counts beyond it say that something is wrong as a whole. */
const mostPerTable = 5_000;

export const keySeparator = ' · ';

export function compareDatabases(database: Database.Database, options: CompareOptions): TableDifference[] {
  return Object.entries(tableOrigins).flatMap(([table, { compare, origin }]) => (compare === undefined ? [] : compareTable(database, table, compare, origin === 'books', options)));
}

/** The columns that must be equal, in the table's order. */
export function comparedColumns(database: Database.Database, table: string, compare: Comparison, { withQuickBooks, hasRefundsByHand }: CompareOptions): readonly string[] {
  const left = new Set([...(compare.except ?? []), ...(withQuickBooks ? [] : (compare.quickBooks ?? [])), ...(hasRefundsByHand ? (compare.byHand ?? []) : [])]);
  return database.prepare<[string], { name: string }>(`SELECT name FROM pragma_table_info(?)`).all(table).map(({ name }) => name).filter((name) => !left.has(name));
}

/** An invoice's row id is of one database only; the Stripe id behind it is the same in both. */
const valueOf = (schema: string, column: string, compare: Comparison): string =>
  column === compare.invoiceRef ? `(SELECT i.stripe_invoice_id FROM ${schema}.billing_invoices i WHERE i.id = t.${column})` : `t.${column}`;

function rowsOf(schema: string, table: string, columns: readonly string[], compare: Comparison): string {
  const condition = compare.where === undefined ? '' : ` WHERE ${compare.where}`;
  return `SELECT ${columns.map((column) => `${valueOf(schema, column, compare)} AS ${column}`).join(', ')} FROM ${schema}.${table} t${condition}`;
}

function compareTable(database: Database.Database, table: string, compare: Comparison, isMoney: boolean, options: CompareOptions): TableDifference[] {
  const columns = comparedColumns(database, table, compare, options);
  const both = `WITH here AS MATERIALIZED (${rowsOf('main', table, columns, compare)}), there AS MATERIALIZED (${rowsOf('fresh', table, columns, compare)})`;
  const sameKey = compare.key.map((column) => `here.${column} = there.${column}`).join(' AND ');
  const keyOf = (side: string): string => compare.key.map((column) => `${side}.${column}`).join(` || '${keySeparator}' || `);
  const alone = (side: string, other: string): readonly { key: string }[] =>
    database.prepare<[], { key: string }>(`${both} SELECT ${keyOf(side)} AS key FROM ${side} LEFT JOIN ${other} ON ${sameKey} WHERE ${other}.${compare.key[0]} IS NULL LIMIT ${mostPerTable}`).all();
  const fields = columns.filter((column) => !compare.key.includes(column));
  const found: TableDifference[] = [
    ...alone('there', 'here').map(({ key }) => ({ kind: 'missing_here' as const, table, key, field: null, here: null, there: null })),
    ...alone('here', 'there').map(({ key }) => ({ kind: 'not_in_stripe' as const, table, key, field: null, here: null, there: null })),
  ];
  if (fields.length === 0) return found;
  const apart = database.prepare<[], Record<string, unknown>>(
    `${both} SELECT ${keyOf('here')} AS row_key_of_both, ${fields.map((field) => `here.${field} AS here_${field}, there.${field} AS there_${field}`).join(', ')}
     FROM here JOIN there ON ${sameKey} WHERE ${fields.map((field) => `here.${field} IS NOT there.${field}`).join(' OR ')} LIMIT ${mostPerTable}`,
  );
  for (const row of apart.iterate()) {
    for (const field of fields) {
      const [here, there] = [row[`here_${field}`], row[`there_${field}`]];
      if (here !== there) found.push({ kind: isMoney ? 'money_differs' : 'mirror_differs', table, key: String(row['row_key_of_both']), field, here: textOf(here), there: textOf(there) });
    }
  }
  return found;
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
