// QuickBooks Online on loopback: the Accounting API, Intuit's OAuth pages, fault knobs and a look inside.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BehindOurBack } from './behindOurBack.ts';
import type { SimulatorClock } from './clock.ts';
import type { EntityName } from './entitySpecs.ts';
import type { FaultKnobs } from './faultKnobs.ts';
import type { IssuedTokens } from './grants.ts';
import { readRequest } from './http.ts';
import type { JsonObject } from './json.ts';
import type { AutoAnswer } from './oauthEndpoints.ts';
import { openPersistence } from './persistence.ts';
import { answerRequest } from './requestFlow.ts';
import type { SimulatorStats } from './stats.ts';
import { World } from './world.ts';
import type { WorldOptions } from './world.ts';

export interface QuickBooksSimulatorOptions extends WorldOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Keeps everything in this SQLite file: one transaction per request, before the answer. */
  databaseFile?: string;
}

export interface SeedOptions {
  /** Back-dates MetaData.CreateTime and LastUpdatedTime. Document dates are TxnDate in the body. */
  atMs?: number;
}

export interface QuickBooksSimulator {
  /** Base of /v3/company/{realmId}/…, without a slash at the end. */
  apiUrl: string;
  /** Base of the OAuth endpoints: /connect/oauth2, /oauth2/v1/tokens/bearer, /v2/oauth2/tokens/revoke. */
  intuitUrl: string;
  /** Base of the pages for people: /app/invoice?txnId=, /app/customerdetail?nameId=. */
  appUrl: string;
  port: number;
  clock: SimulatorClock;
  faults: FaultKnobs;
  stats: SimulatorStats;
  behindOurBack: BehindOurBack;
  /** Reads without HTTP; bodies as the API shows them. */
  store: {
    get(realmId: string, entity: EntityName, id: string): JsonObject | undefined;
    list(realmId: string, entity: EntityName): JsonObject[];
    count(realmId: string, entity: EntityName): number;
    /** The tax identifier that the API only shows masked. */
    taxIdentifier(realmId: string, entity: 'Customer' | 'Vendor', id: string): string | undefined;
  };
  /** Creates with the validation of the API, without HTTP, tokens or limits. Throws QuickBooksFault. Returns the body. */
  create(realmId: string, entity: EntityName, body: JsonObject, options?: SeedOptions): JsonObject;
  seedCustomers(realmId: string, bodies: readonly JsonObject[], options?: SeedOptions): JsonObject[];
  seedInvoices(realmId: string, bodies: readonly JsonObject[], options?: SeedOptions): JsonObject[];
  seedPayments(realmId: string, bodies: readonly JsonObject[], options?: SeedOptions): JsonObject[];
  /** Runs many creates and acts as one database transaction (faster seeding with a databaseFile). */
  inOneWrite<Result>(work: () => Result): Result;
  /** A connected token pair without the pages. */
  issueTokens(realmId: string, clientId: string): IssuedTokens;
  /** How the authorize page answers from now on: "ask" shows it, "connect" and "cancel" redirect at once. */
  setAutoAnswer(answer: AutoAnswer): void;
  close(): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    // Faults such as "hang" leave connections open on purpose.
    server.closeAllConnections();
  });
}

async function serve(world: World, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const request = await readRequest(incoming, `http://${incoming.headers.host ?? '127.0.0.1'}`);
    await answerRequest(world, request, outgoing);
  } catch {
    outgoing.destroy();
  }
}

/** Starts the simulator. The same seed, clock, options and requests give the same answers. */
export async function startQuickBooksSimulator(options: QuickBooksSimulatorOptions): Promise<QuickBooksSimulator> {
  const persistence = await openPersistence(options.databaseFile);
  const world = new World(options, persistence);
  const server = createServer((incoming, outgoing) => void serve(world, incoming, outgoing));
  server.keepAliveTimeout = 30_000;
  const host = options.host ?? '127.0.0.1';
  const { port } = await listen(server, options.port ?? 0, host);
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const create = (realmId: string, entity: EntityName, body: JsonObject, seed: SeedOptions = {}): JsonObject =>
    world.create(realmId, entity, body, seed.atMs);
  const seedAll =
    (entity: EntityName) =>
    (realmId: string, bodies: readonly JsonObject[], seed: SeedOptions = {}): JsonObject[] =>
      world.inOneWrite(() => bodies.map((body) => create(realmId, entity, body, seed)));
  return {
    apiUrl: base,
    intuitUrl: base,
    appUrl: `${base}/app`,
    port,
    clock: world.clock,
    faults: world.faults,
    stats: world.stats,
    behindOurBack: world.behindOurBack,
    store: {
      get: (realmId, entity, id) => world.company(realmId).store.get(entity, id)?.body,
      list: (realmId, entity) =>
        world
          .company(realmId)
          .store.list(entity)
          .map((record) => record.body),
      count: (realmId, entity) => world.company(realmId).store.count(entity),
      taxIdentifier: (realmId, entity, id) => world.company(realmId).store.get(entity, id)?.hidden.taxIdentifier,
    },
    create,
    seedCustomers: seedAll('Customer'),
    seedInvoices: seedAll('Invoice'),
    seedPayments: seedAll('Payment'),
    inOneWrite: (work) => world.inOneWrite(work),
    issueTokens: (realmId, clientId) => world.issueTokens(realmId, clientId),
    setAutoAnswer: (answer) => {
      world.oauth.autoAnswer = answer;
    },
    async close() {
      await closeServer(server);
      persistence.close();
    },
  };
}
