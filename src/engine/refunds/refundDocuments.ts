// Each refund enters the review queue for QuickBooks, and leaves it when it failed or was undone before anything was sent.
import { queueDocument, withdrawDocument } from '../documents/queueDocument.ts';
import type { EngineContext } from '../context.ts';
import type { BookedRow } from '../ports/refundTables.ts';
import type { BookedShare } from './giveBack.ts';

/** Of a refund of one charge that paid several invoices, each share is a document of its own. */
const documentSource = (sourceId: string, factKey: string, baseKey: string): string => (factKey === baseKey ? sourceId : `${sourceId}${factKey.slice(baseKey.length)}`);

/** Runs inside the transaction that booked the shares. Test rows, other currencies and what is before the books' start are left out. */
export function queueRefundDocuments(context: EngineContext, shares: readonly BookedShare[], refund: { sourceId: string; baseKey: string; currency: string }): void {
  for (const { invoice, factKey, localDate, totalCents, gstCents } of shares) {
    queueDocument(context, {
      kind: 'refund',
      sourceId: documentSource(refund.sourceId, factKey, refund.baseKey),
      invoiceId: invoice.id,
      localDate,
      currency: refund.currency,
      totalCents,
      gstCents,
      description: `Refund to ${invoice.clientName} — ${invoice.description}`,
    });
  }
}

/** True: something of it is in QuickBooks already, and a person was told. */
export function withdrawRefundDocuments(context: EngineContext, booked: readonly BookedRow[], refund: { sourceId: string; baseKey: string }, reason: string): boolean {
  const states = booked.map((row) => withdrawDocument(context, 'refund', documentSource(refund.sourceId, row.factKey, refund.baseKey), reason));
  return states.includes('in_quickbooks');
}
