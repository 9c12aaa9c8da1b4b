// The owner on subscriptions: changes them at random, goes on with or gives up what stopped; clicks may be lost with the program.
import type { SubscriptionChange } from '../../src/contract/subscriptions.ts';
import type { World } from './world.ts';

export interface SubscriptionOwner {
  act(): void;
  /** Goes on with everything that stopped. */
  continueEverything(): void;
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly tier: string;
}

const kinds = { upgrade: 4, downgrade: 3, addSeat: 3, cancel: 2, undoCancel: 3, pause: 2, resume: 2, agreePrice: 2, undoDowngrade: 2, cancelNow: 1, decide: 4 } as const;

const changes: Record<Exclude<keyof typeof kinds, 'decide'>, SubscriptionChange> = {
  upgrade: { kind: 'upgrade', planId: 'pro' },
  downgrade: { kind: 'downgrade', planId: 'essential' },
  undoDowngrade: { kind: 'undo_downgrade' },
  addSeat: { kind: 'add_seat', seats: 1 },
  cancel: { kind: 'cancel_at_period_end' },
  undoCancel: { kind: 'undo_cancel' },
  cancelNow: { kind: 'cancel_now', invoiceNow: false, prorate: true },
  pause: { kind: 'pause', behaviour: 'void' },
  resume: { kind: 'resume' },
  agreePrice: { kind: 'override', amountCents: 44_900, note: 'Agreed with the owner', expiresAt: null },
};

export function makeSubscriptionOwner(world: World): SubscriptionOwner {
  const chance = world.chance.fork('subscription owner');
  let clicks = 0;
  const send = (change: SubscriptionChange): void => {
    const rows = world.program.looking
      .prepare<[], Row>(`SELECT stripe_subscription_id AS id, row_version AS version, plan_tier AS tier FROM billing_subscriptions WHERE status NOT IN ('cancelled', 'incomplete_expired') ORDER BY stripe_subscription_id`)
      .all();
    if (rows.length === 0) return;
    const row = chance.pick(rows);
    clicks += 1;
    const key = `subscription click ${world.seed} ${clicks}`;
    const input = { id: row.id, expectedVersion: row.version, change, ...(change.kind === 'cancel_now' ? { typed: 'CANCEL' } : {}) };
    world.ask('subscriptions.change', input, () => undefined, key);
    // A second click on the same button is the same intent.
    if (chance.percent(15)) world.ask('subscriptions.change', input, () => undefined, key);
  };
  const stopped = (): { id: number; version: number }[] => world.program.looking.prepare<[], { id: number; version: number }>(`SELECT id, version FROM stripe_changes WHERE state = 'paused' ORDER BY id`).all();
  const decide = (operation: 'changes.continue' | 'changes.giveUp', change: { id: number; version: number }): void => world.ask(operation, { changeId: change.id, expectedVersion: change.version });
  return {
    act: () => {
      const kind = chance.weighted(kinds);
      world.note(`  owner on subscriptions: ${kind}`);
      if (kind !== 'decide') send(changes[kind]);
      else for (const change of stopped()) decide(chance.percent(70) ? 'changes.continue' : 'changes.giveUp', change);
    },
    continueEverything: () => {
      for (const change of stopped()) decide('changes.continue', change);
    },
  };
}
