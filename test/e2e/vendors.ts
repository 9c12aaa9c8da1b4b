// The simulators as the vendors of one's own company: a process of their own, real accounts as far as the program can tell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export interface Vendors {
  readonly stripe: string;
  readonly quickBooks: string;
  readonly key: string;
  readonly clientId: string;
  readonly clientSecret: string;
  stop(): Promise<void>;
}

interface VendorOptions {
  /** Where Intuit's sign-in comes back to. */
  readonly redirectUri: string;
  /** Keeps their state over a stop and another start. */
  readonly folder?: string;
  readonly stripePort?: number;
  readonly quickBooksPort?: number;
}

export const startVendors = async ({ redirectUri, folder, stripePort = 0, quickBooksPort = 0 }: VendorOptions): Promise<Vendors> => {
  const flags = ['--no-bookkeeper', '--stripe-port', String(stripePort), '--qbo-port', String(quickBooksPort), '--redirect-uri', redirectUri];
  if (folder !== undefined) flags.push('--folder', folder);
  const child = spawn(process.execPath, [path.join(root, 'src', 'simulators', 'run.ts'), ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString('utf8');
      if (said.includes('Ctrl+C ends them')) resolve();
    });
    void ended.then(() => reject(new Error(`the vendors ended and said: ${said}`)));
  });
  const line = (label: string): string => new RegExp(`^\\s*${label}\\s+(\\S+)$`, 'm').exec(said)?.[1] ?? '';
  return {
    stripe: line('Stripe'),
    quickBooks: line('QuickBooks'),
    key: line('API key'),
    clientId: line('client id'),
    clientSecret: line('secret'),
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
};
