// The other side of the simulators' process: starts it, asks it, ends it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SimulatorStats } from '../../src/simulators/quickbooks/stats.ts';

export const realmId = '9130350000000003';
export const oauthClient = {
  clientId: 'ABbenchmarkClientIdOnThisMachineOnly',
  clientSecret: 'benchmark-client-secret',
  redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback',
};

export interface SimulatorFacts {
  readonly stripeUrl: string;
  readonly stripeApiKey: string;
  readonly quickBooksUrl: string;
  readonly intuitUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly realmId: string;
  readonly refreshToken: string;
}

export interface StartOptions {
  readonly company: 'demo' | { readonly bulkPaidInvoices: number };
  /** QuickBooks refuses what goes beyond Intuit's limits; absent: it does not. */
  readonly throttles?: boolean;
}

export type SimulatorQuestion =
  | { readonly ask: 'start'; readonly options: StartOptions }
  | { readonly ask: 'refreshToken' }
  | { readonly ask: 'renew'; readonly count: number }
  | { readonly ask: 'quickBooksStats' }
  | { readonly ask: 'stop' };

export type FromSimulators =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

export interface Simulators {
  readonly facts: SimulatorFacts;
  /** With a fresh refresh token: each is good for one sign-in. */
  freshFacts(): Promise<SimulatorFacts>;
  renew(count: number): Promise<{ invoices: number; events: number }>;
  quickBooksStats(): Promise<SimulatorStats>;
  stop(): Promise<void>;
}

export async function startSimulators(options: StartOptions): Promise<Simulators> {
  const child = fork(fileURLToPath(new URL('simulatorsProcess.ts', import.meta.url)), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', (answer: FromSimulators) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) one?.resolve(answer.value);
    else one?.reject(new Error(answer.error));
  });
  child.once('exit', () => {
    for (const one of waiting.values()) one.reject(new Error('the simulators ended'));
  });
  const ask = <T>(question: SimulatorQuestion): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve: (value) => resolve(value as T), reject });
      child.send({ id: lastId, question });
    });

  const facts = await ask<SimulatorFacts>({ ask: 'start', options });
  return {
    facts,
    freshFacts: () => ask({ ask: 'refreshToken' }),
    renew: (count) => ask({ ask: 'renew', count }),
    quickBooksStats: () => ask({ ask: 'quickBooksStats' }),
    stop: async () => {
      await ask({ ask: 'stop' });
      child.disconnect();
      child.kill();
    },
  };
}
