// Every screen as a whole: its heading, its width, what it says when there is nothing, when a link is wrong and when the host is gone.
import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { startHost } from './hostFixture.ts';

const headings = {
  overview: 'Overview',
  invoices: 'Invoices',
  quickbooks: 'QuickBooks',
  ledger: 'Ledger',
  gst: 'GST & BAS',
  reconcile: 'Reconcile',
  activity: 'Activity',
  settings: 'Settings',
} as const;

const expectHeading = (page: Page, name: string): Promise<void> =>
  expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();

/** How far the page itself can be scrolled sideways, in CSS pixels. */
const sidewaysPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const firstRow = (page: Page): ReturnType<Page['getByRole']> =>
  page
    .getByRole('main')
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: /RTP-\d+/ })
    .first();

for (const [zoom, viewport, deviceScaleFactor] of [
  ['at 1280 by 800', { width: 1280, height: 800 }, 1],
  ['at 200 % zoom of that', { width: 640, height: 400 }, 2],
] as const) {
  test.describe(zoom, () => {
    test.use({ viewport, deviceScaleFactor });

    test('every screen has its heading and title, and never scrolls sideways', async ({ page, company }) => {
      await page.goto(`${company.origin}/`);
      for (const [screen, heading] of Object.entries(headings)) {
        await page.goto(`${company.origin}/#/${screen}`);
        await expectHeading(page, heading);
        await expect(page).toHaveTitle(`${heading} · RTOpacks · Tieout`);
        await expect(page.getByRole('main')).not.toContainText('Opening…');
        expect(await sidewaysPx(page), `${heading} sideways`).toBe(0);
      }
      for (const hash of ['#/invoices?qbStatus=synced', '#/quickbooks?tab=awaiting_review']) {
        await page.goto(`${company.origin}/${hash}`);
        await firstRow(page).click();
        const pane = page.getByRole('complementary');
        await expect(pane.getByRole('region', { name: /^(?:The money|Invoice in QuickBooks)$/ })).toBeVisible();
        expect(await sidewaysPx(page), `${hash} with its pane, sideways`).toBe(0);
        // The pane's own end can be reached, whatever the height.
        const last = pane.getByRole('region').last();
        await last.scrollIntoViewIfNeeded();
        await expect(last).toBeInViewport();
        await pane.getByRole('button', { name: 'Close' }).click();
        await expect(pane).toBeHidden();
        await firstRow(page).scrollIntoViewIfNeeded();
        await expect(firstRow(page)).toBeInViewport();
      }
    });
  });
}

test('a filter that nothing matches says so on each list, and is cleared from there', async ({ page, company }) => {
  const lists = [
    ['invoices?', 'No invoice matches'],
    ['ledger?', 'No ledger row matches'],
    ['activity?', 'No entry of the log matches'],
    ['quickbooks?tab=synced&', 'No invoice in this state matches'],
  ] as const;
  for (const [path, sentence] of lists) {
    await page.goto(`${company.origin}/#/${path}search=nothing-matches-this`);
    await expect(page.getByText(sentence)).toBeVisible();
    await page
      .getByRole('main')
      .getByRole('button', { name: /^Clear/ })
      .last()
      .click();
    await expect(page.getByText(sentence)).toBeHidden();
    await expect(page.getByRole('main').getByRole('grid').getByRole('row').nth(2)).toBeVisible();
  }
});

test('a state of the queue without invoices says what would stand there', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/quickbooks?tab=abandoned`);
  await expect(page.getByText('Nothing was abandoned')).toBeVisible();
  await page.goto(`${company.origin}/#/activity?view=shapes`);
  await expect(page.getByText('Everything had the shape we know')).toBeVisible();
});

