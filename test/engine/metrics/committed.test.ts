// Committed MRR: what a planned downgrade will take off is gone from it at once, and back when the downgrade is undone.
import { afterEach, expect, it } from 'vitest';
import type { SubscriptionChange } from '../../../src/contract/subscriptions.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { restThrough } from '../restThrough.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

it('a downgrade at the next renewal, undone, planned again, and then in force', async () => {
  const made = await startTestWorld();
  world = made;
  makeCatalogue(made.stripe);
  newPayment(made.stripe, 'pro', { name: 'Kimberley Skills', orgId: 'org-1', rtoCode: '40321' });
  await restThrough(made, 2);
  const id = made.stripe.all('subscription')[0]?.id ?? '';
  const act = async (change: SubscriptionChange): Promise<void> => {
    const { row } = await made.call('subscriptions.get', { id });
    await made.call('subscriptions.change', { id, expectedVersion: row.version, change });
    await restThrough(made, 3);
  };
  const outlook = async (): Promise<unknown> => {
    const { mrrCents, bookedDownCents, committedCents } = (await made.call('revenue.month', {})).now;
    const opened = await made.call('revenue.movements', { set: { of: 'bookedDown' } });
    const committed = await made.call('revenue.movements', { set: { of: 'committed' } });
    expect([opened.sumCents, committed.sumCents]).toEqual([bookedDownCents, committedCents]);
    return { mrrCents, bookedDownCents, committedCents };
  };
  expect(await outlook()).toEqual({ mrrCents: 63_545, bookedDownCents: 0, committedCents: 63_545 });
  await act({ kind: 'downgrade', planId: 'essential' });
  expect(await outlook()).toEqual({ mrrCents: 63_545, bookedDownCents: 27_272, committedCents: 36_273 });
  await act({ kind: 'undo_downgrade' });
  expect(await outlook()).toEqual({ mrrCents: 63_545, bookedDownCents: 0, committedCents: 63_545 });
  await act({ kind: 'downgrade', planId: 'essential' });
  await made.engine.stop();
  made.time.advance(31 * 24 * 60 * 60_000);
  await made.restart();
  await made.settle();
  expect(await outlook()).toEqual({ mrrCents: 36_273, bookedDownCents: 0, committedCents: 36_273 });
  expect((await made.call('revenue.movements', { set: { of: 'movement', month: '2026-05' } })).rows).toMatchObject([{ kind: 'contraction', reason: 'downgrade', amountCents: -27_272 }]);
}, 120_000);

it('the gross margin behind the lifetime value is the profile’s', async () => {
  const made = await startTestWorld();
  world = made;
  await made.settle();
  expect((await made.call('revenue.month', {})).grossMarginBasisPoints).toBe(8_000);
  const { profile } = await made.call('settings.get', {});
  await made.call('settings.saveProfile', { profile: { ...profile, grossMarginBasisPoints: 6_500 } });
  expect((await made.call('revenue.month', {})).grossMarginBasisPoints).toBe(6_500);
});
