// Settings: wrong keys are refused in words and shown nowhere; the profile is checked, saved and undone.
import type { Locator, Page } from '@playwright/test';
import { errorCatalogue } from '../../src/contract/errors.ts';
import { expect, test } from './consoleTest.ts';

const keys = (page: Page): Locator => page.getByRole('region', { name: 'Connections and keys' });

for (const [what, key, sentence] of [
  ['malformed', 'pk_wrong_0123456789abcdef', errorCatalogue.STRIPE_KEY_INVALID.sentence],
  ['of the live mode', 'sk_live_0123456789abcdefghij', errorCatalogue.STRIPE_WRONG_MODE.sentence],
  ['unknown to Stripe', 'rk_test_0123456789abcdefghij', errorCatalogue.STRIPE_KEY_INVALID.sentence],
] as const) {
  test(`a Stripe key that is ${what} gets its sentence, and is shown nowhere`, async ({ page, company }) => {
    const before = (await company.ask('settings.get', {})).stripe.key;
    await page.goto(`${company.origin}/#/settings?section=connections`);
    const field = keys(page).getByLabel('Replace the restricted key');
    await expect(field).toHaveAttribute('type', 'password');
    await expect(field).toHaveValue('');
    await field.fill(key);
    await keys(page).getByRole('button', { name: 'Test and store' }).click();
    await expect(keys(page).getByRole('alert')).toContainText(sentence);
    await expect(keys(page).getByRole('alert')).not.toContainText(key);
    await page.reload();
    await expect(field).toHaveValue('');
    expect(await page.content()).not.toContain(key);
    expect(JSON.stringify(await company.ask('settings.diagnostics', {}))).not.toContain(key);
    expect(JSON.stringify(await company.ask('activity.list', { limit: 50 }))).not.toContain(key);
    // The key of before is still in use.
    expect((await company.ask('settings.get', {})).stripe.key).toEqual(before);
    await company.ask('sync.now', {});
    await company.settle();
    const stripe = (await company.ask('status.get', {})).freshness.find(({ source }) => source === 'stripe');
    expect(stripe?.state).toBe('green');
  });
}

test('the profile: a wrong prefix is marked, a change is saved and seen at once, and taken back', async ({
  page,
  company,
}) => {
  await page.goto(`${company.origin}/#/settings`);
  const profile = page.getByRole('region', { name: 'Business profile' });
  const prefix = profile.getByLabel('Invoice number prefix');
  await prefix.fill('RTP 2026/');
  await expect(profile).toContainText('Use 1 to 12 letters, digits or hyphens');
  await expect(profile.getByRole('button', { name: 'Save profile' })).toHaveAttribute('aria-disabled', 'true');
  await profile.getByRole('button', { name: 'Undo changes' }).click();
  await expect(prefix).toHaveValue('RTP-');
  await profile.getByLabel('Business name').fill('RTOpacks of Brisbane');
  await profile.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('banner')).toContainText('RTOpacks of Brisbane');
  await profile.getByLabel('Business name').fill('RTOpacks');
  await profile.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('banner')).not.toContainText('of Brisbane');
  await expect(profile).toContainText('Everything is saved.');
});
