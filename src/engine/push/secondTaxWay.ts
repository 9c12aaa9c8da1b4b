// A cent that QuickBooks' own rounding took: the same document is changed to the second way of stating its tax, or voided.
import { AppError } from '../../contract/errors.ts';
import type { Difference } from '../../domain/push/qboJson.ts';
import { requestIdFor } from '../../domain/push/requestId.ts';
import type { EngineContext } from '../context.ts';
import type { QboAccess, QboAnswer, QboJson } from '../ports/quickBooksGateway.ts';

export interface TaxedDocument {
  readonly entity: 'Invoice' | 'CreditMemo' | 'RefundReceipt' | 'Purchase';
  readonly id: string;
  readonly syncToken: string;
  /** Paid or applied already: then it is left as it is. */
  readonly isSettled: boolean;
  readonly number: string;
  /** Of the request id. */
  readonly step: number | string;
  readonly second: { readonly body: QboJson; readonly compare: (found: QboJson) => readonly Difference[] };
  readonly syncTokenOf: (found: QboJson) => string;
}

export function differencesText(differences: readonly Difference[]): string {
  return differences.map(({ field, meant, found }) => `${field}: meant ${meant}, found ${found}`).join('; ');
}

/**
 * The pinned tax was not kept: the same document is changed to net amounts with TaxInclusiveAmt. Changing it rather than
 * voiding and writing another keeps one document per number, so that no crash in between can leave two. Assumption that
 * only a live Australian company can prove: an update may change GlobalTaxCalculation. Throws QB_ROUNDING where the second
 * way differs too: sales documents are voided then; a purchase has no void and is left for a person to correct.
 */
export async function applySecondTaxWay(context: EngineContext, access: QboAccess, first: QboAnswer, document: TaxedDocument, differences: readonly Difference[], signal: AbortSignal): Promise<{ readonly answer: QboAnswer; readonly verdict: string }> {
  const { entity, id, second, number, step } = document;
  // Ours whichever way it was written: an earlier attempt may have changed it already and been cut off.
  if (second.compare(first.entity).length === 0) return { answer: first, verdict: 'equal to the cent in the second way' };
  if (document.isSettled) throw new AppError('QB_ROUNDING', `${differencesText(differences)}; it is paid already, so it is left as it is`);
  const body: QboJson = { ...second.body, Id: id, SyncToken: document.syncToken, sparse: true };
  const idOf = (content: QboJson): string => requestIdFor(context.sha256Hex, { realmId: access.realmId, number, step, body: content });
  await context.quickBooksApi.sparseUpdate(access, entity, body, idOf(body), signal);
  const answer = await context.quickBooksApi.get(access, entity, id, signal);
  const left = second.compare(answer.entity);
  if (left.length === 0) return { answer, verdict: 'equal to the cent in the second way (the first was a cent off)' };
  if (entity === 'Purchase') throw new AppError('QB_ROUNDING', `${differencesText(left)}; correct the GST of purchase ${id} in QuickBooks, then retry`);
  const syncToken = document.syncTokenOf(answer.entity);
  await context.quickBooksApi.void(access, entity, id, syncToken, idOf({ void: id, syncToken }), signal);
  throw new AppError('QB_ROUNDING', differencesText(left));
}
