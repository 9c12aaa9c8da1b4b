// The query handlers on a real database, with rows written by plain SQL; inputs and outputs pass through the contract as at the door.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../../src/contract/errors.ts';
import { operations, type OperationInput, type OperationOutput } from '../../../src/contract/operations.ts';
import type { EngineEvent } from '../../../src/contract/rpc.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { queryHandlers, type QueryHandlers } from '../../../src/engine/queries/queryHandlers.ts';

export interface Questions {
  /** A second connection, for writing rows. */
  readonly db: Database.Database;
  readonly store: Store;
  readonly published: EngineEvent[];
  ask<N extends keyof QueryHandlers>(operation: N, input: OperationInput<N>): OperationOutput<N>;
  /** The code that it fails with; `answered` where it doesn't. */
  codeOf<N extends keyof QueryHandlers>(operation: N, input: OperationInput<N>): string;
  close(): void;
}

export function makeQuestions(now: string): Questions {
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-queries-'));
  const file = path.join(folder, 'tieout.db');
  const clock = { nowMs: () => Date.parse(now) };
  const store = openStore({
    file,
    backupsFolder: path.join(folder, 'backups'),
    migrationsFolder: path.resolve(import.meta.dirname, '../../../resources/migrations'),
    clock,
    sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  });
  const db = new Database(file, { timeout: 5000 });
  db.pragma('foreign_keys = ON');
  const published: EngineEvent[] = [];
  const links = {
    stripeDashboard: 'https://stripe.example/',
    stripeInvoice: 'https://stripe.example/invoices/{id}',
    quickBooksHome: 'https://quickbooks.example/',
    quickBooksInvoice: 'https://quickbooks.example/invoice?txnId={id}',
  };
  const handlers = queryHandlers({ clock, store, config: { links }, publish: (event) => published.push(event) });
  const ask: Questions['ask'] = (operation, input) => {
    const parsed = operations[operation].input.parse(input);
    const handler = handlers[operation] as (input: unknown) => unknown;
    return operations[operation].output.parse(handler(parsed)) as ReturnType<typeof ask<typeof operation>>;
  };
  return {
    db,
    store,
    published,
    ask,
    codeOf: (operation, input) => {
      try {
        ask(operation, input);
      } catch (error) {
        if (error instanceof AppError) return error.code;
        throw error;
      }
      return 'answered';
    },
    close: () => {
      db.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