test('a wrong or hostile link opens a working screen', async ({ page, company }) => {
  const links = [
    ['#/nonsense?x=%', 'Overview'],
    ['#//invoices', 'Overview'],
    [
      '#/invoices?open=abc&sort=evil:up&from=2026-99-99&to=never&qbStatus=nonsense,__proto__&quarter=2026-Q9',
      'Invoices',
    ],
    ["#/invoices?search=%E0%A4%A&status=');DROP%20TABLE%20billing_invoices;--", 'Invoices'],
    [`#/invoices?search=${'%00x'.repeat(90)}`, 'Invoices'],
    ['#/invoices?search=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', 'Invoices'],
    ['#/quickbooks?tab=__proto__&open=1e400', 'QuickBooks'],
    ['#/invoices?open=-1', 'Invoices'],
    ['#/ledger?invoiceId=99999999999999999999&eventType=,,,&order=sideways', 'Ledger'],
    ['#/gst?quarter=constructor', 'GST & BAS'],
    ['#/activity?open=-1&source=nobody&view=%FF', 'Activity'],
    ['#/settings?section=%22%5D%5C', 'Settings'],
  ] as const;
  await page.goto(`${company.origin}/`);
  for (const [hash, heading] of links) {
    await test.step(hash.slice(0, 60), async () => {
      await page.goto(`${company.origin}/${hash}`);
      await expectHeading(page, heading);
      await expect(page.getByRole('main')).not.toContainText(/made a mistake|Opening…/);
      await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
    });
  }
  expect((await company.ask('invoices.list', { limit: 1 })).allCount).toBeGreaterThan(400);
});

test('a link to an invoice that does not exist says so, in the pane', async ({ page, company }) => {
  for (const hash of ['#/invoices?open=99999999', '#/quickbooks?open=99999999']) {
    await page.goto(`${company.origin}/${hash}`);
    await expect(page.getByRole('complementary').getByRole('alert')).toContainText('does not exist');
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('complementary')).toBeHidden();
  }
});

test('the tiles of the overview open the rows they count', async ({ page, company }) => {
  const { toReview } = (await company.ask('status.get', {})).badges;
  const { notInQuickBooks } = await company.ask('overview.get', {});
  await page.goto(`${company.origin}/#/overview`);
  await page.getByRole('link', { name: /^Not in QuickBooks/ }).click();
  await expectHeading(page, 'Invoices');
  await expect(page.getByRole('main').getByRole('status')).toContainText(new RegExp(`^${notInQuickBooks.count} of `));
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('link', { name: `QuickBooks: ${toReview} invoices to review`, exact: true })
    .click();
  await expect(page.getByRole('tab', { name: `To review ${toReview}` })).toBeVisible();
});

test('light, dark and the system’s look are kept over a reload', async ({ page, company }) => {
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${company.origin}/#/overview`);
  await expectHeading(page, 'Overview');
  const light = await background();
  await page.getByRole('button', { name: 'Look: As the system' }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  await page.reload();
  await expectHeading(page, 'Overview');
  expect(await background()).not.toBe(light);
  await page.getByRole('button', { name: 'Look: Dark' }).click();
  await page.getByRole('menuitem', { name: 'As the system' }).click();
  await expect.poll(background).toBe(light);
});

test('when Tieout itself is gone, the page says so and keeps what it shows', async ({ page, complaints }) => {
  const host = await startHost(['--demo']);
  try {
    await page.goto(host.startUrl);
    await page.goto(`${host.origin}/#/invoices`);
    await expect(firstRow(page)).toBeVisible({ timeout: 30_000 });
    host.process.kill('SIGKILL');
    const banner = page.getByRole('alert').filter({ hasText: 'Tieout has stopped answering' });
    await expect(banner).toBeVisible();
    await expect(firstRow(page)).toBeVisible();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(page.getByRole('alertdialog', { name: /^Sync did not start/ })).toBeVisible();
    await banner.getByRole('button', { name: 'Try again' }).click();
    await expect(banner).toBeVisible();
    await expectHeading(page, 'Invoices');
    // Requests to nobody are logged by the browser; that is what was provoked.
    expect(
      complaints.filter(
        (complaint) =>
          !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(complaint),
      ),
    ).toEqual([]);
    complaints.length = 0;
    await page.goto('about:blank');
    complaints.length = 0;
  } finally {
    host.process.kill('SIGKILL');
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});
