// The world of one run: both vendors over HTTP, time in the test's hand, and the program's process, which may die and start again.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OperationInput, OperationName, OperationOutput } from '../../src/contract/operations.ts';
import type { RpcResponse } from '../../src/contract/rpc.ts';
import type { Secrets } from '../../src/engine/ports/secrets.ts';
import { memorySecrets } from '../../src/adapters/secrets/memorySecrets.ts';
import type { ApiKey } from '../../src/simulators/stripe/api.ts';
import { startQuickBooksSimulator, type QuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import { startStripeSimulator, type StripeSimulator } from '../../src/simulators/stripe/server.ts';
import { manualTime, type ManualTime } from '../engine/manualTime.ts';
import { bootProgram, type Program } from './bootProgram.ts';
import type { Disruptions } from './disruptions.ts';
import { makeDisruptions } from './disruptions.ts';
import type { Sabotage } from './sabotage.ts';
import { seededChance, type Chance } from './seededChance.ts';
import { makeTurnstile, type Turnstile } from './turnstile.ts';

export const realmId = '9130350000000001';
export const intuitApp = { clientId: 'simulated-client-id', clientSecret: 'simulated-client-secret-0123456789', redirectUri: 'http://localhost:8787/api/integrations/quickbooks/callback' };

export interface World {
  readonly seed: number;
  readonly chance: Chance;
  readonly time: ManualTime;
  readonly stripe: StripeSimulator;
  readonly quickBooks: QuickBooksSimulator;
  /** The keys that Stripe accepts; changed in place to take permissions away. */
  readonly stripeKeys: { key: string; permissions: Record<string, 'none' | 'read' | 'write'> | 'all' }[];
  readonly folder: string;
  readonly secrets: Secrets;
  readonly turnstile: Turnstile;
  readonly disruptions: Disruptions;
  readonly sabotage: Sabotage;
  /** What must never be found in a file, log or event. */
  readonly secretTexts: Set<string>;
  readonly logLines: string[];
  /** How far the computer's clock is off the true time. */
  skewMs: number;
  program: Program;
  /** Every call and act in order; two runs of one seed have the same. */
  readonly trace: string[];
  /** Broken promises of the program, as sentences. The run ends at the first. */
  readonly violations: string[];
  calls: number;
  /** How many invoices were called synced. */
  syncs: number;
  readonly timeZone: string;
  note(line: string): void;
  violate(sentence: string): void;
  /** Sends a request to the program; pending ones are waited for by `settle`. A dead program never answers. */
  ask<N extends OperationName>(operation: N, input: OperationInput<N>, onAnswer?: (response: RpcResponse) => void, idempotencyKey?: string): void;
  /** Something else that `settle` waits for. */
  alongside(work: Promise<void>): void;
  /** As `ask`, waiting for the answer. Undefined: refused, or dead. */
  call<N extends OperationName>(operation: N, input: OperationInput<N>): Promise<OperationOutput<N> | undefined>;
  /** Lets the program come to rest, starting it again where it died. */
  settle(): Promise<void>;
  stop(): Promise<void>;
  /** Starts the program on the files that are there. */
  boot(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly timeZone: string;
  readonly sabotage: Sabotage;
  readonly company?: Partial<Parameters<typeof startQuickBooksSimulator>[0]['companies'][number]>;
}

/** More calls than this before coming to rest is a storm. */
const mostCallsPerRest = 6000;

const ramDisk = '/dev/shm';
const scratch = (): string => {
  try {
    return mkdtempSync(path.join(ramDisk, 'tieout-simulation-'));
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'tieout-simulation-'));
  }
};

