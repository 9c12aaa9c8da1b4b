// The demo's stand-ins for Stripe's hosted pages: a card is left, a payment is confirmed or made, only from the page itself.
import { afterEach, expect, test } from 'vitest';
import { createCatalogue, createCustomerWithCard, startWorld, type World } from './harness.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const hosted = (made: World, url: string): string => url.replace(/^https:\/\/(?:checkout|invoice)\.stripe\.com/, `${made.simulator.url}/hosted`);
const send = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<string> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers }).then((answer) => answer.text());

test('a card is left on the checkout page, once', async () => {
  world = await startWorld();
  const customer = await world.sdk.customers.create({ name: '<b>Barossa</b>' });
  const session = await world.sdk.checkout.sessions.create({ mode: 'setup', customer: customer.id, currency: 'aud', success_url: 'https://example.com/', payment_method_types: ['card'] });
  const url = hosted(world, session.url ?? '');
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('&lt;b&gt;Barossa&lt;/b&gt;')]);
  await send(url, { card: 'pm_card_au' }, { origin: 'https://elsewhere.example' });
  expect((await world.sdk.checkout.sessions.retrieve(session.id)).status).toBe('open');
  expect(await send(url, { card: 'pm_card_au' })).toContain('The card is saved');
  await send(url, { card: 'pm_card_au' });
  expect((await world.sdk.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1);
  expect((await fetch(`${world.simulator.url}/hosted/c/pay/cs_none`)).status).toBe(404);
});

test.each([
  ['pm_card_authenticationRequired', { confirm: '1' }, 'Confirm the payment'],
  ['pm_card_chargeDeclined', { card: 'pm_card_au' }, 'Test card'],
])('an invoice that waits with %s is paid on its page', async (card, fields, offered) => {
  world = await startWorld();
  const { essential } = await createCatalogue(world.sdk);
  const { customer } = await createCustomerWithCard(world.sdk, card);
  const subscription = await world.sdk.subscriptions.create({ customer, items: [{ price: essential }], payment_behavior: 'allow_incomplete' });
  const [invoice] = (await world.sdk.invoices.list({ subscription: subscription.id })).data;
  const url = hosted(world, invoice?.hosted_invoice_url ?? '');
  expect(await (await fetch(url)).text()).toContain(offered);
  expect(await send(url, fields)).toContain('Paid');
  expect((await world.sdk.subscriptions.retrieve(subscription.id)).status).toBe('active');
  expect(await (await fetch(`${world.simulator.url}/dashboard/subscriptions/${subscription.id}`)).text()).toContain('<dd>active</dd>');
});
