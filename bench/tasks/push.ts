// Task: paid invoices of known customers into QuickBooks, one by one or all at once, each through its eight verified steps.
import { defaultBusinessProfile } from '../../src/contract/profile.ts';
import { makeBenchEngine, type BenchEngine } from '../benchEngine.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface PushInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
  readonly batches: number;
  readonly invoicesPerBatch: number;
  /** `one_by_one`: each is approved when the one before is synced. `in_bulk`: all are approved at once. */
  readonly way: 'one_by_one' | 'in_bulk';
  /** Our own limits towards QuickBooks stay on. */
  readonly keepsLimits: boolean;
}

export interface PushOutcome {
  readonly batches: readonly { readonly invoices: number; readonly elapsedMs: number; readonly calls: number }[];
  /** Calls of the last batch by kind, such as "POST invoice". */
  readonly callsByKind: Readonly<Record<string, number>>;
}

type Waiting = { id: number; version: number; clientName: string };

async function awaitingReview({ call }: BenchEngine): Promise<readonly Waiting[]> {
  const page = await call('invoices.list', {
    filter: { qbStatus: ['awaiting_review'] },
    limit: 500,
    withTotals: false,
  });
  return page.rows;
}

async function approveAll({ call, engine }: BenchEngine, items: readonly Waiting[]): Promise<void> {
  const answer = await call('push.approve', {
    items: items.map(({ id, version }) => ({ invoiceId: id, expectedVersion: version })),
  });
  if (answer.refused.length > 0) throw new Error(`refused: ${answer.refused[0]?.message ?? ''}`);
  await engine.idle();
}

async function pushAll(bench: BenchEngine, items: readonly Waiting[], way: PushInput['way']): Promise<number> {
  const { store } = bench;
  const startedMs = performance.now();
  if (way === 'in_bulk') await approveAll(bench, items);
  else for (const item of items) await approveAll(bench, [item]);
  const elapsedMs = performance.now() - startedMs;
  const unsynced = items.map(({ id }) => store.invoices.get(id)).find((invoice) => invoice?.qbStatus !== 'synced');
  if (unsynced !== undefined)
    throw new Error(`${unsynced.number ?? 'an invoice'} is ${unsynced.qbStatus}: ${unsynced.qbError ?? ''}`);
  return elapsedMs;
}

/** Requests that the simulator answered, by kind; tokens aside. */
async function callsSoFar(vendors: SimulatorFacts): Promise<Readonly<Record<string, number>>> {
  const response = await fetch(new URL('/_simulator/state', vendors.quickBooksUrl));
  const state = (await response.json()) as { stats: { byResource: Record<string, number> } };
  return state.stats.byResource;
}

const differences = (
  after: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): [string, number][] =>
  Object.entries(after)
    .map(([kind, count]): [string, number] => [kind, count - (before[kind] ?? 0)])
    .filter(([, count]) => count > 0);

export async function task({ folder, vendors, batches, invoicesPerBatch, way, keepsLimits }: PushInput): Promise<PushOutcome> {
  const bench = makeBenchEngine({ folder, vendors, isConnected: true, keepsLimits });
  // Otherwise Stripe is written to at the same time.
  bench.store.state.saveProfile({ ...defaultBusinessProfile, recordInvoiceNumbersInStripe: false });
  await bench.engine.start();
  await bench.engine.idle();
  const firstOfEach = new Map((await awaitingReview(bench)).map((item) => [item.clientName, item]));
  await pushAll(bench, [...firstOfEach.values()], 'in_bulk');
  const measured: PushOutcome['batches'][number][] = [];
  let callsByKind: Readonly<Record<string, number>> = {};
  for (let batch = 0; batch < batches; batch += 1) {
    const items = (await awaitingReview(bench)).slice(0, invoicesPerBatch);
    if (items.length < invoicesPerBatch) throw new Error('too few invoices wait for review');
    const before = await callsSoFar(vendors);
    const elapsedMs = await pushAll(bench, items, way);
    const made = differences(await callsSoFar(vendors), before);
    measured.push({ invoices: items.length, elapsedMs, calls: made.reduce((sum, [, count]) => sum + count, 0) });
    callsByKind = Object.fromEntries(made);
  }
  await bench.engine.stop();
  return { batches: measured, callsByKind };
}
