// Agreed prices that have run out: said once in Activity, counted until somebody decides. House rule: no price changes by itself.
import { dateLabel, localDateOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

/** `{subscription id: the expiry that was told}`. */
const toldKey = 'subscriptions.expired_overrides_told';

/** Looked at once a minute. An agreement that is made anew and runs out again is told again. */
export function tellOfExpiredOverrides(context: EngineContext): void {
  const { store } = context;
  const expired = store.subscriptions.overridesExpired(context.now());
  const told = (store.state.sync(toldKey) ?? {}) as Readonly<Record<string, string>>;
  const fresh = expired.filter(({ id, expiresAt }) => told[id] !== expiresAt);
  if (fresh.length === 0) return;
  store.transaction(() => {
    for (const { clientName, expiresAt } of fresh) {
      store.log.append({
        source: 'program',
        kind: 'subscription',
        result: 'warning',
        summary: `The price agreed with ${clientName} has run out`,
        detail: `It ran out on ${dateLabel(localDateOf(expiresAt, context.profile().timeZone))} and still holds: nothing changes by itself. Open Subscriptions to agree another one or go back to the list price.`,
      });
    }
    store.state.saveSync(toldKey, Object.fromEntries(expired.map(({ id, expiresAt }) => [id, expiresAt])));
  });
  context.changed('activity', 'subscriptions', 'status');
}
