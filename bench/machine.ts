// The machine that was measured on: figures mean nothing without it.
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryMb: number;
  readonly node: string;
  readonly platform: string;
  /** Of the last minute, per core, before the run: above 1 others were at work and every figure is too low. */
  readonly loadPerCore: number;
}

export function describeMachine(): Machine {
  const cores = availableParallelism();
  return {
    cores,
    processor: cpus()[0]?.model ?? 'unknown processor',
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    loadPerCore: Math.round(((loadavg()[0] ?? 0) / cores) * 10) / 10,
  };
}
