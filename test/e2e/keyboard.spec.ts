// The main jobs by keyboard alone; the focus is never lost to the page's body.
import type { Page } from '@playwright/test';
import { formatMoney, plainDecimal } from '../../src/renderer/ui/formatMoney.ts';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';
import { gridRow } from './figures.ts';
import { expectFocusKept } from './keptFocus.ts';

const goByKeys = async (page: Page, letter: string, heading: string): Promise<void> => {
  // The two keys belong together for a moment only; on a busy machine they can come apart, and are pressed again.
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectFocusKept(page);
};

test('g and a letter go to every screen', async ({ page, company }) => {
  await page.goto(`${company.origin}/`);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const letters = [
    ['v', 'Revenue'],
    ['i', 'Invoices'],
    ['u', 'Subscriptions'],
    ['c', 'Clients'],
    ['d', 'Refunds & disputes'],
    ['q', 'QuickBooks'],
    ['l', 'Ledger'],
    ['b', 'GST & BAS'],
    ['r', 'Reconcile'],
    ['a', 'Activity'],
    ['s', 'Settings'],
    ['o', 'Overview'],
  ] as const;
  for (const [letter, heading] of letters) await goByKeys(page, letter, heading);
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const [, heading] of letters) await expect(list).toContainText(`Go to ${heading}`);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expectFocusKept(page);
});

test('an invoice is chosen, opened, approved and followed to Synced without the mouse', async ({ page, company }) => {
  const invoice = await company.arrivedPayment({ name: 'Keyboard College' });
  const number = invoice.number ?? 'none';
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await goByKeys(page, 'q', 'QuickBooks');
  await expect(gridRow(page, /To review/, number)).toBeVisible();

  // `/` to the filter, what is typed finds the row, Enter goes down to the list.
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter the queue' })).toBeFocused();
  await page.keyboard.type(number);
  const grid = page.getByRole('grid', { name: /To review/ });
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();

  // Space selects and takes back, Enter opens, Esc closes and comes back to the list.
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Selected invoices' })).toContainText('1 selected');
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Selected invoices' })).toBeHidden();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('complementary', { name: `Review of ${number}` });
  await expect(pane.getByRole('region', { name: 'Invoice in QuickBooks' })).toBeVisible();
  await expectFocusKept(page);
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect(grid).toBeFocused();

  // Ctrl+Enter asks; Esc says no; Ctrl+Enter and Enter say yes.
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('region', { name: 'Effect on balances' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('alertdialog', { name: /\?$/ });
  const confirm = dialog.getByRole('button', {
    name: `Push 1 invoice to QuickBooks, ${formatMoney(invoice.totalCents)}`,
  });
  await expect(confirm).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expectFocusKept(page);
  expect((await company.ask('invoices.get', { invoiceId: invoice.id })).invoice.qbStatus).toBe('awaiting_review');
  await page.keyboard.press('Control+Enter');
  await expect(confirm).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expectFocusKept(page);
  await expect(pane.getByText('Synced', { exact: true }).first()).toBeVisible({ timeout: patienceMs });
  await expectFocusKept(page);
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expectFocusKept(page);
});

test('arrows, Home, End, j and k move through the list; Shift takes a range along; Ctrl+A takes all', async ({
  page,
  company,
}) => {
  await page.goto(`${company.origin}/#/invoices`);
  const grid = page.getByRole('grid', { name: 'Invoices' });
  await expect(grid.getByRole('row').nth(3)).toContainText('RTP-');
  await grid.focus();
  const activeRow = (): Promise<string | null> =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant') ?? null;
      return id === null ? null : (document.querySelector(`[id="${id}"]`)?.getAttribute('aria-rowindex') ?? null);
    });
  for (const [key, rowIndex] of [
    ['Home', '2'],
    ['ArrowDown', '3'],
    ['j', '4'],
    ['k', '3'],
    ['ArrowUp', '2'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(activeRow, { message: `the active row after ${key}` }).toBe(rowIndex);
  }
  const { allCount } = await company.ask('invoices.list', { limit: 1 });
  await page.keyboard.press('End');
  await expect.poll(activeRow).toBe(String(allCount + 1));
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(grid.getByRole('row').filter({ hasText: '3 selected' })).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await expect(grid.getByRole('row').filter({ hasText: `${allCount} selected` })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(grid.getByRole('row', { selected: true })).toHaveCount(0);
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Actions for this row' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
});

test('Ctrl+K finds an invoice by its number, a page and a command', async ({ page, company }) => {
  const { rows } = await company.ask('invoices.list', { filter: { status: ['paid'] }, limit: 50 });
  const invoice = rows.at(-1);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search pages, commands and records' });
  await expect(box).toBeFocused();
  await page.keyboard.type(invoice?.number ?? 'none');
  await expect(page.getByRole('option', { selected: true })).toContainText(
    `${invoice?.number ?? 'none'} · ${invoice?.clientName ?? 'none'}`,
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: invoice?.number ?? 'none' })).toBeVisible();
  await expectFocusKept(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('check the b');
  await expect(page.getByRole('option', { selected: true })).toContainText('Check the books');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Check of the books' })).toContainText(
    /The books tie out: \d+ checks passed/,
    { timeout: patienceMs },
  );
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzzzz');
  await expect(page.getByText('Nothing is called “zzzzzz”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expectFocusKept(page);
});

test('Tab reaches the skip link first, then the screen, and nothing is a trap', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/gst`);
  await expect(page.getByRole('heading', { level: 1, name: 'GST & BAS' })).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the screen' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  const names = new Set<string>();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    names.add(
      await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      ),
    );
    if (names.has('Skip to the screen')) break;
  }
  expect([...names].some((name) => /Mark \d{4}-Q\d remitted/.test(name))).toBe(true);
});

test('Ctrl+K finds a record of every kind, and opens it', async ({ page, company }) => {
  const client = (await company.ask('clients.list', { limit: 1 })).rows[0];
  const subscription = (await company.ask('subscriptions.list', { limit: 1 })).rows[0];
  const refund = (await company.ask('refunds.list', { limit: 1 })).rows[0];
  const dispute = (await company.ask('disputes.list', {})).rows[0];
  const payout = (await company.ask('payouts.list', { limit: 1 })).rows[0];
  const document = (await company.ask('documents.list', { limit: 1 })).rows[0];
  const records = [
    [client?.name, client?.name, 'clients'],
    [subscription?.clientName, `${subscription?.planName} · ${subscription?.clientName}`, 'subscriptions'],
    [refund?.invoiceNumber, `Refund ${refund?.invoiceNumber} · ${refund?.clientName}`, 'refunds'],
    [dispute?.invoiceNumber, `Dispute ${dispute?.invoiceNumber} · ${dispute?.clientName}`, 'tab=disputes'],
    [plainDecimal(payout?.amountCents ?? -1), `Payout of ${formatMoney(payout?.amountCents ?? -1)}`, 'tab=payouts'],
    [document?.number, document?.number, 'tab=documents'],
  ] as const;
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  for (const [typed, name, address] of records) {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: /^Search/ })).toBeFocused();
    await page.keyboard.type(typed ?? 'none');
    await page.getByRole('option').filter({ hasText: name ?? 'none' }).first().click();
    await expect(page).toHaveURL(new RegExp(`${address}.*open=|open=.*${address}`));
    await expect(page.getByRole('complementary').first()).toBeVisible();
    await expectFocusKept(page);
  }
});
