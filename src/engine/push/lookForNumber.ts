// Looks for a sales document by our number before one is created.
import { readInvoiceBack } from '../../domain/push/invoiceDocument.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';

/** A document that our own rounding check voided (`ownId`) still holds the number: it gives it up, and counts as absent. */
export async function lookForNumber(
  context: EngineContext,
  access: QboAccess,
  { entity, number, ownId, step }: { entity: 'Invoice' | 'CreditMemo' | 'RefundReceipt'; number: string; ownId: string | null; step: number | string },
  signal: AbortSignal,
): Promise<QboAnswer | undefined> {
  const { entities, intuitTid, digest } = await context.quickBooksApi.findBy(access, entity, 'DocNumber', [number], signal);
  const found = entities.find((one) => !readInvoiceBack(one).isVoided) ?? entities[0];
  if (found === undefined) return undefined;
  const held = readInvoiceBack(found);
  if (!held.isVoided || held.id !== ownId) return { entity: found, intuitTid, digest };
  // Assumption that only a live company can prove: the number of a voided document may be changed.
  const body: QboJson = { Id: held.id, SyncToken: held.syncToken, sparse: true, DocNumber: `${number}-V${held.id}` };
  await context.quickBooksApi.sparseUpdate(access, entity, body, requestIdFor(context.sha256Hex, { realmId: access.realmId, number, step, body }), signal);
  return undefined;
}
