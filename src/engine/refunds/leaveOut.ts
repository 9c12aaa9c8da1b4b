// A fact that is not for these books is left out, with its reason said once.
import { msFromInstant } from '../../domain/calendar.ts';
import type { EngineContext } from '../context.ts';
import type { FactResult } from '../intake/factResult.ts';
import type { FactQueued } from '../ports/records.ts';

/** Until then what the charge paid may still be on its way from Stripe. */
const patienceMs = 24 * 3600_000;

/** For a charge that belongs to no invoice of these books: waits a day for one, then says so and drops the fact. */
export function leaveOutWithoutInvoice(context: EngineContext, fact: FactQueued, what: string): FactResult {
  if (context.clock.nowMs() - msFromInstant(fact.effectiveAt) < patienceMs) return 'waiting';
  const { state, log } = context.store;
  const key = `left out ${fact.kind} ${fact.sourceId}`;
  if (state.sync(key) === true) return 'written';
  state.saveSync(key, true);
  log.append({
    source: 'stripe',
    kind: 'refund',
    result: 'info',
    summary: `${what} is not in the books: the payment it belongs to was not for a paid invoice`,
    detail: 'Payments taken in Stripe without an invoice are not booked here, so neither is what is given back of them.',
  });
  return 'written';
}
