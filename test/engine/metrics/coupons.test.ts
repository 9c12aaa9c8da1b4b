// Coupons through the real intake: how long a discount lasts decides what counts (D5); worked cases 6, 7 and 8.
import { afterEach, expect, it } from 'vitest';
import { makeCatalogue } from '../catalogue.ts';
import { startTestWorld, type TestWorld } from '../startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const readsOnly = Object.fromEntries(
  ['event', 'customer', 'product', 'plan', 'subscription', 'invoice', 'charge', 'payment_intent', 'payment_method', 'payout', 'balance_transaction', 'balance', 'account', 'credit_note', 'refund', 'dispute', 'subscription_schedule', 'invoice_payment', 'early_fraud_warning'].map((resource) => [resource, 'read' as const]),
);

async function start(options: Parameters<typeof startTestWorld>[0] = {}): Promise<TestWorld> {
  world = await startTestWorld(options);
  makeCatalogue(world.stripe);
  await world.settle();
  return world;
}

function signUp(made: TestWorld, coupon?: { readonly [name: string]: string | number }): string {
  const id = coupon === undefined ? undefined : String(made.stripe.call('POST', '/v1/coupons', coupon)['id']);
  return String(made.stripe.act({ act: 'new-payment', plan: 'essential', name: 'Kimberley Skills', metadata: { org_id: 'org-1' }, ...(id === undefined ? {} : { coupon: id }) })['subscription']);
}

/** Sleeps and wakes so often that nothing is missed. */
async function days(made: TestWorld, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 20) {
    await made.engine.stop();
    made.time.advance(Math.min(left, 20) * dayMs);
    await made.restart();
    await made.settle();
  }
}

async function movements(made: TestWorld): Promise<readonly string[]> {
  const { months } = await made.call('revenue.trend', { months: 12 });
  const told: string[] = [];
  for (const { month } of months) {
    const { rows } = await made.call('revenue.movements', { set: { of: 'movement', month } });
    told.push(...rows.map(({ localDate, kind, reason, amountCents }) => `${localDate} ${kind}${reason === null ? '' : ` (${reason})`} ${amountCents}`));
  }
  return told;
}

const mrr = async (made: TestWorld): Promise<number> => (await made.call('revenue.month', {})).now.mrrCents;
const rollsForward = async (made: TestWorld): Promise<boolean | undefined> => (await made.call('books.check', {})).checks.find(({ id }) => id === 'mrr_roll_forward')?.ok;

it('6: 20 % for ever, added later, is a contraction of the day on which it was added', async () => {
  const made = await start();
  const subscription = signUp(made);
  await made.pass(2 * minuteMs);
  await days(made, 3);
  const coupon = made.stripe.call('POST', '/v1/coupons', { percent_off: '20', duration: 'forever' });
  made.stripe.call('POST', `/v1/subscriptions/${subscription}`, { discounts: [{ coupon: String(coupon['id']) }] });
  await made.pass(2 * minuteMs);
  expect(await movements(made)).toEqual(['2026-04-17 new 36273', '2026-04-20 contraction (discount) -7255']);
  await days(made, 60);
  expect(await movements(made)).toHaveLength(2);
  expect(await mrr(made)).toBe(29_018);
  expect(await rollsForward(made)).toBe(true);
}, 120_000);

it('7: half off for three months, then a discount expiry', async () => {
  const made = await start();
  signUp(made, { percent_off: '50', duration: 'repeating', duration_in_months: 3 });
  await made.pass(2 * minuteMs);
  expect(await mrr(made)).toBe(18_136);
  await days(made, 80);
  expect(await mrr(made)).toBe(18_136);
  await days(made, 40);
  expect(await movements(made)).toEqual(['2026-04-17 new 18136', '2026-07-17 expansion (discount expiry) 18137']);
  expect(await mrr(made)).toBe(36_273);
  expect(await rollsForward(made)).toBe(true);
}, 120_000);

it('8: once is not recurring: it counts whole from the first payment on', async () => {
  const made = await start();
  signUp(made, { percent_off: '100', duration: 'once' });
  await made.pass(2 * minuteMs);
  await days(made, 40);
  expect(await mrr(made)).toBe(36_273);
  expect(await movements(made)).toEqual([expect.stringMatching(/ new 36273$/)]);
}, 120_000);

it('a part off once leaves the MRR whole, and stands in the GST of its invoice', async () => {
  const made = await start();
  signUp(made, { amount_off: 10_000, currency: 'aud', duration: 'once' });
  await made.pass(2 * minuteMs);
  expect(await movements(made)).toEqual(['2026-04-17 new 36273']);
  const { rows } = await made.call('invoices.list', {});
  expect(rows[0]).toMatchObject({ totalCents: 29_900 });
}, 120_000);

it('a key that may not read coupons: everything else is read, the discount counts as lasting, and it is said', async () => {
  const key = 'rk_test_withoutCoupons';
  const made = await start({ apiKey: key, apiKeys: [{ key, permissions: readsOnly }] });
  signUp(made, { percent_off: '50', duration: 'repeating', duration_in_months: 3 });
  await made.pass(2 * minuteMs);
  await made.pass(2 * minuteMs);
  expect(await mrr(made)).toBe(18_136);
  const { rows } = await made.call('activity.list', {});
  expect(rows.filter(({ summary }) => summary.includes('may not read coupons'))).toHaveLength(1);
  const { rows: invoices } = await made.call('invoices.list', {});
  expect(invoices).toHaveLength(1);
}, 120_000);
