// The world of one run: both vendors over HTTP, time in the test's hand, and the program's process, which may die and start again.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memorySecrets } from '../../src/adapters/secrets/memorySecrets.ts';
import type { ApiKey } from '../../src/simulators/stripe/api.ts';
import { startQuickBooksSimulator } from '../../src/simulators/quickbooks/server.ts';
import { startStripeSimulator } from '../../src/simulators/stripe/server.ts';
import { manualTime } from '../engine/manualTime.ts';
import { bootProgram } from './bootProgram.ts';
import { makeDisruptions } from './disruptions.ts';
import type { Sabotage } from './sabotage.ts';
import { seededChance } from './seededChance.ts';
import { makeTurnstile } from './turnstile.ts';
import { intuitApp, realmId, type Program, type World } from './world.ts';

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
    documentSyncs: 0,
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
      const answer = async (): Promise<void> => {
        const response = await engine.handle({ operation, input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
        if (life.isDead()) return;
        world.note(`  ${operation} → ${response.ok ? 'ok' : response.error.code}`);
        onAnswer?.(response);
      };
      world.alongside(Promise.race([answer(), life.death]));
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
  for (let minutes = 0; ; minutes += 1) {
    if ((await Promise.race([work, world.turnstile.quiet()])) !== 'quiet') return;
    if (minutes === fullForMinutes) world.disruptions.fullAtWrite = undefined;
    if (minutes === longestWaitMinutes) return world.violate(`stuck: work is due and nothing happens: ${dueJobs(world)}`);
    world.time.advance(60_000);
  }
}

function dueJobs(world: World): string {
  const jobs = world.program.looking.prepare<[], { key: string; state: string; at: string }>(`SELECT unique_key AS key, state, run_after AS at FROM jobs WHERE state IN ('ready', 'running')`).all();
  return jobs.map((job) => `${job.key} ${job.state} since ${job.at}`).join(', ');
}
