// Rules of the policy through the real intake: revenue beside the MRR, recoveries, pauses, lost disputes, and when a month is frozen.
import { afterEach, describe, expect, it } from 'vitest';
import type { RevenueSet } from '../../../src/contract/revenue.ts';
import { AppError } from '../../../src/contract/errors.ts';
import { makeCatalogue, newPayment } from '../catalogue.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function start(options: Parameters<typeof startTestWorld>[0] = {}): Promise<TestWorld> {
  world = await startTestWorld(options);
  makeCatalogue(world.stripe);
  await world.settle();
  return world;
}

async function sleep(made: TestWorld, days: number): Promise<void> {
  await made.engine.stop();
  made.time.advance(days * dayMs);
  await made.restart();
  await made.settle();
}

const open = async (made: TestWorld, set: RevenueSet) => made.call('revenue.movements', { set });

describe('beside the MRR', () => {
  it('21: an onboarding fee on the first invoice of a subscription is one-off revenue, and opens its invoice', async () => {
    const made = await start();
    const customer = String(made.stripe.act({ act: 'new-payment', plan: 'essential', name: 'Kimberley Skills', metadata: { org_id: 'org-1' } })['customer']);
    const subscription = made.stripe.all('subscription')[0]?.id ?? '';
    made.stripe.call('POST', '/v1/invoiceitems', { customer, amount: '99000', currency: 'aud', description: 'Onboarding' });
    made.stripe.act({ act: 'renewal', subscription });
    await made.pass(2 * minuteMs);
    const { oneOffCents, now } = await made.call('revenue.month', {});
    expect([oneOffCents, now.mrrCents]).toEqual([90_000, 36_273]);
    expect(await open(made, { of: 'oneOff', month: '2026-04' })).toMatchObject({ sumCents: 90_000, count: 1, rows: [{ clientName: 'Kimberley Skills', invoiceNumber: expect.stringMatching(/^RTP-/) }] });
  });
});

describe('recovery', () => {
  async function failing(made: TestWorld): Promise<string> {
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    const method = made.stripe.all('payment_method')[0]?.id ?? '';
    made.stripe.act({ act: 'set-card-outcome', paymentMethod: method, outcome: 'insufficient_funds' as never });
    const { invoice } = made.stripe.act({ act: 'renewal' });
    await made.pass(2 * minuteMs);
    made.stripe.act({ act: 'set-card-outcome', paymentMethod: method, outcome: 'success' });
    return String(invoice);
  }
  const april = async (made: TestWorld) => (await made.call('revenue.recovery', {})).months.find(({ month }) => month === '2026-04');

  it('12: a payment that failed once and was then paid by hand is recovered, in the month in which it failed', async () => {
    const made = await start();
    const invoice = await failing(made);
    expect(await april(made)).toMatchObject({ failedCents: 36_273, openCents: 36_273, recoveredCount: 0 });
    expect((await made.call('revenue.month', {})).now).toMatchObject({ mrrCents: 36_273, pastDueCents: 36_273, pastDueClients: 1, disputedCents: 0 });
    await sleep(made, 1);
    made.stripe.call('POST', `/v1/invoices/${invoice}/pay`, {});
    await made.pass(2 * minuteMs);
    expect(made.stripe.all('invoice').find(({ id }) => id === invoice)).toMatchObject({ status: 'paid', attempt_count: 1 });
    await sleep(made, 20);
    expect(await april(made)).toMatchObject({ failedCents: 36_273, failedCount: 1, recoveredCents: 36_273, recoveredCount: 1, openCount: 0, lostCount: 0 });
    expect(await open(made, { of: 'failed', month: '2026-04', result: 'recovered' })).toMatchObject({ count: 1, sumCents: 36_273, rows: [{ invoiceNumber: expect.stringMatching(/^RTP-/) }] });
    expect((await open(made, { of: 'movement', month: '2026-05' })).rows).toEqual([]);
  }, 60_000);
});

describe('counts, and is flagged', () => {
  it('D9: a pause that keeps drafts counts, and stands by itself', async () => {
    const made = await start();
    newPayment(made.stripe, 'pro', { name: 'Kimberley Skills', orgId: 'org-1' });
    made.stripe.call('POST', `/v1/subscriptions/${made.stripe.all('subscription')[0]?.id}`, { pause_collection: { behavior: 'keep_as_draft' } });
    await made.pass(2 * minuteMs);
    await sleep(made, 20);
    await sleep(made, 20);
    const { now } = await made.call('revenue.month', {});
    expect(now).toMatchObject({ mrrCents: 63_545, pausedCents: 63_545, pausedClients: 1 });
    expect(await open(made, { of: 'paused' })).toMatchObject({ sumCents: 63_545, clients: 1 });
  }, 60_000);

  it('24: under dispute it is at risk; lost, and cancelled by whom ever, it is involuntary', async () => {
    const made = await start();
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    const dispute = String(made.stripe.act({ act: 'open-dispute', charge: made.stripe.all('charge')[0]?.id ?? '' })['dispute']);
    await made.pass(2 * minuteMs);
    expect((await made.call('revenue.month', {})).now).toMatchObject({ mrrCents: 36_273, atRiskCents: 36_273, disputedCents: 36_273, disputedClients: 1 });
    made.stripe.act({ act: 'decide-dispute', dispute, decision: 'lost' });
    await made.pass(2 * minuteMs);
    expect((await made.call('revenue.month', {})).now.mrrCents).toBe(36_273);
    await sleep(made, 2);
    made.stripe.call('DELETE', `/v1/subscriptions/${made.stripe.all('subscription')[0]?.id}`, {});
    await made.pass(2 * minuteMs);
    expect((await open(made, { of: 'movement', month: '2026-04', kind: 'churn' })).rows).toMatchObject([{ reason: 'involuntary', amountCents: -36_273 }]);
    expect(await open(made, { of: 'sameMonth', month: '2026-04' })).toMatchObject({ clients: 1, sumCents: -36_273 });
  }, 60_000);

  it('15: a scheduled cancellation is booked at once, and churn at the end of the paid period', async () => {
    const made = await start();
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    made.stripe.call('POST', `/v1/subscriptions/${made.stripe.all('subscription')[0]?.id}`, { cancel_at_period_end: 'true' });
    await made.pass(2 * minuteMs);
    expect((await made.call('revenue.month', {})).now).toMatchObject({ mrrCents: 36_273, committedCents: 0, bookedToEndCents: 36_273, bookedToEndClients: 1 });
    await sleep(made, 31);
    expect((await open(made, { of: 'movement', month: '2026-05' })).rows).toMatchObject([{ localDate: '2026-05-17', kind: 'churn', reason: 'voluntary', amountCents: -36_273 }]);
    expect((await made.call('revenue.month', {})).now).toMatchObject({ mrrCents: 0, committedCents: 0 });
  }, 60_000);
});

