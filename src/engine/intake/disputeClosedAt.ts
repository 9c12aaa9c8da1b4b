// When disputes were decided: the object does not say it, only their events do, for as long as Stripe keeps events.
import { readEvent } from '../../domain/stripe/readEvent.ts';
import type { EngineContext } from '../context.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { disputeLostFactKey } from './factKeys.ts';
import { unlessUnreadable, type FetchRun } from './fetchRun.ts';

/** Id → instant of the first event that closed it. Empty where no dispute of these has a loss that is not booked yet and whose event was not noted. */
export async function disputesClosedAt(context: EngineContext, disputes: readonly StripeJson[], run: Pick<FetchRun, 'listAll'>): Promise<ReadonlyMap<string, string>> {
  const closedAt = new Map<string, string>();
  if (!disputes.some((dispute) => needsItsEvent(context, dispute))) return closedAt;
  // Newest first: the last one that is seen of a dispute is its first.
  for (const raw of await unlessUnreadable(() => run.listAll('events', { limit: 100, filter: { type: 'charge.dispute.closed' } }), [])) {
    const reading = readEvent(raw);
    if (reading.ok && reading.value.objectId !== null) closedAt.set(reading.value.objectId, reading.value.createdAt);
  }
  return closedAt;
}

function needsItsEvent({ store }: EngineContext, { id, status }: StripeJson): boolean {
  return typeof id === 'string' && status === 'lost' && !store.ledger.has(disputeLostFactKey(id)) && store.disputes.closedAt(id) === null;
}
