// What the specs read off the console's screens: figures as integer cents, rows by the number in them.
import type { Locator, Page } from '@playwright/test';

/** `A$1,234.50`, `1,234.50`, `–` → integer cents. */
export const centsOf = (text: string): number => {
  const digits = text.replaceAll(/[^\d]/g, '');
  const cents = digits === '' ? 0 : Number(digits);
  return /[−-]\D*\d/.test(text) ? -cents : cents;
};

export const gridRow = (page: Page, grid: string | RegExp, text: string): Locator =>
  page.getByRole('grid', { name: grid }).getByRole('row').filter({ hasText: text });
