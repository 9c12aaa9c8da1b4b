// Revenue in the browser: a month is picked, a bar and a cell are opened into clients, and their sum is the figure.
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { centsOf } from './figures.ts';
import { expectToEqual, openersOn, setOf } from './revenueOpeners.ts';

const movements = (page: Page) => page.getByRole('table', { name: 'MRR movements of the month' });

async function pickMonth(page: Page, index: number): Promise<string> {
  await page.getByRole('button', { name: /Month/ }).click();
  const option = page.getByRole('option').nth(index);
  const name = (await option.textContent()) ?? '';
  await option.click();
  await expect(page.getByRole('heading', { name: `MRR movements, ${name}` })).toBeVisible();
  return name;
}

test.beforeEach(async ({ company }) => company.settle());

test('a month is picked, and each movement opens clients whose sum is the figure', async ({ page }) => {
  await page.goto('#/revenue');
  await expect(page.getByRole('heading', { level: 1, name: 'Revenue' })).toBeVisible();
  await expect(page.getByText(/^Stripe as of /)).toBeVisible();
  await pickMonth(page, 1);
  const rows = movements(page).getByRole('row');
  const figures = await rows.evaluateAll((found) => found.map((row) => ({ label: row.querySelector('th')?.textContent ?? '', amount: row.querySelector('td:last-child')?.textContent ?? '', opens: row.querySelector('td:last-child a') !== null })));
  const kinds = figures.filter(({ label, opens }) => opens && /^[A-Z]/.test(label) && !label.startsWith('MRR at') && label !== 'Change in the month');
  expect(kinds.length).toBeGreaterThan(0);
  const opening = centsOf(figures.find(({ label }) => label.startsWith('MRR at the start'))?.amount ?? '');
  const closing = centsOf(figures.find(({ label }) => label === 'MRR at the end')?.amount ?? '');
  expect(opening + kinds.reduce((sum, { amount }) => sum + centsOf(amount), 0)).toBe(closing);
  const [kind] = kinds;
  await movements(page).getByRole('row', { name: new RegExp(`^${kind?.label}`) }).getByRole('link').last().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row').last()).toContainText(kind?.amount ?? 'nothing');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a bar of the chart and a cell of the cohorts open by mouse and by keyboard', async ({ page }) => {
  await page.goto('#/revenue');
  const bars = page.getByRole('img', { name: /Waterfall chart/ }).locator('.recharts-bar-rectangle');
  await bars.nth(1).click();
  await expect(page.getByRole('dialog')).toContainText('New');
  await page.keyboard.press('Escape');
  const cell = page.getByRole('link', { name: /still paying at the end of/ }).first();
  const count = (await cell.textContent()) ?? '';
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(`${count} client`);
});

test('the month is picked by arrows and keys, and told whether it is closed', async ({ page }) => {
  await page.goto('#/revenue');
  const head = page.getByRole('heading', { level: 1, name: 'Revenue' }).locator('..');
  await expect(head).toContainText(/Open until the end of \w{3} 2026/);
  const title = page.getByRole('heading', { name: /^MRR movements, / });
  const newest = (await title.textContent()) ?? '';
  await page.keyboard.press('[');
  await expect(head).toContainText(/Closed \d+ \w{3} 2026/);
  await expect(title).not.toHaveText(newest);
  await page.getByRole('button', { name: 'Next month' }).click();
  await expect(title).toHaveText(newest);
  await expect(page.getByRole('button', { name: 'Next month' })).toHaveAttribute('aria-disabled', 'true');
});

test('no dead totals: every figure on the screen opens rows with the same sum or count', async ({ page, company }) => {
  test.setTimeout(300_000);
  await page.goto('#/revenue');
  await expect(page.getByRole('table', { name: 'Failed payments by month of failure' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Clients still paying, by month of their first paid invoice' })).toBeVisible();
  const all = await openersOn(page.getByRole('main'));
  expect(all.length).toBeGreaterThan(250);
  for (const opener of all) expectToEqual(opener, await company.ask('revenue.movements', { set: setOf(opener.href) }));
  // One of each kind on each card as a person does: the sum is repeated above the rows and under them.
  const oneOfEach = [...new Map(all.filter(({ text }) => text !== '0').map((one) => [`${one.card} ${setOf(one.href).of}`, one])).values()];
  expect(oneOfEach.length).toBeGreaterThan(25);
  const dialog = page.getByRole('dialog');
  for (const { href } of oneOfEach) {
    const { sumCents, count } = await company.ask('revenue.movements', { set: setOf(href) });
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, href);
    const sentence = dialog.getByText(/together .* ex GST|Nothing is counted here/);
    await expect(sentence, href).toBeVisible();
    const sum = /together (\S+) ex/.exec((await sentence.textContent()) ?? '')?.[1] ?? '0';
    expect(centsOf(sum), href).toBe(sumCents);
    if (count > 0) await expect(dialog.getByRole('row').last()).toContainText(sumCents === 0 ? '–' : sum.replace('A$', ''));
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('under every chart its table and its numbers to copy; a bar tells what it is; cohorts as clients, share and MRR', async ({ page }) => {
  await page.goto('#/revenue');
  await expect(page.getByRole('table', { name: 'Failed payments by month of failure' })).toBeVisible();
  const cards = page.getByRole('main').getByRole('region');
  const titles = await cards.evaluateAll((found) => found.map((card) => card.getAttribute('aria-label') ?? ''));
  expect(titles.length).toBeGreaterThan(8);
  for (const [index, title] of titles.entries()) {
    await expect(cards.nth(index).getByRole('button', { name: `Copy numbers: ${title}` }), title).toBeVisible();
    await expect(cards.nth(index).getByRole('table'), title).toHaveCount(1);
    await expect(cards.nth(index), title).toContainText('Revenue metrics policy v1');
  }
  const bars = page.getByRole('img', { name: /gains above and losses below/ });
  await bars.locator('.recharts-bar-rectangle path').first().hover();
  await expect(bars).toContainText(/New A\$[\d,.]+/);
  const cohorts = page.getByRole('table', { name: /^Clients still paying/ });
  const cell = cohorts.getByRole('link', { name: /still paying at the end of/ }).first();
  await page.getByRole('radio', { name: 'Share' }).click();
  await expect(cell).toHaveText(/^\d+ %$/);
  await page.getByRole('radio', { name: 'MRR' }).click();
  await expect(page.getByRole('heading', { name: 'Cohorts: MRR' })).toBeVisible();
  await expect(cell).toHaveText(/^[\d,]+$/);
});
