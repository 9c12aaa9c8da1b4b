// Invariant 1: one QuickBooks invoice and one payment for one local invoice, whatever was lost, repeated or replayed.
import type { JsonObject } from '../../../src/simulators/quickbooks/json.ts';
import { realmId, type World } from '../world.ts';

const numberIn = (body: JsonObject): string | undefined => /\bRTP-\d+/.exec(String(body['PrivateNote'] ?? ''))?.[0];
const isVoided = (body: JsonObject): boolean => Number(body['TotalAmt']) === 0;

/** Ours are known by the note that we write; what a person made by hand has another. */
export function checkDocumentsOnce(world: World): void {
  for (const entity of ['Invoice', 'Payment'] as const) {
    const seen = new Map<string, string>();
    for (const body of world.quickBooks.store.list(realmId, entity)) {
      const number = numberIn(body);
      if (number === undefined || isVoided(body)) continue;
      const other = seen.get(number);
      if (other !== undefined) world.violate(`two QuickBooks ${entity.toLowerCase()}s for ${number}: ${other} and ${String(body['Id'])}`);
      seen.set(number, String(body['Id']));
    }
  }
  checkOthersOnce(world);
  for (const error of world.quickBooks.stats.internalErrors.splice(0)) world.violate(`a mistake of the QuickBooks simulator: ${error}`);
}

/** Refunds, fees and payouts by their own numbers; a linking payment of 0 is voided only by its note. */
function checkOthersOnce(world: World): void {
  for (const entity of ['CreditMemo', 'RefundReceipt', 'Purchase', 'Payment', 'Transfer'] as const) {
    const seen = new Map<string, string>();
    for (const body of world.quickBooks.store.list(realmId, entity)) {
      const note = String(body['PrivateNote'] ?? '');
      const number = /\b(?:RTP-\d+-R\d+|STRIPE-FEES-\d{4}-\d{2}|PO-\w+)/.exec(note)?.[0];
      if (number === undefined || note.startsWith('Voided')) continue;
      const other = seen.get(number);
      if (other !== undefined) world.violate(`two QuickBooks documents of kind ${entity} for ${number}: ${other} and ${String(body['Id'])}`);
      seen.set(number, String(body['Id']));
    }
  }
}
