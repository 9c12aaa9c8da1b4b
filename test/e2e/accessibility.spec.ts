// axe on every screen, pane, dialog, menu and the palette, light and dark: no violation of WCAG 2.2 AA; nothing is cut off at 200 %.
import { rmSync } from 'node:fs';
import { accessibleDialogs } from './accessibleDialogs.ts';
import { places } from './accessiblePlaces.ts';
import type { Place } from './accessiblePlaces.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './consoleTest.ts';
import type { DemoCompany } from './demoCompany.ts';
import { startHost } from './hostFixture.ts';
import type { Page } from '@playwright/test';

/** A finding names its elements and what is wrong; nothing of a trace is needed. */
test.use({ trace: 'off' });

/** One page goes on from place to place; a blank one in between closes whatever was open. */
const visit = async (page: Page, company: DemoCompany, { name, hash, prepare, arrive }: Place): Promise<readonly string[]> => {
  const tidyUp = await prepare?.(company);
  await page.goto('about:blank');
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${company.origin}/${hash}`);
  await arrive(page);
  const findings = (await axeFindings(page)).map((finding) => `${name}: ${finding}`);
  await tidyUp?.();
  return findings;
};

for (const [what, group] of [
  ['screens, panes and menus', places],
  ['dialogs and states in between', accessibleDialogs],
] as const) {
  test(`${what}: axe finds nothing, light or dark`, async ({ page, company }) => {
    test.setTimeout(400_000);
    const findings: string[] = [];
    for (const place of group) await test.step(place.name, async () => void findings.push(...(await visit(page, company, place))));
    expect(findings).toEqual([]);
  });
}

test('the setup of one’s own company, step by step: axe finds nothing, light or dark', async ({ browser }) => {
  const host = await startHost(['--test']);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  try {
    await page.goto(host.startUrl);
    const findings: string[] = [];
    for (const step of ['stripe', 'quickbooks', 'mapping', 'profile', 'dry_run']) {
      await page.goto(`${host.origin}/#/setup?step=${step}`);
      await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible();
      findings.push(...(await axeFindings(page)).map((finding) => `${step}: ${finding}`));
    }
    expect(findings).toEqual([]);
  } finally {
    await context.close();
    await host.stop();
    rmSync(host.homeFolder, { recursive: true, force: true });
  }
});

/** What is wider than the window that it stands in, though it is no table, chart or code (WCAG 1.4.10 lets those scroll). */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const exempt = '[role="grid"], table, svg, code, pre, [role="tablist"], [class*="scroll"]';
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('header *, nav *, main, main *, aside *')) {
      if (element.closest(exempt) !== null || element.closest('.visually-hidden') !== null) continue;
      const { right, width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0 && right > window.innerWidth + 1) found.push(`${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent).slice(0, 40)}” ends at ${Math.round(right)}`);
    }
    return found.slice(0, 5);
  });

test('at 200 % of a 1280 window nothing has to be scrolled sideways', async ({ page, company }) => {
  await page.setViewportSize({ width: 640, height: 430 });
  const wide: string[] = [];
  for (const screen of ['overview', 'revenue', 'invoices', 'subscriptions', 'clients', 'refunds', 'refunds?tab=disputes', 'quickbooks', 'ledger?check=1', 'gst', 'reconcile', 'reconcile?tab=fees', 'reconcile?tab=changes', 'activity', 'settings', 'setup']) {
    await page.goto(`${company.origin}/#/${screen}`);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    for (const finding of await tooWide(page)) wide.push(`${screen}: ${finding}`);
  }
  expect(wide).toEqual([]);
});
