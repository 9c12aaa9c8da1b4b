// What became of a payout, as facts for the ledger: created, paid, failed or cancelled. Notes without an amount: it is our own money.
import { dateLabel, localDateOf, quarterOf } from '../../domain/calendar.ts';
import type { StripePayoutFacts } from '../../domain/stripe/readPayout.ts';
import { queueDocument, withdrawDocument } from '../documents/queueDocument.ts';
import type { EngineContext } from '../context.ts';
import type { FactResult } from '../intake/factResult.ts';
import type { Via } from '../intake/observe.ts';
import type { PayoutRecord } from '../ports/clearingTables.ts';
import type { FactQueued } from '../ports/records.ts';
import type { StripeJson } from '../ports/stripeGateway.ts';
import { amountText } from './amountText.ts';
import { cameBackAt } from './cameBackAt.ts';

const payoutFactKey = (payoutId: string, what: 'created' | 'paid' | 'failed'): string => `${payoutId} payout ${what}`;

const isUndone = (status: string): boolean => status === 'failed' || status === 'canceled';

/**
 * All facts follow from Stripe's object alone, whenever it is read. A payout that failed after its arrival was paid first:
 * "paid" may still turn into "failed" (Stripe, "Payouts"), and a mirror built later must tell the same story.
 */
export function queuePayoutFacts(context: EngineContext, payout: StripePayoutFacts, via: Via, raw: StripeJson): void {
  const { facts, ledger } = context.store;
  const { payoutId, status, createdAt } = payout;
  const eventId = via?.eventId ?? null;
  const arrivedAt = payout.arrivalDate ?? createdAt;
  const enqueue = (what: 'created' | 'paid' | 'failed', rank: number, effectiveAt: string): void => {
    if (!ledger.has(payoutFactKey(payoutId, what))) facts.enqueue({ effectiveAt, rank, kind: `payout.${what}`, sourceId: payoutId, eventId });
  };
  enqueue('created', 6, createdAt);
  const failedAt = isUndone(status) ? cameBackAt(context, payoutId, payout.failedAt, raw) : null;
  if (status === 'paid' || (status === 'failed' && failedAt !== null && failedAt > arrivedAt)) enqueue('paid', 7, later(arrivedAt, createdAt));
  if (failedAt !== null) enqueue('failed', 8, later(failedAt, createdAt));
}

const later = (one: string, other: string): string => (one > other ? one : other);

export const recordPayoutCreated = (context: EngineContext, fact: FactQueued): FactResult =>
  note(context, fact, 'created', 'payout_created', (amount, payout) => `${payout.isAutomatic ? 'Payout' : 'Manual payout'} of ${amount} to the bank account was started`);

export function recordPayoutPaid(context: EngineContext, fact: FactQueued): FactResult {
  const result = note(context, fact, 'paid', 'payout_paid', (amount) => `Payout of ${amount} arrived in the bank account`);
  const payout = context.store.clearing.payout(fact.sourceId);
  if (payout === undefined || isUndone(payout.status)) return result;
  queueDocument(context, {
    kind: 'payout',
    sourceId: payout.payoutId,
    invoiceId: null,
    localDate: payout.arrivalDate,
    currency: payout.currency,
    totalCents: payout.amountCents,
    gstCents: 0,
    description: `Stripe payout of ${dateLabel(payout.arrivalDate)}`,
  });
  return result;
}

export function recordPayoutFailed(context: EngineContext, fact: FactQueued): FactResult {
  const payout = context.store.clearing.payout(fact.sourceId);
  const reason = payout?.status === 'canceled' ? 'the payout was cancelled' : 'the payout failed and the money came back';
  if (payout !== undefined) withdrawDocument(context, 'payout', payout.payoutId, reason);
  return note(context, fact, 'failed', 'payout_failed', (amount, payout) =>
    payout.status === 'canceled' ? `Payout of ${amount} was cancelled; the money stays in the Stripe balance` : `Payout of ${amount} failed; the money came back into the Stripe balance`,
  );
}

function note(context: EngineContext, fact: FactQueued, what: 'created' | 'paid' | 'failed', eventType: string, describe: (amount: string, payout: PayoutRecord) => string): FactResult {
  const { store } = context;
  const payout = store.clearing.payout(fact.sourceId);
  if (payout === undefined) return 'waiting';
  const localDate = localDateOf(fact.effectiveAt, context.profile().timeZone);
  store.ledger.append({
    factKey: payoutFactKey(payout.payoutId, what),
    eventType,
    revenueType: null,
    exGstCents: 0,
    gstCents: 0,
    totalCents: 0,
    currency: payout.currency,
    stripeEventId: fact.eventId,
    invoiceId: null,
    orgId: null,
    description: describe(amountText(payout.amountCents, payout.currency), payout),
    effectiveAt: fact.effectiveAt,
    sourceType: 'payout',
    sourceId: payout.payoutId,
    isTest: false,
    localDate,
    quarter: quarterOf(localDate),
  });
  return 'written';
}
