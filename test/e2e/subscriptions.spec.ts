// Subscriptions, played through the real program: upgrade with Stripe's preview, cancel and undo, seats, an agreed price.
import type { Page } from '@playwright/test';
import type { SubscriptionRow } from '../../src/contract/subscriptions.ts';
import type { DemoCompany } from './demoCompany.ts';
import { expect, test } from './consoleTest.ts';

/** An active subscription of the plan with nothing pending, opened. */
async function open(page: Page, company: DemoCompany, plan: string, nth = 0): Promise<SubscriptionRow> {
  const { rows } = await company.ask('subscriptions.list', { filter: { status: ['active'], plan: [plan] }, limit: 100 });
  const row = rows.filter((each) => each.flags.length === 0)[nth];
  if (row === undefined) throw new Error(`no active subscription of ${plan}`);
  await page.goto(`/#/subscriptions?open=${row.id}`);
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toHaveText(row.clientName);
  return row;
}

const act = (page: Page, name: string) => page.getByRole('complementary').getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('alertdialog');

test('an upgrade shows what Stripe will charge, then holds at once', async ({ page, company }) => {
  await open(page, company, 'essential');
  await act(page, 'Upgrade').click();
  const preview = dialog(page).getByRole('table', { name: "Stripe's preview of the invoice" });
  await expect(preview).toContainText('Unused time');
  await expect(dialog(page)).toContainText('holds at once');
  await dialog(page).getByRole('button', { name: /^Upgrade to RTOpacks Pro$/ }).click();
  const pane = page.getByRole('complementary');
  await expect(pane.getByRole('region', { name: 'Done here' })).toContainText('Upgrade to RTOpacks Pro');
  await expect(pane.getByRole('region', { name: 'State' })).toContainText('RTOpacks Pro');
});

test('a cancellation at period end is made and taken back', async ({ page, company }) => {
  await open(page, company, 'essential', 1);
  await act(page, 'Cancel at period end').click();
  await expect(dialog(page)).toContainText('It can be undone until then');
  await dialog(page).getByRole('button', { name: 'Cancel at period end' }).click();
  const state = page.getByRole('complementary').getByRole('region', { name: 'State' });
  await expect(state).toContainText('Ends with the period');
  await act(page, 'Undo the cancellation').click();
  await dialog(page).getByRole('button', { name: 'Undo the cancellation' }).click();
  await expect(state).not.toContainText('Ends with the period');
});

test('a seat is added where the plan allows it, and refused with the reason where not', async ({ page, company }) => {
  const before = await open(page, company, 'pro');
  await act(page, 'Add seats').click();
  await expect(dialog(page)).toContainText('One more seat holds at once');
  await dialog(page).getByRole('button', { name: 'Add 1 seat' }).click();
  await expect(page.getByRole('complementary').getByRole('region', { name: 'State' })).toContainText(`${before.seats + 1}, of which ${before.purchasedSeats + 1} bought`);
  await open(page, company, 'essential', 2);
  await expect(act(page, 'Add seats')).toHaveAttribute('aria-disabled', 'true');
});

test('an agreed price needs its note, and stands in the row', async ({ page, company }) => {
  await open(page, company, 'pro', 1);
  await act(page, 'Agree a price').click();
  await dialog(page).getByRole('textbox', { name: 'Monthly price incl. GST' }).fill('499.00');
  await expect(dialog(page).getByRole('button', { name: /^Agree/ })).toHaveAttribute('aria-disabled', 'true');
  await dialog(page).getByRole('textbox', { name: 'Note' }).fill('Founding client, agreed with the owner');
  await dialog(page).getByRole('button', { name: /^Agree .*499\.00 a month$/ }).click();
  const state = page.getByRole('complementary').getByRole('region', { name: 'State' });
  await expect(state).toContainText('Agreed price');
  await expect(state).toContainText('Founding client, agreed with the owner');
});

test('cancelling now shows what is credited, wants its word, and says what stays', async ({ page, company }) => {
  await open(page, company, 'essential', 3);
  await act(page, 'Cancel now').click();
  await dialog(page).getByText('Credit the unused part of the period').click();
  await expect(dialog(page).getByRole('table', { name: "Stripe's preview of the invoice" })).toContainText('Unused time');
  await expect(dialog(page)).toContainText('that would be a refund');
  const confirm = dialog(page).getByRole('button', { name: 'Cancel now' });
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await dialog(page).getByRole('textbox', { name: 'Type CANCEL to confirm' }).fill('cancel');
  await confirm.click();
  await expect(page.getByRole('complementary').getByRole('region', { name: 'State' })).toContainText('Ended');
});

test('a client without a subscription gets one through the card page, which the demo opens at the simulator', async ({ page, company }) => {
  const { clients } = await company.ask('subscriptions.offer', {});
  const [client] = clients;
  await page.goto('/#/subscriptions');
  await page.getByRole('button', { name: 'New subscription' }).click();
  await expect(dialog(page).getByRole('button', { name: /^Subscribe to/ })).toHaveAttribute('aria-disabled', 'true');
  await dialog(page).getByRole('textbox', { name: 'Find the client' }).fill(client?.name ?? '');
  await dialog(page).getByRole('button', { name: /Client/ }).click();
  await page.getByRole('option', { name: client?.name ?? '' }).click();
  await dialog(page).getByRole('button', { name: 'Subscribe to RTOpacks Essential' }).click();
  const underWay = page.getByRole('main').getByText(`Under way: Subscribe to RTOpacks Essential: ${client?.name ?? ''}`);
  await expect(underWay).toBeVisible();
  const opened = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'Open the card page' }).click();
  const hosted = await opened;
  expect(new URL(hosted.url()).hostname).toBe('127.0.0.1');
  await hosted.getByRole('button', { name: 'Save the card' }).click();
  await expect(hosted.getByRole('heading', { name: 'The card is saved' })).toBeVisible();
});

test('a renewal that the bank wants confirmed is confirmed on the invoice page', async ({ page, company }) => {
  const { rows } = await company.ask('subscriptions.list', { filter: { flag: ['requires_action'] } });
  await page.goto(`/#/subscriptions?open=${rows[0]?.id ?? ''}`);
  const pane = page.getByRole('complementary');
  await expect(pane).toContainText('The client has to confirm a payment');
  const opened = page.context().waitForEvent('page');
  await pane.getByRole('button', { name: /Open the invoice page/ }).click();
  const hosted = await opened;
  await hosted.getByRole('button', { name: 'Confirm the payment' }).click();
  await expect(hosted.getByRole('heading', { name: 'Paid' })).toBeVisible();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(pane).not.toContainText('The client has to confirm a payment');
});
