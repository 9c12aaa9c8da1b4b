// The network is gone: everything reads, searches, opens and exports; decisions are kept and act by themselves on return; what can't be done says why.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { InvoiceRow } from '../../src/contract/invoices.ts';
import { collectComplaints } from './consoleTest.ts';
import { demoCompany, patienceMs } from './demoCompany.ts';
import type { DemoCompany, VendorObject } from './demoCompany.ts';
import { gridRow } from './figures.ts';
import { startHost } from './hostFixture.ts';
import type { StartedHost } from './hostFixture.ts';
import { freePort, startVendors } from './vendors.ts';
import type { Vendors } from './vendors.ts';

// One company for the file, taken from the network at the start and given back to it at the end.
test.describe.configure({ mode: 'serial' });

const realmId = '9130350000000001';
const folder = mkdtempSync(path.join(os.tmpdir(), 'tieout-vendors-'));
const complaints: string[] = [];
let vendors: Vendors;
let host: StartedHost;
let context: BrowserContext;
let page: Page;
let company: DemoCompany;
let restartVendors: () => Promise<Vendors>;

const bannersOf = async (): Promise<string[]> => (await company.ask('status.get', {})).banners.map(({ id }) => id);
const banner = (): Locator => page.getByRole('region', { name: 'What needs attention' });
const main = (): Locator => page.getByRole('main');

const open = async (hash: string, heading?: string): Promise<void> => {
  await page.goto(`${company.origin}/#/${hash}`);
  if (heading !== undefined) await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
};

