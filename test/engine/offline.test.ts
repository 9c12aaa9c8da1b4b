// The network gone and back: said as what it is, and what waited for it goes on as soon as anything answers.
import { afterEach, expect, it } from 'vitest';
import { AppError } from '../../src/contract/errors.ts';
import type { StripeGateway } from '../../src/engine/ports/stripeGateway.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;

/** Stripe's gateway behind a cable: pulled, no connection comes about. */
const cable = (): { wrap: (gateway: StripeGateway) => StripeGateway; isOut: boolean; writesAreOut: boolean } => {
  const state = {
    isOut: false,
    writesAreOut: false,
    wrap: (gateway: StripeGateway): StripeGateway => ({
      ...gateway,
      list: (...args) => through(state.isOut, () => gateway.list(...args)),
      retrieve: (...args) => through(state.isOut, () => gateway.retrieve(...args)),
      write: (...args) => through(state.isOut || state.writesAreOut, () => gateway.write(...args)),
    }),
  };
  return state;
};

const through = <T>(isOut: boolean, call: () => Promise<T>): Promise<T> => (isOut ? Promise.reject(new AppError('OFFLINE', 'ENETUNREACH')) : call());

const banners = async (made: TestWorld): Promise<string[]> => (await made.call('status.get', {})).banners.map(({ id }) => id);
const dots = async (made: TestWorld): Promise<string[]> => (await made.call('status.get', {})).freshness.map(({ state }) => state);

it('offline is a banner and grey dots, and ends with the first answer', async () => {
  const network = cable();
  world = await startTestWorld({ wrapStripe: network.wrap });
  await world.settle();
  expect(await dots(world)).not.toContain('grey');
  expect(await banners(world)).not.toContain('OFFLINE');
  network.isOut = true;
  await world.pass(minuteMs);
  expect(await banners(world)).toContain('OFFLINE');
  expect(await dots(world)).toEqual(['grey', 'grey']);
  network.isOut = false;
  await world.pass(2 * minuteMs);
  expect(await banners(world)).not.toContain('OFFLINE');
  expect(await dots(world)).not.toContain('grey');
});

it('what waits for the network is not left waiting for its pause of a quarter of an hour once it is back', async () => {
  const network = cable();
  world = await startTestWorld({ isConnected: false, wrapStripe: network.wrap });
  makeCatalogue(world.stripe);
  network.writesAreOut = true;
  newPayment(world.stripe, 'essential', { orgId: 'org-1' });
  await world.call('sync.now', {});
  await world.settle();
  const invoice = (await world.call('invoices.list', {})).rows[0];
  network.isOut = true;
  // The pauses between the tries double up to a quarter of an hour.
  for (let minute = 0; minute < 60; minute += 1) await world.pass(minuteMs);
  expect(Date.parse(world.store.jobs.nextRunAfter('background') ?? '')).toBeGreaterThan(world.time.clock.nowMs() + 2 * minuteMs);
  network.isOut = false;
  network.writesAreOut = false;
  await world.pass(minuteMs);
  expect(world.store.invoices.get(invoice?.id ?? 0)?.numberRecordedAt).not.toBeNull();
});
