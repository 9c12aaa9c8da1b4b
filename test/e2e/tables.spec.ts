// The one table of all lists: sorting, filters with their count, selection with its sums, the far end, coming back.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { formatAmount, formatCount, plainDecimal } from '../../src/renderer/ui/formatMoney.ts';
import { expect, test } from './consoleTest.ts';
import { download } from './exported.ts';
import { gridRow } from './figures.ts';

const invoiceGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Invoices' });
const rowAt = (page: Page, index: number): Locator => invoiceGrid(page).locator(`[aria-rowindex="${index + 2}"]`);

test('a heading sorts, turns round, and says so', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/invoices`);
  const heading = invoiceGrid(page).getByRole('columnheader', { name: /^Total/ });
  for (const direction of ['desc', 'asc'] as const) {
    await heading.getByRole('button').click();
    await expect(heading).toHaveAttribute('aria-sort', direction === 'asc' ? 'ascending' : 'descending');
    const [first] = (await company.ask('invoices.list', { sort: { key: 'total', direction }, limit: 1 })).rows;
    await expect(rowAt(page, 0)).toContainText(first?.number ?? first?.clientName ?? 'none');
    await expect(rowAt(page, 0)).toContainText(formatAmount(first?.totalCents ?? -1));
  }
});

test('a filter shows as a chip with "x of y"; totals are those of the filtered set', async ({ page, company }) => {
  const { totals, allCount } = await company.ask('invoices.list', {
    filter: { qbStatus: ['awaiting_review'] },
    limit: 1,
  });
  await page.goto(`${company.origin}/#/invoices`);
  await page.getByRole('button', { name: 'Filter by quickbooks' }).click();
  await page.getByRole('dialog', { name: 'QuickBooks' }).getByRole('checkbox', { name: 'To review' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'QuickBooks: To review. Change' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: ' of ' })).toHaveText(
    `${formatCount(totals?.count ?? -1)} of ${formatCount(allCount)} invoices`,
  );
  const foot = invoiceGrid(page)
    .getByRole('row')
    .filter({ hasText: `${formatCount(totals?.count ?? -1)} invoices` });
  for (const amountCents of [totals?.exGstCents, totals?.gstCents, totals?.totalCents])
    await expect(foot).toContainText(formatAmount(amountCents ?? -1));
  await page.getByRole('button', { name: 'Clear the filter quickbooks' }).click();
  await expect(
    page
      .getByRole('main')
      .getByRole('status')
      .filter({ hasText: `${formatCount(allCount)} invoices` }),
  ).toBeVisible();
});

test('the selection shows its sums', async ({ page, company }) => {
  const { rows } = await company.ask('invoices.list', { limit: 3 });
  await page.goto(`${company.origin}/#/invoices`);
  for (const index of [0, 2]) await rowAt(page, index).getByRole('checkbox').click();
  const sums = invoiceGrid(page).getByRole('row').filter({ hasText: '2 selected' });
  await expect(sums).toContainText(formatAmount((rows[0]?.totalCents ?? 0) + (rows[2]?.totalCents ?? 0)));
  await expect(sums).toContainText(formatAmount((rows[0]?.gstCents ?? 0) + (rows[2]?.gstCents ?? 0)));
  await expect(rowAt(page, 0)).toHaveAttribute('aria-selected', 'true');
  await expect(rowAt(page, 1)).toHaveAttribute('aria-selected', 'false');
});

test('the far end is scrolled to, and the place is kept over going away and back', async ({ page, company }) => {
  const { allCount } = await company.ask('invoices.list', { limit: 1 });
  const [oldest] = (
    await company.ask('invoices.list', {
      sort: { key: 'number', direction: 'asc' },
      filter: { status: ['paid'] },
      limit: 1,
    })
  ).rows;
  await page.goto(`${company.origin}/#/invoices?sort=number:desc&status=paid`);
  await expect(rowAt(page, 0)).toContainText('RTP-');
  const paidCount = Number(await invoiceGrid(page).getAttribute('aria-rowcount')) - 1;
  expect(paidCount).toBeGreaterThan(400);
  expect(paidCount).toBeLessThanOrEqual(allCount);
  await invoiceGrid(page).evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }));
  await expect(rowAt(page, paidCount - 1)).toContainText(oldest?.number ?? 'none');
  await expect(rowAt(page, paidCount - 1)).toBeInViewport();
  await rowAt(page, paidCount - 1)
    .getByRole('checkbox')
    .click();
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Ledger', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
  await page.goBack();
  await expect(rowAt(page, paidCount - 1)).toBeInViewport();
  await expect(rowAt(page, paidCount - 1)).toHaveAttribute('aria-selected', 'true');
});

