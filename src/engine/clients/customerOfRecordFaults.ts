// Paying organisations that are the platform or the marketplace itself, told by their names.
import type { ClientFlag } from '../../contract/clients.ts';
import { customerOfRecordFault } from '../../domain/customerOfRecord.ts';
import type { EngineContext } from '../context.ts';

type Faults = ReadonlyMap<string, ClientFlag>;

/** All names of those who pay are looked through again only after something was written, not with every keystroke and frame. */
const known = new WeakMap<EngineContext, { readonly stamp: string; readonly faults: Faults }>();

/** By organisation id. */
export function customerOfRecordFaults(context: EngineContext): Faults {
  const { businessName, productName } = context.profile();
  const { clients } = context.store.reads;
  const written = clients.writeStamp();
  const stamp = written === null ? null : JSON.stringify([written, businessName, productName]);
  const found = known.get(context);
  if (found !== undefined && found.stamp === stamp) return found.faults;
  const faults: Faults = new Map(
    clients.payingNames().flatMap(({ orgId, name, marketplace }) => {
      const fault = customerOfRecordFault({ name, marketplace, isPaying: true, platformNames: [businessName, productName] });
      return fault === null ? [] : [[orgId, fault] as const];
    }),
  );
  if (stamp !== null) known.set(context, { stamp, faults });
  return faults;
}
