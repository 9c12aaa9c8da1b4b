// Data that comes after its month was frozen, and a mirror from before the metrics were kept.
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { AppError } from '../../../src/contract/errors.ts';
import type { StripeGateway, StripeJson } from '../../../src/engine/ports/stripeGateway.ts';
import { refreshRevenue } from '../../../src/engine/metrics/refreshRevenue.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { contextOf } from '../documentSteps.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const rollsForward = async (made: TestWorld): Promise<unknown> => (await made.call('books.check', {})).checks.find(({ id }) => id === 'mrr_roll_forward');

async function sleep(made: TestWorld, days: number): Promise<void> {
  await made.engine.stop();
  made.time.advance(days * dayMs);
  await made.restart();
  await made.settle();
}

it('a month is summed up anew where the program stopped between a client’s movements and the sum', async () => {
  const made = await startTestWorld();
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  newPayment(made.stripe, 'pro', { name: 'First Skills' });
  await made.pass(2 * minuteMs);
  expect(await rollsForward(made)).toMatchObject({ ok: true, rowsChecked: 1 });
  // The poll reads the second client; its movements are written by a run that is stopped right after.
  const { waiting } = made.store.revenue;
  Object.assign(made.store.revenue, { waiting: () => [] });
  newPayment(made.stripe, 'pro', { name: 'Second Skills' });
  await made.pass(2 * minuteMs);
  Object.assign(made.store.revenue, { waiting });
  const stopping = new AbortController();
  stopping.abort();
  await expect(refreshRevenue(contextOf(made), stopping.signal, { readThrough: null })).rejects.toMatchObject({ code: 'CANCELLED' });
  await refreshRevenue(contextOf(made), new AbortController().signal, { readThrough: null });
  expect(await rollsForward(made)).toMatchObject({ ok: true, rowsChecked: 2 });
});

it('a month whose only movement went again is summed up anew, also after its end', async () => {
  const made = await startTestWorld({ startMs: Date.parse('2026-03-29T02:00:00.000Z') });
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  const sold = newPayment(made.stripe, 'pro', { name: 'First Skills' });
  await made.pass(2 * minuteMs);
  expect(await rollsForward(made)).toMatchObject({ ok: true, rowsChecked: 1 });
  const subscription = String(made.stripe.all('subscription')[0]?.id);
  expect(sold).not.toBe('');
  made.stripe.call('DELETE', `/v1/subscriptions/${subscription}`, {});
  made.time.set(made.time.clock.nowMs() + 5 * dayMs);
  await made.pass(2 * minuteMs);
  expect(await rollsForward(made)).toMatchObject({ ok: true, rowsChecked: 0 });
});

it('an invoice that arrives after its month was frozen is a correction in the open month; the frozen month stays', async () => {
  const hidden = { text: 'nothing yet' };
  const isHidden = (object: StripeJson): boolean => JSON.stringify(object).includes(hidden.text);
  const withoutHidden = (gateway: StripeGateway): StripeGateway => ({
    ...gateway,
    list: async (...asked) => {
      const page = await gateway.list(...asked);
      return { ...page, data: page.data.filter((object) => !isHidden(object)) };
    },
    retrieve: async (...asked) => {
      const object = await gateway.retrieve(...asked);
      if (isHidden(object)) throw new AppError('NOT_FOUND');
      return object;
    },
  });
  const made = await startTestWorld({ wrapStripe: withoutHidden });
  world = made;
  makeCatalogue(made.stripe);
  await made.settle();
  newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
  const late = made.stripe.act({ act: 'new-payment', plan: 'pro', name: 'Barossa Training', metadata: { org_id: 'org-2' } });
  hidden.text = String(late['customer']);
  await made.pass(2 * minuteMs);
  await sleep(made, 20);
  const frozen = (await made.call('revenue.trend', {})).months[0];
  expect([frozen?.month, frozen?.closedAt === null, frozen?.figures.closingCents]).toEqual(['2026-04', false, 36_273]);

  hidden.text = 'nothing any more';
  await sleep(made, 2);
  const { months } = await made.call('revenue.trend', {});
  expect(months[0]).toEqual(frozen);
  expect(months[1]).toMatchObject({ month: '2026-05', figures: { openingCents: 36_273, closingCents: 99_818, movements: [{ kind: 'correction', reason: 'late data', amountCents: 63_545, clients: 1 }] } });
  expect((await made.call('revenue.movements', { set: { of: 'movement', month: '2026-05' } })).rows).toMatchObject([{ clientName: 'Barossa Training', localDate: '2026-05-01' }]);
  expect(await rollsForward(made)).toMatchObject({ ok: true });
  expect((await made.call('revenue.month', {})).now.mrrCents).toBe(99_818);
}, 120_000);

it('a mirror from before the metrics were kept is read again, and tells the same', async () => {
  const made = await startTestWorld();
  world = made;
  const { pro } = makeCatalogue(made.stripe);
  await made.settle();
  newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
  newPayment(made.stripe, 'pro', { name: 'Barossa Training', orgId: 'org-2', price: pro });
  await made.pass(2 * minuteMs);
  const before = await made.call('revenue.month', {});
  expect(before.now.mrrCents).toBe(99_818);

  await made.engine.stop();
  const file = new Database(path.join(made.folder, 'tieout.sqlite'));
  for (const table of ['mrr_invoices', 'mrr_subscriptions', 'mrr_observations', 'mrr_clients', 'mrr_movements', 'mrr_months', 'mrr_month_groups', 'mrr_bridge', 'mrr_one_off', 'mrr_waiting']) file.prepare(`DELETE FROM ${table}`).run();
  file.prepare(`INSERT INTO mrr_reread (position, type, after_id) VALUES (1, 'subscription', ''), (2, 'invoice', '')`).run();
  file.close();
  await made.restart();
  await made.pass(2 * minuteMs);
  const after = await made.call('revenue.month', {});
  expect([after.now, after.figures, after.plans]).toEqual([before.now, before.figures, before.plans]);
  expect(await rollsForward(made)).toMatchObject({ ok: true });
}, 120_000);