test('columns are chosen, and the choice is kept while the screen is left', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/invoices`);
  await expect(rowAt(page, 0)).toBeVisible();
  await page.getByRole('button', { name: /Columns/ }).click();
  await page.getByRole('checkbox', { name: 'RTO code' }).check();
  await page.keyboard.press('Escape');
  await expect(invoiceGrid(page).getByRole('columnheader', { name: 'RTO code' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Activity', exact: true }).click();
  await page.goBack();
  await expect(invoiceGrid(page).getByRole('columnheader', { name: 'RTO code' })).toBeVisible();
});

test('a view is saved under a name, chosen again, and removed', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/invoices?qbStatus=awaiting_review&sort=total:desc`);
  await expect(rowAt(page, 0)).toContainText('RTP-');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name for what is shown now' }).fill('To review, dearest first');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'To review, dearest first' })).toBeVisible();
  await page.goto(`${company.origin}/#/invoices`);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('dialog', { name: 'Saved views' }).getByRole('button', { name: /^To review, dearest first/ }).click();
  await expect(page).toHaveURL(/qbStatus=awaiting_review/);
  await expect(page).toHaveURL(/sort=total/);
  await page.getByRole('button', { name: 'To review, dearest first' }).click();
  await page.getByRole('button', { name: 'Remove the view To review, dearest first' }).click();
  await expect(page.getByRole('dialog', { name: 'Saved views' })).toContainText('give it a name here');
});

test('disputes: searched by amount, their sums under the columns, exported as they are shown', async ({ page, company }) => {
  const { rows } = await company.ask('disputes.list', {});
  const dispute = rows[0];
  await page.goto(`${company.origin}/#/refunds?tab=disputes`);
  const grid = page.getByRole('grid', { name: 'Disputes' });
  await expect(grid.getByRole('row').last()).toContainText(formatAmount(rows.reduce((sum, row) => sum + row.amountCents, 0)));
  await page.getByRole('searchbox', { name: 'Filter disputes' }).fill(plainDecimal(dispute?.amountCents ?? -1));
  const matching = rows.filter(({ amountCents }) => amountCents === dispute?.amountCents).length;
  await expect(grid).toHaveAttribute('aria-rowcount', String(1 + matching));
  const { lines, about } = await download(page);
  expect(lines).toHaveLength(1 + matching);
  expect(about.some((line) => line.startsWith('Filter,') && line.includes(plainDecimal(dispute?.amountCents ?? -1)))).toBe(true);
});

