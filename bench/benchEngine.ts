// The real engine on real SQLite and the real SDKs, put together as the engine's thread does, with the vendors' limits lifted.
import path from 'node:path';
import { makeQuickBooksApi } from '../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../src/adapters/quickbooks/quickBooksOAuth.ts';
import { readCsv } from '../src/adapters/csv/readCsv.ts';
import { printTable } from '../src/adapters/pdf/printTable.ts';
import { hmacSha256Hex } from '../src/adapters/runtime/hmacSha256Hex.ts';
import { sha256Hex } from '../src/adapters/runtime/sha256Hex.ts';
import { systemClock } from '../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../src/adapters/runtime/systemTimers.ts';
import { memorySecrets } from '../src/adapters/secrets/memorySecrets.ts';
import { openStore } from '../src/adapters/sqlite/openStore.ts';
import { makeStripeGatewayFactory } from '../src/adapters/stripe/stripeGateway.ts';
import type { OperationInput, OperationName, OperationOutput } from '../src/contract/operations.ts';
import type { EngineEvent } from '../src/contract/rpc.ts';
import { createEngine, type RunningEngine } from '../src/engine/createEngine.ts';
import type { EngineConfig } from '../src/engine/engine.ts';
import type { Log } from '../src/engine/ports/runtime.ts';
import type { Store } from '../src/engine/ports/store.ts';
import type { MakeStripeGateway } from '../src/engine/ports/stripeGateway.ts';
import { databaseFileIn } from './benchPaths.ts';
import { oauthClient, type SimulatorFacts } from './simulators/startSimulators.ts';

export const migrationsFolder = path.resolve(import.meta.dirname, '../resources/migrations');

/** An address at which nobody listens: for engines that are asked and never started. */
const nowhere = 'http://127.0.0.1:9';

export interface BenchEngine {
  readonly engine: RunningEngine;
  readonly store: Store;
  /** Throws where the answer is a failure. */
  call<N extends OperationName>(operation: N, input: OperationInput<N>): Promise<OperationOutput<N>>;
}

export interface BenchEngineOptions {
  readonly folder: string;
  /** Absent: no vendor, for an engine that only answers questions. */
  readonly vendors?: SimulatorFacts;
  /** Also QuickBooks: bound to the company as after a sign-in. */
  readonly isConnected?: boolean;
  /** Our own limits towards QuickBooks stay, for a simulator that throttles as Intuit does. */
  readonly keepsLimits?: boolean;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Looks at what the engine does to its store; before the engine has it. */
  readonly observe?: (store: Store) => Store;
  /** In place of Stripe over HTTP. */
  readonly makeStripe?: MakeStripeGateway;
}

/** Warnings and errors would mean that something else was measured than was meant. */
const strictLog: Log = {
  info: () => undefined,
  warn: (message, fields) => void process.stderr.write(`warning: ${message} ${JSON.stringify(fields ?? {})}\n`),
  error: (message, fields) => void process.stderr.write(`error: ${message} ${JSON.stringify(fields ?? {})}\n`),
  recentLines: () => [],
};

export function openBenchStore(folder: string): Store {
  return openStore({
    file: databaseFileIn(folder),
    backupsFolder: path.join(folder, 'backups'),
    migrationsFolder,
    clock: systemClock,
    sha256Hex,
  });
}

/** Nothing runs by itself while something else is measured. */
export function configOf({
  folder,
  vendors,
  isConnected,
}: Pick<BenchEngineOptions, 'folder' | 'vendors' | 'isConnected'>): EngineConfig {
  return {
    environment: 'demo',
    shell: 'browser',
    homeFolder: folder,
    databaseFile: databaseFileIn(folder),
    stripeApiBase: vendors?.stripeUrl ?? nowhere,
    quickBooksApiBase: vendors?.quickBooksUrl ?? nowhere,
    quickBooksEnvironment: 'simulator',
    redirectUri: oauthClient.redirectUri,
    links: {
      stripeDashboard: nowhere,
      stripeInvoice: `${nowhere}/{id}`,
      quickBooksHome: nowhere,
      quickBooksInvoice: `${nowhere}/{id}`,
    },
    quickBooksClientId: vendors?.clientId ?? null,
    demoRealmId: isConnected === true ? (vendors?.realmId ?? null) : null,
    demoRegister: [],
    pollIntervalMs: 3_600_000,
    pollIntervalFocusedMs: 3_600_000,
  };
}

/** Built, not started. */
export function makeBenchEngine(options: BenchEngineOptions): BenchEngine {
  const { folder, vendors, isConnected, onEvent } = options;
  const shared = { clock: systemClock, timers: systemTimers, log: strictLog };
  const opened = openBenchStore(folder);
  const store = options.observe?.(opened) ?? opened;
  const secrets = memorySecrets({
    ...(vendors === undefined ? {} : { 'stripe.key': vendors.stripeApiKey }),
    ...(vendors === undefined || isConnected !== true
      ? {}
      : { 'quickbooks.clientSecret': vendors.clientSecret, 'quickbooks.refreshToken': vendors.refreshToken }),
  });
  const engine = createEngine({
    ...shared,
    config: configOf(options),
    random: systemRandom,
    sha256Hex,
    hmacSha256Hex,
    secrets,
    store,
    printTable, readCsv,
    publish: onEvent ?? (() => undefined),
    makeStripe:
      options.makeStripe ??
      makeStripeGatewayFactory({ ...shared, apiBase: vendors?.stripeUrl ?? nowhere, requestsPerSecond: null }),
    quickBooksOAuth: makeQuickBooksOAuth({ ...shared, intuitBase: vendors?.intuitUrl ?? nowhere }),
    quickBooksApi: makeQuickBooksApi({
      ...shared,
      apiBase: vendors?.quickBooksUrl ?? nowhere,
      random: systemRandom,
      ...(options.keepsLimits === true ? {} : { limits: null }),
    }),
  });
  return {
    engine,
    store,
    call: async (operation, input) => {
      const response = await engine.handle({ operation, input });
      if (!response.ok) throw new Error(`${operation}: ${response.error.code} ${response.error.detail ?? ''}`);
      return response.output as never;
    },
  };
}
