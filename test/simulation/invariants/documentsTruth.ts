// Refunds, fees and payouts: what is called synced stands in QuickBooks, equal to the cent and linked; at rest nothing is stuck.
import type { Store } from '../../../src/engine/ports/store.ts';
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import type { Tampering } from '../tampering.ts';
import { realmId, type World } from '../world.ts';

const cents = (amount: unknown): number => Math.round(Number(amount ?? 0) * 100);
const entityOf = { adjustment_note: 'CreditMemo', expense: 'Purchase', link_payment: 'Payment', refund_receipt: 'RefundReceipt', purchase: 'Purchase', transfer: 'Transfer' } as const;

/** At the instant in which a document is called synced, inside the program's own transaction. */
export function checkDocumentSyncedNow(world: World, store: Store, documentId: number): void {
  const document = store.documents.get(documentId);
  if (document === undefined) return world.violate(`document ${documentId} was called synced and does not exist`);
  world.documentSyncs += 1;
  const parts = store.documents.parts(documentId);
  if (parts.length !== (document.recipe === 'linked' ? 3 : 1)) world.violate(`${document.number} was called synced with ${parts.length} documents`);
  for (const part of parts) {
    const found: JsonObject | undefined = world.quickBooks.store.get(realmId, entityOf[part.role], part.qbId ?? '');
    if (found === undefined) world.violate(`called synced although the ${part.role} of ${document.number} does not exist`);
    const total = part.role === 'link_payment' ? 0 : Math.abs(document.totalCents);
    if (cents(found?.['TotalAmt'] ?? found?.['Amount']) !== total) world.violate(`called synced although the ${part.role} of ${document.number} is of ${String(found?.['TotalAmt'] ?? found?.['Amount'])}, meant ${total} cents`);
    const tax = part.role === 'adjustment_note' || part.role === 'refund_receipt' || part.role === 'purchase' ? document.gstCents : 0;
    if (cents((found?.['TxnTaxDetail'] as { TotalTax?: number } | undefined)?.TotalTax) !== tax) world.violate(`called synced although the tax of the ${part.role} of ${document.number} is not ${tax} cents`);
    if (part.role === 'adjustment_note' && cents(found?.['RemainingCredit']) !== 0) world.violate(`called synced although the adjustment note of ${document.number} is still open`);
  }
}

interface Row {
  readonly number: string;
  readonly status: string;
  readonly error: string | null;
  readonly invoiceStatus: string | null;
  readonly invoiceNumber: string | null;
  readonly code: string | null;
}

const rowsSql = `
  SELECT d.document_number AS number, d.status, d.error, i.qb_sync_status AS invoiceStatus, i.invoice_number AS invoiceNumber,
         (SELECT error_code FROM push_attempts a WHERE a.document_id = d.id ORDER BY attempt DESC LIMIT 1) AS code
  FROM qb_documents d LEFT JOIN billing_invoices i ON i.id = d.invoice_id
  WHERE d.status NOT IN ('synced', 'withdrawn', 'awaiting_review')`;

/** Reasons that only a person can settle. */
const personsReasons = new Set(['QB_DUPLICATE_NUMBER', 'QB_READBACK_DIFFERS', 'QB_LOCKED', 'QB_VALIDATION', 'QB_ROUNDING', 'QB_DUPLICATE_NAME', 'QB_REJECTED', 'PUSH_DATA_INCOMPLETE']);

/** After everything was mended and retried: only what was touched by hand, or whose invoice is not there, may be left. */
export function checkDocumentsAtRest(world: World, tampering: Tampering): void {
  for (const row of world.program.looking.prepare<[], Row>(rowsSql).all()) {
    const isWaiting = row.status === 'approved' && row.invoiceStatus !== null && row.invoiceStatus !== 'synced' && row.error?.startsWith('Waits until') === true;
    if (isWaiting) continue;
    const isTouched = row.invoiceNumber !== null && tampering.touchedNumbers.has(row.invoiceNumber);
    if (row.status !== 'approved' && row.status !== 'pushing' && row.error !== null && (isTouched || row.code === 'QB_ROUNDING') && personsReasons.has(row.code ?? '')) continue;
    world.violate(`${row.number} is ${row.status} although nothing is wrong any more: ${row.code ?? 'no code'}, ${row.error ?? 'no reason'}`);
  }
}
