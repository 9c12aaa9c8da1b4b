// Task: the rows that a back-fill left behind, inserted again by bare SQLite into the same schema: the floor of any way to store them.
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openBenchStore } from '../benchEngine.ts';
import { databaseFileIn } from '../benchPaths.ts';

export interface BareInsertsInput {
  readonly folder: string;
  /** Folder of the database that the rows are taken from. */
  readonly from: string;
  readonly rowsPerTransaction: number;
}

export interface BareInsertsOutcome {
  readonly elapsedMs: number;
  readonly rows: number;
}

type Row = Record<string, string | number | null>;

/** What a back-fill writes once per object or fact, parents before children; its queue is empty again at the end. */
const tables = [
  'stripe_objects',
  'orgs',
  'billing_customers',
  'billing_subscriptions',
  'billing_subscription_items',
  'stripe_charges',
  'stripe_balance_transactions',
  'stripe_invoice_payments',
  'stripe_payment_intents',
  'stripe_payment_methods',
  'stripe_payouts',
  'clearing_postings',
  'mrr_invoices',
  'mrr_movements',
  'billing_invoices',
  'billing_invoice_lines',
  'billing_ledger',
  'jobs',
] as const;

/** The same settings as the program's own connection. */
function open(file: string): Database.Database {
  const db = new Database(file);
  for (const setting of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'recursive_triggers = ON',
    'cache_size = -65536',
  ])
    db.pragma(setting);
  return db;
}

export async function task({ folder, from, rowsPerTransaction }: BareInsertsInput): Promise<BareInsertsOutcome> {
  const copy = path.join(folder, 'rows.db');
  copyFileSync(databaseFileIn(from), copy);
  const source = open(copy);
  const taken = tables.map((table) => ({ table, rows: source.prepare<[], Row>(`SELECT * FROM ${table}`).all() }));
  source.close();
  openBenchStore(folder).close();
  const db = open(databaseFileIn(folder));
  let rows = 0;
  const startedMs = performance.now();
  for (const { table, rows: all } of taken) {
    const columns = Object.keys(all[0] ?? {});
    if (columns.length === 0) continue;
    const insert = db.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    const write = db.transaction((some: readonly Row[]) =>
      some.forEach((row) => insert.run(...columns.map((column) => row[column]))),
    );
    for (let index = 0; index < all.length; index += rowsPerTransaction)
      write(all.slice(index, index + rowsPerTransaction));
    rows += all.length;
  }
  const elapsedMs = performance.now() - startedMs;
  db.close();
  return { elapsedMs, rows };
}
