// Task: a mirror that is up to date hears of many paid invoices at once, by polling, and applies every event.
import { defaultBusinessProfile } from '../../src/contract/profile.ts';
import { makeBenchEngine } from '../benchEngine.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface PollEventsInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
}

export interface PollEventsOutcome {
  /** Events and paid invoices that were new, and how long the poll took. */
  readonly events: number;
  readonly invoices: number;
  readonly elapsedMs: number;
  /** Median of the transactions that wrote a paid invoice's ledger row, with all that belongs to it; without the network. */
  readonly bookMs: number;
  readonly failedChecks: readonly string[];
}

/** The store, with the durations of the outermost transactions in which a payment was appended to the ledger. */
function timeBookings(store: Store, durations: number[]): Store {
  let depth = 0;
  let hasBooked = false;
  const append: Store['ledger']['append'] = (row) => {
    if (row.eventType === 'subscription_payment') hasBooked = true;
    return store.ledger.append(row);
  };
  const transaction: Store['transaction'] = (work) => {
    if (depth > 0) return store.transaction(work);
    hasBooked = false;
    depth += 1;
    const startedMs = performance.now();
    try {
      return store.transaction(work);
    } finally {
      depth -= 1;
      if (hasBooked) durations.push(performance.now() - startedMs);
    }
  };
  return { ...store, transaction, ledger: { ...store.ledger, append } };
}

/** Runs up to the events that the simulator already has; with a mirror in the folder that was made before them. */
export async function task({ folder, vendors }: PollEventsInput): Promise<PollEventsOutcome> {
  let begunMs = 0;
  let endedMs = 0;
  let events = 0;
  const bookings: number[] = [];
  const bench = makeBenchEngine({
    folder,
    observe: (store) => timeBookings(store, bookings),
    vendors,
    onEvent: (event) => {
      if (event.kind !== 'progress' || event.work.id !== 'stripe.poll') return;
      if (begunMs === 0) begunMs = performance.now();
      if (event.finished && endedMs === 0) {
        endedMs = performance.now();
        events = event.work.done;
      }
    },
  });
  bench.store.state.saveProfile({ ...defaultBusinessProfile, recordInvoiceNumbersInStripe: false });
  const count = async (): Promise<number> => (await bench.call('ledger.list', { limit: 1, filter: { eventType: ['subscription_payment'] } })).totals?.count ?? 0;
  const before = await count();
  await bench.engine.start();
  await bench.engine.idle();
  const invoices = (await count()) - before;
  const { checks } = await bench.call('books.check', {});
  await bench.engine.stop();
  return {
    events,
    invoices,
    elapsedMs: endedMs - begunMs,
    bookMs: bookings.toSorted((a, b) => a - b)[Math.floor(bookings.length / 2)] ?? 0,
    failedChecks: checks.filter((check) => !check.ok).map((check) => check.title),
  };
}
