// Clients, played through the real program: the list, the card in each dunning state, conversion and undo, the register's import.
import { Buffer } from 'node:buffer';
import { expect, test } from './consoleTest.ts';

const csv = (...rows: string[]): { name: string; mimeType: string; buffer: Buffer } => ({
  name: 'register.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['rto_code,legal_name,trading_name,abn', ...rows].join('\r\n'), 'utf8'),
});

test('the list filters by dunning and opens the card with the banner that the client sees', async ({ page, company }) => {
  const { rows } = await company.ask('clients.list', { filter: { dunning: ['restricted'] } });
  const [restricted] = rows;
  expect(restricted).toBeDefined();
  await page.goto('/#/clients?dunning=restricted');
  await page.getByRole('grid', { name: 'Clients' }).getByRole('row').filter({ hasText: restricted?.name ?? '' }).click();
  const pane = page.getByRole('complementary');
  await expect(pane.getByRole('heading', { level: 2 })).toContainText(restricted?.name ?? '');
  await expect(pane.getByRole('region', { name: 'What the client sees' })).toContainText('Your account is read-only and AI features are off until the card is updated.');
  await expect(pane.getByRole('region', { name: 'Payments' })).toContainText('before Stripe gives up');
  await expect(pane.getByRole('region', { name: 'Billing' })).toContainText('asked from Stripe now, not kept');
  await expect(pane.getByRole('region', { name: 'Entitlements' })).toContainText('The plan includes');
});

test('the client who has to confirm at the bank is told so, with the way out', async ({ page }) => {
  await page.goto('/#/clients?dunning=requires_action');
  await page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1).click();
  const pane = page.getByRole('complementary');
  await expect(pane.getByRole('region', { name: 'What the client sees' })).toContainText('Your bank asks you to confirm your payment.');
  await expect(pane.getByRole('button', { name: /Confirm payment: the invoice’s page at Stripe/ })).toBeVisible();
});

test('a client that is no RTO stops waiting for a hand once somebody says so', async ({ page, company }) => {
  const { rows } = await company.ask('clients.list', { filter: { search: 'Clear Harbour' } });
  const orgId = rows[0]?.orgId ?? '';
  await page.goto(`/#/clients?open=${orgId}`);
  const pane = page.getByRole('complementary');
  await expect(pane.getByText('It paid, but no RTO code is known')).toBeVisible();
  await pane.getByRole('button', { name: 'No entry is expected…' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('A consultant, not an RTO');
  await page.getByRole('button', { name: 'Expect no entry' }).click();
  await expect(pane.getByText('No register entry is expected: A consultant, not an RTO')).toBeVisible();
  await pane.getByRole('button', { name: 'Expect an entry again' }).click();
  await expect(pane.getByText('It paid, but no RTO code is known')).toBeVisible();
});

test('the owner’s e-mail, grace period and notes are kept', async ({ page, company }) => {
  const { rows } = await company.ask('clients.list', { filter: { dunning: ['warning'] } });
  const orgId = rows[0]?.orgId ?? '';
  await page.goto(`/#/clients?open=${orgId}`);
  const pane = page.getByRole('complementary');
  await pane.getByRole('button', { name: 'Change the e-mail' }).click();
  await page.getByRole('textbox', { name: 'Billing e-mail' }).fill('owner@kept.example');
  await page.getByRole('button', { name: 'Save the e-mail' }).click();
  await expect(pane.getByRole('region', { name: 'Billing' })).toContainText('owner@kept.example');
  await pane.getByRole('button', { name: 'Set a grace period' }).click();
  await page.getByLabel('Last day, inclusive').fill('2099-12-31');
  await page.getByRole('button', { name: 'Set it until 31 Dec 2099' }).click();
  await expect(pane.getByRole('region', { name: 'Payments' })).toContainText('A contractual grace period runs');
  await pane.getByRole('textbox', { name: 'New note' }).fill('Ask for Dale <b>first</b>');
  await pane.getByRole('button', { name: 'Keep the note' }).click();
  await expect(pane.getByRole('region', { name: 'Notes' })).toContainText('Ask for Dale <b>first</b>');
  await company.ask('clients.setGrace', { orgId, until: null });
  await company.ask('clients.setBillingEmail', { orgId, email: null });
});

test('a conversion is undone and made again by hand', async ({ page, company }) => {
  const { rows } = await company.ask('clients.list', { filter: { paying: true, tier: ['pro'] } });
  const client = rows.find((row) => row.flags.length === 0 && row.rtoCode !== null);
  await page.goto(`/#/clients?open=${client?.orgId}`);
  const part = page.getByRole('complementary').getByRole('region', { name: 'Conversion' });
  await part.getByRole('button', { name: 'Undo the conversion' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('Paid for a sister company');
  await page.getByRole('button', { name: 'Undo 1 conversion' }).click();
  await expect(part).toContainText('The register’s entry is not a client.');
  await expect(page.getByRole('complementary').getByRole('region', { name: 'To know' })).toContainText('no payment makes it one again');
  await part.getByRole('button', { name: 'Make it a client' }).click();
  await page.getByRole('button', { name: 'Make 1 client' }).click();
  await expect(part).toContainText('The register’s entry is a client.');
});

test('the register is previewed field by field, then imported in one act', async ({ page, company }) => {
  const { rows } = await company.ask('clients.list', { filter: { paying: true } });
  const code = rows.find((row) => row.rtoCode !== null)?.rtoCode ?? '';
  const before = await company.ask('billing.org', { rto_code: code });
  await page.goto('/#/clients');
  await page.getByRole('button', { name: 'Import register' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import the register' });
  await dialog.getByLabel('CSV of the national register').setInputFiles(csv(`${code},${before.legal_name},Another Trading Name,${before.abn ?? ''}`, '99123,=Formula Training,,', '9912,Too Short,,', '99124,Wrong Number,,51824753557'));
  await expect(dialog.getByRole('status')).toContainText('1 new1 changed0 unchanged2 rejected');
  await expect(dialog.getByRole('region', { name: 'What changes' })).toContainText('Another Trading Name');
  await expect(dialog).toContainText('is not five digits');
  await expect(dialog).toContainText('its check digits do not fit');
  expect((await company.ask('billing.org', { rto_code: code })).trading_name).toBe(before.trading_name);
  await dialog.getByRole('button', { name: 'Import 2 entries' }).click();
  await expect(dialog).toBeHidden();
  expect((await company.ask('billing.org', { rto_code: code })).trading_name).toBe('Another Trading Name');
  expect((await company.ask('billing.org', { rto_code: '99123' })).legal_name).toBe('=Formula Training');
});

test('a file that is no register is refused with what to do, and nothing is written', async ({ page }) => {
  await page.goto('/#/clients');
  await page.getByRole('button', { name: 'Import register' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import the register' });
  await dialog.getByLabel('CSV of the national register').setInputFiles({ name: 'book.xlsx', mimeType: 'text/csv', buffer: Buffer.from([0x50, 0x4b, 3, 4]) });
  await expect(dialog.getByRole('alert')).toContainText('save it as CSV');
  await dialog.getByLabel('CSV of the national register').setInputFiles({ name: 'columns.csv', mimeType: 'text/csv', buffer: Buffer.from(`${','.repeat(1_000_000)}\n`) });
  await expect(dialog.getByRole('alert')).toContainText('more than 200 columns');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toHaveAttribute('aria-disabled', 'true');
});
