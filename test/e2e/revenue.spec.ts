// Revenue in the browser: a month is picked, a bar and a cell are opened into clients, and their sum is the figure.
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';

/** `−1,234.50` → cents. */
const centsOf = (text: string): number => Number(text.replaceAll(/[^\d−-]/g, '').replace('−', '-'));

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
  const figures = await rows.evaluateAll((found) => found.map((row) => ({ label: row.querySelector('th')?.textContent ?? '', amount: row.querySelector('td:last-child')?.textContent ?? '', opens: row.querySelector('a') !== null })));
  const kinds = figures.filter(({ label, opens }) => opens && /^[A-Z]/.test(label));
  expect(kinds.length).toBeGreaterThan(0);
  const opening = centsOf(figures.find(({ label }) => label.startsWith('MRR at the start'))?.amount ?? '');
  const closing = centsOf(figures.find(({ label }) => label === 'MRR at the end')?.amount ?? '');
  expect(opening + kinds.reduce((sum, { amount }) => sum + centsOf(amount), 0)).toBe(closing);
  const [kind] = kinds;
  await movements(page).getByRole('link', { name: kind?.label ?? '', exact: true }).click();
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
