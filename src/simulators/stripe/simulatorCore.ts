// Ties the world to its clock, its persistence and its webhooks; every entry moves the clock first and saves last.
import { bulkPaidInvoices } from './bulkPaidInvoices.ts';
import type { Act } from './acts.ts';
import { perform } from './acts.ts';
import type { ApiCall, ApiReply } from './api.ts';
import { Api } from './api.ts';
import { scheduleFirstMonthlyFees } from './balance.ts';
import { scheduleFirstPayout } from './payouts.ts';
import type { LooseParameters } from './formParameters.ts';
import { toParameterTree } from './formParameters.ts';
import { isBeforeBasil, toOlderShape } from './olderShapes.ts';
import { runUntil } from './scheduler.ts';
import type { StripeSimulatorOptions } from './options.ts';
import type { JsonObject } from './jsonShapes.ts';
import type { Persistence } from './sqlitePersistence.ts';
import { StripeError } from './stripeError.ts';
import { Webhooks } from './webhooks.ts';
import { API_VERSION, AUSTRALIAN_BILLING, World } from './world.ts';

const DEFAULT_START_MS = Date.UTC(2026, 0, 1);
const FULL_KEY = 'rk_test_simulator_with_every_permission';

export class SimulatorCore {
  readonly world: World;
  readonly api: Api;
  readonly webhooks: Webhooks | null;
  readonly stats = new Map<string, number>();
  readonly fullKey: string;
  readonly meta: { get(key: string): string | undefined; set(key: string, value: string): void };
  readonly #persistence: Persistence | null;
  readonly #outside: { nowMs(): number };
  readonly #metaValues: Map<string, string>;
  #offsetMs = 0;
  #historyMs: number | null = null;
  #batchDepth = 0;
  /** Reads change nothing and are not written; the clock's offset and the caller's notes are. */
  #metaChanged = true;

  private constructor(options: StripeSimulatorOptions, persistence: Persistence | null) {
    const startMs = options.startMs ?? DEFAULT_START_MS;
    this.#outside = options.clock ?? { nowMs: () => startMs };
    this.#persistence = persistence;
    this.#metaValues = persistence?.meta() ?? new Map<string, string>();
    this.meta = {
      get: (key) => this.#metaValues.get(`user.${key}`),
      set: (key, value) => {
        this.#metaValues.set(`user.${key}`, value);
        this.#metaChanged = true;
        this.#save();
      },
    };
    const account = {
      id: 'acct_1SimulatedRTOpacks',
      country: 'AU',
      default_currency: 'aud',
      livemode: false,
      name: 'RTOpacks',
      ...options.account,
    };
    this.#offsetMs = Number(this.#metaValues.get('offsetMs') ?? 0);
    const lastSeconds = Number(this.#metaValues.get('nowSeconds') ?? Math.floor(this.nowMs() / 1000));
    this.world = new World({
      seed: options.seed,
      account,
      billing: { ...AUSTRALIAN_BILLING, ...options.billing },
      startSeconds: lastSeconds,
    });
    this.world.eventApiVersion = options.eventApiVersion ?? API_VERSION;
    const keys = options.apiKeys ?? [{ key: FULL_KEY, permissions: 'all' as const }];
    this.fullKey = keys.find((candidate) => candidate.permissions === 'all')?.key ?? keys[0]?.key ?? FULL_KEY;
    this.api = new Api(this.world, keys);
    const { store } = this.world;
    const nowSeconds = (): number => Math.floor(this.nowMs() / 1000);
    this.webhooks =
      options.webhook === undefined
        ? null
        : new Webhooks(options.webhook, this.world.faults, nowSeconds, (id) => store.find('event', id) !== undefined);
    this.world.hasWebhook = this.webhooks !== null;
    this.world.onEvent = (event) => {
      this.webhooks?.enqueue(event);
    };
    this.world.renderPayload = (payload) =>
      isBeforeBasil(this.world.eventApiVersion) ? (toOlderShape(this.world, payload) as JsonObject) : payload;
    this.world.store.notesChanges = persistence !== null;
  }

  static async open(options: StripeSimulatorOptions): Promise<SimulatorCore> {
    const persistence =
      options.databaseFile === undefined
        ? null
        : await (await import('./sqlitePersistence.ts')).openSqlitePersistence(options.databaseFile);
    const core = new SimulatorCore(options, persistence);
    if (persistence !== null) core.#load(persistence);
    if (core.world.store.count('task') === 0) core.#scheduleOwnWork();
    if (options.bulkPaidInvoices !== undefined && core.world.store.count('invoice') === 0)
      core.bulk(options.bulkPaidInvoices);
    core.catchUp();
    return core;
  }

  #scheduleOwnWork(): void {
    scheduleFirstPayout(this.world);
    scheduleFirstMonthlyFees(this.world);
  }

