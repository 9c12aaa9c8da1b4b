// Invariant 12, beside the books: Stripe read again from the beginning into a second database gives every row of them, to the field.
import type { OperationOutput } from '../../../src/contract/operations.ts';
import type { World } from '../world.ts';

/** A loss older than Stripe's events is dated by its deadline: told as GST of two quarters, and left to a person. */
const isDatedByDeadline = (world: World): boolean =>
  world.program.looking.prepare<[], { n: number }>(`SELECT COUNT(*) AS n FROM billing_ledger WHERE event_type IN ('dispute_lost', 'dispute_lost_reversed')`).get()?.n !== 0;

/** `live` lets time pass. */
export async function checkRefresh(world: World, live: () => Promise<void>): Promise<void> {
  world.note('the mirror is read again beside the books');
  await world.call('rebuild.start', {});
  await live();
  if (world.violations.length > 0) return;
  const { run } = ((await world.call('rebuild.status', {})) ?? { run: null }) as OperationOutput<'rebuild.status'>;
  if (run?.state !== 'ready') return world.violate(`reading the mirror again came to no end: ${run?.state ?? 'no run'}`);
  const { rows } = (await world.call('rebuild.differences', { limit: 20 })) as OperationOutput<'rebuild.differences'>;
  for (const row of rows) if (!isDatedByDeadline(world)) world.violate(`read again, ${row.what} ${row.key}: ${row.kind} ${row.field ?? ''} is ${row.here ?? 'nothing'} here, ${row.there ?? 'nothing'} in Stripe`);
}