export async function startWorld({ seed, startMs, timeZone, sabotage, company }: WorldOptions): Promise<World> {
  const time = manualTime(startMs);
  const stripeKeys: World['stripeKeys'] = [{ key: `rk_test_simulated${seed}KeyOfTheBusiness`, permissions: 'all' }];
  const stripe = await startStripeSimulator({ seed, clock: time.clock, apiKeys: stripeKeys as ApiKey[] });
  const quickBooks = await startQuickBooksSimulator({
    seed,
    clock: time.clock,
    companies: [{ realmId, companyName: 'RTOpacks Pty Ltd', ...company }],
    oauthClients: [{ clientId: intuitApp.clientId, clientSecret: intuitApp.clientSecret, redirectUris: [intuitApp.redirectUri] }],
    rateLimits: { enabled: false },
    autoAnswer: 'connect',
  });
  const folder = scratch();
  const key = stripeKeys[0]?.key ?? '';
  const secretTexts = new Set([key, intuitApp.clientSecret]);
  const chance = seededChance(seed);
  const violations: string[] = [];
  const trace: string[] = [];
  const pending = new Set<Promise<void>>();
  const world: World = {
    seed, chance, time, stripe, quickBooks, stripeKeys, folder, sabotage, secretTexts, violations, trace,
    secrets: memorySecrets({ 'stripe.key': key, 'quickbooks.clientSecret': intuitApp.clientSecret }),
    turnstile: makeTurnstile(),
    disruptions: makeDisruptions(chance.fork('disruptions')),
    logLines: [],
    skewMs: 0,
    calls: 0,
    syncs: 0,
    timeZone,
    program: undefined as unknown as Program,
    note: (line) => void trace.push(line),
    violate: (sentence) => {
      violations.push(sentence);
      trace.push(`!! ${sentence}`);
      world.program?.life.die();
    },
    ask: (operation, input, onAnswer, idempotencyKey) => {
      const { engine, life } = world.program;
      const answered = engine.handle({ operation, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }).then((response) => {
        if (life.isDead()) return;
        world.note(`  ${operation} → ${response.ok ? 'ok' : response.error.code}`);
        onAnswer?.(response);
      });
      world.alongside(Promise.race([answered, life.death]));
    },
    alongside: (work) => {
      const waited: Promise<void> = work.finally(() => pending.delete(waited));
      pending.add(waited);
    },
    call: async (operation, input) => {
      let output: unknown;
      world.ask(operation, input, (response) => {
        if (response.ok) output = response.output;
      });
      await world.settle();
      return output as never;
    },
    settle: () => settle(world, pending),
    stop: async () => {
      const { engine, life } = world.program;
      await Promise.race([engine.stop(), life.death]);
      life.die();
    },
    boot: async () => {
      world.program = await bootProgram(world);
    },
    close: async () => {
      world.program.life.die();
      await new Promise((resolve) => setImmediate(resolve));
      world.program.closeFiles();
      await stripe.close();
      await quickBooks.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // A store of request ids that keeps none.
  if (sabotage.forgetsRequestIds === true) quickBooks.faults.add({ kind: 'forgetRequestId', times: Number.MAX_SAFE_INTEGER });
  mkdirSync(path.join(folder, 'life-1'), { recursive: true });
  await world.boot();
  return world;
}

async function settle(world: World, pending: Set<Promise<void>>): Promise<void> {
  const callsBefore = world.calls;
  world.disruptions.onStorm = () => {
    if (world.calls - callsBefore > mostCallsPerRest && world.violations.length === 0) world.violate(`a storm: more than ${mostCallsPerRest} calls without coming to rest`);
  };
  while (world.violations.length === 0) {
    const { engine, life } = world.program;
    if (life.isDead()) {
      // What still waits in the dead process gets a turn to see that it is dead.
      await new Promise((resolve) => setImmediate(resolve));
      world.note('  the program starts again');
      await world.boot();
      continue;
    }
    await unlessStuck(world, Promise.race([engine.idle(), life.death]));
    if (life.isDead()) continue;
    if (pending.size === 0) return;
    await unlessStuck(world, Promise.all(pending).then(() => undefined));
  }
}

/** Waits of a minute at a time, up to this long, while work is due; beyond it the program is stuck. */
const longestWaitMinutes = 90;
/** A full disk is noticed and cleared up after so many minutes. */
const fullForMinutes = 3;

/**
 * Waits for the work. Where nothing goes on but timers (a limiter, a retry of a small write), time moves on; work that is due
 * and does not go on is a broken promise.
 */
async function unlessStuck(world: World, work: Promise<void>): Promise<void> {
  let isOver = false;
  const over = work.then(() => {
    isOver = true;
  });
  for (let minutes = 0; ; minutes += 1) {
    await Promise.race([over, world.turnstile.quiet()]);
    if (isOver) return;
    if (minutes === fullForMinutes) world.disruptions.fullAtWrite = undefined;
    if (minutes === longestWaitMinutes) return world.violate(`stuck: work is due and nothing happens: ${dueJobs(world)}`);
    world.time.advance(60_000);
  }
}

function dueJobs(world: World): string {
  const jobs = world.program.looking.prepare<[], { key: string; state: string; at: string }>(`SELECT unique_key AS key, state, run_after AS at FROM jobs WHERE state IN ('ready', 'running')`).all();
  return jobs.map((job) => `${job.key} ${job.state} since ${job.at}`).join(', ');
}
