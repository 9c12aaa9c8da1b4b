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
  for (const error of world.quickBooks.stats.internalErrors.splice(0)) world.violate(`a mistake of the QuickBooks simulator: ${error}`);
}
