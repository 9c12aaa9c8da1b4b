// The QuickBooks connection by hand: given back, approvals wait, connected again at Intuit's page, and the queue goes on by itself.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';

const connection = (page: Page): Locator => page.getByRole('region', { name: 'Connection' });

/** From the button on the screen over Intuit's page in its own tab, back to a closed dialog. */
const signInAgain = async (page: Page, button: Locator): Promise<void> => {
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'Connect QuickBooks' });
  await dialog.getByRole('button', { name: 'Start' }).click();
  const opening = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: 'Continue at Intuit' }).click();
  const intuit = await opening;
  await expect(intuit.getByRole('heading', { level: 1 })).toContainText('Sign in to connect RTOpacks Pty Ltd');
  await intuit.getByRole('button', { name: 'Connect' }).click();
  await expect(intuit.getByRole('heading', { name: 'QuickBooks is connected' })).toBeVisible();
  await intuit.close();
  await expect(dialog).toBeHidden();
};

test.afterEach(async ({ company }) => {
  // The other specs of this worker find a connected company, whatever happened here.
  await company.armQuickBooks();
  const { state } = await company.ask('quickbooks.status', {});
  if (state !== 'connected') {
    const { authorizeUrl } = await company.ask('quickbooks.connect', {});
    const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
    form.set('decision', 'connect');
    form.set('realmId', '9130350000000001');
    await fetch(new URL('/connect/oauth2', authorizeUrl), { method: 'POST', body: form });
  }
});

test('disconnected by hand: what is approved waits; connected again at Intuit: it goes on', async ({
  page,
  company,
}) => {
  const invoice = await company.arrivedPayment({ name: 'Patient Approvals Training' });
  await page.goto(`${company.origin}/#/quickbooks`);
  await expect(connection(page)).toContainText('Connected');
  await page.getByRole('button', { name: 'More about the connection' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  await page.getByRole('alertdialog', { name: /\?$/ }).getByRole('button', { name: 'Disconnect QuickBooks' }).click();
  await expect(connection(page)).toContainText('Not connected');
  await expect(page.getByRole('button', { name: /^QuickBooks is offline or not set up/ })).toBeVisible();

  await page.goto(`${company.origin}/#/quickbooks?tab=awaiting_review&open=${invoice.id}`);
  const pane = page.getByRole('complementary', { name: `Review of ${invoice.number ?? ''}` });
  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  await page
    .getByRole('alertdialog', { name: /\?$/ })
    .getByRole('button', { name: /^Push 1 invoice to QuickBooks/ })
    .click();
  await expect(pane.getByText('Approved', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Approved 1' })).toBeVisible();
  await pane.getByRole('button', { name: 'Close' }).click();

  await signInAgain(page, page.getByRole('button', { name: 'Connect QuickBooks' }));
  await expect(connection(page)).toContainText('Connected');
  await expect(connection(page)).toContainText(/of 100 days/);
  await expect
    .poll(async () => (await company.ask('invoices.get', { invoiceId: invoice.id })).invoice.qbStatus, {
      timeout: patienceMs,
    })
    .toBe('synced');
  await expect(page.getByRole('tab', { name: 'Approved 0' })).toBeVisible();
  const held = (await company.quickBooks('Invoice')).filter(({ DocNumber }) => DocNumber === invoice.number);
  expect(held).toHaveLength(1);
});

test('declined at Intuit: the page says so, and nothing changes', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/quickbooks`);
  await page.getByRole('button', { name: 'More about the connection' }).click();
  await page.getByRole('menuitem', { name: 'Connect again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect QuickBooks' });
  await dialog.getByRole('button', { name: 'Start' }).click();
  const opening = page.context().waitForEvent('page');
  await dialog.getByRole('link', { name: 'Continue at Intuit' }).click();
  const intuit = await opening;
  await intuit.getByRole('button', { name: 'Cancel' }).click();
  await expect(intuit.getByRole('heading', { name: 'QuickBooks is not connected' })).toBeVisible();
  await intuit.close();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(connection(page)).toContainText('Connected');
  expect((await company.ask('quickbooks.status', {})).state).toBe('connected');
});

test('QuickBooks accepts no token any more: the amber button appears, and reconnecting heals it', async ({
  page,
  company,
}) => {
  await page.goto(`${company.origin}/#/quickbooks`);
  await expect(connection(page)).toContainText('Connected');
  await company.armQuickBooks({ kind: 'http401', route: '^\\w+ /v3/company/', times: 1000 });
  await page.getByRole('button', { name: 'More about the connection' }).click();
  await page.getByRole('menuitem', { name: 'Check the setup again' }).click();
  await expect(page.getByRole('alertdialog', { name: /^The setup check failed/ })).toBeVisible();
  const reconnect = page.getByRole('button', { name: 'Reconnect QuickBooks' });
  await expect(reconnect).toBeVisible();
  await expect(connection(page)).toContainText('Reconnect needed');
  await expect(page.getByRole('region', { name: 'What needs attention' })).toContainText('Press Reconnect QuickBooks');
  await company.armQuickBooks();
  await signInAgain(page, reconnect);
  await expect(connection(page)).toContainText('Connected');
  await expect(reconnect).toBeHidden();
  await expect(page.getByRole('region', { name: 'What needs attention' })).toBeHidden();
});
