// A thread that runs seeds one after the other and tells each report; errors that nobody catches are the run's own.
import { parentPort } from 'node:worker_threads';
import { runSeed } from './runSeed.ts';
import { controls } from './controls.ts';
import { noSabotage } from './sabotage.ts';

export interface SeedOrder {
  readonly seed: number;
  /** Name of a control; undefined: the program as it is. */
  readonly control?: string | undefined;
}

const port = parentPort;
if (port === null) throw new Error('this file is a thread');
port.on('message', (order: SeedOrder) => {
  void run(order);
});

async function run({ seed, control }: SeedOrder): Promise<void> {
  try {
    const report = await runSeed(seed, controls.find((one) => one.name === control) ?? noSabotage);
    port?.postMessage({ ...report, trace: report.violations.length === 0 ? [] : report.trace }, []);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port?.postMessage({ seed, violations: [`the run itself failed: ${text}`], trace: [], faults: {}, calls: 0, syncs: 0, documentSyncs: 0, lives: 0, days: 0 }, []);
  }
}
