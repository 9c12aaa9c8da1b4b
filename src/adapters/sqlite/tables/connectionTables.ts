// qb_connection, qb_entity_cache and qb_oauth_states: the company these books are bound to. No token is ever here.
import type { CachedEntity, ConnectionRecord, SetupFindingRecord } from '../../../engine/ports/records.ts';
import type { ConnectionTables } from '../../../engine/ports/store.ts';
import type { TableContext } from './tableContext.ts';

type StoredConnection = Omit<ConnectionRecord, 'setupFindings'> & { setupFindings: string };

export function connectionTables({ db, now }: TableContext): ConnectionTables {
  const get = db.prepare<[], StoredConnection>(
    `SELECT realm_id AS realmId, environment, company_name AS companyName, country, home_currency AS homeCurrency, state,
            connected_at AS connectedAt, refresh_token_expires_at AS refreshTokenExpiresAt, grant_expires_at AS grantExpiresAt,
            last_heartbeat_at AS lastHeartbeatAt, last_heartbeat_result AS lastHeartbeatResult,
            setup_findings AS setupFindings, setup_checked_at AS setupCheckedAt
     FROM qb_connection WHERE id = 1`,
  );
  const put = db.prepare(
    `INSERT INTO qb_connection (id, realm_id, environment, company_name, country, home_currency, state, connected_at, refresh_token_expires_at,
       grant_expires_at, last_heartbeat_at, last_heartbeat_result, setup_findings, setup_checked_at, updated_at)
     VALUES (1, @realmId, @environment, @companyName, @country, @homeCurrency, @state, @connectedAt, @refreshTokenExpiresAt,
       @grantExpiresAt, @lastHeartbeatAt, @lastHeartbeatResult, @setupFindings, @setupCheckedAt, @now)
     ON CONFLICT (id) DO UPDATE SET
       realm_id = excluded.realm_id, environment = excluded.environment, company_name = excluded.company_name, country = excluded.country,
       home_currency = excluded.home_currency, state = excluded.state, connected_at = excluded.connected_at,
       refresh_token_expires_at = excluded.refresh_token_expires_at, grant_expires_at = excluded.grant_expires_at,
       last_heartbeat_at = excluded.last_heartbeat_at, last_heartbeat_result = excluded.last_heartbeat_result,
       setup_findings = excluded.setup_findings, setup_checked_at = excluded.setup_checked_at, updated_at = excluded.updated_at`,
  );
  const cached = db.prepare<[string], CachedEntity>(
    `SELECT kind, qb_id AS qbId, name, detail, fetched_at AS fetchedAt FROM qb_entity_cache WHERE realm_id = ? ORDER BY kind`,
  );
  const cache = db.prepare(
    `INSERT INTO qb_entity_cache (realm_id, kind, qb_id, name, detail, fetched_at) VALUES (@realmId, @kind, @qbId, @name, @detail, @now)
     ON CONFLICT (realm_id, kind) DO UPDATE SET qb_id = excluded.qb_id, name = excluded.name, detail = excluded.detail, fetched_at = excluded.fetched_at`,
  );
  const forgetAll = db.prepare(`DELETE FROM qb_entity_cache WHERE realm_id = ?`);
  const forgetOne = db.prepare(`DELETE FROM qb_entity_cache WHERE realm_id = ? AND kind = ?`);
  const addState = db.prepare(`INSERT INTO qb_oauth_states (state, created_at, expires_at) VALUES (?, ?, ?)`);
  const useState = db.prepare(`UPDATE qb_oauth_states SET used_at = @now WHERE state = @state AND used_at IS NULL AND expires_at > @now`);

  const read = (): ConnectionRecord | undefined => {
    const row = get.get();
    return row === undefined ? undefined : { ...row, setupFindings: JSON.parse(row.setupFindings) as SetupFindingRecord[] };
  };
  const write = (connection: ConnectionRecord): void => void put.run({ ...connection, setupFindings: JSON.stringify(connection.setupFindings), now: now() });
  const patch = (change: Partial<Omit<ConnectionRecord, 'realmId'>>): void => {
    const before = read();
    if (before !== undefined) write({ ...before, ...change });
  };
  return {
    get: read,
    put: write,
    patch,
    saveSetup: (findings) => patch({ setupFindings: findings, setupCheckedAt: now() }),
    cached: (realmId) => cached.all(realmId),
    cache: (realmId, entity) => void cache.run({ realmId, ...entity, now: now() }),
    forget: (realmId, kind) => void (kind === undefined ? forgetAll.run(realmId) : forgetOne.run(realmId, kind)),
    addOAuthState: (state, expiresAt) => void addState.run(state, now(), expiresAt),
    useOAuthState: (state) => useState.run({ state, now: now() }).changes === 1,
  };
}
