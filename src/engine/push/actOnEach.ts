// A person's act on several rows at once: only those that are still as the person saw them; the others are refused with a reason.
import { errorCatalogue, type ErrorCode } from '../../contract/errors.ts';
import type { EngineContext } from '../context.ts';

export interface ActedOn {
  readonly done: number[];
  readonly refused: { readonly id: number; readonly code: ErrorCode; readonly message: string }[];
}

/** One transaction; `act` answers why it refuses, or undefined. */
export function actOnEach<Row extends { readonly version: number }>(
  context: EngineContext,
  items: readonly { readonly id: number; readonly expectedVersion: number }[],
  get: (id: number) => Row | undefined,
  act: (row: Row) => ErrorCode | undefined,
): ActedOn {
  const acted: ActedOn = { done: [], refused: [] };
  context.store.transaction(() => {
    for (const { id, expectedVersion } of items) {
      const row = get(id);
      const code = row === undefined ? 'NOT_FOUND' : row.version === expectedVersion ? act(row) : 'STALE_VIEW';
      if (code === undefined) acted.done.push(id);
      else acted.refused.push({ id, code, message: `${errorCatalogue[code].sentence} ${errorCatalogue[code].nextAction}` });
    }
  });
  context.kick();
  context.changed('invoices', 'quickbooks', 'overview', 'activity', 'ledger');
  return acted;
}
