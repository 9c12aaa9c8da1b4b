// Revenue as it happens: a change counts when it was made, before any invoice bills it; a closed month is refused by the database.
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;

it('an upgrade in the middle of a period is an expansion of that day; a month that has ended is frozen', async () => {
  world = await startTestWorld();
  const { pro } = makeCatalogue(world.stripe);
  await world.settle();
  newPayment(world.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
  await world.pass(2 * minuteMs);
  expect((await world.call('revenue.month', {})).figures?.movements).toEqual([{ kind: 'new', reason: null, amountCents: 36_273, clients: 1 }]);

  const [subscription] = world.stripe.all('subscription');
  world.stripe.call('POST', `/v1/subscriptions/${subscription?.id}`, { items: [{ id: String(subscription?.items.data[0]?.id), price: pro, quantity: 1 }], proration_behavior: 'create_prorations' });
  await world.pass(2 * minuteMs);
  const opened = await world.call('revenue.movements', { set: { of: 'movement', month: '2026-04' } });
  // One client, one day: netted into what it became.
  expect(opened).toMatchObject({ count: 1, sumCents: 63_545, rows: [{ clientName: 'Kimberley Skills', kind: 'new', localDate: '2026-04-17' }] });

  await world.engine.stop();
  world.time.advance(20 * 24 * 60 * minuteMs);
  await world.restart();
  await world.settle();
  const { months } = await world.call('revenue.trend', {});
  expect(months.map(({ month, closedAt, figures }) => [month, closedAt !== null, figures.closingCents])).toEqual([['2026-04', true, 63_545], ['2026-05', false, 63_545]]);
  const file = new Database(path.join(world.folder, 'tieout.sqlite'));
  expect(() => file.prepare(`DELETE FROM mrr_movements`).run()).toThrow('frozen');
  expect(() => file.prepare(`UPDATE mrr_months SET figures = '{}'`).run()).toThrow('frozen');
  file.close();
});
