// Writes the queued facts into the books, in order of when they happened: numbers, ledger rows, GST, review state.
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import type { FactResult } from './factResult.ts';
import { recordCreditNote, recordCreditNoteVoided } from './recordCreditNote.ts';
import { recordDisputeLost, recordDisputeMovement, recordDisputeRegained } from './recordDispute.ts';
import { recordPaidInvoice } from './recordPaidInvoice.ts';
import { recordRefund, recordRefundFailed } from './recordRefund.ts';
import { recordPayoutCreated, recordPayoutFailed, recordPayoutPaid } from '../clearing/payoutFacts.ts';
import { recordSubscriptionCancelled, recordSubscriptionChanged, recordSubscriptionCreated } from './recordSubscription.ts';
import { allocateNumber } from './allocateNumber.ts';

const recorders: Readonly<Record<FactQueued['kind'], (context: EngineContext, fact: FactQueued) => FactResult>> = {
  'invoice.finalized': allocateNumber,
  'invoice.paid': recordPaidInvoice,
  'refund.succeeded': recordRefund,
  'refund.failed': recordRefundFailed,
  'credit_note.issued': recordCreditNote,
  'credit_note.voided': recordCreditNoteVoided,
  'dispute.moved': recordDisputeMovement,
  'dispute.lost': recordDisputeLost,
  'dispute.regained': recordDisputeRegained,
  'payout.created': recordPayoutCreated,
  'payout.paid': recordPayoutPaid,
  'payout.failed': recordPayoutFailed,
  'subscription.created': recordSubscriptionCreated,
  'subscription.changed': recordSubscriptionChanged,
  'subscription.cancelled': recordSubscriptionCancelled,
};

/** Runs inside the caller's transaction, on up to `limit` facts; answers how many were written. */
export function drainFacts(context: EngineContext, limit: number): number {
  let written = 0;
  for (const fact of context.store.facts.next(limit)) {
    if (recorders[fact.kind](context, fact) === 'waiting') continue;
    context.store.facts.remove(fact);
    written += 1;
  }
  return written;
}
