// The QuickBooks tokens: one refresh at a time, the new refresh token stored before it is used, the access token in memory only.
import { AppError } from '../../contract/errors.ts';
import { instantFromMs } from '../../domain/calendar.ts';
import type { EnginePorts } from '../engine.ts';
import type { QboAccess, QboOAuthClient, QboTokens } from '../ports/quickBooksGateway.ts';

export interface TokenKeeper {
  /** A token good for ten minutes at least. Throws QB_NOT_CONNECTED, QB_RECONNECT_NEEDED, QB_NOT_CONFIGURED, OFFLINE, QB_UNAVAILABLE. */
  access(): Promise<QboAccess>;
  /** Runs the call; when QuickBooks refuses the token, refreshes it once and runs the call again. */
  withAccess<T>(call: (access: QboAccess) => Promise<T>): Promise<T>;
  /** Exchanges the refresh token unconditionally (the heartbeat). */
  refreshNow(): Promise<void>;
  /** After a sign-in: stores what came back. */
  adopt(realmId: string, tokens: QboTokens): Promise<void>;
  client(): Promise<QboOAuthClient>;
  forget(): Promise<void>;
}

/** Intuit's token lives 3600 s; it is treated as 55 minutes, and replaced with fewer than ten left. */
const accessLifeMs = 55 * 60_000;
const leastLeftMs = 10 * 60_000;
/** `invalid_grant` may be a race or an outage on Intuit's side: believed only when it is met again after this long. */
const doubtMs = 20_000;

export function makeTokenKeeper(ports: EnginePorts): TokenKeeper {
  let current: { access: QboAccess; validUntilMs: number } | undefined;
  let inFlight: Promise<QboAccess> | undefined;
  let doubtedSinceMs: number | undefined;

  /** Kept for the panel, and told at once: the amber button must not wait for somebody to look again. */
  const noteDead = (result: string | undefined): void => {
    ports.store.connection.patch({ state: 'reconnect_needed', ...(result === undefined ? {} : { lastHeartbeatResult: result }) });
    ports.publish({ kind: 'changed', topics: ['quickbooks', 'status'] });
  };

  const client = async (): Promise<QboOAuthClient> => {
    const clientId = ports.config.quickBooksClientId ?? ports.store.state.setting('quickbooks.clientId');
    const clientSecret = await ports.secrets.get('quickbooks.clientSecret');
    if (typeof clientId !== 'string' || clientSecret === undefined) throw new AppError('QB_NOT_CONFIGURED');
    return { clientId, clientSecret, redirectUri: ports.config.redirectUri ?? '' };
  };

  const adopt = async (realmId: string, tokens: QboTokens): Promise<void> => {
    // Stored before it is used: the old one may be dead already.
    await ports.secrets.set('quickbooks.refreshToken', tokens.refreshToken);
    const nowMs = ports.clock.nowMs();
    current = { access: { realmId, accessToken: tokens.accessToken }, validUntilMs: nowMs + Math.min(accessLifeMs, tokens.accessTokenExpiresInSeconds * 1000) };
    doubtedSinceMs = undefined;
    const hard = tokens.hardExpiresInSeconds;
    ports.store.connection.patch({
      state: 'connected',
      refreshTokenExpiresAt: instantFromMs(nowMs + tokens.refreshTokenExpiresInSeconds * 1000),
      ...(hard === undefined ? {} : { grantExpiresAt: instantFromMs(nowMs + hard * 1000) }),
    });
  };

  const exchange = async (): Promise<QboAccess> => {
    const connection = ports.store.connection.get();
    if (connection === undefined || connection.state === 'disconnected') throw new AppError('QB_NOT_CONNECTED');
    const stored = await ports.secrets.get('quickbooks.refreshToken');
    if (stored === undefined) {
      noteDead(undefined);
      throw new AppError('QB_RECONNECT_NEEDED', 'no refresh token is stored in this session');
    }
    try {
      await adopt(connection.realmId, await ports.quickBooksOAuth.refresh(await client(), stored));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'QB_RECONNECT_NEEDED') throw error;
      await refused(connection.realmId, stored);
    }
    if (current === undefined) throw new AppError('QB_NOT_CONNECTED');
    return current.access;
  };

  /** Another process may have rotated the token meanwhile; else the refusal must be met twice before it is believed. */
  const refused = async (realmId: string, used: string): Promise<void> => {
    const again = await ports.secrets.get('quickbooks.refreshToken');
    if (again !== undefined && again !== used) return adopt(realmId, await ports.quickBooksOAuth.refresh(await client(), again));
    const nowMs = ports.clock.nowMs();
    if (doubtedSinceMs === undefined || nowMs - doubtedSinceMs < doubtMs) {
      doubtedSinceMs ??= nowMs;
      throw new AppError('QB_UNAVAILABLE', 'Intuit refused the refresh token; it is asked once more before a reconnect is called for', { retryAfterMs: doubtMs });
    }
    ports.store.transaction(() => {
      noteDead('The connection has ended');
      ports.store.log.append({ source: 'quickbooks', kind: 'connection', result: 'failed', summary: 'The QuickBooks connection has ended; reconnect to go on' });
    });
    throw new AppError('QB_RECONNECT_NEEDED');
  };

  const refresh = (): Promise<QboAccess> => {
    inFlight ??= exchange().finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  };

  const access = async (): Promise<QboAccess> => {
    const connection = ports.store.connection.get();
    if (connection === undefined || connection.state === 'disconnected') throw new AppError('QB_NOT_CONNECTED');
    if (connection.state === 'reconnect_needed') throw new AppError('QB_RECONNECT_NEEDED');
    if (current !== undefined && current.access.realmId === connection.realmId && current.validUntilMs - ports.clock.nowMs() >= leastLeftMs) return current.access;
    return refresh();
  };

  return {
    access,
    client,
    adopt,
    refreshNow: async () => void (await refresh()),
    withAccess: async (call) => {
      try {
        return await call(await access());
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'QB_RECONNECT_NEEDED' || ports.store.connection.get()?.state !== 'connected') throw error;
        // 401: the request was not carried out, so it may be sent again under a new token.
        current = undefined;
        const renewed = await refresh();
        try {
          return await call(renewed);
        } catch (second) {
          if (second instanceof AppError && second.code === 'QB_RECONNECT_NEEDED') noteDead('QuickBooks accepts no token any more');
          throw second;
        }
      }
    },
    forget: async () => {
      current = undefined;
      doubtedSinceMs = undefined;
      await ports.secrets.delete('quickbooks.refreshToken');
    },
  };
}