test('every list selects with Space and Shift+Space, sums what is selected, and exports just that', async ({ page, company }) => {
  const lists = [
    ['refunds', 'Refunds', 'refund'],
    ['reconcile?tab=payouts', 'Payouts', 'payout'],
    ['clients', 'Clients', 'client'],
    ['subscriptions', 'Subscriptions', 'subscription'],
    ['ledger', 'Ledger', 'ledger row'],
    ['quickbooks?tab=synced', 'Invoices: Synced', 'invoice'],
    ['quickbooks?tab=documents', 'Refunds, fees and payouts', 'document'],
  ] as const;
  for (const [path, label, noun] of lists) {
    await page.goto(`${company.origin}/#/${path}`);
    const grid = page.getByRole('grid', { name: label, exact: true });
    await expect(grid.getByRole('row').nth(2)).toBeVisible();
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Space');
    const bar = page.getByRole('region', { name: `Selected ${noun}s` });
    await expect(bar, label).toContainText('2 selected · A$');
    await expect(grid.getByRole('row').filter({ hasText: '2 selected' })).toContainText(/\d\.\d\d/);
    const waiting = page.waitForEvent('download');
    await bar.getByRole('button', { name: 'Export the selection' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^selected ${noun}s `));
    expect(readFileSync(await file.path(), 'utf8').split('\r\n').indexOf(''), label).toBe(3);
    await bar.getByRole('button', { name: 'Clear selection' }).click();
    await expect(bar).toBeHidden();
  }
  // The log has nothing to sum.
  await page.goto(`${company.origin}/#/activity`);
  const log = page.getByRole('grid', { name: 'Activity log' });
  await expect(log.getByRole('row').nth(2)).toBeVisible();
  await log.focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Selected log entries' })).toContainText('1 selected');
});

test('refunds, payouts, documents and disputes are sorted by their headings', async ({ page, company }) => {
  const grid = (label: string): Locator => page.getByRole('grid', { name: label, exact: true });
  const sortBy = async (label: string, heading: RegExp, direction: 'ascending' | 'descending'): Promise<Locator> => {
    const header = grid(label).getByRole('columnheader', { name: heading });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', direction);
    return grid(label).locator('[aria-rowindex="2"]');
  };
  await page.goto(`${company.origin}/#/reconcile?tab=payouts`);
  const [largest] = (await company.ask('payouts.list', { sort: { key: 'amount', direction: 'desc' }, limit: 1 })).rows;
  await expect(await sortBy('Payouts', /^Amount/, 'descending')).toContainText(formatAmount(largest?.amountCents ?? -1));
  const [smallest] = (await company.ask('payouts.list', { sort: { key: 'amount', direction: 'asc' }, limit: 1 })).rows;
  await expect(await sortBy('Payouts', /^Amount/, 'ascending')).toContainText(formatAmount(smallest?.amountCents ?? -1));

  await page.goto(`${company.origin}/#/refunds`);
  const [dearest] = (await company.ask('refunds.list', { sort: { key: 'amount', direction: 'desc' }, limit: 1 })).rows;
  await expect(await sortBy('Refunds', /^Refunded/, 'descending')).toContainText(dearest?.clientName ?? 'none');
  const [firstClient] = (await company.ask('refunds.list', { sort: { key: 'client', direction: 'asc' }, limit: 1 })).rows;
  await expect(await sortBy('Refunds', /^Client/, 'ascending')).toContainText(firstClient?.clientName ?? 'none');

  await page.goto(`${company.origin}/#/quickbooks?tab=documents`);
  const [firstNumber] = (await company.ask('documents.list', { sort: { key: 'number', direction: 'desc' }, limit: 1 })).rows;
  await expect(await sortBy('Refunds, fees and payouts', /^Number/, 'descending')).toContainText(firstNumber?.number ?? 'none');

  await page.goto(`${company.origin}/#/refunds?tab=disputes`);
  const disputes = (await company.ask('disputes.list', {})).rows.toSorted((a, b) => b.amountCents - a.amountCents);
  await expect(await sortBy('Disputes', /^Disputed/, 'descending')).toContainText(disputes[0]?.clientName ?? 'none');
});

test('a screen is come back to as it was left: filters, sort, selection; pressed again it shows everything', async ({ page, company }) => {
  const { allCount } = await company.ask('invoices.list', { limit: 1 });
  const screens = page.getByRole('navigation', { name: 'Screens' });
  const countWord = page.getByRole('main').getByRole('status').filter({ hasText: 'invoices' });
  await page.goto(`${company.origin}/#/invoices?status=paid&sort=total:desc`);
  await expect(rowAt(page, 0)).toContainText('RTP-');
  const filtered = await countWord.innerText();
  expect(filtered).toContain(` of ${formatCount(allCount)} `);
  await rowAt(page, 1).getByRole('checkbox').click();
  await screens.getByRole('link', { name: 'Ledger', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
  await screens.getByRole('link', { name: 'Invoices', exact: true }).click();
  await expect(page).toHaveURL(/#\/invoices\?.*status=paid/);
  await expect(page).toHaveURL(/sort=total%3Adesc/);
  await expect(countWord).toHaveText(filtered);
  await expect(rowAt(page, 1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/#\/invoices\?.*status=paid/);
  await screens.getByRole('link', { name: 'Invoices', exact: true }).click();
  await expect(countWord).toHaveText(`${formatCount(allCount)} invoices`);
});

test('the refunds that are selected are approved for QuickBooks from their own list', async ({ page, company }) => {
  const invoice = await company.arrivedPayment({ name: 'Bulk Refund Skills', plan: 'essential' });
  const { today } = await company.ask('status.get', {});
  await company.ask('refunds.record', { invoiceId: invoice.id, expectedVersion: invoice.version, amountCents: 5_500, date: today, how: 'Bank transfer', note: 'Agreed by phone' });
  await page.goto(`${company.origin}/#/refunds?search=Bulk Refund Skills`);
  await gridRow(page, 'Refunds', 'Bulk Refund Skills').getByRole('checkbox').click();
  await page.getByRole('region', { name: 'Selected refunds' }).getByRole('button', { name: 'Push 1 refund to QuickBooks…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Push 1 document to QuickBooks?' });
  await expect(dialog).toContainText('A$55.00');
  await dialog.getByRole('button', { name: 'Push 1 document to QuickBooks, A$55.00' }).click();
  await expect(page.getByText('1 document on the way to QuickBooks')).toBeVisible();
  // It waits for its invoice, which nobody approved: taken back, so that nothing is left under way.
  const of = async () => (await company.ask('documents.list', { filter: { search: 'Bulk Refund Skills' } })).rows[0];
  await expect.poll(async () => (await of())?.status).toBe('approved');
  const document = await of();
  if (document === undefined) throw new Error('the refund has no document');
  await company.ask('documents.withdraw', { items: [{ documentId: document.id, expectedVersion: document.version }] });
  await expect(gridRow(page, 'Refunds', 'Bulk Refund Skills')).toContainText('To review');
});
