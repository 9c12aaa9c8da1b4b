// Entry of the engine's thread: puts the adapters behind the engine's ports and serves it to the shell.
import { parentPort, workerData } from 'node:worker_threads';
import { makeLog } from '../adapters/log/jsonLog.ts';
import type { JsonLog } from '../adapters/log/jsonLog.ts';
import { makeQuickBooksApi } from '../adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../adapters/quickbooks/quickBooksOAuth.ts';
import { readCsv } from '../adapters/csv/readCsv.ts';
import { printTable } from '../adapters/pdf/printTable.ts';
import { hmacSha256Hex } from '../adapters/runtime/hmacSha256Hex.ts';
import { sha256Hex } from '../adapters/runtime/sha256Hex.ts';
import { systemClock } from '../adapters/runtime/systemClock.ts';
import { systemRandom } from '../adapters/runtime/systemRandom.ts';
import { systemTimers } from '../adapters/runtime/systemTimers.ts';
import { memorySecrets } from '../adapters/secrets/memorySecrets.ts';
import { openSecrets } from '../adapters/secrets/openSecrets.ts';
import { openStore } from '../adapters/sqlite/openStore.ts';
import { makeStripeGatewayFactory } from '../adapters/stripe/stripeGateway.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { Engine } from '../engine/engine.ts';
import type { PublishEvent } from '../engine/ports/runtime.ts';
import type { EngineThreadData } from './engineThreadData.ts';
import { serveEngine } from './serveEngine.ts';
import type { ShellRequests } from './serveEngine.ts';
import { bugReport, complain } from './terminal.ts';

/** Throws what the store throws: DB_CORRUPT, DB_NEWER, DB_FOREIGN, DB_BUSY, DISK_FULL. */
const makeEngine = async (data: EngineThreadData, log: JsonLog, publish: PublishEvent, requests: ShellRequests): Promise<Engine> => {
  const { config, paths } = data;
  const clock = systemClock;
  const timers = systemTimers;
  const store = openStore({ file: paths.databaseFile, backupsFolder: paths.backupsFolder, migrationsFolder: data.migrationsFolder, clock, sha256Hex, backupThreadFile: data.backupThread });
  const secrets =
    data.demoSecrets === null
      ? await openSecrets({ environment: config.environment, log, allowKeychain: true })
      : memorySecrets(data.demoSecrets);
  return createEngine({
    config,
    clock,
    random: systemRandom,
    timers,
    sha256Hex,
    hmacSha256Hex,
    log,
    publish,
    secrets,
    store,
    printTable,
    ...requests,
    readCsv,
    makeStripe: makeStripeGatewayFactory({ apiBase: config.stripeApiBase, clock, timers, log }),
    quickBooksOAuth: makeQuickBooksOAuth({ ...(data.intuitUrl === null ? {} : { intuitBase: data.intuitUrl }), clock, timers, log }),
    quickBooksApi: makeQuickBooksApi({ apiBase: config.quickBooksApiBase, clock, timers, random: systemRandom, log }),
  });
};

const main = async (data: EngineThreadData): Promise<void> => {
  if (parentPort === null) throw new Error('engineThread runs in a worker thread');
  const log = makeLog({ folder: data.paths.folder, level: 'info' });
  const reportBug = (error: unknown): void => {
    const report = bugReport(error);
    log.error('The engine made a mistake.', { stack: report });
    complain(report);
  };
  process.once('uncaughtExceptionMonitor', reportBug);
  await serveEngine(parentPort, { make: (publish, requests) => makeEngine(data, log, publish, requests), reportBug });
};

void main(workerData as EngineThreadData);
