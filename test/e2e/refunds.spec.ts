// Refunds & disputes in a browser: a refund recorded by hand and taken back; evidence drafted, kept, and sent to Stripe as a draft.
import type { Page } from '@playwright/test';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';
import { gridRow } from './figures.ts';

const openRefunds = async (page: Page, origin: string, tab = ''): Promise<void> => {
  await page.goto(`${origin}/#/refunds${tab}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Refunds & disputes' })).toBeVisible();
};

test('a refund made outside Stripe is previewed, recorded, listed, and taken back by a row', async ({ page, company }) => {
  const invoice = await company.arrivedPayment({ name: 'Refunded Skills', plan: 'essential' });
  const before = await company.ask('refunds.list', {});
  await openRefunds(page, company.origin);
  await page.getByRole('button', { name: 'Record a refund' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Record a refund' });
  await dialog.getByLabel('Which invoice?').fill('Refunded Skills');
  await dialog.getByRole('button', { name: new RegExp(invoice.number ?? '') }).click();
  await dialog.getByLabel('Amount incl. GST').fill('100.00');
  await expect(dialog).toContainText('A$9.09, lowers');
  const confirm = dialog.getByRole('button', { name: 'Record A$100.00' });
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('How').fill('Bank transfer');
  await dialog.getByLabel('Note').fill('Agreed on the phone');
  await confirm.click();
  await expect(dialog).toBeHidden({ timeout: patienceMs });
  const row = gridRow(page, 'Refunds', 'Refunded Skills');
  await expect(row).toContainText('By hand');
  await expect(row).toContainText('100.00');
  await expect(row).toContainText('9.09');
  await expect(row).toContainText('To review');
  await row.click();
  const pane = page.getByRole('complementary', { name: 'Refund to Refunded Skills' });
  await expect(pane).toContainText('Bank transfer');
  await pane.getByRole('button', { name: 'Take back…' }).click();
  const undo = page.getByRole('alertdialog', { name: /^Take back the refund/ });
  await undo.getByLabel('Reason').fill('It never happened');
  await undo.getByRole('button', { name: 'Take back A$100.00' }).click();
  await expect(row).toContainText('Taken back', { timeout: patienceMs });
  const after = await company.ask('refunds.list', {});
  expect(after.totals?.totalCents).toBe(before.totals?.totalCents);
  expect((await company.ask('books.check', {})).ok).toBe(true);
});

test('evidence is drafted and kept here, and sent to Stripe as a draft, never submitted by it', async ({ page, company }) => {
  const open = (await company.ask('disputes.list', { openOnly: true })).rows[0];
  if (open === undefined) throw new Error('the demo company has no open dispute');
  await openRefunds(page, company.origin, '?tab=disputes');
  await gridRow(page, 'Disputes', open.clientName).first().click();
  const pane = page.getByRole('complementary', { name: 'Dispute' });
  await expect(pane.getByRole('button', { name: 'Save draft in Stripe' })).toHaveAttribute('aria-disabled', 'true');
  await pane.getByLabel('Usage log', { exact: true }).last().fill('Signed in on each working day of the month');
  await pane.getByRole('button', { name: 'Save here' }).click();
  await expect(pane).toContainText('Saved here only', { timeout: patienceMs });
  await page.reload();
  await expect(pane.getByLabel('Usage log', { exact: true }).last()).toHaveValue('Signed in on each working day of the month');
  await pane.getByRole('button', { name: 'Save draft in Stripe' }).click();
  await expect(pane).toContainText('as a draft in Stripe', { timeout: patienceMs });
  const detail = await company.ask('disputes.get', { disputeId: open.id });
  expect(detail.dispute).toMatchObject({ status: 'needs_response', evidence: 'draft_in_stripe', awaitsEvidence: true });
  expect(detail.fields.find(({ field }) => field === 'access_activity_log')?.inStripe).toBe('Signed in on each working day of the month');
  await pane.getByRole('button', { name: 'Submit to the bank…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /^Submit the evidence/ });
  await expect(dialog.getByRole('button', { name: 'Submit to the bank' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});
