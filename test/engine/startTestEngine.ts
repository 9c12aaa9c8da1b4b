// The real engine with real SQLite and the real SDKs, against both simulators over HTTP; time, secrets and log in the test's hands.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeQuickBooksApi } from '../../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { readCsv } from '../../src/adapters/csv/readCsv.ts';
import { printTable } from '../../src/adapters/pdf/printTable.ts';
import { hmacSha256Hex } from '../../src/adapters/runtime/hmacSha256Hex.ts';
import { sha256Hex } from '../../src/adapters/runtime/sha256Hex.ts';
import { memorySecrets } from '../../src/adapters/secrets/memorySecrets.ts';
import { openStore } from '../../src/adapters/sqlite/openStore.ts';
import { makeStripeGatewayFactory } from '../../src/adapters/stripe/stripeGateway.ts';
import type { OperationInput, OperationName, OperationOutput } from '../../src/contract/operations.ts';
import type { EngineEvent } from '../../src/contract/rpc.ts';
import { createEngine, type RunningEngine } from '../../src/engine/createEngine.ts';
import type { EngineConfig } from '../../src/engine/engine.ts';
import type { Log, Random } from '../../src/engine/ports/runtime.ts';
import type { StripeGateway } from '../../src/engine/ports/stripeGateway.ts';
import type { Secrets } from '../../src/engine/ports/secrets.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { demoRegisterEntries } from '../../src/shell/demoRegisterEntries.ts';
import { startQuickBooksSimulator, type QuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import { startStripeSimulator, type StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { manualTime, type ManualTime } from './manualTime.ts';

export const realmId = '9130350000000001';
export const oauthClient = { clientId: 'test-client-id', clientSecret: 'test-client-secret', redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback' };

export interface TestWorld {
  readonly time: ManualTime;
  readonly stripe: StripeSimulator;
  readonly quickBooks: QuickBooksSimulator;
  readonly folder: string;
  readonly secrets: Secrets;
  /** The running engine; replaced by `restart`. */
  engine: RunningEngine;
  store: Store;
  readonly events: EngineEvent[];
  readonly logLines: string[];
  call<N extends OperationName>(operation: N, input: OperationInput<N>, idempotencyKey?: string): Promise<OperationOutput<N>>;
  /** Lets the engine come to rest: no job running or due. */
  settle(): Promise<void>;
  /** Moves time on (which fires the schedule) and lets the engine come to rest. */
  pass(ms: number): Promise<void>;
  /** Stops the engine and starts another on the same files, as after a quit. */
  restart(): Promise<void>;
  /** A new machine: the local database is gone, both vendors are as they were. */
  startOver(): Promise<void>;
  close(): Promise<void>;
}

export interface TestWorldOptions {
  readonly startMs?: number;
  readonly company?: Partial<Parameters<typeof startQuickBooksSimulator>[0]['companies'][number]>;
  readonly apiKey?: string;
  readonly apiKeys?: Parameters<typeof startStripeSimulator>[0]['apiKeys'];
  readonly isConnected?: boolean;
  readonly environment?: EngineConfig['environment'];
  readonly seed?: number;
  /** What Stripe has lived through before the engine first starts. */
  readonly withHistory?: (stripe: StripeSimulator, nowMs: number) => void;
  /** How far the engine's clock is ahead of Stripe's; may change while it runs. */
  readonly ahead?: { ms: number };
  /** Stands between the engine and Stripe: answers of its own, or the real ones changed. */
  readonly wrapStripe?: (gateway: StripeGateway) => StripeGateway;
}

const defaultStartMs = Date.parse('2026-04-17T02:00:00.000Z');

function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');
  return { uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`, token: () => hex(64), unit: next };
}

const migrationsFolder = path.resolve('resources/migrations');
let migrated: string | undefined;

/** An empty database as the migrations leave it, made once per file of tests: most of each start would be migrating. */
function migratedDatabase(): string {
  if (migrated !== undefined) return migrated;
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-migrated-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'tieout.sqlite');
  openStore({ file, backupsFolder: folder, migrationsFolder, clock: { nowMs: () => defaultStartMs }, sha256Hex }).close();
  migrated = file;
  return file;
}

export async function startTestWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const seed = options.seed ?? 7;
  const time = manualTime(options.startMs ?? defaultStartMs);
  const stripe = await startStripeSimulator({ seed, clock: time.clock, ...(options.apiKeys === undefined ? {} : { apiKeys: options.apiKeys }) });
  options.withHistory?.(stripe, time.clock.nowMs());
  const quickBooks = await startQuickBooksSimulator({
    seed,
    clock: time.clock,
    companies: [{ realmId, companyName: 'RTOpacks Pty Ltd', ...options.company }],
    oauthClients: [{ clientId: oauthClient.clientId, clientSecret: oauthClient.clientSecret, redirectUris: [oauthClient.redirectUri] }],
    rateLimits: { enabled: false },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'tieout-test-'));
  const isConnected = options.isConnected ?? true;
  const secrets = memorySecrets({
    'stripe.key': options.apiKey ?? stripe.apiKey,
    'quickbooks.clientSecret': oauthClient.clientSecret,
    ...(isConnected ? { 'quickbooks.refreshToken': quickBooks.issueTokens(realmId, oauthClient.clientId).refreshToken } : {}),
  });
  const events: EngineEvent[] = [];
  const logLines: string[] = [];
  const note = (level: string) => (message: string, fields?: object): void => void logLines.push(JSON.stringify({ level, message, ...fields }));
  const log: Log = { info: note('info'), warn: note('warn'), error: note('error'), recentLines: (count) => logLines.slice(-count) };
  const config: EngineConfig = {
    environment: options.environment ?? 'demo',
    shell: 'browser',
    homeFolder: folder,
    databaseFile: path.join(folder, 'tieout.sqlite'),
    stripeApiBase: stripe.url,
    quickBooksApiBase: quickBooks.apiUrl,
    quickBooksEnvironment: 'simulator',
    redirectUri: oauthClient.redirectUri,
    links: { stripeDashboard: stripe.url, stripeInvoice: `${stripe.url}/{id}`, quickBooksHome: quickBooks.appUrl, quickBooksInvoice: `${quickBooks.appUrl}/invoice?txnId={id}` },
    quickBooksClientId: oauthClient.clientId,
    demoRealmId: isConnected ? realmId : null,
    demoRegister: demoRegisterEntries(),
    pollIntervalMs: 120_000,
    pollIntervalFocusedMs: 60_000,
  };
  const random = seededRandom(seed);
  const clock = { nowMs: () => time.clock.nowMs() + (options.ahead?.ms ?? 0) };
  const makeStripe = makeStripeGatewayFactory({ apiBase: stripe.url, clock, timers: time.timers, log, requestsPerSecond: null });
  const boot = async (): Promise<{ engine: RunningEngine; store: Store }> => {
    if (!existsSync(config.databaseFile)) copyFileSync(migratedDatabase(), config.databaseFile);
    const store = openStore({ file: config.databaseFile, backupsFolder: path.join(folder, 'backups'), migrationsFolder, clock, sha256Hex });
    const engine = createEngine({
      config, clock, random, timers: time.timers, sha256Hex, hmacSha256Hex, log, secrets, store, printTable, readCsv,
      publish: (event) => void events.push(event),
      makeStripe: (key) => (options.wrapStripe ?? ((gateway) => gateway))(makeStripe(key)),
      quickBooksOAuth: makeQuickBooksOAuth({ intuitBase: quickBooks.intuitUrl, clock: time.clock, timers: time.timers, log }),
      quickBooksApi: makeQuickBooksApi({ apiBase: quickBooks.apiUrl, clock: time.clock, timers: time.timers, random, log, limits: null }),
    });
    await engine.start();
    return { engine, store };
  };
  const first = await boot();
  const world: TestWorld = {
    time, stripe, quickBooks, folder, secrets, events, logLines, ...first,
    call: async (operation, input, idempotencyKey) => {
      const response = await world.engine.handle({ operation, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
      if (!response.ok) throw Object.assign(new Error(`${operation}: ${response.error.code} ${response.error.detail ?? ''}`), { code: response.error.code });
      return response.output as never;
    },
    settle: () => world.engine.idle(),
    pass: async (ms) => {
      time.advance(ms);
      await world.engine.idle();
    },
    restart: async () => {
      await world.engine.stop();
      Object.assign(world, await boot());
    },
    startOver: async () => {
      await world.engine.stop();
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${config.databaseFile}${suffix}`, { force: true });
      Object.assign(world, await boot());
    },
    close: async () => {
      await world.engine.stop();
      await stripe.close();
      await quickBooks.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
