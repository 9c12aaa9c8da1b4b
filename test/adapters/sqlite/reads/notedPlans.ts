// A database that notes each statement it runs with SQLite's plan of it.
import type Database from 'better-sqlite3';

export interface Carried {
  readonly sql: string;
  readonly plan: string;
}

/** The same database, noting each statement that is run with its plan. */
export function noting(db: Database.Database, into: (one: Carried) => void): Database.Database {
  const note = (sql: string, values: readonly unknown[]): void => {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    into({ sql, plan: plan.map((line) => line.detail).join('\n') });
  };
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target) as unknown;
      return (sql: string) => {
        const statement = target.prepare(sql);
        return {
          all: (...values: unknown[]) => (note(sql, values), statement.all(...values)),
          get: (...values: unknown[]) => (note(sql, values), statement.get(...values)),
          run: (...values: unknown[]) => statement.run(...values),
        };
      };
    },
  });
}
