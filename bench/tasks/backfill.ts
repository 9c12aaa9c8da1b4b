// Task: the whole back-fill by the real engine over real HTTP, into a new database, with every effect.
import { defaultBusinessProfile } from '../../src/contract/profile.ts';
import { makeBenchEngine } from '../benchEngine.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface BackfillInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
  /** False: our numbers are not written into Stripe afterwards, which would go on beside what is measured next. */
  readonly recordsNumbers?: boolean;
}

export interface BackfillOutcome {
  readonly elapsedMs: number;
  readonly invoices: number;
  /** Rows of paid invoices; payouts add notes of their own. */
  readonly ledgerRows: number;
  /** Titles of checks that failed; must be empty. */
  readonly failedChecks: readonly string[];
}

export async function task({ folder, vendors, recordsNumbers = true }: BackfillInput): Promise<BackfillOutcome> {
  let begunMs: number | undefined;
  let endedMs: number | undefined;
  let hasEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve;
  });
  const { engine, call, store } = makeBenchEngine({
    folder,
    vendors,
    onEvent: (event) => {
      if (event.kind !== 'progress' || event.work.id !== 'stripe.backfill') return;
      begunMs ??= performance.now();
      if (!event.finished) return;
      endedMs = performance.now();
      hasEnded();
    },
  });
  store.state.saveProfile({ ...defaultBusinessProfile, recordInvoiceNumbersInStripe: recordsNumbers });
  // The first poll finds no cursor and asks for the back-fill.
  await engine.start();
  await ended;
  const invoices = (await call('invoices.list', { limit: 1 })).allCount;
  const ledgerRows = (await call('ledger.list', { limit: 1, filter: { eventType: ['subscription_payment'] } })).totals?.count ?? 0;
  const { checks } = await call('books.check', {});
  await engine.stop();
  return {
    elapsedMs: (endedMs ?? 0) - (begunMs ?? 0),
    invoices,
    ledgerRows,
    failedChecks: checks.filter((check) => !check.ok).map((check) => check.title),
  };
}
