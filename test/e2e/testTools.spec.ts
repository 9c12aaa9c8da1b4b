// Test tools on the screen: a declined card, a payment that succeeds, and the reset with its count first.
import { expect, test } from './consoleTest.ts';

test('a test payment fails with the one card, succeeds with the other, and is reset', async ({ page, company }) => {
  test.slow();
  const { rows } = await company.ask('activity.list', { limit: 1 });
  expect(rows.length).toBeGreaterThan(0);
  await page.goto(`${company.origin}/#/settings?section=test-tools`);
  const section = page.getByRole('region', { name: 'Test tools' });
  const pay = section.getByRole('button', { name: 'Make a test payment' });
  await expect(pay).toHaveAttribute('aria-disabled', 'true');
  await section.getByLabel('RTO code').fill('99001');
  await section.getByRole('button', { name: /Test card/ }).click();
  await page.getByRole('option', { name: /fails/ }).click();
  await pay.click();
  await expect(section).toContainText('The card was declined', { timeout: 60_000 });

  await section.getByRole('button', { name: /Test card/ }).click();
  await page.getByRole('option', { name: /succeeds/ }).click();
  await pay.click();
  await expect(page.getByText('The test payment succeeded')).toBeVisible({ timeout: 60_000 });
  await expect(section).not.toContainText('The card was declined');
  const customers = async (): Promise<number> => (await company.ask('testTools.preview', {})).test_customers;
  await expect.poll(customers, { timeout: 30_000 }).toBeGreaterThan(0);
  const before = await customers();

  await section.getByRole('button', { name: 'Reset test data…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Reset test data?' });
  await dialog.getByRole('button', { name: `Reset ${before} test customer${before === 1 ? '' : 's'}` }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(customers, { timeout: 30_000 }).toBe(0);
  await company.settle();
});
