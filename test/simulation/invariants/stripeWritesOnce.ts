// Never two writes to Stripe for one intent, judged from the events that Stripe keeps of our keys; at rest no change hangs.
import type { World } from '../world.ts';

interface Written {
  readonly key: string;
  readonly change_id: number;
  readonly step_position: number;
}

export function checkStripeWritesOnce(world: World): void {
  const made = new Map<string, Set<number>>();
  const effects = new Map<string, number>();
  for (const event of world.stripe.all('event')) {
    const key = event.request?.idempotency_key;
    if (typeof key !== 'string' || !key.startsWith('tieout ')) continue;
    made.set(key, (made.get(key) ?? new Set()).add(event.created));
    // A twin of an event is the feed's doing, and of the same second.
    const effect = `${key} ${event.type} ${String((event.data.object as { id?: unknown }).id)}`;
    const before = effects.get(effect);
    if (before !== undefined && before !== event.created) world.violate(`written twice to Stripe: ${effect}`);
    effects.set(effect, event.created);
  }
  const rows = world.program.looking.prepare<[], Written>('SELECT idempotency_key AS key, change_id, step_position FROM stripe_outbox WHERE change_id IS NOT NULL').all();
  const bySteps = new Map<string, string>();
  for (const row of rows) {
    if (!made.has(row.key)) continue;
    const step = `change ${row.change_id}, step ${row.step_position}`;
    const other = bySteps.get(step);
    if (other !== undefined) world.violate(`two writes to Stripe for one intent, ${step}: ${other} and ${row.key}`);
    bySteps.set(step, row.key);
  }
}

/** What stopped says why; nothing is under way for ever. */
export function checkChangesAtRest(world: World): void {
  for (const change of world.program.store.changes.unfinished()) {
    if (change.state === 'running') world.violate(`a change is never finished: ${change.summary}`);
    else if (change.errorSentence === null) world.violate(`a change stopped without a reason: ${change.summary}`);
  }
}
