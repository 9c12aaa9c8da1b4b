// Task: the barest way to the same rows: a new process opens the file with SQLite and reads one page.
import Database from 'better-sqlite3';
import { databaseFileIn } from '../benchPaths.ts';

export interface BareOpenInput {
  readonly folder: string;
  readonly askedAtMs: number;
}

export async function task({
  folder,
  askedAtMs,
}: BareOpenInput): Promise<{ fromProcessMs: number; fromOpenMs: number }> {
  const startedMs = performance.now();
  const db = new Database(databaseFileIn(folder), { readonly: true });
  const rows = db.prepare('SELECT * FROM billing_invoices ORDER BY local_date DESC, id DESC LIMIT 100').all();
  const text = JSON.stringify(rows);
  const fromOpenMs = performance.now() - startedMs;
  db.close();
  if (text.length < 1000) throw new Error('the page is empty');
  return { fromProcessMs: Date.now() - askedAtMs, fromOpenMs };
}
