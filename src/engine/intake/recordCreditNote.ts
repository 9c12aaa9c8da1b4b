// A credit note that gave nothing back through Stripe (put on the balance, settled outside, taken off the bill) lowers the sale all the same.
import { centsToDecimalText } from '../../domain/money.ts';
import type { EngineContext } from '../context.ts';
import type { FactQueued } from '../ports/records.ts';
import { giveBack, takeBack } from '../refunds/giveBack.ts';
import { creditNoteFactKey, creditNoteVoidedFactKey } from './factKeys.ts';
import type { FactResult } from './factResult.ts';
import { paidFactKey } from './mirrorInvoice.ts';
import { creditedWithoutRefund } from './queueCreditNoteFacts.ts';

/** Waits until the invoice is in the books. QuickBooks gets no document by itself: no money left the clearing account. */
export function recordCreditNote(context: EngineContext, fact: FactQueued): FactResult {
  const { store } = context;
  const note = store.refunds.creditNote(fact.sourceId);
  const invoice = note?.stripeInvoiceId == null ? undefined : store.invoices.byStripeId(note.stripeInvoiceId);
  if (note === undefined || invoice === undefined) return 'waiting';
  if (note.status === 'void' || invoice.status === 'void' || invoice.status === 'uncollectible') return 'written';
  if (!store.ledger.has(paidFactKey(invoice.stripeInvoiceId))) return 'waiting';
  const shares = giveBack(context, [{ invoice, paidCents: invoice.totalCents }], creditedWithoutRefund(note), {
    factKey: creditNoteFactKey(note.creditNoteId),
    eventType: 'credit_note',
    currency: note.currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'credit_note',
    sourceId: note.creditNoteId,
    describe: () => `Credit note ${note.number ?? ''} to ${invoice.clientName}, without a refund through Stripe — ${invoice.description}`,
  }, { money: true });
  for (const { totalCents, gstCents } of shares) {
    if (invoice.isTest || note.currency !== context.profile().homeCurrency) continue;
    store.log.append({
      source: 'stripe', kind: 'refund', result: 'warning', invoiceId: invoice.id,
      summary: `Credit note ${note.number ?? ''} to ${invoice.clientName} gave nothing back through Stripe: enter its adjustment note in QuickBooks by hand`,
      detail: `${centsToDecimalText(totalCents)} with GST ${centsToDecimalText(gstCents)}. It is in the ledger and in GST; no document is prepared for it, because no money left the Stripe account.`,
    });
  }
  return 'written';
}

export function recordCreditNoteVoided(context: EngineContext, fact: FactQueued): FactResult {
  const note = context.store.refunds.creditNote(fact.sourceId);
  if (note === undefined) return 'waiting';
  takeBack(context, context.store.refunds.booked(creditNoteFactKey(note.creditNoteId)), {
    factKey: creditNoteVoidedFactKey(note.creditNoteId),
    eventType: 'credit_note_voided',
    currency: note.currency,
    effectiveAt: fact.effectiveAt,
    eventId: fact.eventId,
    sourceType: 'credit_note',
    sourceId: note.creditNoteId,
    describe: (invoice) => `Credit note ${note.number ?? ''} to ${invoice.clientName} was voided — ${invoice.description}`,
  });
  return 'written';
}
