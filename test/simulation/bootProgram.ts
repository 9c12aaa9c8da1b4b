// Starts the real engine on real files, with every port watched: calls pass one at a time, and a dead process has no effect.
import path from 'node:path';
import Database from 'better-sqlite3';
import { makeQuickBooksApi } from '../../src/adapters/quickbooks/quickBooksApi.ts';
import { makeQuickBooksOAuth } from '../../src/adapters/quickbooks/quickBooksOAuth.ts';
import { readCsv } from '../../src/adapters/csv/readCsv.ts';
import { printTable } from '../../src/adapters/pdf/printTable.ts';
import { hmacSha256Hex } from '../../src/adapters/runtime/hmacSha256Hex.ts';
import { sha256Hex } from '../../src/adapters/runtime/sha256Hex.ts';
import { openStore } from '../../src/adapters/sqlite/openStore.ts';
import { makeStripeGatewayFactory } from '../../src/adapters/stripe/stripeGateway.ts';
import { AppError } from '../../src/contract/errors.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import type { EngineConfig } from '../../src/engine/engine.ts';
import type { Log, Random, Timers } from '../../src/engine/ports/runtime.ts';
import type { Secrets } from '../../src/engine/ports/secrets.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { demoRegisterEntries } from '../../src/shell/demoRegisterEntries.ts';
import { copyDatabase, watchCommit } from './databaseImage.ts';
import { endingWhenHanging } from './endingWhenHanging.ts';
import { checkDocumentSyncedNow } from './invariants/documentsTruth.ts';
import { checkSyncedNow } from './invariants/syncedTruth.ts';
import { Killed, makeProcessLife, never, type ProcessLife } from './processLife.ts';
import { seededChance } from './seededChance.ts';
import { watchStore } from './watchStore.ts';
import { intuitApp, type Program, type World } from './world.ts';

const diskFull = (): Error => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
const register = demoRegisterEntries().slice(0, 40);

export async function bootProgram(world: World): Promise<Program> {
  const previous = world.program as Program | undefined;
  const life = makeProcessLife((previous?.life.number ?? 0) + 1);
  previous?.closeFiles();
  const file = world.disruptions.bootFile ?? previous?.databaseFile ?? path.join(world.folder, 'life-1', 'tieout.sqlite');
  world.disruptions.bootFile = undefined;
  const clock = { nowMs: () => world.time.clock.nowMs() + world.skewMs };
  const store = openStore({ file, backupsFolder: path.join(world.folder, 'backups'), migrationsFolder: path.resolve('resources/migrations'), clock, sha256Hex });
  const log = makeLog(world, life);
  const random = makeRandom(world.seed, life);
  const timers = lifeTimers(world, life);
  const vendorTimers = timersOfCalls(world, timers);
  const config = configOf(world, file);
  const through = makePassage(world, life, file);
  const stripeFactory = makeStripeGatewayFactory({ apiBase: world.stripe.url, clock, timers: vendorTimers, log, requestsPerSecond: null });
  const api = makeQuickBooksApi({ apiBase: world.quickBooks.apiUrl, clock, timers: vendorTimers, random, log, limits: null });
  const oauth = makeQuickBooksOAuth({ intuitBase: world.quickBooks.intuitUrl, clock, timers: vendorTimers, log });
  const ownStore = watchStore(store, storeWatch(world, life, file, store));
  // Outside the watch: what it does can be cut off at every write, too.
  const watched = world.sabotage.store?.(ownStore) ?? ownStore;
  const engine = createEngine({
    config, clock, random, timers, sha256Hex, hmacSha256Hex, log, printTable, readCsv,
    secrets: lifeSecrets(world, life),
    store: watched,
    publish: (event) => {
      if (!life.isDead()) world.logLines.push(JSON.stringify(event));
    },
    makeStripe: (key) => passing(world.sabotage.stripe?.(stripeFactory(key)) ?? stripeFactory(key), 'stripe', through),
    quickBooksApi: passing(world.sabotage.quickBooksApi?.(api) ?? api, 'quickbooks', through),
    quickBooksOAuth: passing(oauth, 'intuit', through, (name, result) => {
      const tokens = result as { accessToken?: string; refreshToken?: string } | undefined;
      if ((name === 'refresh' || name === 'exchange') && tokens?.refreshToken !== undefined) world.secretTexts.add(tokens.refreshToken).add(tokens.accessToken ?? tokens.refreshToken);
    }),
  });
  const looking = new Database(file, { readonly: true });
  let areFilesOpen = true;
  const program: Program = {
    life, engine, store, looking, databaseFile: file,
    closeFiles: () => {
      if (!areFilesOpen) return;
      areFilesOpen = false;
      looking.close();
      store.close();
    },
  };
  world.program = program;
  await startUnlessDead(world, program);
  return program;
}

