// Changes made in QuickBooks: found on demand, shown in three panes, one restored, one accepted with its reason.
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';

test('the bookkeeper restores one change that was made in QuickBooks and accepts another', async ({ page, company }) => {
  await company.settle();
  const synced = (await company.ask('invoices.list', { filter: { qbStatus: ['synced'] } })).rows;
  const [first, second] = synced;
  const held = await company.quickBooks('Invoice');
  const idOf = (number: string | null | undefined): unknown => held.find((invoice) => invoice['DocNumber'] === number)?.['Id'];
  await company.quickBooksAct('editDocument', { entity: 'Invoice', id: idOf(first?.number), changes: { TxnDate: '2026-01-02' } });
  await company.quickBooksAct('editDocument', { entity: 'Invoice', id: idOf(second?.number), changes: { TxnDate: '2026-01-03' } });

  await page.goto(`${company.origin}/#/reconcile?tab=changes`);
  await page.getByRole('button', { name: 'Check for changes in QuickBooks' }).click();
  const card = (number: string | null | undefined): ReturnType<typeof page.getByRole> => page.getByRole('region', { name: new RegExp(`^Invoice ${number ?? ''} for `) });
  await expect(card(first?.number)).toBeVisible({ timeout: patienceMs });
  const date = card(first?.number).getByRole('row').filter({ hasText: 'Date (changed)' });
  await expect(date).toContainText('2 Jan 2026');
  await expect(date.getByRole('cell')).toHaveCount(3);
  await expect(card(first?.number).getByRole('row').filter({ hasText: 'Total' })).toContainText('A$');

  await card(first?.number).getByRole('button', { name: 'Restore…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /^(?:Restore in|Accept what) QuickBooks/ });
  await expect(dialog).toContainText('get back what was pushed');
  await dialog.getByRole('button', { name: 'Restore 1 change' }).click();
  await expect(card(first?.number)).toBeHidden({ timeout: patienceMs });
  expect((await company.quickBooks('Invoice')).find((invoice) => invoice['DocNumber'] === first?.number)?.['TxnDate']).not.toBe('2026-01-02');

  await card(second?.number).getByRole('button', { name: 'Accept…' }).click();
  await expect(dialog.getByRole('button', { name: 'Accept 1 change' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Moved on purpose');
  await dialog.getByRole('button', { name: 'Accept 1 change' }).click();
  await expect(card(second?.number)).toBeHidden();
  await page.getByRole('button', { name: /decided or put right/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: second?.number ?? '' })).toContainText('Moved on purpose');
});
