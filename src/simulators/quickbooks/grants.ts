// OAuth grants: codes, access tokens, refresh tokens that change about once a day.
import type { Clock } from './clock.ts';
import type { Journal } from './companyStore.ts';
import { seededText } from './tokens.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
export const ACCESS_SECONDS = 3600;
export const REFRESH_SECONDS = 8_640_000;
/** Five years: the end of a grant, however often it is refreshed. */
export const HARD_SECONDS = 157_680_000;
const CODE_LIFE_MS = 300_000;

export interface Grant {
  id: string;
  clientId: string;
  realmId: string;
  refreshToken: string;
  /** When the present refresh token value was first given out. */
  valueSinceMs: number;
  refreshExpiresMs: number;
  hardExpiresMs: number;
  isRevoked: boolean;
  /** How many refresh token values there have been. */
  generation: number;
}

interface AuthorizationCode {
  clientId: string;
  realmId: string;
  redirectUri: string;
  expiresMs: number;
}

interface AccessToken {
  grantId: string;
  expiresMs: number;
}

export interface IssuedTokens {
  accessToken: string;
  refreshToken: string;
  accessExpiresMs: number;
  refreshExpiresMs: number;
  hardExpiresMs: number;
  realmId: string;
}

export type AccessCheck = { ok: true; grant: Grant } | { ok: false; reason: 'unknown' | 'expired' | 'revoked' };

export class GrantStore {
  readonly grants = new Map<string, Grant>();
  private readonly codes = new Map<string, AuthorizationCode>();
  private readonly access = new Map<string, AccessToken>();
  private counter = 0;
  private readonly seed: string | number;
  private readonly clock: Clock;
  private readonly journal: Journal;

  constructor(seed: string | number, clock: Clock, journal: Journal) {
    this.seed = seed;
    this.clock = clock;
    this.journal = journal;
  }

  private text(kind: string, length: number): string {
    this.counter += 1;
    this.journal('counter', 'grants', this.counter);
    return seededText(this.seed, [kind, this.counter], length);
  }

  private save(grant: Grant): void {
    this.grants.set(grant.id, grant);
    this.journal('grant', grant.id, grant);
  }

  createCode(clientId: string, realmId: string, redirectUri: string): string {
    const code = `AB1${this.text('code', 47)}`;
    this.codes.set(code, { clientId, realmId, redirectUri, expiresMs: this.clock.nowMs() + CODE_LIFE_MS });
    return code;
  }

  /** Exchanges a code, once: the tokens, or undefined for a code that is unknown, used, late or not this client's. */
  exchangeCode(code: string, clientId: string, redirectUri: string): IssuedTokens | undefined {
    const known = this.codes.get(code);
    this.codes.delete(code);
    if (known === undefined || known.expiresMs <= this.clock.nowMs()) return undefined;
    if (known.clientId !== clientId || known.redirectUri !== redirectUri) return undefined;
    return this.issue(clientId, known.realmId);
  }

  /** A new grant with its first token pair. */
  issue(clientId: string, realmId: string): IssuedTokens {
    const nowMs = this.clock.nowMs();
    const grant: Grant = {
      id: String(this.grants.size + 1),
      clientId,
      realmId,
      refreshToken: `RT1-${this.text('refresh', 46)}`,
      valueSinceMs: nowMs,
      refreshExpiresMs: nowMs + REFRESH_SECONDS * SECOND_MS,
      hardExpiresMs: nowMs + HARD_SECONDS * SECOND_MS,
      isRevoked: false,
      generation: 1,
    };
    this.save(grant);
    return this.tokensOf(grant);
  }

  private tokensOf(grant: Grant): IssuedTokens {
    const accessExpiresMs = this.clock.nowMs() + ACCESS_SECONDS * SECOND_MS;
    const accessToken = `eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0..${this.text('access', 800)}`;
    const entry: AccessToken = { grantId: grant.id, expiresMs: accessExpiresMs };
    this.access.set(accessToken, entry);
    this.journal('access', accessToken, entry);
    return {
      accessToken,
      refreshToken: grant.refreshToken,
      accessExpiresMs,
      refreshExpiresMs: grant.refreshExpiresMs,
      hardExpiresMs: grant.hardExpiresMs,
      realmId: grant.realmId,
    };
  }

  /**
   * A new access token; the refresh token's 100 days start again. Its value changes when it is a day old, and the
   * old value is dead from then on. Undefined: invalid_grant.
   */
  refresh(refreshToken: string, clientId: string): IssuedTokens | undefined {
    const nowMs = this.clock.nowMs();
    const grant = [...this.grants.values()].find((each) => each.refreshToken === refreshToken);
    if (grant === undefined || grant.clientId !== clientId || grant.isRevoked) return undefined;
    if (nowMs >= grant.refreshExpiresMs || nowMs >= grant.hardExpiresMs) return undefined;
    const isDue = nowMs - grant.valueSinceMs >= DAY_MS;
    const renewed: Grant = {
      ...grant,
      ...(isDue ? this.newValue(grant) : {}),
      refreshExpiresMs: Math.min(nowMs + REFRESH_SECONDS * SECOND_MS, grant.hardExpiresMs),
    };
    this.save(renewed);
    return this.tokensOf(renewed);
  }

  private newValue(grant: Grant): Pick<Grant, 'refreshToken' | 'valueSinceMs' | 'generation'> {
    return {
      refreshToken: `RT1-${this.text('refresh', 46)}`,
      valueSinceMs: this.clock.nowMs(),
      generation: grant.generation + 1,
    };
  }

  checkAccess(accessToken: string): AccessCheck {
    const entry = this.access.get(accessToken);
    const grant = entry === undefined ? undefined : this.grants.get(entry.grantId);
    if (entry === undefined || grant === undefined) return { ok: false, reason: 'unknown' };
    if (grant.isRevoked) return { ok: false, reason: 'revoked' };
    return entry.expiresMs <= this.clock.nowMs() ? { ok: false, reason: 'expired' } : { ok: true, grant };
  }

  /** Revokes the whole grant that a refresh or access token belongs to; false if there is none. */
  revoke(token: string, clientId: string): boolean {
    const grantId = this.access.get(token)?.grantId;
    const grant = [...this.grants.values()].find((each) => each.refreshToken === token || each.id === grantId);
    if (grant === undefined || grant.clientId !== clientId || grant.isRevoked) return false;
    this.save({ ...grant, isRevoked: true });
    return true;
  }

  /** Applies a change to every grant of a company (behind the program's back); returns how many. */
  changeGrants(realmId: string, change: (grant: Grant) => Grant): number {
    const own = [...this.grants.values()].filter((grant) => grant.realmId === realmId);
    for (const grant of own) this.save(change(grant));
    return own.length;
  }

  rotate(realmId: string): number {
    return this.changeGrants(realmId, (grant) => ({ ...grant, ...this.newValue(grant) }));
  }

  expireAccess(realmId: string): number {
    const nowMs = this.clock.nowMs();
    let count = 0;
    for (const [token, entry] of this.access) {
      if (this.grants.get(entry.grantId)?.realmId !== realmId || entry.expiresMs <= nowMs) continue;
      entry.expiresMs = nowMs;
      this.journal('access', token, entry);
      count += 1;
    }
    return count;
  }

  restore(kind: string, key: string, value: unknown): void {
    if (kind === 'grant') this.grants.set(key, value as Grant);
    else if (kind === 'access') this.access.set(key, value as AccessToken);
    else if (kind === 'counter') this.counter = value as number;
  }
}
