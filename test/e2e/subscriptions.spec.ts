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
