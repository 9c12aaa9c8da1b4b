// The built browser host as a process of its own, on a home folder of the benchmark.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const builtHost = path.resolve(import.meta.dirname, '../../out/main/host.js');

export interface Host {
  readonly url: string;
  /** From the start of its process to the line that says it is ready. */
  readonly readyMs: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** `homeFolder` with the company in its folder `demo`. Rejects where the program ends before it is ready. */
export async function startHost(homeFolder: string): Promise<Host> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [builtHost, '--no-open', '--demo', '--home', homeFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString('utf8');
      const address = /^Tieout ready: (\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the host ended with code ${String(code)}: ${said}`)));
  });
  return {
    url,
    readyMs: performance.now() - startedMs,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Highest resident memory of a process; null where the system does not tell. */
export function peakMemoryMb(pid: number): number | null {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
