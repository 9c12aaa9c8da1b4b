// Paying organisations that are the platform or the marketplace itself, told by their names.
import type { ClientFlag } from '../../contract/clients.ts';
import { customerOfRecordFault } from '../../domain/customerOfRecord.ts';
import type { EngineContext } from '../context.ts';

/** By organisation id. */
export function customerOfRecordFaults(context: EngineContext): ReadonlyMap<string, ClientFlag> {
  const { businessName, productName } = context.profile();
  return new Map(
    context.store.reads.clients.payingNames().flatMap(({ orgId, name, marketplace }) => {
      const fault = customerOfRecordFault({ name, marketplace, isPaying: true, platformNames: [businessName, productName] });
      return fault === null ? [] : [[orgId, fault] as const];
    }),
  );
}
