// Exports: exactly what is shown, as CSV, XLSX and PDF; safe, said where they come from, and seen while they take long.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { formatCount, plainDecimal } from '../../src/renderer/ui/formatMoney.ts';
import { expect, test } from './consoleTest.ts';
import { download, exportAs } from './exported.ts';
import { gridRow } from './figures.ts';

const invoiceGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Invoices' });
const rowAt = (page: Page, index: number): Locator => invoiceGrid(page).locator(`[aria-rowindex="${index + 2}"]`);

test('CSV holds every row that matches, in the order and with the columns shown', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/invoices?qbStatus=awaiting_review&sort=total:desc`);
  await expect(rowAt(page, 0)).toContainText('RTP-');
  const headings = (await invoiceGrid(page).getByRole('columnheader').allInnerTexts()).map(
    (text) => text.split('\n')[0]?.trim() ?? '',
  );
  const { name, lines, about } = await download(page);
  expect(name).toMatch(/^invoices \d{4}-\d{2}-\d{2}\.csv$/);
  expect(about).toContain('What,Invoices');
  expect(about.some((line) => line.startsWith('Filter,') && line.includes('awaiting review'))).toBe(true);
  expect(about.some((line) => /^Stripe as of,"?\d/.test(line))).toBe(true);
  const columns = (lines[0] ?? '').split(',');
  expect(columns.map((column) => column.replace(' (AUD)', ''))).toEqual(
    headings.filter((text) => text !== '' && text !== 'Actions'),
  );
  const { rows, totals } = await company.ask('invoices.list', {
    filter: { qbStatus: ['awaiting_review'] },
    sort: { key: 'total', direction: 'desc' },
    limit: 500,
  });
  expect(lines).toHaveLength(1 + (totals?.count ?? -1));
  const totalColumn = columns.indexOf('Total (AUD)');
  for (const [index, row] of rows.entries()) {
    const line = lines[index + 1] ?? '';
    expect(line.startsWith(`${row.number ?? ''},${row.date},`), line).toBe(true);
    expect(line).toContain(
      `,${plainDecimal(row.exGstCents)},${plainDecimal(row.gstCents)},${plainDecimal(row.totalCents)},`,
    );
  }
  expect(totalColumn).toBeGreaterThan(0);

  // All of them, over several pages of the engine.
  await page.goto(`${company.origin}/#/invoices`);
  await expect(rowAt(page, 0)).toBeVisible();
  const all = await download(page);
  expect(all.lines).toHaveLength(1 + (await company.ask('invoices.list', { limit: 1 })).allCount);
});