/** Keys stored, QuickBooks connected, everything mirrored, the dry run confirmed: a company at work. */
const setUp = async (): Promise<void> => {
  await company.ask('settings.setStripeKey', { key: vendors.key });
  await company.ask('settings.setQuickBooksApp', { clientId: vendors.clientId, clientSecret: vendors.clientSecret });
  const { authorizeUrl } = await company.ask('quickbooks.connect', {});
  const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
  form.set('decision', 'connect');
  form.set('realmId', realmId);
  await fetch(new URL('/connect/oauth2', authorizeUrl), { method: 'POST', body: form });
  await company.settle();
  await company.ask('setup.confirm', { item: 'profile', by: 'JB' });
  await company.ask('setup.confirm', { item: 'dry_run', by: 'JB' });
  await company.settle();
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/api/integrations/quickbooks/callback`;
  vendors = await startVendors({ redirectUri, folder });
  const [stripePort, quickBooksPort] = [vendors.stripe, vendors.quickBooks].map((url) => Number(new URL(url).port));
  restartVendors = () => startVendors({ redirectUri, folder, stripePort: stripePort ?? 0, quickBooksPort: quickBooksPort ?? 0 });
  host = await startHost(['--test', '--port', String(port), '--redirect-uri', redirectUri, '--stripe-url', vendors.stripe, '--qbo-url', vendors.quickBooks, '--intuit-url', vendors.quickBooks]);
  context = await browser.newContext({ baseURL: host.origin });
  page = await context.newPage();
  await collectComplaints(page, complaints);
  await page.goto(host.startUrl);
  company = await demoCompany(host.origin, await context.cookies());
  await setUp();
  // The cable: no connection comes about any more, at either vendor.
  await vendors.stop();
  await company.ask('sync.now', {});
  await expect.poll(bannersOf, { timeout: patienceMs }).toContain('OFFLINE');
});

test.afterAll(async () => {
  await context.close();
  await host.stop();
  await vendors.stop();
  for (const left of [folder, host.homeFolder]) rmSync(left, { recursive: true, force: true });
});

test.afterEach(() => {
  expect(complaints, 'what the page complained of').toEqual([]);
});

test('a banner and grey dots say how things stand, and every screen reads', async () => {
  await open('overview', 'Overview');
  await expect(banner()).toContainText('The network can not be reached.');
  for (const source of ['Stripe', 'QuickBooks']) await expect(page.getByRole('button', { name: new RegExp(`^${source} is offline or not set up`) })).toBeVisible();
  const screens = [
    ['overview', 'Overview'],
    ['revenue', 'Revenue'],
    ['invoices', 'Invoices'],
    ['subscriptions', 'Subscriptions'],
    ['clients', 'Clients'],
    ['refunds', 'Refunds & disputes'],
    ['refunds?tab=disputes', 'Refunds & disputes'],
    ['quickbooks', 'QuickBooks'],
    ['quickbooks?tab=documents', 'QuickBooks'],
    ['quickbooks?tab=mapping', 'QuickBooks'],
    ['ledger?check=1', 'Ledger'],
    ['gst', 'GST & BAS'],
    ['reconcile', 'Reconcile'],
    ['reconcile?tab=payouts', 'Reconcile'],
    ['reconcile?tab=fees', 'Reconcile'],
    ['reconcile?tab=changes', 'Reconcile'],
    ['activity', 'Activity'],
    ['settings', 'Settings'],
    ['setup?step=profile', 'Set up'],
  ] as const;
  for (const [hash, heading] of screens) {
    await open(hash, heading);
    await expect(main().getByText(/^Reading|^Working out/)).toHaveCount(0);
    await expect(main().getByRole('alert'), hash).toHaveCount(0);
  }
});

test('records are found, figures open their rows, and a CSV file really comes', async () => {
  const { rows, allCount } = await company.ask('invoices.list', { filter: { status: ['paid'] }, limit: 1 });
  const invoice = rows[0] as InvoiceRow;
  await open('overview', 'Overview');
  await page.keyboard.press('Control+k');
  await page.keyboard.type(invoice.number ?? 'none');
  await page.getByRole('option').filter({ hasText: invoice.number ?? 'none' }).first().click();
  await expect(page.getByRole('complementary', { name: invoice.number ?? 'none' })).toContainText(invoice.clientName);

  await open('gst', 'GST & BAS');
  await main().getByRole('row').filter({ hasText: 'current' }).getByRole('link').click();
  await expect(page.getByText(/sums to .*: equal to GST net\./)).toBeVisible();

  await open('revenue?set=movement/new');
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();

  await open('invoices', 'Invoices');
  const waiting = page.waitForEvent('download');
  await main().getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const lines = readFileSync(await (await waiting).path(), 'utf8').split('\r\n');
  expect(lines.indexOf('')).toBe(allCount + 1);
});

/** Each control that needs the network: where it is, and how it is brought up. */
const needsNetwork: readonly { readonly hash: string; readonly name: RegExp | string; readonly arrive?: () => Promise<void> }[] = [
  { hash: 'quickbooks', name: 'Reconcile now' },
  { hash: 'quickbooks?tab=mapping', name: 'Read again from QuickBooks' },
  { hash: 'subscriptions', name: 'New subscription' },
  { hash: 'reconcile?tab=changes', name: 'Check for changes in QuickBooks' },
  { hash: 'setup?step=mapping', name: 'Check again' },
  { hash: 'setup?step=quickbooks', name: 'Connect again' },
  { hash: 'setup?step=dry_run', name: /^Run it/ },
  { hash: 'settings', name: 'Test and store', arrive: () => main().getByLabel('Replace the restricted key').pressSequentially('rk_test_1234567890') },
  { hash: 'subscriptions?status=active', name: 'Agree a price', arrive: () => main().getByRole('grid', { name: 'Subscriptions' }).getByRole('row').nth(2).click() },
  { hash: 'invoices?status=paid', name: /^Open in Stripe/, arrive: () => main().getByRole('grid', { name: 'Invoices' }).getByRole('row').nth(2).click() },
];

test('each control that needs the network is disabled and says why', async () => {
  await open('overview', 'Overview');
  for (const { hash, name, arrive } of needsNetwork) {
    await open(hash);
    await arrive?.();
    const control = page.getByRole('main').getByRole('button', { name }).first();
    await expect(control, `${hash}: ${String(name)}`).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Tab');
    await control.focus();
    await expect(page.getByRole('tooltip'), `${hash}: ${String(name)}`).toContainText('needs the network');
    await page.keyboard.press('Escape');
  }
  const sync = page.getByRole('button', { name: 'Sync now' });
  await expect(sync).toHaveAttribute('aria-disabled', 'true');
  await open('quickbooks?connect=1');
  await expect(page.getByRole('dialog', { name: 'Connect QuickBooks' }).getByRole('button', { name: 'Start' })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
});

/** What a person decides while the network is gone, by the screens. */
const decided = { note: 'Rings back on Monday', email: 'accounts@cable-pulled.example', evidence: 'Signed in on each working day' };

test('approvals, a refund paid by hand, notes, an e-mail and evidence are kept while it is gone', async () => {
  const { rows } = await company.ask('invoices.list', { filter: { qbStatus: ['awaiting_review'] }, limit: 2 });
  const [approved, refunded] = rows as [InvoiceRow, InvoiceRow];

  await open(`quickbooks?tab=awaiting_review&open=${approved.id}`);
  const pane = page.getByRole('complementary', { name: `Review of ${approved.number ?? ''}` });
  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  const question = page.getByRole('alertdialog', { name: /\?$/ });
  await expect(question).toContainText('Your decision is kept');
  await question.getByRole('button', { name: /^Push 1 invoice to QuickBooks/ }).click();
  await expect(pane.getByText('Approved', { exact: true }).first()).toBeVisible();

  await open(`refunds?record=${refunded.id}`, 'Refunds & disputes');
  const refund = page.getByRole('alertdialog', { name: 'Record a refund' });
  await refund.getByLabel('Amount incl. GST').fill('11.00');
  await refund.getByLabel('How').fill('Bank transfer');
  await refund.getByLabel('Note').fill('Agreed on the phone');
  await refund.getByRole('button', { name: 'Record A$11.00' }).click();
  await expect(refund).toBeHidden();
  await expect(gridRow(page, 'Refunds', refunded.clientName).first()).toContainText('11.00');

  await open(`clients?search=${encodeURIComponent(approved.clientName)}`, 'Clients');
  await main().getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
  const card = page.getByRole('complementary');
  await card.getByLabel('New note').fill(decided.note);
  await card.getByRole('button', { name: 'Keep the note' }).click();
  await expect(card.getByRole('region', { name: 'Notes' })).toContainText(decided.note);
  await card.getByRole('button', { name: 'Change the e-mail' }).click();
  const email = page.getByRole('alertdialog', { name: /^Billing e-mail/ });
  await email.getByLabel('Billing e-mail').fill(decided.email);
  await email.getByRole('button', { name: 'Save the e-mail' }).click();
  await expect(card.getByRole('region', { name: 'Billing' })).toContainText(decided.email);
  await expect(card.getByRole('region', { name: 'Billing' })).toContainText(/Offline: the expiry is asked/);

  await open('refunds?tab=disputes', 'Refunds & disputes');
  const { rows: disputes } = await company.ask('disputes.list', { openOnly: true });
  await gridRow(page, 'Disputes', disputes[0]?.clientName ?? 'none').first().click();
  const dispute = page.getByRole('complementary', { name: 'Dispute' });
  await dispute.getByLabel('Usage log', { exact: true }).last().fill(decided.evidence);
  await dispute.getByRole('button', { name: 'Save here' }).click();
  await expect(dispute).toContainText('Saved here only');
  await expect(dispute.getByRole('button', { name: 'Submit to the bank…' })).toHaveAttribute('aria-disabled', 'true');

  // Back by itself: nobody presses anything.
  vendors = await restartVendors();
  await expect.poll(async () => (await company.ask('invoices.get', { invoiceId: approved.id })).invoice.qbStatus, { timeout: 150_000 }).toBe('synced');
  // Stripe is asked in its own time.
  await expect.poll(bannersOf, { timeout: 150_000 }).not.toContain('OFFLINE');
  await expect(page.getByText('The network can not be reached.')).toHaveCount(0);
  const answer = await fetch(`${vendors.quickBooks}/_simulator/state?realmId=${realmId}&entity=Invoice`);
  const { items } = (await answer.json()) as { items: readonly VendorObject[] };
  expect(items.filter(({ DocNumber }) => DocNumber === approved.number)).toHaveLength(1);
  expect((await company.ask('invoices.get', { invoiceId: refunded.id })).invoice.refundedCents).toBe(1100);
  const after = (await company.ask('disputes.get', { disputeId: disputes[0]?.id ?? '' })).fields.map(({ text }) => text);
  expect(after).toContain(decided.evidence);
  await open(`clients?search=${encodeURIComponent(approved.clientName)}`, 'Clients');
  await main().getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
  await expect(card.getByRole('region', { name: 'Notes' })).toContainText(decided.note);
  await expect(card.getByRole('region', { name: 'Billing' })).toContainText(decided.email);
  expect((await company.ask('books.check', {})).ok).toBe(true);
});

test('the program behind the page gone as well: said loudly, what is read stays, what was typed stays', async () => {
  const { rows } = await company.ask('clients.list', { limit: 1 });
  await open(`clients?search=${encodeURIComponent(rows[0]?.name ?? '')}`, 'Clients');
  await main().getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
  const card = page.getByRole('complementary');
  await card.getByRole('button', { name: 'Change the e-mail' }).click();
  const dialog = page.getByRole('alertdialog', { name: /^Billing e-mail/ });
  await dialog.getByLabel('Billing e-mail').fill('kept@cable-pulled.example');
  await host.stop();
  await dialog.getByRole('button', { name: 'Save the e-mail' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/Tieout itself does not answer\.\s*Nothing you did is lost\./);
  await expect(dialog.getByLabel('Billing e-mail')).toHaveValue('kept@cable-pulled.example');
  await expect(dialog.getByRole('button', { name: 'Try again' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('alert').filter({ hasText: 'Tieout has stopped answering.' })).toContainText('start it again and open the address that it prints');
  await expect(card.getByRole('region', { name: 'Notes' })).toBeVisible();
  // The browser says of each try that nothing answers.
  complaints.length = 0;
});
