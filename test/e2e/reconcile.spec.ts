// Reconcile: a fee tax invoice typed in and corrected, its variance seen; a payout followed down to the invoices that make it.
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';

test('the bookkeeper enters a fee tax invoice, sees the variance, corrects it and prepares the purchase', async ({ page, company }) => {
  await expect
    .poll(async () => (await company.ask('fees.months', {})).months.filter((month) => month.state === 'invoice_missing').length, { timeout: patienceMs })
    .toBe(1);
  const { months } = await company.ask('fees.months', {});
  const open = months.find((month) => month.state === 'invoice_missing');
  expect(open).toBeDefined();
  const dollars = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const expected = open?.expectedCents ?? 0;
  await page.goto(`${company.origin}/#/reconcile?tab=fees&open=${open?.month ?? ''}`);
  const detail = page.getByRole('region', { name: /^Fees of / });
  await detail.getByRole('button', { name: 'Enter tax invoice…' }).click();
  // By name: a toast is an alertdialog as well.
  const dialog = page.getByRole('alertdialog', { name: /^(?:Enter|Correct|Prepare) the / });
  await dialog.getByLabel('Invoice number').fill('STR-AU-TEST');
  await dialog.getByLabel('Total, incl. GST (AUD)').fill(dollars(expected + 3));
  await dialog.getByLabel('GST (AUD)', { exact: true }).fill(dollars(open?.gstEstimateCents ?? 0));
  await expect(dialog.getByRole('status')).toContainText('Variance A$0.03');
  await dialog.getByLabel('PDF of the invoice').setInputFiles({ name: 'stripe tax invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
  await dialog.getByRole('button', { name: 'Save tax invoice' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row').filter({ has: page.locator('a[aria-current]') });
  await expect(row).toContainText('Variance');
  await expect(detail).toContainText('A$0.03');
  await expect(detail.getByRole('button', { name: 'Save stripe tax invoice.pdf' })).toBeVisible();
  await page.getByRole('tab', { name: /Exceptions/ }).click();
  await expect(page.getByRole('region', { name: 'Fee variance' })).toContainText('A$0.03');

  await page.getByRole('region', { name: 'Fee variance' }).getByRole('listitem').getByRole('link').click();
  await detail.getByRole('button', { name: 'Correct tax invoice…' }).click();
  await dialog.getByLabel('Total, incl. GST (AUD)').fill(dollars(expected));
  await expect(dialog.getByRole('status')).toContainText('Ties out');
  await dialog.getByRole('button', { name: 'Save correction' }).click();
  await expect(row).toContainText('Ties out');
  await expect(detail).toContainText('Corrected 1 time');
  await detail.getByRole('button', { name: 'Prepare the QuickBooks purchase…' }).click();
  await dialog.getByRole('button', { name: 'Prepare 1 purchase' }).click();
  await expect(dialog).toBeHidden();
  await expect(detail.getByRole('button', { name: 'Prepare the QuickBooks purchase…' })).toBeDisabled();
});

test('a payout is followed down to the transactions that sum to it, and on to an invoice', async ({ page, company }) => {
  await expect
    .poll(async () => (await company.ask('payouts.list', {})).rows.every((payout) => payout.tie === 'tied'), { timeout: 2 * patienceMs })
    .toBe(true);
  await page.goto(`${company.origin}/#/reconcile?tab=payouts`);
  const grid = page.getByRole('grid', { name: 'Payouts' });
  await grid.getByRole('row').filter({ hasText: 'Paid' }).first().click();
  const pane = page.getByRole('complementary', { name: 'Payout' });
  const heading = await pane.getByRole('heading', { level: 2 }).textContent();
  const amount = /A\$[\d,.]+/.exec(heading ?? '')?.[0] ?? 'no amount';
  const made = pane.getByRole('region', { name: 'What it is made of' });
  await expect(made.getByRole('status')).toContainText(`sums to ${amount}: equal to the payout.`);
  await expect(made.locator('tfoot')).toContainText(amount.slice(2));
  await made.getByRole('link', { name: /^RTP-/ }).first().click();
  const story = page.getByRole('complementary');
  await expect(story).toContainText('Payout, paid');
  await story.getByRole('link', { name: 'What it is made of' }).click();
  await expect(pane.getByRole('heading', { level: 2 })).toHaveText(heading ?? '');
});