test('a name that is a formula or markup stays a text: on the page, in the story and in the CSV', async ({
  page,
  company,
}) => {
  const name = '=HYPERLINK("http://evil.example","x")<img src=x onerror=alert(1)>';
  const invoice = await company.arrivedPayment({ name });
  const number = invoice.number ?? 'none';
  await page.goto(`${company.origin}/#/invoices?search=${number}`);
  await expect(gridRow(page, 'Invoices', number)).toContainText(name);
  const { lines } = await download(page);
  expect(lines[1]).toContain(`,"'=HYPERLINK(""http://evil.example"",""x"")<img src=x onerror=alert(1)>",`);
  await gridRow(page, 'Invoices', number).click();
  await expect(page.getByRole('complementary').getByRole('link', { name })).toBeVisible();
  await page.goto(`${company.origin}/#/quickbooks?tab=awaiting_review&open=${invoice.id}`);
  await expect(page.getByRole('complementary').getByRole('region', { name: 'Customer', exact: true })).toContainText(
    'HYPERLINK',
  );
  await page.goto(`${company.origin}/#/ledger?invoiceId=${invoice.id}`);
  const ledger = await download(page);
  expect(ledger.lines.length).toBeGreaterThan(1);
  expect(ledger.lines.every((line) => !/(?:^|,)"?[=+@]/.test(line))).toBe(true);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});

test('the same list as an Excel workbook and as a PDF; every export is in the log', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/invoices?qbStatus=awaiting_review`);
  await expect(rowAt(page, 0)).toContainText('RTP-');
  const workbook = await exportAs(page, /XLSX/);
  expect(workbook.suggestedFilename()).toMatch(/^invoices \d{4}-\d{2}-\d{2}\.xlsx$/);
  expect(readFileSync(await workbook.path()).subarray(0, 2).toString('latin1')).toBe('PK');
  const pdf = await exportAs(page, /^PDF/);
  expect(readFileSync(await pdf.path()).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  await expect
    .poll(async () => (await company.ask('activity.list', { search: 'exported as' })).rows.map((row) => row.summary).join())
    .toMatch(/Invoices: \d+ rows? exported as PDF.*exported as XLSX/);
});

test('a long list as an Excel workbook: every row, packed beside the page', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/ledger`);
  await expect(page.getByRole('grid', { name: 'Ledger' }).getByRole('row').nth(2)).toBeVisible();
  const { allCount } = await company.ask('ledger.list', {});
  const workbook = await exportAs(page, /XLSX/);
  const files = unzipSync(readFileSync(await workbook.path()));
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  // Above the size from which the library would pack in workers made of blobs, which the page's policy forbids.
  expect(sheet.length).toBeGreaterThan(160_000);
  expect(sheet.match(/<row /g)).toHaveLength(1 + (allCount ?? 0));
});

test('a report exports its table with the policy that its figures follow, and copies the same numbers', async ({ page, company }) => {
  const { months } = await company.ask('revenue.trend', { months: 12 });
  await page.goto(`${company.origin}/#/revenue`);
  const card = page.getByRole('region', { name: /^MRR over/ });
  await expect(card.getByRole('table')).toBeVisible();
  await expect(card.getByRole('button', { name: /^Copy numbers: MRR over/ })).toBeEnabled();
  const { name, lines, about } = await download(page, card);
  expect(name).toMatch(/^mrr over \d+ months \d{4}-\d{2}-\d{2}\.csv$/);
  expect(lines).toHaveLength(1 + months.length);
  expect(lines[0]).toMatch(/^Month,Clients,MRR/);
  const last = months.at(-1);
  expect(lines.some((line) => line.startsWith(`${last?.month},${last?.figures.closingClients},${plainDecimal(last?.figures.closingCents ?? -1)},`))).toBe(true);
  expect(about).toContain('Policy,Revenue metrics policy v1');
  expect(about.some((line) => /^Stripe as of,"?\d/.test(line))).toBe(true);
});

/** Lets an export stand still: its second page waits until `goOn` is called. */
const heldExport = async (page: Page): Promise<{ goOn: () => void }> => {
  let goOn = (): void => undefined;
  const free = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route('**/rpc', async (route) => {
    const { operation, input } = route.request().postDataJSON() as { operation: string; input: { cursor?: string | null; withTotals?: boolean } };
    if (operation === 'ledger.list' && input.withTotals === false && typeof input.cursor === 'string') await free;
    await route.continue();
  });
  return { goOn };
};

test('a long export shows in the work strip, goes on when its screen is left, and arrives whole', async ({ page, company }) => {
  const { allCount } = await company.ask('ledger.list', { limit: 1 });
  expect(allCount, 'more than one page of the export').toBeGreaterThan(500);
  await page.goto(`${company.origin}/#/ledger`);
  await expect(page.getByRole('grid', { name: 'Ledger' }).getByRole('row').nth(2)).toBeVisible();
  const held = await heldExport(page);
  const waiting = page.waitForEvent('download');
  await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const strip = page.getByRole('region', { name: 'Running work' });
  await expect(strip).toContainText('Reading Ledger for the CSV');
  await expect(strip).toContainText(`500 of ${formatCount(allCount)}`);
  await expect(strip).toContainText(/\d a second/);
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Invoices', exact: true }).click();
  await expect(invoiceGrid(page)).toBeVisible();
  await expect(strip).toContainText('Reading Ledger for the CSV');
  held.goOn();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^ledger /);
  const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
  expect(lines.indexOf('')).toBe(1 + allCount);
  await expect(strip).toBeHidden();
});

test('an export is cancelled from the work strip, and no file is written', async ({ page, company }) => {
  await page.goto(`${company.origin}/#/ledger`);
  await expect(page.getByRole('grid', { name: 'Ledger' }).getByRole('row').nth(2)).toBeVisible();
  const held = await heldExport(page);
  const downloads: string[] = [];
  page.on('download', (file) => downloads.push(file.suggestedFilename()));
  await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /XLSX/ }).click();
  const strip = page.getByRole('region', { name: 'Running work' });
  await strip.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The export of Ledger was cancelled')).toBeVisible();
  await expect(strip).toBeHidden();
  held.goOn();
  // The button is free again: the same export is taken once more, and comes.
  expect((await download(page)).name).toMatch(/^ledger .*csv$/);
  expect(downloads).toEqual([expect.stringMatching(/\.csv$/)]);
});
