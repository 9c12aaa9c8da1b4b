// What follows from a credit note: it was issued, or voided after that.
import type { StripeCreditNoteFacts } from '../../domain/stripe/readCreditNote.ts';
import type { EngineContext } from '../context.ts';
import type { CreditNoteRecord } from '../ports/refundTables.ts';
import { creditNoteFactKey, creditNoteVoidedFactKey } from './factKeys.ts';
import type { Via } from './observe.ts';

/** What a credit note took back without a refund: its refunds are facts of their own. */
export const creditedWithoutRefund = (note: Pick<CreditNoteRecord, 'amountCents' | 'refunds'>): number =>
  Math.max(0, note.amountCents - note.refunds.reduce((sum, refund) => sum + (refund.amountCents ?? 0), 0));

export function queueCreditNoteFacts(context: EngineContext, note: StripeCreditNoteFacts, via: Via): void {
  const { facts, ledger } = context.store;
  const eventId = via?.eventId ?? null;
  const isBooked = ledger.has(creditNoteFactKey(note.creditNoteId));
  const isVoid = note.status === 'void';
  if (!isBooked && !isVoid && creditedWithoutRefund(note) > 0) {
    facts.enqueue({ effectiveAt: note.createdAt, rank: 3, kind: 'credit_note.issued', sourceId: note.creditNoteId, eventId });
  }
  if (isVoid && isBooked && !ledger.has(creditNoteVoidedFactKey(note.creditNoteId))) {
    facts.enqueue({ effectiveAt: note.voidedAt ?? context.now(), rank: 4, kind: 'credit_note.voided', sourceId: note.creditNoteId, eventId });
  }
}
