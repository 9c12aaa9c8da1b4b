// The engine in a process of its own on real files and real time, to be killed from outside or at one of its own writes.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeQuickBooksApi } from '../../../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { readCsv } from '../../../src/adapters/csv/readCsv.ts';
import { printTable } from '../../../src/adapters/pdf/printTable.ts';
import { hmacSha256Hex } from '../../../src/adapters/runtime/hmacSha256Hex.ts';
import { sha256Hex } from '../../../src/adapters/runtime/sha256Hex.ts';
import { systemClock } from '../../../src/adapters/runtime/systemClock.ts';
import { systemRandom } from '../../../src/adapters/runtime/systemRandom.ts';
import { systemTimers } from '../../../src/adapters/runtime/systemTimers.ts';
import { openStore } from '../../../src/adapters/sqlite/openStore.ts';
import { makeStripeGatewayFactory } from '../../../src/adapters/stripe/stripeGateway.ts';
import type { RpcRequest } from '../../../src/contract/rpc.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import type { Log } from '../../../src/engine/ports/runtime.ts';
import type { Secrets } from '../../../src/engine/ports/secrets.ts';
import { watchStore } from '../watchStore.ts';

export interface ProcessOrder {
  readonly folder: string;
  readonly stripeUrl: string;
  readonly quickBooksUrl: string;
  readonly realmId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Writes to go before the process kills itself with SIGKILL, in the middle of what it does; null: it lives. */
  readonly killAtWrite: number | null;
}

/** Stands for the keychain: outlives the process, each entry replaced at once or not at all. Test secrets only. */
function fileKeychain(file: string): Secrets {
  const read = (): Record<string, string> => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {});
  const write = (entries: Record<string, string>): void => {
    writeFileSync(`${file}.new`, JSON.stringify(entries));
    renameSync(`${file}.new`, file);
  };
  return {
    persistence: 'system',
    get: async (name) => read()[name],
    set: async (name, value) => write({ ...read(), [name]: value }),
    delete: async (name) => write(Object.fromEntries(Object.entries(read()).filter(([key]) => key !== name))),
  };
}

const quiet: Log = { info: () => undefined, warn: () => undefined, error: (message, fields) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`), recentLines: () => [] };

async function main(order: ProcessOrder): Promise<void> {
  let writesLeft = order.killAtWrite ?? Number.POSITIVE_INFINITY;
  const databaseFile = path.join(order.folder, 'tieout.sqlite');
  const store = openStore({ file: databaseFile, backupsFolder: path.join(order.folder, 'backups'), migrationsFolder: path.resolve('resources/migrations'), clock: systemClock, sha256Hex });
  const watched = watchStore(store, {
    before: (_name, isWrite) => {
      if (isWrite && (writesLeft -= 1) < 0) process.kill(process.pid, 'SIGKILL');
    },
    after: () => undefined,
    transaction: (run) => run(),
  });
  const common = { clock: systemClock, timers: systemTimers, log: quiet };
  const engine = createEngine({
    ...common,
    random: systemRandom,
    sha256Hex,
    hmacSha256Hex,
    printTable,
    readCsv,
    secrets: fileKeychain(path.join(order.folder, 'keychain.json')),
    store: watched,
    publish: () => undefined,
    makeStripe: makeStripeGatewayFactory({ ...common, apiBase: order.stripeUrl, requestsPerSecond: null }),
    quickBooksApi: makeQuickBooksApi({ ...common, apiBase: order.quickBooksUrl, random: systemRandom, limits: null }),
    quickBooksOAuth: makeQuickBooksOAuth({ ...common, intuitBase: order.quickBooksUrl }),
    config: {
      environment: 'test', shell: 'browser', homeFolder: order.folder, databaseFile,
      stripeApiBase: order.stripeUrl, quickBooksApiBase: order.quickBooksUrl, quickBooksEnvironment: 'simulator', redirectUri: order.redirectUri,
      links: { stripeDashboard: order.stripeUrl, stripeInvoice: order.stripeUrl, quickBooksHome: order.quickBooksUrl, quickBooksInvoice: order.quickBooksUrl },
      quickBooksClientId: order.clientId, demoRealmId: order.realmId, demoRegister: [], pollIntervalMs: 150, pollIntervalFocusedMs: 150,
    },
  });
  process.on('message', (request: RpcRequest & { id: number }) => {
    const { id, ...asked } = request;
    void engine.handle(asked).then((response) => process.send?.({ id, response }));
  });
  await engine.start();
  process.send?.({ id: 0, response: null });
}

process.once('message', (order: ProcessOrder) => void main(order));