  #load(persistence: Persistence): void {
    this.world.store.load(persistence.rows());
    this.world.store.forgetChanges();
    this.world.ids.counter = Number(this.#metaValues.get('idCounter') ?? 0);
    this.world.requestIds.counter = Number(this.#metaValues.get('requestCounter') ?? 0);
  }

  nowMs(): number {
    return this.#historyMs ?? this.#outside.nowMs() + this.#offsetMs;
  }

  /** Moves the clock; never backwards, for nothing that happened can be undone. */
  advance(ms: number): void {
    this.#offsetMs += Math.max(0, ms);
    this.#metaChanged = true;
    this.#step(() => {});
  }

  /** Does what has fallen due since the last request (with a clock that runs by itself, time passes between them). */
  catchUp(): void {
    this.#step(() => {});
    this.webhooks?.flush();
  }

  call(call: ApiCall): ApiReply {
    const reply = this.#step(() => this.api.call(call));
    this.stats.set(reply.routePattern, (this.stats.get(reply.routePattern) ?? 0) + 1);
    return reply;
  }

  callInProcess(method: string, path: string, parameters: LooseParameters): JsonObject {
    const reply = this.#step(() =>
      this.api.call({ method, path, tree: toParameterTree(parameters), authorization: null, inProcess: true }),
    );
    this.webhooks?.flush();
    const body: JsonObject = JSON.parse(reply.body);
    if (reply.status === 200) return body;
    throw new StripeError(reply.status, body['error'] as JsonObject);
  }

  /** An error that the transport answers by itself, with the headers every answer has. */
  refusal(error: StripeError): ApiReply {
    const requestId = `req_${this.world.requestIds.next(14)}`;
    return {
      status: error.status,
      body: JSON.stringify({ error: error.body }, null, 2),
      headers: {
        'content-type': 'application/json',
        'request-id': requestId,
        'stripe-version': API_VERSION,
        ...error.headers,
      },
      routePattern: '',
    };
  }

  act(act: Act): JsonObject {
    const result = this.#step(() => perform(this.world, act));
    this.webhooks?.flush();
    return result;
  }

  /** Without events and scheduled work: what an earlier installation is taken to have done long ago. */
  quietly<T>(work: () => T): T {
    this.world.muted = true;
    try {
      return work();
    } finally {
      this.world.muted = false;
    }
  }

  /**
   * Lives through the past: the clock starts at the instant, the work moves it on, and at the end everything that has
   * fallen due up to the present is done. Only for an account in which nothing has happened yet.
   */
  history(startMs: number, work: (moveTo: (ms: number) => void) => void): void {
    const { world } = this;
    if (world.store.count('customer') > 0) throw new Error('history can only be made in an empty account');
    for (const task of world.newestFirst('task', () => true)) world.store.remove('task', task.id);
    this.#historyMs = startMs;
    world.moveTo(Math.floor(startMs / 1000));
    this.#scheduleOwnWork();
    this.batch(() => {
      work((ms) => {
        this.#historyMs = Math.max(ms, this.#historyMs ?? ms);
        this.#step(() => {});
      });
      this.#historyMs = null;
      this.#step(() => {});
    });
  }

  bulk(count: number): void {
    this.#step(() => {
      bulkPaidInvoices(this.world, count);
    });
  }

  batch<T>(work: () => T): T {
    this.#batchDepth += 1;
    try {
      return work();
    } finally {
      this.#batchDepth -= 1;
      this.#save();
    }
  }

  #step<T>(work: () => T): T {
    runUntil(this.world, Math.floor(this.nowMs() / 1000));
    try {
      return work();
    } finally {
      this.#save();
    }
  }

  #save(): void {
    if (this.#persistence === null || this.#batchDepth > 0) return;
    const changes = this.world.store.takeChanges();
    if (changes.upserts.length + changes.deletions.length === 0 && !this.#metaChanged) return;
    this.#metaChanged = false;
    const values = {
      ...Object.fromEntries(this.#metaValues),
      idCounter: String(this.world.ids.counter),
      requestCounter: String(this.world.requestIds.counter),
      nowSeconds: String(this.world.now()),
      offsetMs: String(this.#offsetMs),
    };
    this.#persistence.write(changes, values);
  }

  close(): void {
    this.#metaChanged = true;
    this.#save();
    this.#persistence?.close();
  }
}
