// The program dies at every write of every act on a subscription, before Stripe took it or after: one effect, no write twice.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/contract/errors.ts';
import type { SubscriptionChange } from '../../../src/contract/subscriptions.ts';
import type { StripeGateway } from '../../../src/engine/ports/stripeGateway.ts';
import { makeCatalogue } from '../catalogue.ts';
import { restThrough } from '../restThrough.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

type Moment = 'before Stripe took it' | 'after Stripe took it';

interface Dying {
  readonly wrap: (gateway: StripeGateway) => StripeGateway;
  /** Resolves at the next death with the name of the act. */
  next(): Promise<string>;
}

/** The program hangs at a write until it is ended: nothing after it is done, its answer is never seen. Each write dies once. */
function dyingAtEachWrite(moment: Moment): Dying {
  const dead = new Set<string>();
  let death = Promise.withResolvers<string>();
  const wrap = (gateway: StripeGateway): StripeGateway => ({
    ...gateway,
    write: async (request, key, signal) => {
      const [, act = ''] = key.split(' ');
      if (dead.has(key) || act === 'invoice.metadata') return gateway.write(request, key, signal);
      dead.add(key);
      if (moment === 'after Stripe took it') await gateway.write(request, key, signal);
      const ended = new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(new AppError('CANCELLED'))));
      death.resolve(act);
      return ended;
    },
  });
  return {
    wrap,
    next: async () => {
      const act = await death.promise;
      death = Promise.withResolvers<string>();
      return act;
    },
  };
}

/** A life of one client: every act once, each undone where it can be. */
const acts: readonly { readonly change: SubscriptionChange; readonly writes: readonly string[]; readonly typed?: string }[] = [
  { change: { kind: 'pause', behaviour: 'void' }, writes: ['subscription.update'] },
  { change: { kind: 'resume' }, writes: ['subscription.update'] },
  { change: { kind: 'cancel_at_period_end', reason: 'Merged' }, writes: ['subscription.update'] },
  { change: { kind: 'undo_cancel' }, writes: ['subscription.update'] },
  { change: { kind: 'upgrade', planId: 'pro' }, writes: ['subscription.update'] },
  { change: { kind: 'add_seat', seats: 2 }, writes: ['subscription.update'] },
  { change: { kind: 'override', amountCents: 49_900, note: 'Founding client', expiresAt: null }, writes: ['subscription.update'] },
  { change: { kind: 'end_override' }, writes: ['subscription.update'] },
  { change: { kind: 'downgrade', planId: 'essential' }, writes: ['schedule.create', 'schedule.update'] },
  { change: { kind: 'undo_downgrade' }, writes: ['schedule.release'] },
  { change: { kind: 'cancel_now', invoiceNow: false, prorate: true }, writes: ['subscription.cancel'], typed: 'CANCEL' },
];

/** Effects of our keys in Stripe: of one key no event of one object twice. */
function repeated(made: TestWorld): string[] {
  const seen = new Set<string>();
  return made.stripe.all('event').flatMap((event) => {
    const key = event.request?.idempotency_key;
    if (typeof key !== 'string' || !key.startsWith('tieout ')) return [];
    const effect = `${key} ${event.type} ${String((event.data.object as { id?: unknown }).id)}`;
    if (seen.has(effect)) return [effect];
    seen.add(effect);
    return [];
  });
}

const keysOf = (made: TestWorld, act: string): Set<unknown> =>
  new Set(made.stripe.all('event').map((event) => event.request?.idempotency_key).filter((key) => typeof key === 'string' && key.startsWith(`tieout ${act} `)));

describe.each<Moment>(['before Stripe took it', 'after Stripe took it'])('the program dies at each write, %s:', (moment) => {
  async function start(): Promise<{ made: TestWorld; live: () => Promise<string[]> }> {
    const dying = dyingAtEachWrite(moment);
    const made = await startTestWorld({ wrapStripe: dying.wrap });
    world = made;
    makeCatalogue(made.stripe);
    made.stripe.call('POST', '/v1/customers', { name: 'Kimberley Skills', metadata: { org_id: 'org-1', rto_code: '40321' } });
    await restThrough(made, 1);
    let next = dying.next();
    /** Two minutes, through as many deaths as it takes; answers at which writes. */
    const live = async (): Promise<string[]> => {
      const deaths: string[] = [];
      for (let round = 0; round < 2; round += 1) {
        for (;;) {
          const death = await Promise.race([made.settle().then(() => null), next]);
          if (death === null) break;
          deaths.push(death);
          next = dying.next();
          await made.restart();
        }
        if (round === 0) made.time.advance(120_000);
      }
      return deaths;
    };
    return { made, live };
  }

  it('subscribed, changed in every way and ended, each once', async () => {
    const { made, live } = await start();
    await made.call('subscriptions.subscribe', { orgId: 'org-1', planId: 'essential', paymentMethodToken: 'pm_card_visa' });
    expect(await live()).toEqual(['card.attach', 'card.default', 'subscription.create']);
    const id = made.stripe.all('subscription')[0]?.id ?? '';
    for (const { change, writes, typed } of acts) {
      const { row } = await made.call('subscriptions.get', { id });
      const begun = await made.call('subscriptions.change', { id, expectedVersion: row.version, change, ...(typed === undefined ? {} : { typed }) });
      expect([change.kind, await live()]).toEqual([change.kind, writes]);
      expect([change.kind, made.store.changes.get(begun.changeId)?.state, repeated(made)]).toEqual([change.kind, 'done', []]);
    }
    expect(made.stripe.all('subscription').map((each) => each.status)).toEqual(['canceled']);
    // A second write would have a key of its own.
    expect(keysOf(made, 'subscription.update').size).toBe(acts.filter(({ writes }) => writes.includes('subscription.update')).length);
    expect(made.stripe.all('subscription_schedule')).toHaveLength(1);
    expect(made.stripe.all('payment_method')).toHaveLength(1);
    const check = await made.call('books.check', {});
    expect(check.checks.filter((each) => !each.ok)).toEqual([]);
  });

  it('subscribed through the card page, one page and one subscription', async () => {
    const { made, live } = await start();
    const { changeId } = await made.call('subscriptions.subscribe', { orgId: 'org-1', planId: 'pro', paymentMethodToken: null });
    expect(await live()).toEqual(['card.page']);
    await made.restart();
    made.stripe.act({ act: 'complete-checkout', session: made.stripe.all('checkout_session')[0]?.id ?? '', card: 'pm_card_visa' });
    made.time.advance(120_000);
    expect(await live()).toEqual(['card.default', 'subscription.create']);
    expect(made.store.changes.get(changeId)?.state).toBe('done');
    expect([made.stripe.all('checkout_session').length, made.stripe.all('subscription').length, repeated(made)]).toEqual([1, 1, []]);
  });
});
