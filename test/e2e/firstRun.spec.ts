// A first start: the demo with its obvious next act; from there to a company of one's own, connected step by step, and nothing written.
import { existsSync, rmSync } from 'node:fs';
import { companyPaths } from '../../src/shell/paths.ts';
import { demoCompany, patienceMs } from './demoCompany.ts';
import type { VendorObject } from './demoCompany.ts';
import { expect, newHomeFolder, startHost, test } from './hostFixture.ts';
import type { StartedHost } from './hostFixture.ts';
import { freePort, startVendors } from './vendors.ts';
import type { Vendors } from './vendors.ts';

/** What a write would change: the metadata of the invoices in Stripe, and everything that QuickBooks holds. */
const heldByVendors = async (vendors: Vendors): Promise<unknown> => {
  const invoices = (await (await fetch(`${vendors.stripe}/_simulator/state?type=invoice`)).json()) as readonly VendorObject[];
  const entities = ['Invoice', 'Payment', 'Customer', 'Item', 'Account', 'Vendor'].map(async (entity) => {
    const answer = await fetch(`${vendors.quickBooks}/_simulator/state?realmId=9130350000000001&entity=${entity}`);
    return ((await answer.json()) as { items: readonly VendorObject[] }).items;
  });
  return { metadata: invoices.map(({ id, metadata }) => [id, metadata]), entities: await Promise.all(entities) };
};

test('a bare start opens the demo, and one click leads to what waits for review', async ({ browser }) => {
  const host = await startHost();
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  try {
    const page = await context.newPage();
    await page.goto(host.startUrl);
    await page.getByRole('button', { name: /^Explore/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'QuickBooks' })).toBeVisible();
    await expect(page.getByRole('tab', { name: /^To review/ })).toHaveAttribute('aria-selected', 'true');
    await page.goto(`${host.origin}/#/overview`);
    await page.getByRole('button', { name: 'Hide' }).click();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Welcome to Tieout' })).toBeHidden();
  } finally {
    await context.close();
    await host.stop();
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});

const startWithVendors = async (): Promise<{ host: StartedHost; vendors: Vendors }> => {
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/api/integrations/quickbooks/callback`;
  const vendors = await startVendors({ redirectUri });
  const host = await startHost(
    ['--port', String(port), '--redirect-uri', redirectUri, '--stripe-url', vendors.stripe, '--qbo-url', vendors.quickBooks, '--intuit-url', vendors.quickBooks],
    newHomeFolder(),
  );
  return { host, vendors };
};

test('from the demo to my own accounts: each step, a dry run, nothing written, and back to the demo', async ({ browser }) => {
  test.setTimeout(180_000);
  const { host, vendors } = await startWithVendors();
  const before = await heldByVendors(vendors);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  try {
    const page = await context.newPage();
    await page.goto(host.startUrl);
    await page.getByRole('button', { name: 'Connect my accounts…' }).click();
    await page.getByRole('alertdialog', { name: 'Connect my accounts' }).getByRole('button', { name: 'Open my test company' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Set up' })).toBeVisible({ timeout: patienceMs });
    await expect(page.getByText('TEST', { exact: true }).first()).toBeVisible();

    // Before anything was read, an empty list does not claim that there is nothing.
    for (const screen of ['invoices', 'quickbooks', 'clients', 'reconcile', 'revenue']) {
      await page.goto(`${host.origin}/#/${screen}`);
      await expect(page.getByText('Nothing has been read from Stripe yet')).toBeVisible();
    }
    await page.getByRole('link', { name: 'Open the setup' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Set up' })).toBeVisible();

    // Stripe: every permission is listed before, and tried with the key.
    await expect(page.getByRole('table', { name: 'Permissions of the Stripe key' }).getByText('Not tested').first()).toBeVisible();
    await page.getByLabel('Restricted key').fill(vendors.key);
    await page.getByRole('button', { name: 'Test and store' }).click();
    const reading = page.getByRole('table', { name: 'Permissions of the Stripe key' });
    await expect(reading.getByText('Granted').first()).toBeVisible({ timeout: patienceMs });
    await expect(reading.getByText('Not tested')).toHaveCount(0);
    const writing = page.getByRole('table', { name: 'What the Stripe key may write' });
    await expect(writing.getByText('Granted')).toHaveCount(6, { timeout: patienceMs });
    await page.getByRole('button', { name: 'Next: QuickBooks' }).click();

    // QuickBooks: the app, then the sign-in at Intuit.
    await page.getByLabel('Intuit client id').fill(vendors.clientId);
    await page.getByLabel('Intuit client secret').fill(vendors.clientSecret);
    await page.getByRole('button', { name: 'Store the Intuit app' }).click();
    await page.getByRole('button', { name: 'Connect QuickBooks' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect QuickBooks' });
    await dialog.getByRole('button', { name: 'Start' }).click();
    const opening = context.waitForEvent('page');
    await dialog.getByRole('link', { name: 'Continue at Intuit' }).click();
    const intuit = await opening;
    await intuit.getByRole('button', { name: 'Connect' }).click();
    await expect(intuit.getByRole('heading', { name: 'QuickBooks is connected' })).toBeVisible();
    await intuit.close();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Next: Accounts and GST' }).click();

    await expect(page.getByRole('table', { name: 'Names in QuickBooks' }).getByText('Found').first()).toBeVisible({ timeout: patienceMs });
    await expect(page.getByRole('region', { name: 'GST, numbering and accounts' })).toBeVisible();
    await page.getByRole('button', { name: 'Next: Time zone and BAS' }).click();
    await page.getByLabel('Your name or initials').fill('JB');
    await page.getByRole('button', { name: 'These are right' }).click();

    // Left and taken up again: the Overview keeps the list.
    await page.goto(`${host.origin}/#/overview`);
    await expect(page.getByRole('region', { name: 'Setting up: 4 of 5 done' })).toBeVisible();
    await page.getByRole('button', { name: 'Go on with the setup' }).click();

    const company = await demoCompany(host.origin, await context.cookies());
    await company.settle();
    await page.getByRole('button', { name: 'Run it' }).click();
    await expect(page.getByRole('table', { name: 'Paid invoices by where they would go' })).toBeVisible({ timeout: patienceMs });
    expect((await company.ask('setup.get', {})).areWritesHeld).toBe(true);
    expect(await heldByVendors(vendors)).toEqual(before);
    await page.getByRole('button', { name: 'Looked at; go on' }).click();
    await expect(page.getByText('The setup is done.')).toBeVisible();

    // The demo and the own company lie apart; the page goes from one to the other.
    expect(existsSync(companyPaths(host.homeFolder, 'test').databaseFile)).toBe(true);
    await page.getByRole('button', { name: 'Explore the demo company instead' }).click();
    await expect(page.getByText('DEMO', { exact: true }).first()).toBeVisible({ timeout: patienceMs });
  } finally {
    await context.close();
    await host.stop();
    await vendors.stop();
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});
