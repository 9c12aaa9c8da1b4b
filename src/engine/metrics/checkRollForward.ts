// The roll-forward as an identity that is checked after each sync: what the months close with is what the clients' subscriptions are worth.
import { localDateOf, localMonthOf } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';

export const rollForwardKey = 'revenue.rollForward';

export interface RollForward {
  readonly checkedAt: string;
  readonly ok: boolean;
}

/**
 * Cheap, after each sync: the clients' MRR is the open month's closing figure. `isWhole`, daily: every month and every client
 * as well. A difference is a mistake of the program: said loudly once, nothing is mended silently.
 */
export function checkRollForward(context: EngineContext, isWhole = false): void {
  const { revenue, log, state } = context.store;
  const thisMonth = localMonthOf(localDateOf(context.now(), context.profile().timeZone));
  const closing = revenue.month(thisMonth)?.figures.closingCents ?? 0;
  const total = revenue.totalMrrCents();
  const known = state.sync(rollForwardKey) as RollForward | null | undefined;
  const whole = isWhole ? revenue.differences() : { months: [], clients: [] };
  const ok = closing === total && whole.months.length === 0 && whole.clients.length === 0;
  if (!ok && known?.ok !== false) {
    const detail = `Movements give ${closing} cents, the clients' subscriptions ${total} cents. Run Check the books on the Ledger screen.`;
    log.append({ source: 'program', kind: 'check', result: 'failed', summary: 'The MRR movements do not add up to the MRR', detail });
  }
  // What the whole check found stays until a whole check finds it mended.
  state.saveSync(rollForwardKey, { checkedAt: context.now(), ok: ok && (isWhole || known?.ok !== false) } satisfies RollForward);
}
