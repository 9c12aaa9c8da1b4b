// What a person does on the page, many times each: types, filters, searches, scrolls, opens screens and the figures on them.
import type { Page } from '@playwright/test';
import { changed, openIn, watchChange } from './watchPage.ts';

const gridRows = 'main [role="grid"] [aria-rowindex]:not([aria-rowindex="1"])';
const shown = (page: Page, selector: string): Promise<unknown> => page.waitForSelector(selector, { state: 'visible' });

/** Goes to a screen and waits until it stands. */
export async function goTo(page: Page, route: string, selector: string = gridRows): Promise<void> {
  await page.evaluate((hash) => void (location.hash = hash), `#/${route}`);
  await shown(page, selector);
}

export const screensToOpen = [
  { label: 'Overview', route: 'overview', heading: 'Overview', selector: 'section, article, table' },
  { label: 'Revenue', route: 'revenue', heading: 'Revenue', selector: 'table' },
  { label: 'Invoices', route: 'invoices', heading: 'Invoices', selector: '[aria-rowindex="2"]' },
  { label: 'Clients', route: 'clients', heading: 'Clients', selector: '[aria-rowindex="2"]' },
  { label: 'Subscriptions', route: 'subscriptions', heading: 'Subscriptions', selector: '[aria-rowindex="2"]' },
  { label: 'Refunds', route: 'refunds', heading: 'Refunds', selector: '[aria-rowindex="2"]' },
  { label: 'QuickBooks queue', route: 'quickbooks', heading: 'QuickBooks', selector: '[aria-rowindex="2"]' },
  { label: 'Ledger', route: 'ledger', heading: 'Ledger', selector: '[aria-rowindex="2"]' },
  { label: 'GST', route: 'gst', heading: 'GST', selector: 'table' },
  { label: 'Reconcile', route: 'reconcile', heading: 'Reconcile', selector: 'table, [aria-rowindex="2"], section' },
  { label: 'Activity', route: 'activity', heading: 'Activity', selector: '[aria-rowindex="2"], li' },
] as const;

export type ScreenToOpen = (typeof screensToOpen)[number];

/** Opened from Settings. */
export async function openScreen(page: Page, { route, heading, selector }: ScreenToOpen): Promise<number> {
  await page.evaluate(() => void (location.hash = '#/settings'));
  await page.waitForFunction(() => document.querySelector('main h1')?.textContent === 'Settings');
  return openIn(page, `#/${route}`, heading, selector);
}

const words = ['Kimberley', 'Pilbara', 'Gippsland', 'Illawarra', 'RTP-0042', 'Riverina', '399.00', 'Barossa', 'Mallee', '1490.00'] as const;

/** The values that count: what changed nothing was never seen to change. */
const seen = (ms: readonly number[]): number[] => ms.filter((each) => each >= 0);

/** One whole word at a time, put in at once. */
export async function searchIn(page: Page, route: string, repetitions: number): Promise<number[]> {
  await goTo(page, route);
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await page.focus('[data-filter-focus]');
    await page.keyboard.press('ControlOrMeta+a');
    await watchChange(page, gridRows);
    await page.keyboard.insertText(words[turn % words.length] ?? '');
    ms.push(await changed(page));
  }
  await page.fill('[data-filter-focus]', '');
  await shown(page, gridRows);
  return seen(ms);
}

export async function filterInvoices(page: Page, repetitions: number): Promise<number[]> {
  await goTo(page, 'invoices');
  await page.getByRole('button', { name: 'Filter by quickbooks' }).click();
  const box = page.getByRole('dialog', { name: 'QuickBooks' }).getByRole('checkbox', { name: 'To review' });
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await box.focus();
    await watchChange(page, gridRows);
    await page.keyboard.press('Space');
    ms.push(await changed(page));
  }
  await page.keyboard.press('Escape');
  return seen(ms);
}

export async function searchPalette(page: Page, repetitions: number): Promise<number[]> {
  await goTo(page, 'invoices');
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await page.keyboard.press('ControlOrMeta+k');
    await shown(page, '[role="combobox"]');
    await watchChange(page, '[role="listbox"] [role="option"]:has(time), [role="listbox"] [role="option"][id$="-0"]');
    await page.keyboard.insertText(words[turn % words.length] ?? '');
    ms.push(await changed(page));
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role="combobox"]', { state: 'detached' });
  }
  return seen(ms);
}

/** The first tile of Revenue that opens its clients. */
export async function drillRevenue(page: Page, repetitions: number): Promise<number[]> {
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await goTo(page, 'revenue', 'main table');
    await watchChange(page, '[role="dialog"] table tbody tr, [role="dialog"] [aria-rowindex]');
    await page.locator('main a[href*="set="]').first().click();
    const opened = await changed(page);
    ms.push(opened);
    // It can not be opened any more: one wait for it is enough.
    if (opened < 0) break;
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role="dialog"]', { state: 'detached' });
  }
  return seen(ms);
}

/** Times between 120 frames: a wheel's 100 pixels in each, or the bar dragged to the end of the list in 120 jumps. */
export async function scrollThrough(page: Page, route: string, way: 'wheel' | 'bar'): Promise<number[]> {
  await goTo(page, route);
  return page.evaluate(
    (isWheel) =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector('main [role="grid"]');
        if (!(scroller instanceof HTMLElement)) return resolve([]);
        const steps = 120;
        const betweenMs: number[] = [];
        let step = 0;
        let lastMs = 0;
        const next = (nowMs: number): void => {
          if (lastMs > 0) betweenMs.push(nowMs - lastMs);
          lastMs = nowMs;
          step += 1;
          scroller.scrollTop = isWheel ? step * 100 : (scroller.scrollHeight * step) / steps;
          if (step <= steps) requestAnimationFrame(next);
          else resolve(betweenMs);
        };
        requestAnimationFrame(next);
      }),
    way === 'wheel',
  );
}
