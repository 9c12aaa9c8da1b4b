// What the specs take out of the console: an export of the list that is open, and its lines.
import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Takes an export from its menu. */
export const exportAs = async (page: Page, format: 'CSV' | RegExp, within = page.getByRole('main')): Promise<Download> => {
  const waiting = page.waitForEvent('download');
  await within.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: format }).click();
  return await waiting;
};

/** Heads and rows; what the file says about itself comes after an empty line. */
export const download = async (page: Page, within?: Locator): Promise<{ name: string; lines: string[]; about: string[] }> => {
  const file = await exportAs(page, 'CSV', within);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.startsWith('\ufeff'), 'a byte order mark, for spreadsheets').toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const all = text.slice(1, -2).split('\r\n');
  const end = all.indexOf('');
  expect(end).toBeGreaterThan(0);
  return { name: file.suggestedFilename(), lines: all.slice(0, end), about: all.slice(end + 1) };
};
