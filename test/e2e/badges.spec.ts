// The counts beside the screens' names: each opens a list of as many rows; a fraud warning is refunded from there.
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';

const badge = (page: Page, name: RegExp) => page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name });

/** Opens the list behind the badge; the count that it showed. */
test.beforeEach(async ({ company }) => company.settle());

async function openBadge(page: Page, name: RegExp): Promise<number> {
  await page.goto('#/overview');
  const link = badge(page, name);
  await expect(link).toBeVisible({ timeout: patienceMs });
  const count = Number(await link.innerText());
  await link.click();
  return count;
}

for (const [name, label] of [
  ['Clients: ', 'Clients'],
  ['QuickBooks: \\d+ invoices?', 'To review'],
  ['QuickBooks: \\d+ other', 'Refunds, fees and payouts'],
] as const) {
  test(`${label}: as many rows as the badge says`, async ({ page }) => {
    const count = await openBadge(page, new RegExp(`^${name}`));
    const grid = page.getByRole('main').getByRole('grid');
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1), { timeout: patienceMs });
  });
}

test('a quarter that is overdue, the exceptions to settle, what waits on Refunds & disputes', async ({ page }) => {
  const quarters = await openBadge(page, /^GST & BAS: .* not marked remitted, \d+ days? overdue/);
  await expect(page.getByRole('table', { name: 'GST by fiscal quarter' }).locator('tbody tr')).toHaveCount(quarters);
  await page.getByRole('button', { name: /not remitted: show all/ }).click();
  await expect(page.getByRole('table', { name: 'GST by fiscal quarter' }).locator('tbody tr')).not.toHaveCount(quarters);

  const exceptions = await openBadge(page, /^Reconcile: /);
  const settle = page.getByRole('region', { name: 'To settle' });
  await expect(settle.getByRole('listitem')).toHaveCount(exceptions);

  const waiting = await openBadge(page, /^Refunds & disputes: 1 fraud warning, /);
  await expect(page.getByRole('region', { name: 'Waits for a hand' }).getByRole('listitem')).toHaveCount(waiting);
});

test('a fraud warning: marked on invoice and client, refunded in full as fraud, and then gone', async ({ page, company }) => {
  const { warnings } = await company.ask('fraudWarnings.list', { openOnly: true });
  const warning = warnings[0];
  if (warning?.invoiceId == null || warning.amountCents === null) throw new Error('the demo company has no warning of a paid invoice');
  await page.goto(`#/invoices?open=${warning.invoiceId}`);
  const story = page.getByRole('complementary');
  await expect(story.getByRole('link', { name: 'Fraud warning' })).toBeVisible();
  await expect(story).toContainText('reported a stolen card');
  await page.goto('#/refunds');
  const row = page.getByRole('region', { name: 'Waits for a hand' }).getByRole('listitem').filter({ hasText: 'Fraud warning' });
  await expect(row.getByRole('button', { name: /Refund it in Stripe/ })).toBeVisible();

  const { profile } = await company.ask('settings.get', {});
  await company.ask('settings.saveProfile', { profile: { ...profile, mayIssueRefunds: true } });
  await row.getByRole('button', { name: /^Refund A\$/ }).click({ timeout: patienceMs });
  const dialog = page.getByRole('alertdialog', { name: 'Make a refund in Stripe' });
  await expect(dialog.getByRole('button', { name: 'Fraudulent', exact: false })).toBeVisible();
  await dialog.getByLabel(`Type ${warning.invoiceNumber ?? ''} to confirm`).fill(warning.invoiceNumber ?? '');
  await dialog.getByRole('button', { name: /^Refund A\$/ }).click();
  await expect(dialog).toBeHidden({ timeout: patienceMs });
  await company.ask('sync.now', {});
  await expect(row).toBeHidden({ timeout: patienceMs });
  await company.ask('settings.saveProfile', { profile });
});
