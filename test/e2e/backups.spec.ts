// Backups and restore on the screen: one made by hand, its preview, the typed word, and the console going on with it.
import { expect, test } from './consoleTest.ts';

test('a backup made now is restored: previewed, confirmed by a typed word, and the console goes on', async ({
  page,
  company,
}) => {
  test.slow();
  await page.goto(`${company.origin}/#/settings?section=backups`);
  const section = page.getByRole('region', { name: 'Backups and restore' });
  await section.getByRole('button', { name: 'Back up now' }).click();
  const made = section.getByRole('row', { name: /Made by hand/ }).first();
  await expect(made).toBeVisible();
  const after = await company.arrivedPayment({ name: 'Paid After The Backup' });

  await made.getByRole('button', { name: /^Restore the backup of/ }).click();
  const dialog = page.getByRole('alertdialog', { name: /^Restore the backup of/ });
  const rows = dialog.getByRole('table').getByRole('row');
  await expect(rows.filter({ hasText: 'Ledger rows' })).toBeVisible();
  const confirm = dialog.getByRole('button', { name: 'Restore this backup' });
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Type RESTORE to confirm').fill('restore');
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Type RESTORE to confirm').fill('RESTORE');
  await confirm.click();
  await expect(dialog).toBeHidden();

  await expect(section.getByRole('row', { name: /Before a restore/ })).toBeVisible();
  const { rows: activity } = await company.ask('activity.list', { limit: 100 });
  expect(activity.some(({ summary }) => summary.includes('restored from a backup'))).toBe(true);
  // What Stripe knows of the time since is read again by itself, under the same number.
  const found = async (): Promise<string | null | undefined> =>
    (await company.ask('invoices.list', { filter: { search: 'Paid After The Backup' } })).rows[0]?.number;
  await expect.poll(found, { timeout: 30_000 }).toBe(after.number);
  await company.settle();
  expect((await company.ask('books.check', {})).ok).toBe(true);
});
