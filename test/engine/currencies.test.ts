// Invoices in other currencies: mirrored and shown in their own units, in no Australian total, no GST, no queue, and counted there.
import { afterEach, expect, it } from 'vitest';
import { minorUnitDigits } from '../../src/domain/money.ts';
import { formatMoney, minorDigitsOf } from '../../src/renderer/ui/formatMoney.ts';
import { makeCatalogue, newPayment } from './catalogue.ts';
import { startTestWorld, type TestWorld } from './startTestEngine.ts';

let world: TestWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

it.each(['the back-fill', 'events'])('keeps other currencies out of the totals, found by %s', async (way) => {
  const made = await startTestWorld({ isConnected: false });
  world = made;
  makeCatalogue(made.stripe);
  if (way === 'events') await made.settle();
  const home = newPayment(made.stripe, 'pro', { orgId: 'org-1' });
  const others = (
    [
      ['usd', 25_000],
      ['jpy', 30_000],
      ['kwd', 75_125],
      ['isk', 1_500_000],
    ] as const
  ).map(([currency, amount]) => {
    const product = made.stripe.call('POST', '/v1/products', { name: `Pro abroad (${currency})`, metadata: { tieout_plan: `abroad_${currency}` } });
    const price = made.stripe.call('POST', '/v1/prices', { product: String(product['id']), unit_amount: String(amount), currency, recurring: { interval: 'month' } });
    return [currency, amount, newPayment(made.stripe, 'pro', { orgId: `org-${currency}`, price: String(price['id']) })] as const;
  });
  await made.call('sync.now', {});
  await made.settle();
  for (const charge of made.stripe.all('charge')) made.stripe.act({ act: 'settle-charge', charge: charge.id });
  await made.pass(3 * 60_000);
  for (const [currency, amount, id] of others) {
    expect(made.store.invoices.byStripeId(id)).toMatchObject({ currency, totalCents: amount, exGstCents: amount, gstCents: 0, status: 'paid', qbStatus: 'not_applicable' });
  }
  const list = await made.call('invoices.list', { withTotals: true });
  expect(list.totals).toMatchObject({ totalCents: 69_900, otherCurrencyCount: 4 });
  expect(list.totals?.gstCents).toBe(6_355);
  const gst = await made.call('gst.quarters', {});
  expect([gst.quarters.map((quarter) => quarter.gstNetCents), gst.otherCurrencyRowsLeftOut]).toEqual([[6_355], 4]);
  expect((await made.call('overview.get', {})).foreignCurrencyInvoices).toBe(4);
  const ledger = await made.call('ledger.list', { filter: { moneyOnly: true } });
  expect(ledger.rows.filter((row) => row.currency !== 'aud').map((row) => row.gstCents)).toEqual([0, 0, 0, 0]);
  expect(ledger.rows.map((row) => row.runningTotalCents).every((total) => total === 0 || total === 69_900)).toBe(true);
  expect(made.store.invoices.byStripeId(home)?.qbStatus).toBe('awaiting_review');
  // What reached the balance is Australian, whatever was charged.
  expect(new Set(made.stripe.all('balance_transaction').map((one) => one.currency))).toEqual(new Set(['aud']));
  expect((await made.call('books.check', {})).checks.filter((check) => !check.ok)).toEqual([]);
});

it.each(['aud', 'usd', 'jpy', 'krw', 'xpf', 'bhd', 'jod', 'kwd', 'omr', 'tnd', 'isk', 'ugx', 'huf', 'twd', 'iqd', 'lyd'])('%s has the same digits on the screen as in the books', (currency) => {
  expect(minorDigitsOf(currency)).toBe(minorUnitDigits(currency));
});

it.each([
  ['usd', 25_000, 'US$250.00'],
  ['jpy', 30_000, '¥30,000'],
  ['kwd', 75_125, 'KWD\u00a075.125'],
  ['isk', 1_500_000, 'ISK\u00a015,000'],
  ['ugx', 1_500_000, 'UGX\u00a015,000'],
  ['huf', 1_500_000, 'HUF\u00a015,000.00'],
])('shows %s %s as %s', (currency, minor, text) => {
  expect(formatMoney(minor, currency)).toBe(text);
});