/** A start that meets a full disk is tried again later, as a person would. */
async function startUnlessDead(world: World, { engine, life }: Program): Promise<void> {
  const started = engine.start().catch((error: unknown) => {
    if (error instanceof Killed) return;
    const code = error instanceof AppError ? error.code : Reflect.get(error as object, 'code');
    if (code === 'DISK_FULL' || code === 'SQLITE_FULL') life.die();
    else world.violate(`the program did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    world.disruptions.fullAtWrite = undefined;
  });
  await Promise.race([started, life.death]);
}

function makeLog(world: World, life: ProcessLife): Log {
  const lines: string[] = [];
  const write = (level: string) => (message: string, fields?: object): void => {
    if (life.isDead()) return;
    const line = JSON.stringify({ level, message, ...fields });
    lines.push(line);
    world.logLines.push(line);
    if (line.includes('"INTERNAL"')) world.violate(`a mistake of the program: ${line}`);
  };
  return { info: write('info'), warn: write('warn'), error: write('error'), recentLines: (count) => lines.slice(-count) };
}

function makeRandom(seed: number, life: ProcessLife): Random {
  const chance = seededChance(`${seed} program ${life.number}`);
  const hex = (length: number): string => Array.from({ length }, () => chance.int(16).toString(16)).join('');
  return { uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`, token: () => hex(64), unit: chance.unit };
}

/** Timers of a dead process never fire; an error in one would end the real process, so here it is a violation. */
function lifeTimers(world: World, life: ProcessLife): Timers {
  return {
    after: (delayMs, run) =>
      world.time.timers.after(delayMs, () => {
        if (life.isDead()) return;
        try {
          run();
        } catch (error) {
          if (!(error instanceof Killed)) world.violate(`an error that nobody catches, in a timer: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
      }),
  };
}

/** Waits of the limiter pass at once, for nothing else happens meanwhile; timeouts (20 s and more) only fire for hanging calls. */
function timersOfCalls(world: World, timers: Timers): Timers {
  return {
    after: (delayMs, run) => {
      const cancel = timers.after(delayMs, run);
      if (delayMs < 20_000) setImmediate(() => world.time.advance(delayMs));
      return cancel;
    },
  };
}

type Passage = <T>(name: string, act: () => Promise<T>) => Promise<T>;

function makePassage(world: World, life: ProcessLife, file: string): Passage {
  const { disruptions } = world;
  return async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const leave = await world.turnstile.enter();
    try {
      if (life.isDead()) return never();
      world.calls += 1;
      disruptions.onStorm();
      disruptions.beforeCall(() => kill(world, life, file));
      if (life.isDead()) return never();
      const result = await endingWhenHanging(world, life, act(), () => world.time.advance(125_000));
      world.note(`    ${name}`);
      disruptions.afterCall(() => kill(world, life, file));
      return life.isDead() ? never() : result;
    } catch (error) {
      world.note(`    ${name} ✗ ${error instanceof AppError ? error.code : String(error)}`);
      if (life.isDead()) return never();
      throw error;
    } finally {
      leave();
    }
  };
}

function kill(world: World, life: ProcessLife, file: string): void {
  world.disruptions.bootFile = copyDatabase(file, path.join(world.folder, `life-${life.number + 1}`));
  life.die();
}

function storeWatch(world: World, life: ProcessLife, file: string, store: Store): Parameters<typeof watchStore>[1] {
  const { disruptions } = world;
  return {
    before: (name, isWrite) => {
      life.assertAlive();
      if (!isWrite) return;
      const fate = disruptions.beforeWrite(name);
      if (fate === 'dies') {
        world.note(`  killed at ${name}`);
        kill(world, life, file);
        throw new Killed();
      }
      if (fate === 'full') throw diskFull();
    },
    after: (name, args) => {
      if (name === 'invoices.patchPush' && (args[1] as { qbStatus?: string }).qbStatus === 'synced') checkSyncedNow(world, store, args[0] as number);
      if (name === 'documents.patch' && (args[1] as { status?: string }).status === 'synced') checkDocumentSyncedNow(world, store, args[0] as number);
    },
    transaction: (run) => {
      if (!disruptions.isTorn()) return run();
      const watch = watchCommit(file);
      run();
      world.note('  killed inside a commit');
      disruptions.bootFile = watch.tear(path.join(world.folder, `life-${life.number + 1}`), (bytes) => disruptions.chance.int(bytes + 1));
      life.die();
      throw new Killed();
    },
  };
}

function lifeSecrets(world: World, life: ProcessLife): Secrets {
  const { secrets } = world;
  return {
    persistence: 'system',
    get: (name) => (life.isDead() ? never() : secrets.get(name)),
    set: (name, value) => (life.isDead() ? never() : secrets.set(name, value)),
    delete: (name) => (life.isDead() ? never() : secrets.delete(name)),
  };
}

/** Every method that answers a promise goes through the passage. */
function passing<T extends object>(gateway: T, vendor: string, through: Passage, onResult: (name: string, result: unknown) => void = () => undefined): T {
  return new Proxy(gateway, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function' || typeof key !== 'string' || key === 'authorizeUrl' || key === 'clockAheadMs') return value;
      return (...args: readonly unknown[]): unknown => {
        const told = args.filter((argument): argument is string => typeof argument === 'string' && argument.length < 40).join(' ');
        return through(`${vendor}.${key} ${told}`, async () => {
          const result: unknown = await Reflect.apply(value, target, args);
          onResult(key, result);
          return result;
        });
      };
    },
  });
}

function configOf(world: World, file: string): EngineConfig {
  const { stripe, quickBooks } = world;
  return {
    environment: 'test',
    shell: 'browser',
    homeFolder: world.folder,
    databaseFile: file,
    stripeApiBase: stripe.url,
    quickBooksApiBase: quickBooks.apiUrl,
    quickBooksEnvironment: 'simulator',
    redirectUri: intuitApp.redirectUri,
    links: { stripeDashboard: stripe.url, stripeInvoice: `${stripe.url}/{id}`, quickBooksHome: quickBooks.appUrl, quickBooksInvoice: `${quickBooks.appUrl}/invoice?txnId={id}` },
    quickBooksClientId: intuitApp.clientId,
    demoRealmId: null,
    demoRegister: register,
    pollIntervalMs: 120_000,
    pollIntervalFocusedMs: 60_000,
  };
}
