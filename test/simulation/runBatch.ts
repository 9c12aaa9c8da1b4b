// Runs many seeds on the cores there are, each thread with its own vendors; answers the reports in the order of the seeds.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedReport } from './runSeed.ts';
import type { SeedOrder } from './seedWorker.ts';

export interface BatchOptions {
  /** No new seed is begun after this long; undefined: all are run. */
  readonly budgetMs?: number;
  /** So many are run however long they take. */
  readonly atLeast?: number;
  readonly nowMs: () => number;
  /** Told of each report as it comes; false: no further seed is begun. */
  readonly onReport?: (report: SeedReport, order: SeedOrder) => boolean;
  /** Asked before each seed. */
  readonly isWanted?: (order: SeedOrder) => boolean;
}

export async function runBatch(orders: readonly SeedOrder[], { budgetMs, atLeast = 0, nowMs, onReport = () => true, isWanted = () => true }: BatchOptions): Promise<SeedReport[]> {
  const reports: SeedReport[] = [];
  const waiting = [...orders];
  const startedMs = nowMs();
  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('seedWorker.ts', import.meta.url), { execArgv: [] });
    try {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        if (!isWanted(order)) continue;
        const report = await reportOf(worker, order);
        reports.push(report);
        if (!onReport(report, order) || (budgetMs !== undefined && reports.length >= atLeast && nowMs() - startedMs > budgetMs)) waiting.length = 0;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(orders.length, availableParallelism()) }, lane));
  return reports.toSorted((a, b) => a.seed - b.seed);
}

function reportOf(worker: Worker, order: SeedOrder): Promise<SeedReport> {
  return new Promise((resolve, reject) => {
    const onMessage = (report: SeedReport): void => {
      worker.off('error', onError);
      resolve(report);
    };
    const onError = (error: Error): void => {
      worker.off('message', onMessage);
      reject(error);
    };
    worker.once('message', onMessage);
    worker.once('error', onError);
    worker.postMessage(order, []);
  });
}
