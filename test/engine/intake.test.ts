// Intake: back-fill and poll against the simulator over HTTP; every effect once, whatever the order and form of what arrives.
import { afterEach, describe, expect, it } from 'vitest';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function gst(made: TestWorld): Promise<Readonly<Record<string, number>>> {
  const { quarters } = await made.call('gst.quarters', {});
  return Object.fromEntries(quarters.map((quarter) => [quarter.quarter, quarter.gstNetCents]));
}

/** As a laptop's lid closed: time jumps, and the timers that fell due fire once. */
async function sleep(made: TestWorld, ms: number): Promise<void> {
  made.time.set(made.time.clock.nowMs() + ms);
  await made.pass(2 * minuteMs);
}

async function expectSound(made: TestWorld): Promise<void> {
  const check = await made.call('books.check', {});
  expect(check.checks.filter((one) => !one.ok)).toEqual([]);
}

describe('intake', () => {
  it('hears of a payment by polling: mirror, ledger, GST, number, review', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    const stripeId = newPayment(world.stripe, 'pro', { name: 'Kimberley Skills', rtoCode: '40321', orgId: 'org-1' });
    await world.pass(2 * minuteMs);
    const row = world.store.invoices.byStripeId(stripeId);
    expect(row).toMatchObject({ number: 'RTP-0001', totalCents: 69_900, exGstCents: 63_545, gstCents: 6_355, status: 'paid', qbStatus: 'awaiting_review', clientName: 'Kimberley Skills', localDate: '2026-04-17', quarter: '2026-Q4' });
    expect(row?.description).toBe('RTOpacks Pro — monthly subscription, 5 seats, April 2026');
    const ledger = await world.call('ledger.list', { filter: { moneyOnly: true } });
    expect(ledger.rows).toHaveLength(1);
    expect(ledger.rows[0]).toMatchObject({ eventType: 'subscription_payment', totalCents: 69_900, revenueType: 'subscription', runningTotalCents: 69_900 });
    expect(await gst(world)).toEqual({ '2026-Q4': 6_355 });
    const org = await world.call('billing.subscription', { org_id: 'org-1' });
    expect(org).toMatchObject({ status: 'active', access: 'full', seat_limit: 5 });
    await expectSound(world);
  });

  it('says fee pending until Stripe settles the charge', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    const stripeId = newPayment(world.stripe, 'essential');
    await world.pass(2 * minuteMs);
    expect(world.store.invoices.byStripeId(stripeId)).toMatchObject({ feeState: 'pending', feeCents: null });
    await sleep(world, 2 * 60 * minuteMs);
    await world.pass(2 * minuteMs);
    // 1.7 % + A$0.30 of A$399.00, incl. GST, as the account's pricing has it.
    expect(world.store.invoices.byStripeId(stripeId)).toMatchObject({ feeState: 'known', feeCents: 708 });
  });

  it('has one effect for an event that is made twice, delivered out of order, and kept back', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    world.stripe.faults.twinNextEvents = 50;
    world.stripe.faults.reorderEvents = true;
    world.stripe.faults.hideNextEvents = 3;
    const stripeId = newPayment(world.stripe, 'essential');
    await world.pass(2 * minuteMs);
    world.stripe.act({ act: 'release-hidden-events' });
    await world.pass(2 * minuteMs);
    await world.pass(2 * minuteMs);
    const ledger = await world.call('ledger.list', { filter: { moneyOnly: true } });
    expect(ledger.rows).toHaveLength(1);
    expect(world.store.invoices.byStripeId(stripeId)).toMatchObject({ status: 'paid', number: 'RTP-0001' });
    await expectSound(world);
  });

  it('reads older shapes to the same books', async () => {
    const books = async (isOlder: boolean): Promise<unknown> => {
      world = await startTestWorld();
      makeCatalogue(world.stripe);
      world.stripe.faults.olderResponses = isOlder;
      newPayment(world.stripe, 'pro', { name: 'Same Client', rtoCode: '40321', orgId: 'org-1' });
      world.time.set(world.time.clock.nowMs() + 3 * 60 * minuteMs);
      await world.call('sync.now', {});
      await world.settle();
      const { rows } = await world.call('invoices.list', {});
      const ledger = await world.call('ledger.list', {});
      await world.close();
      return { rows: rows.map(({ version: _version, ...row }) => row), ledger: ledger.rows.map(({ recordedAt: _recordedAt, ...row }) => row) };
    };
    const newer = await books(false);
    const older = await books(true);
    world = undefined;
    expect(older).toEqual(newer);
  });

  it('counts a refund in the quarter it happens in, and resets dunning with the first success', async () => {
    world = await startTestWorld({ startMs: Date.parse('2026-06-29T02:00:00.000Z') });
    makeCatalogue(world.stripe);
    await world.settle();
    const stripeId = newPayment(world.stripe, 'essential', { orgId: 'org-9' });
    await world.pass(2 * minuteMs);
    const charge = world.stripe.all('charge')[0];
    await sleep(world, 5 * dayMs);
    world.stripe.call('POST', '/v1/refunds', { charge: String(charge?.id), amount: '10000' });
    await world.pass(2 * minuteMs);
    expect(await gst(world)).toEqual({ '2026-Q4': 3_627, '2027-Q1': -909 });
    expect(world.store.invoices.byStripeId(stripeId)?.refundedCents).toBe(10_000);
    const ledger = await world.call('ledger.list', { filter: { moneyOnly: true } });
    expect(ledger.rows.map((row) => row.totalCents)).toEqual([-10_000, 39_900]);
    await expectSound(world);
  });

  it('follows a failing card into dunning and back', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    newPayment(world.stripe, 'essential', { orgId: 'org-9' });
    await world.pass(2 * minuteMs);
    const method = world.stripe.all('payment_method')[0];
    world.stripe.act({ act: 'set-card-outcome', paymentMethod: String(method?.id), outcome: 'insufficient_funds' as never });
    await sleep(world, 31 * dayMs);
    await world.pass(2 * minuteMs);
    await world.pass(2 * minuteMs);
    const failing = await world.call('billing.subscription', { org_id: 'org-9' });
    expect(failing.dunning.retry_count).toBeGreaterThan(0);
    world.stripe.act({ act: 'set-card-outcome', paymentMethod: String(method?.id), outcome: 'success' });
    const open = world.stripe.all('invoice').find((invoice) => invoice.status === 'open');
    world.stripe.call('POST', `/v1/invoices/${open?.id}/pay`);
    await world.pass(2 * minuteMs);
    const paid = await world.call('billing.subscription', { org_id: 'org-9' });
    expect(paid.dunning).toMatchObject({ status: 'ok', retry_count: 0 });
  });

  it('keeps an object that does not parse raw, counts it, and goes on', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    newPayment(world.stripe, 'essential');
    newPayment(world.stripe, 'essential');
    world.stripe.addFault({ route: '^GET /v1/invoices$', times: 1, kind: 'malformed', malformation: 'amount-as-text' });
    await world.call('sync.now', {});
    await world.settle();
    const { rows } = await world.call('activity.canary', {});
    expect(rows.map((row) => row.objectType)).toContain('invoice');
    const status = await world.call('status.get', {});
    expect(status.badges.unexpectedShapes).toBeGreaterThan(0);
    // The poll's overlap fetched it again, in its right shape.
    expect(world.stripe.all('invoice').every((invoice) => world?.store.invoices.byStripeId(invoice.id)?.qbStatus === 'awaiting_review')).toBe(true);
  });

  it('names the permission that a restricted key lacks, and mirrors the rest', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    newPayment(world.stripe, 'essential');
    world.stripe.addFault({ route: '^GET /v1/disputes', times: 100, kind: 'status', status: 403 });
    await world.call('sync.now', {});
    await world.settle();
    expect((await world.call('invoices.list', {})).rows).toHaveLength(1);
    const activity = await world.call('activity.list', {});
    expect(activity.rows.map((row) => row.summary).join('\n')).toContain('disputes');
  });

  it('finds by the daily sweep what an event failed to tell', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    world.stripe.faults.hideNextEvents = 100;
    const stripeId = newPayment(world.stripe, 'essential');
    await world.pass(5 * minuteMs);
    expect(world.store.invoices.byStripeId(stripeId)).toBeUndefined();
    await sleep(world, dayMs);
    expect(world.store.invoices.byStripeId(stripeId)).toMatchObject({ status: 'paid', number: 'RTP-0001', qbStatus: 'awaiting_review' });
    await expectSound(world);
  });

  it('keeps the version of a row that a second look found unchanged', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    const stripeId = newPayment(world.stripe, 'essential');
    await world.call('sync.now', {});
    await world.settle();
    const before = world.store.invoices.byStripeId(stripeId)?.version;
    await world.pass(5 * minuteMs);
    expect(world.store.invoices.byStripeId(stripeId)?.version).toBe(before);
  });

  it('can be cancelled and goes on from the same page; a page is never applied twice', async () => {
    world = await startTestWorld({ isConnected: false });
    world.stripe.bulkPaidInvoices(120);
    await world.call('sync.now', {});
    // As soon as it has begun.
    while (!(await world.call('work.cancel', { id: 'stripe.backfill' })).cancelled) await new Promise((resolve) => setImmediate(resolve));
    await world.settle();
    await world.call('sync.now', {});
    await world.settle();
    const list = await world.call('invoices.list', { limit: 1 });
    expect(list.allCount).toBe(120);
    expect((await world.call('activity.list', {})).rows.map((row) => row.summary).join('\n')).toContain('was cancelled');
    const { rows } = await world.call('ledger.list', { filter: { moneyOnly: true }, limit: 500 });
    expect(rows).toHaveLength(120);
    await expectSound(world);
  });

  it('reads everything again after 25 days of absence and adds only what is new', async () => {
    world = await startTestWorld({ isConnected: false });
    makeCatalogue(world.stripe);
    newPayment(world.stripe, 'essential', { orgId: 'org-1' });
    await world.call('sync.now', {});
    await world.settle();
    await world.engine.stop();
    world.time.set(world.time.clock.nowMs() + 40 * dayMs);
    await world.restart();
    await world.settle();
    await world.pass(2 * minuteMs);
    const { rows } = await world.call('ledger.list', { filter: { moneyOnly: true } });
    expect(rows).toHaveLength(2);
    const activity = await world.call('activity.list', {});
    expect(activity.rows.map((row) => row.summary).join('\n')).toContain('More than 25 days');
    await expectSound(world);
  });

  it('gives the same numbers to a mirror built from nothing', async () => {
    world = await startTestWorld();
    makeCatalogue(world.stripe);
    await world.settle();
    for (const plan of ['essential', 'pro', 'essential'] as const) {
      newPayment(world.stripe, plan);
      await world.pass(3 * minuteMs);
    }
    await world.settle();
    const numbers = (made: TestWorld): Promise<unknown> => made.call('invoices.list', { sort: { key: 'number', direction: 'asc' } }).then(({ rows }) => rows.map((row) => [row.number, row.totalCents, row.date]));
    const first = await numbers(world);
    const metadata = world.stripe.all('invoice').map((invoice) => invoice.metadata['tieout_invoice_number']);
    expect([...metadata].toSorted()).toEqual(['RTP-0001', 'RTP-0002', 'RTP-0003']);
    await world.startOver();
    await world.call('sync.now', {});
    await world.settle();
    expect(await numbers(world)).toEqual(first);
    await expectSound(world);
  });

  it('refuses live objects among test data', async () => {
    world = await startTestWorld({ environment: 'live' });
    makeCatalogue(world.stripe);
    newPayment(world.stripe, 'essential');
    await world.call('sync.now', {});
    await world.settle();
    expect((await world.call('invoices.list', {})).rows).toHaveLength(0);
    const { rows } = await world.call('activity.canary', {});
    expect(rows.map((row) => row.problem)).toContain('a test object among live data; refused');
  });
});
