// Refunds on their way into QuickBooks: reviewed, approved and proved, as the bookkeeper does it.
import { formatMoney } from '../../src/renderer/ui/formatMoney.ts';
import { expect, test } from './consoleTest.ts';
import { patienceMs } from './demoCompany.ts';
import { centsOf, gridRow } from './figures.ts';

test('the documents of a refund are previewed, approved and seen synced with their evidence', async ({ page, company }) => {
  await company.settle();
  const { rows } = await company.ask('documents.list', { filter: { kind: ['refund'], status: ['awaiting_review'] } });
  let refund: (typeof rows)[number] | undefined;
  for (const row of rows) {
    const story = await company.ask('invoices.get', { invoiceId: row.invoiceId ?? 0 });
    if (story.quickBooks.status === 'synced') refund = row;
  }
  if (refund === undefined) throw new Error('the demo company has no refund of an invoice that is in QuickBooks');
  const { number, totalCents, gstCents } = refund;

  await page.goto('/#/quickbooks');
  await page.getByRole('tab', { name: /^Other documents/ }).click();
  await gridRow(page, 'Refunds, fees and payouts', number).click();
  const pane = page.getByRole('complementary', { name: `Review of ${number}` });
  await expect(pane.getByRole('region', { name: 'Adjustment note in QuickBooks' })).toContainText(formatMoney(gstCents), { timeout: patienceMs });
  await expect(pane.getByRole('region', { name: 'Expense in QuickBooks' })).toContainText('Out of Scope');
  await expect(pane.getByRole('region', { name: 'Linking payment in QuickBooks' })).toContainText(number);
  await expect(pane.getByRole('region', { name: 'Effect on balances' })).toContainText('GST owed');

  await pane.getByRole('button', { name: 'Push to QuickBooks…' }).click();
  const dialog = page.getByRole('alertdialog', { name: /\?$/ });
  await expect(dialog).toContainText(formatMoney(totalCents));
  await dialog.getByRole('button', { name: `Push 1 document to QuickBooks, ${formatMoney(totalCents)}` }).click();
  await expect(dialog).toBeHidden();
  await expect(gridRow(page, 'Refunds, fees and payouts', number)).toContainText('Synced', { timeout: patienceMs });
  const steps = pane.getByRole('region', { name: 'The steps' }).getByRole('listitem');
  await expect(steps).toHaveCount(10);
  for (const step of await steps.all()) await expect(step).toContainText('done');

  const ours = (documents: readonly Readonly<Record<string, unknown>>[]): readonly Readonly<Record<string, unknown>>[] => documents.filter((document) => document['DocNumber'] === number);
  const notes = ours(await company.quickBooks('CreditMemo'));
  const expenses = ours(await company.quickBooks('Purchase'));
  expect([notes.length, expenses.length]).toEqual([1, 1]);
  expect(centsOf(Number(notes[0]?.['TotalAmt']).toFixed(2))).toBe(totalCents);
  expect(notes[0]).toMatchObject({ RemainingCredit: 0 });
});
