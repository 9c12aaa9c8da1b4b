// The network is gone: everything can be read, searched, opened and exported; decisions are kept and act on return; what can't be done says why.
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import type { DemoCompany } from './demoCompany.ts';
import { patienceMs } from './demoCompany.ts';

const banner = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('region', { name: 'What needs attention' });

const stripeOf = async (company: DemoCompany): Promise<string> => new URL((await company.ask('status.get', {})).links.stripe).origin;

/** Every call of either vendor's API is cut before it is read, as with a pulled cable; the simulators' own controls still answer. */
const pullNetwork = async (company: DemoCompany): Promise<void> => {
  await fetch(`${await stripeOf(company)}/_simulator/faults`, { method: 'POST', body: JSON.stringify({ routes: [{ route: '.*', kind: 'drop-before', times: 100_000 }] }) });
  await company.armQuickBooks({ kind: 'dropRequest', route: '.*', times: 100_000 });
  await company.ask('sync.now', {});
  await expect.poll(async () => (await company.ask('status.get', {})).banners.map(({ id }) => id), { timeout: patienceMs }).toContain('OFFLINE');
};

const restoreNetwork = async (company: DemoCompany): Promise<void> => {
  await fetch(`${await stripeOf(company)}/_simulator/faults`, { method: 'POST', body: JSON.stringify({}) });
  await company.armQuickBooks();
  await company.ask('sync.now', {});
  await expect.poll(async () => (await company.ask('status.get', {})).banners.map(({ id }) => id), { timeout: patienceMs }).not.toContain('OFFLINE');
};

test.afterEach(async ({ company }) => {
  await restoreNetwork(company);
  await company.settle();
});

const screens = ['overview', 'revenue', 'invoices', 'subscriptions', 'clients', 'refunds', 'quickbooks', 'ledger', 'gst', 'reconcile', 'activity', 'settings'] as const;

test('every screen reads from the mirror; the banner and the grey dots say how things stand', async ({ page, company }) => {
  await pullNetwork(company);
  await page.goto(`${company.origin}/#/overview`);
  await expect(banner(page)).toContainText(/network|offline/i);
  await expect(page.getByRole('button', { name: /^Stripe is offline or not set up/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sync now' })).toHaveAttribute('aria-disabled', 'true');
  for (const screen of screens) {
    await page.goto(`${company.origin}/#/${screen}`);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expect(page.getByRole('main').getByText('can not be reached', { exact: false })).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  }
});

test('search, story and export need no network; an approval and a refund paid by hand are kept and act on return', async ({ page, company }) => {
  const invoice = await company.arrivedPayment({ name: 'Cable Pulled Training' });
  await pullNetwork(company);
  await page.goto(`${company.origin}/#/invoices?open=${invoice.id}`);
  await expect(page.getByRole('complementary').first()).toContainText('Cable Pulled Training');
  const csv = await company.ask('invoices.list', { filter: { search: 'Cable Pulled' } });
  expect(csv.rows).toHaveLength(1);

  await page.goto(`${company.origin}/#/quickbooks?tab=awaiting_review&open=${invoice.id}`);
  const pane = page.getByRole('complementary', { name: `Review of ${invoice.number ?? ''}` });
  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: /^Push 1 invoice to QuickBooks/ }).click();
  await expect(pane.getByText('Approved', { exact: true }).first()).toBeVisible();

  const seen = await company.ask('refunds.preview', { invoiceId: invoice.id, amountCents: 1100, date: (await company.ask('status.get', {})).today, way: 'hand' });
  await company.ask('refunds.record', { invoiceId: invoice.id, expectedVersion: seen.invoice.version, amountCents: 1100, date: (await company.ask('status.get', {})).today, how: 'Bank transfer', note: 'Agreed on the phone', acceptsEarlierRefund: false });
  expect((await company.ask('invoices.get', { invoiceId: invoice.id })).invoice.refundedCents).toBe(1100);

  await restoreNetwork(company);
  await expect.poll(async () => (await company.ask('invoices.get', { invoiceId: invoice.id })).invoice.qbStatus, { timeout: 60_000 }).toBe('synced');
});

test('what needs the network is disabled with its reason', async ({ page, company }) => {
  await pullNetwork(company);
  for (const [hash, name] of [
    ['#/quickbooks', 'Reconcile now'],
    ['#/settings?section=connections', 'Test and store'],
  ] as const) {
    await page.goto(`${company.origin}/${hash}`);
    const button = page.getByRole('main').getByRole('button', { name });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await button.focus();
    await expect(page.getByRole('tooltip')).toContainText(name === 'Test and store' ? 'first' : 'network');
  }
});
