// Task: the demo company read into a database once, as its first start does.
import { makeBenchEngine } from '../benchEngine.ts';
import type { SimulatorFacts } from '../simulators/startSimulators.ts';

export interface BuildDemoInput {
  readonly folder: string;
  readonly vendors: SimulatorFacts;
}

export async function task({ folder, vendors }: BuildDemoInput): Promise<{ invoices: number }> {
  const { engine, call } = makeBenchEngine({ folder, vendors, isConnected: true, keepsLimits: true });
  await engine.start();
  await engine.idle();
  const invoices = (await call('invoices.list', { limit: 1 })).allCount;
  await engine.stop();
  return { invoices };
}
