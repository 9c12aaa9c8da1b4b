// Wraps a store so that a test sees every write before it happens, and may stop it.
import type { Store } from '../../src/engine/ports/store.ts';

export interface StoreWatch {
  /** Before a call; may throw instead of letting it through. */
  before(name: string, isWrite: boolean, args: readonly unknown[]): void;
  /** Around the outermost transaction. */
  transaction<T>(run: () => T): T;
  /** After a write has returned (inside a transaction: not committed yet). */
  after(name: string, args: readonly unknown[]): void;
}

/** Everything else writes. */
const reads: Readonly<Record<string, readonly string[]>> = {
  orgs: ['get', 'customer', 'client'],
  mirror: ['product', 'price', 'charge', 'paymentsOf', 'invoicesPaidBy', 'refund', 'subscriptionStatus', 'chargesWithoutBalance', 'payoutsWithoutMembers'],
  events: ['waiting', 'waitingCount'],
  invoices: ['get', 'byStripeId', 'byNumber', 'lines', 'idsByPushStatus', 'failingOf'],
  facts: ['next', 'count'],
  ledger: ['has', 'verifyChain'],
  gst: ['differencesFromLedger', 'rowCount'],
  dunning: ['get'],
  documents: ['get', 'bySource', 'ofInvoice', 'idsByStatus', 'syncedEvidence', 'parts'],
  push: ['attempts', 'documentAttempts', 'steps', 'syncedEvidence', 'runningAttempts'],
  connection: ['get', 'cached'],
  jobs: ['byKey', 'nextRunAfter', 'countByState'],
  commands: ['find'],
  state: ['profile', 'setting', 'sync'],
  plans: ['list', 'get', 'entitlements'],
  refunds: ['booked', 'givenBack', 'handRefund', 'handRefundsOf', 'stripeRefundsOf'],
  disputes: ['get', 'ofCharges', 'withDeadline', 'closedAt', 'movement', 'evidence'],
};

function watchTable<T extends object>(table: T, tableName: string, watch: StoreWatch): T {
  const readNames = new Set(reads[tableName] ?? []);
  return new Proxy(table, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function' || typeof key !== 'string') return value;
      const isWrite = tableName !== 'reads' && !readNames.has(key);
      return (...args: readonly unknown[]): unknown => {
        const name = `${tableName}.${key}`;
        watch.before(name, isWrite, args);
        const result: unknown = Reflect.apply(value, target, args);
        if (isWrite) watch.after(name, args);
        return result;
      };
    },
  });
}

export function watchStore(store: Store, watch: StoreWatch): Store {
  let depth = 0;
  const watched = Object.fromEntries(Object.entries(store).map(([name, value]) => [name, typeof value === 'object' ? watchTable(value as object, name, watch) : value])) as unknown as Store;
  return {
    ...watched,
    transaction: (work) => {
      if (depth > 0) return work();
      watch.before('transaction', false, []);
      depth += 1;
      try {
        return watch.transaction(() => store.transaction(work));
      } finally {
        depth -= 1;
      }
    },
  };
}
