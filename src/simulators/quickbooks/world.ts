// Everything the simulator knows, without HTTP: companies, grants, knobs, statistics, and how changes are kept.
import { createBehindOurBack } from './behindOurBack.ts';
import type { BehindOurBack } from './behindOurBack.ts';
import { createSimulatorClock } from './clock.ts';
import type { Clock, SimulatorClock } from './clock.ts';
import { Company } from './company.ts';
import type { CompanyOptions } from './company.ts';
import { fillCompanyFile } from './companyFile.ts';
import type { EntityName } from './entitySpecs.ts';
import { FaultKnobs } from './faultKnobs.ts';
import { GrantStore } from './grants.ts';
import type { IssuedTokens } from './grants.ts';
import type { JsonObject } from './json.ts';
import type { AutoAnswer, OAuthClientOptions, OAuthState } from './oauthEndpoints.ts';
import { ChangeBuffer } from './persistence.ts';
import type { JournalRow, Persistence } from './persistence.ts';
import { RateLimiter } from './rateLimits.ts';
import type { RateLimits } from './rateLimits.ts';
import { emptyStats } from './stats.ts';
import type { SimulatorStats } from './stats.ts';
import { createEntity } from './writeEntity.ts';

export interface WorldOptions {
  /** Decides every token and trace id. */
  seed: string | number;
  /** Default: the machine's clock, which the handle's clock can set, move on or freeze. */
  clock?: Clock;
  companies: readonly CompanyOptions[];
  oauthClients: readonly OAuthClientOptions[];
  rateLimits?: Partial<RateLimits>;
  /** Answers the authorize page at once. Default "ask": the page waits for a click. */
  autoAnswer?: AutoAnswer;
  /** Told "METHOD /path?query" of each request of a program once its answer was sent: what people do next can follow from it. */
  onAnswered?: (route: string) => void;
}

export class World {
  readonly clock: SimulatorClock;
  readonly companies = new Map<string, Company>();
  readonly grants: GrantStore;
  readonly limiter: RateLimiter;
  readonly faults = new FaultKnobs();
  readonly stats: SimulatorStats = emptyStats();
  readonly oauth: OAuthState;
  readonly behindOurBack: BehindOurBack;
  readonly seed: string | number;
  readonly onAnswered: (route: string) => void;
  private readonly changes: ChangeBuffer;
  private depth = 0;

  constructor(options: WorldOptions, persistence: Persistence) {
    this.seed = options.seed;
    this.onAnswered = options.onAnswered ?? (() => undefined);
    this.clock = createSimulatorClock(options.clock);
    this.changes = new ChangeBuffer(persistence);
    this.grants = new GrantStore(options.seed, this.clock, this.changes.journalFor(''));
    this.limiter = new RateLimiter(options.rateLimits ?? {});
    this.oauth = {
      clients: options.oauthClients,
      companies: this.companies,
      grants: this.grants,
      nowMs: () => this.clock.nowMs(),
      autoAnswer: options.autoAnswer ?? 'ask',
    };
    this.behindOurBack = createBehindOurBack(this.companies, this.grants, (work) => this.inOneWrite(work));
    this.load(options.companies, persistence.load());
  }

  private load(companies: readonly CompanyOptions[], rows: readonly JournalRow[]): void {
    for (const row of rows) if (row.realmId === '') this.grants.restore(row.kind, row.key, row.value);
    this.inOneWrite(() => {
      for (const options of companies) {
        const company = new Company(options, this.clock, this.changes.journalFor(options.realmId));
        this.companies.set(options.realmId, company);
        const own = rows
          .filter((row) => row.realmId === options.realmId)
          .sort((left, right) => idOfRow(left) - idOfRow(right));
        for (const row of own) company.restore(row.kind, row.key, row.value);
        if (own.length === 0) fillCompanyFile(company);
      }
    });
  }

  /** Runs the work and writes what it changed in one transaction; nests. */
  inOneWrite<Result>(work: () => Result): Result {
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
      if (this.depth === 0) this.changes.flush();
    }
  }

  company(realmId: string): Company {
    const found = this.companies.get(realmId);
    if (found === undefined) throw new Error(`no company ${realmId}`);
    return found;
  }

  create(realmId: string, entity: EntityName, body: JsonObject, atMs?: number): JsonObject {
    return this.inOneWrite(() => createEntity(this.company(realmId), entity, body, { atMs }).body);
  }

  issueTokens(realmId: string, clientId: string): IssuedTokens {
    this.company(realmId);
    if (!this.oauth.clients.some((client) => client.clientId === clientId)) throw new Error(`no client ${clientId}`);
    return this.inOneWrite(() => this.grants.issue(clientId, realmId));
  }
}

/** Records come back in the order of their ids, so that lists keep their order across a restart. */
function idOfRow(row: JournalRow): number {
  return row.kind === 'record' ? Number(row.key.slice(row.key.indexOf(':') + 1)) : 0;
}
