// A browser host over the demo company for the browser tests: the built program, its own data folder, one per worker.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import type { Cookie } from '@playwright/test';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const newHomeFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'tieout-e2e-'));

export interface StartedHost {
  /** The link that works once. */
  readonly startUrl: string;
  readonly origin: string;
  readonly homeFolder: string;
  readonly process: ChildProcess;
  /** Ends it as Ctrl+C does; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Starts out/main/host.js; rejects with what it said when it ends before it is ready. */
export const startHost = async (args: readonly string[] = [], homeFolder: string = newHomeFolder()): Promise<StartedHost> => {
  const child = spawn(process.execPath, [path.join(root, 'out', 'main', 'host.js'), '--no-open', '--home', homeFolder, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let said = '';
  const startUrl = await new Promise<string>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      said += text.toString('utf8');
      const address = /^Tieout ready: (\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(([code]) => reject(new Error(`the host ended with code ${code} and said: ${said}`)));
  });
  return {
    startUrl,
    origin: new URL(startUrl).origin,
    homeFolder,
    process: child,
    stop: async () => {
      child.kill('SIGINT');
      return (await ended)[0];
    },
  };
};

interface WorkerFixtures {
  /** A running demo company with the cookie of a browser that opened its link. */
  readonly demoHost: { readonly origin: string; readonly cookies: Cookie[] };
}

/** Tests whose `page` is signed in to a demo company that the worker's tests share. */
export const test = base.extend<object, WorkerFixtures>({
  demoHost: [
    async ({ browser }, use) => {
      const host = await startHost(['--demo']);
      const context = await browser.newContext();
      await (await context.newPage()).goto(host.startUrl);
      const cookies = await context.cookies();
      await context.close();
      await use({ origin: host.origin, cookies });
      await host.stop();
      rmSync(host.homeFolder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ demoHost }, use) => use(demoHost.origin),
  storageState: async ({ demoHost }, use) => use({ cookies: demoHost.cookies, origins: [] }),
});

export { expect } from '@playwright/test';
