// A dispute into the mirror: its state and evidence, the money that it took or gave back, and the facts that follow.
import { isDisputeOpen, type StripeDisputeFacts } from '../../domain/stripe/readDispute.ts';
import type { EngineContext } from '../context.ts';
import { disputeLostFactKey, disputeMovedFactKey, disputeRegainedFactKey } from './factKeys.ts';
import type { Via } from './observe.ts';

/**
 * Runs inside a transaction. Each balance transaction of the dispute is one fact (withheld or released); its loss is another.
 * `closedAt`: from Stripe's list of events, where they were not noted here.
 */
export function mirrorDispute(context: EngineContext, dispute: StripeDisputeFacts, via: Via, closedAt: string | null): void {
  const { mirror, facts, ledger, disputes } = context.store;
  const eventId = via?.eventId ?? null;
  const before = disputes.get(dispute.disputeId);
  mirror.upsertDispute(dispute);
  for (const movement of dispute.movements) {
    if (ledger.has(disputeMovedFactKey(dispute.disputeId, movement.id))) continue;
    facts.enqueue({ effectiveAt: movement.createdAt, rank: 5, kind: 'dispute.moved', sourceId: `${dispute.disputeId} ${movement.id}`, eventId });
  }
  if (dispute.status === 'lost' && !ledger.has(disputeLostFactKey(dispute.disputeId))) {
    const wasOpen = before !== undefined && isDisputeOpen(before.status);
    const at = closedAt ?? disputes.closedAt(dispute.disputeId) ?? lostAtUnseen(context, dispute, wasOpen);
    facts.enqueue({ effectiveAt: at, rank: 6, kind: 'dispute.lost', sourceId: dispute.disputeId, eventId });
  }
  const isRegained = dispute.status === 'won' && ledger.has(disputeLostFactKey(dispute.disputeId)) && !ledger.has(disputeRegainedFactKey(dispute.disputeId));
  if (isRegained) facts.enqueue({ effectiveAt: releasedAt(dispute) ?? context.now(), rank: 7, kind: 'dispute.regained', sourceId: dispute.disputeId, eventId });
  if (before?.status !== dispute.status) noteState(context, dispute, before?.status);
}

/** The day on which the bank gave the money back. */
const releasedAt = ({ movements }: StripeDisputeFacts): string | undefined => movements.findLast(({ amountCents }) => amountCents > 0)?.createdAt;

/** Stripe keeps no time of the decision: seen to end, it is now; first seen when over, its deadline, which a loss follows. */
function lostAtUnseen(context: EngineContext, dispute: StripeDisputeFacts, wasOpen: boolean): string {
  const now = context.now();
  if (wasOpen || dispute.dueBy === null) return now;
  return dispute.dueBy < now ? dispute.dueBy : now;
}

const stateWords: ReadonlyMap<string, string> = new Map([
  ['warning_needs_response', 'The bank asks about a payment; no money has moved'],
  ['needs_response', 'A payment is disputed and needs a response'],
  ['under_review', 'The bank is reviewing the evidence of a dispute'],
  ['warning_under_review', 'The bank is reviewing the answer to an inquiry'],
  ['warning_closed', 'An inquiry was closed without a dispute'],
  ['won', 'A dispute was won; the money comes back'],
  ['lost', 'A dispute was lost; the money stays with the client'],
  ['prevented', 'A dispute was prevented before it reached the bank'],
]);

function noteState(context: EngineContext, dispute: StripeDisputeFacts, before: string | undefined): void {
  const isBad = dispute.status === 'lost' || dispute.status === 'needs_response';
  context.store.log.append({
    source: 'stripe',
    kind: 'dispute',
    result: isBad ? 'warning' : 'info',
    summary: stateWords.get(dispute.status) ?? `A dispute is now ${dispute.status.replaceAll('_', ' ')}`,
    detail: before === undefined ? null : `It was ${before.replaceAll('_', ' ')} before.`,
  });
}