describe('when a month is frozen', () => {
  const closedMonths = async (made: TestWorld): Promise<readonly string[]> =>
    (await made.call('revenue.trend', {})).months.filter(({ closedAt }) => closedAt !== null).map(({ month }) => month);

  it('not before Stripe was read through a day after its end', async () => {
    const made = await start();
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    // From 17 April to the first of May.
    while (!(await made.call('status.get', {})).today.startsWith('2026-05-01')) await sleep(made, 1);
    expect(await closedMonths(made)).toEqual([]);
    expect((await made.call('revenue.month', { month: '2026-04' })).figures?.closingCents).toBe(36_273);
    await sleep(made, 2);
    expect(await closedMonths(made)).toEqual(['2026-04']);
    expect((await made.call('revenue.month', {})).rollForward).toMatchObject({ ok: true });
  }, 120_000);

  it('not while Stripe can not be reached, nor while its subscriptions may not be read', async () => {
    const blocked = { lists: false };
    const made = await start({
      wrapStripe: (gateway) => ({
        ...gateway,
        list: async (type, ...rest) => {
          if (blocked.lists && type === 'subscriptions') throw new AppError('STRIPE_PERMISSION_MISSING', 'subscriptions');
          return gateway.list(type, ...rest);
        },
      }),
    });
    newPayment(made.stripe, 'essential', { name: 'Kimberley Skills', orgId: 'org-1' });
    await made.pass(2 * minuteMs);
    blocked.lists = true;
    await sleep(made, 20);
    expect(await closedMonths(made)).toEqual([]);
    blocked.lists = false;
    await sleep(made, 2);
    expect(await closedMonths(made)).toEqual(['2026-04']);
  }, 60_000);
});

it('a database built from nothing tells the same movements and months', async () => {
  const made = await start();
  const { stripe } = made;
  const idOf = (act: Record<string, unknown>): string => String(act['subscription']);
  const coupon = String(stripe.call('POST', '/v1/coupons', { percent_off: '20', duration: 'forever' })['id']);
  const signUp = (plan: string, name: string, orgId: string, more: object = {}): string => idOf(stripe.act({ act: 'new-payment', plan, name, metadata: { org_id: orgId }, ...more }));
  const grows = signUp('essential', 'Barossa Training', 'org-1');
  const leaves = signUp('pro', 'Kimberley Skills', 'org-2');
  const pauses = signUp('pro', 'Outback Learning', 'org-3', { coupon });
  signUp('essential', 'Harbour Training', 'org-4');
  await made.pass(2 * minuteMs);
  await sleep(made, 5);
  const pro = String(stripe.all('price').find((price) => price.metadata['tieout_plan'] === 'pro')?.id);
  const item = String(stripe.all('subscription').find(({ id }) => id === grows)?.items.data[0]?.id);
  stripe.call('POST', `/v1/subscriptions/${grows}`, { items: [{ id: item, price: pro, quantity: 1 }], proration_behavior: 'create_prorations' });
  stripe.call('POST', `/v1/subscriptions/${leaves}`, { cancel_at_period_end: 'true' });
  stripe.call('POST', `/v1/subscriptions/${pauses}`, { pause_collection: { behavior: 'void' } });
  await made.pass(2 * minuteMs);
  for (let month = 0; month < 5; month += 1) await sleep(made, 18);
  const told = async (): Promise<unknown> => {
    const { months } = await made.call('revenue.trend', { months: 12 });
    const movements = await Promise.all(months.map(async ({ month }) => (await open(made, { of: 'movement', month })).rows));
    const { now, plans } = await made.call('revenue.month', {});
    return { months: months.map(({ month, figures }) => ({ month, figures })), movements, now, plans, cohorts: (await made.call('revenue.cohorts', {})).cohorts, bridge: (await made.call('revenue.bridge', {})).differences };
  };
  const before = await told();
  expect(JSON.stringify(before)).toContain('pause');
  expect(JSON.stringify(before)).toContain('upgrade');
  expect(JSON.stringify(before)).toContain('voluntary');
  await made.startOver();
  await made.settle();
  await made.pass(2 * minuteMs);
  expect(await told()).toEqual(before);
}, 120_000);
