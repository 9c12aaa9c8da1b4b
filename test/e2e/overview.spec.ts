// The overview's tiles: what each counts is what the list behind it holds.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { centsOf } from './figures.ts';
import { expectToEqual, openersOn, setOf } from './revenueOpeners.ts';

test.beforeEach(async ({ company }) => company.settle());

const tile = (page: Page, label: string): Locator => page.getByRole('main').getByRole('link', { name: new RegExp(`^${label}`) });

/** Opens the tile; its whole text. */
async function openTile(page: Page, label: string): Promise<string> {
  await page.goto('#/overview');
  const link = tile(page, label);
  await expect(link).toBeVisible();
  await expect(link).not.toContainText('…');
  const text = (await link.innerText()).replaceAll('\n', ' ');
  await link.click();
  return text;
}

/** The first whole number in it. */
const countIn = (text: string): number => Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN);

for (const label of ['Not in QuickBooks', 'Failed pushes', 'Fees pending']) {
  test(`${label}: as many invoices as it says`, async ({ page }) => {
    const text = await openTile(page, label);
    await expect(page.getByRole('heading', { level: 1, name: 'Invoices' })).toBeVisible();
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: ' of ' })).toContainText(new RegExp(`^${countIn(text)} of `));
  });
}

test('paying clients, churn and what is at risk open as many clients, and their sum', async ({ page, company }) => {
  const paying = await openTile(page, 'Paying clients');
  await expect(page.getByRole('dialog')).toContainText(`${countIn(paying)} clients`);
  const { mrrAtRiskCents, clientsAtRisk, customerChurn } = await company.ask('overview.get', {});
  await openTile(page, 'Payments at risk');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(new RegExp(`^MRR at risk.*${clientsAtRisk} clients?,`, 's'));
  const sum = dialog.getByRole('row').last().getByRole('cell').filter({ hasText: /\d\.\d\d/ });
  await expect(sum).toContainText(/\d/);
  expect(centsOf((await sum.textContent()) ?? '')).toBe(mrrAtRiskCents);
  // Early in a month nobody may have left yet: then no row stands behind it.
  const churn = await openTile(page, 'Customer churn');
  const left = customerChurn?.numerator ?? -1;
  expect(churn).toContain(`${left} of the ${customerChurn?.denominator} clients`);
  await expect(left === 0 ? page.getByRole('heading', { level: 1, name: 'Revenue' }) : page.getByRole('dialog').filter({ hasText: `${left} movement` })).toBeVisible();
  const mrr = await openTile(page, 'MRR, ex GST');
  await expect(page.getByRole('dialog')).toContainText(/A\$[\d,.]+/.exec(mrr)?.[0] ?? 'none');
});

test('books: the items of the exceptions to settle', async ({ page }) => {
  const text = await openTile(page, 'Books');
  expect(text).toMatch(/\d+ items? open/);
  const pills = page.getByRole('region', { name: 'To settle' }).getByText(/^[\d,]+ items?$/);
  await expect(pills.first()).toBeVisible();
  const counts = (await pills.allInnerTexts()).map(countIn);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(countIn(text));
});

test('open disputes and the next payout', async ({ page }) => {
  const disputes = await openTile(page, 'Open disputes');
  await expect(page.getByRole('grid', { name: 'Disputes' }).getByRole('rowgroup').locator('[aria-rowindex]:not([aria-rowindex="1"])')).toHaveCount(countIn(disputes));
  const payout = await openTile(page, 'Next payout');
  const amount = /A\$[\d,.]+/.exec(payout)?.[0] ?? 'none';
  await expect(page.getByRole('main').getByRole('complementary')).toContainText(amount);
});

test('the GST of the quarters opens the quarter', async ({ page, company }) => {
  const { gst, gstToLodge } = await company.ask('overview.get', {});
  const text = await openTile(page, 'GST set aside');
  expect(text).toContain(gst.quarter);
  await expect(page.getByRole('main')).toContainText(/A\$[\d,.]+/.exec(text)?.[0].slice(2) ?? 'none');
  if (gstToLodge === null) return;
  const lodge = await openTile(page, 'GST to lodge');
  await expect(page.getByRole('main')).toContainText(/A\$[\d,.]+/.exec(lodge)?.[0].slice(2) ?? 'none');
});

test('no dead totals: each figure of the two tables opens rows with the same sum or count', async ({ page, company }) => {
  await page.goto('#/overview');
  const received = page.getByRole('table', { name: 'Received by month, ex GST' });
  await expect(received).toBeVisible();
  const revenue = await openersOn(page.getByRole('table', { name: 'MRR by month, ex GST' }));
  expect(revenue.length).toBeGreaterThan(30);
  for (const opener of revenue) expectToEqual(opener, await company.ask('revenue.movements', { set: setOf(opener.href) }));
  const links = await received.locator('a[href^="#/ledger"]').evaluateAll((found) => found.map((link) => ({ href: link.getAttribute('href') ?? '', text: link.textContent?.trim() ?? '' })));
  expect(links.length).toBeGreaterThan(36);
  for (const { href, text } of links) {
    const params = new URLSearchParams(href.split('?')[1]);
    const filter = { eventType: (params.get('eventType') ?? '').split(','), from: params.get('from') ?? '', to: params.get('to') ?? '' };
    const { totals, rows } = await company.ask('ledger.list', { filter, limit: 500 });
    // Rows in other currencies are in the list, but in no sum.
    if (text.includes('.')) expect(centsOf(text), href).toBe(totals?.exGstCents);
    else expect(Number(text.replaceAll(',', '')), href).toBe(rows.filter(({ currency }) => currency === 'aud').length);
  }
  // Where there is room the ledger shows ex GST beside the total.
  await page.setViewportSize({ width: 1920, height: 1000 });
  await received.locator('tfoot a').last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
  const net = links.at(-1)?.text ?? 'none';
  await expect(page.getByRole('main')).toContainText(net);
});
