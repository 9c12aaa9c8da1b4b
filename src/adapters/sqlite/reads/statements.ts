// Prepared statements by their text, prepared once: what is put together at run time consists of fixed fragments only.
import type Database from 'better-sqlite3';
import { readLimits, type ReadLimits } from './readLimits.ts';

export type SqlValue = string | number | null;

/** A piece of SQL with `?` for each of its values, in order. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export interface Statements {
  readonly limits: ReadLimits;
  all<Row>(sql: string, values?: readonly SqlValue[]): Row[];
  get<Row>(sql: string, values?: readonly SqlValue[]): Row | undefined;
  /** As `get` and `all`, and answered from memory as long as nothing was written: for counts and sums that only a write changes. */
  getKept<Row>(sql: string, values?: readonly SqlValue[]): Row | undefined;
  allKept<Row>(sql: string, values?: readonly SqlValue[]): readonly Row[];
  /** Differs after every write, of this connection or another; null while one is under way, which may yet be taken back. */
  writeStamp(): string | null;
  run(sql: string, values?: readonly SqlValue[]): void;
  /** What may also be left undone: where the disk is full or the file can't be written, the read goes on without it. */
  optionalTransaction(work: () => void): void;
}

/** Combinations of filters are few in practice; the bound keeps memory bounded whatever is asked. */
const keptStatements = 400;
const keptAnswers = 50;

export function makeStatements(db: Database.Database, limits: ReadLimits = readLimits): Statements {
  const kept = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare(sql);
    if (kept.size >= keptStatements) {
      const oldest = kept.keys().next();
      if (!oldest.done) kept.delete(oldest.value);
    }
    kept.set(sql, made);
    return made;
  };
  // Both only ever rise: rows changed by this connection, and commits of others (https://sqlite.org/pragma.html#pragma_data_version).
  const written = `SELECT total_changes() || ':' || data_version AS stamp FROM pragma_data_version`;
  const writeStamp = (): string | null => (db.inTransaction ? null : (statement(written).get() as { stamp: string }).stamp);
  let answers = new Map<string, unknown>();
  let answersStamp: string | null = null;
  const fromMemory = <T>(sql: string, values: readonly SqlValue[], read: () => T): T => {
    const stamp = writeStamp();
    if (stamp === null) return read();
    if (stamp !== answersStamp || answers.size >= keptAnswers) answers = new Map();
    answersStamp = stamp;
    const key = JSON.stringify([sql, values]);
    if (!answers.has(key)) answers.set(key, read());
    return answers.get(key) as T;
  };
  const all = <Row>(sql: string, values: readonly SqlValue[] = []): Row[] => statement(sql).all(...values) as Row[];
  const get = <Row>(sql: string, values: readonly SqlValue[] = []): Row | undefined => statement(sql).get(...values) as Row | undefined;
  return {
    limits,
    all,
    get,
    getKept: (sql, values = []) => fromMemory(`get ${sql}`, values, () => get(sql, values)),
    allKept: (sql, values = []) => fromMemory(`all ${sql}`, values, () => all(sql, values)),
    writeStamp,
    run: (sql, values = []) => void statement(sql).run(...values),
    optionalTransaction: (work) => {
      // Within someone's transaction a failure would be theirs.
      if (db.inTransaction) return;
      try {
        db.transaction(work)();
      } catch (error) {
        if (!isWriteRefused(error)) throw error;
      }
    },
  };
}

const isWriteRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^SQLITE_(FULL|READONLY|BUSY)/.test(error.code);

export const fragment = (sql: string, ...values: readonly SqlValue[]): Fragment => ({ sql, values });

/** `(a AND b AND …)`; nothing: always true. */
export function allOf(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return fragment('1');
  return { sql: parts.map((part) => part.sql).join('\n   AND '), values: parts.flatMap((part) => part.values) };
}

/** `(a OR b OR …)`; nothing: never true. */
export function anyOf(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return fragment('0');
  return { sql: `(${parts.map((part) => part.sql).join(' OR ')})`, values: parts.flatMap((part) => part.values) };
}

/** `column IN (?, ?)` */
export function oneOf(column: string, values: readonly SqlValue[]): Fragment {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}
