// The connection panel: days left of the 100, the five-year end, heartbeats, and what the setup check found.
import type { QuickBooksStatus } from '../../contract/quickBooks.ts';
import { msFromInstant, nextInstantAtLocalTime } from '../../domain/calendar.ts';
import { creationFor } from '../../domain/push/setupCreation.ts';
import type { EngineContext } from '../context.ts';

const dayMs = 24 * 3600_000;
/** The amber button appears with fewer days left. */
const reconnectBelowDays = 20;

export async function quickBooksStatus(context: EngineContext): Promise<QuickBooksStatus> {
  const { config, store } = context;
  const connection = store.connection.get();
  const isConfigured = (config.quickBooksClientId ?? store.state.setting('quickbooks.clientId')) !== undefined && (await context.secrets.get('quickbooks.clientSecret')) !== undefined;
  const expiresAt = connection?.refreshTokenExpiresAt ?? null;
  const isConnected = connection?.state === 'connected';
  const daysLeft = isConnected && expiresAt !== null ? Math.max(0, Math.floor((msFromInstant(expiresAt) - context.clock.nowMs()) / dayMs)) : null;
  const state = !isConfigured ? 'not_configured' : connection === undefined || connection.state === 'disconnected' ? 'not_connected' : connection.state;
  return {
    state,
    companyName: connection?.companyName ?? null,
    realmId: connection?.realmId ?? null,
    environment: config.quickBooksEnvironment,
    country: connection?.country ?? null,
    connectedAt: connection?.connectedAt ?? null,
    refreshTokenExpiresAt: expiresAt,
    daysLeft,
    grantExpiresAt: connection?.grantExpiresAt ?? null,
    lastHeartbeatAt: connection?.lastHeartbeatAt ?? null,
    lastHeartbeatResult: connection?.lastHeartbeatResult ?? null,
    nextHeartbeatAt: isConnected ? nextInstantAtLocalTime(context.now(), '06:00', context.profile().timeZone) : null,
    reconnectSuggested: state === 'reconnect_needed' || (daysLeft !== null && daysLeft < reconnectBelowDays),
    setup: (connection?.setupFindings ?? []).map(({ check, ok, severity, sentence, nextAction }) => ({ check, ok, severity, sentence, nextAction, creates: creationFor({ check, ok }) })),
    setupCheckedAt: connection?.setupCheckedAt ?? null,
    redirectUri: config.redirectUri,
  };
}
