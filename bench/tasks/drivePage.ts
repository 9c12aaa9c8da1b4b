// Task: the built program on a seeded database, its real page in the packaged Chromium, and a bare page and bare SQL beside them.
import { chromium, type Browser, type Page } from '@playwright/test';
import { packagedChromium } from '../../test/e2e/chromium.ts';
import { drillRevenue, filterInvoices, goTo, openScreen, screensToOpen, scrollThrough, searchIn, searchPalette } from '../page/actsOnPage.ts';
import { barePage, bareSql } from '../page/bareReferences.ts';
import { peakMemoryMb, startHost, type Host } from '../page/host.ts';
import { addWatch, heldUp } from '../page/watchPage.ts';

export interface DrivePageInput {
  /** With the seeded company in its folder `demo`. */
  readonly homeFolder: string;
  readonly databaseFile: string;
  readonly repetitions: number;
}

/** `bareMs`: the reference taken right after. */
export interface PageFigure {
  readonly label: string;
  readonly ms: readonly number[];
  readonly bareMs?: readonly number[];
  /** Longest task that held the page up meanwhile (0: none of 50 ms), and the engine's longest answer over HTTP. */
  readonly longestTaskMs?: number;
  readonly longestAnswerMs?: number;
}

export interface DrivePageOutcome {
  readonly figures: readonly PageFigure[];
  /** Between frames while scrolling. */
  readonly scrolled: readonly { readonly label: string; readonly framesMs: readonly number[] }[];
  readonly hostMemoryMb: number | null;
  readonly pageMemoryMb: number | null;
  readonly pageHeapMb: number;
}

const bytesPerMb = 1024 * 1024;

export async function task({ homeFolder, databaseFile, repetitions }: DrivePageInput): Promise<DrivePageOutcome> {
  const packaged = packagedChromium();
  const startedMs = performance.now();
  const host = await startHost(homeFolder);
  const browser = await chromium.launch({ ...(packaged === undefined ? {} : { executablePath: packaged.executablePath }), env: { ...process.env, ...packaged?.env } as Record<string, string>, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await addWatch(page);
    await page.goto(host.url);
    await page.waitForSelector('main h1', { timeout: 120_000 });
    const firstScreenMs = performance.now() - startedMs;
    return await measured({ page, host, browser, firstScreenMs, databaseFile, repetitions });
  } finally {
    await browser.close();
    await host.stop();
  }
}

async function measured({ page, host, browser, firstScreenMs, databaseFile, repetitions }: { page: Page; host: Host; browser: Browser; firstScreenMs: number; databaseFile: string; repetitions: number }): Promise<DrivePageOutcome> {
  const during = async (label: string, act: () => Promise<readonly number[]>): Promise<PageFigure> => {
    await heldUp(page);
    const ms = await act();
    const { longTasksMs, answersMs } = await heldUp(page);
    return { label, ms, longestTaskMs: Math.max(0, ...longTasksMs), longestAnswerMs: Math.max(0, ...answersMs) };
  };
  const bare = await barePage(browser, repetitions);
  const sql = bareSql(databaseFile, repetitions);
  const figures: PageFigure[] = [
    { label: 'host ready, from the start of its process', ms: [host.readyMs] },
    { label: 'first screen shown, from the start of its process', ms: [firstScreenMs], bareMs: [bare.firstPaintMs] },
  ];
  for (const screen of screensToOpen) {
    // Cold: the page is loaded anew and has read nothing of it.
    figures.push(
      await during(`${screen.label} opened, first time`, async () => {
        await page.goto(`${new URL('/', host.url).href}#/settings`);
        await page.reload();
        return [await openScreen(page, screen)];
      }),
      await during(`${screen.label} opened again`, async () => {
        const ms: number[] = [];
        for (let turn = 0; turn < Math.ceil(repetitions / 2); turn += 1) ms.push(await openScreen(page, screen));
        return ms;
      }),
    );
  }
  const typed = async (label: string, act: () => Promise<readonly number[]>, bareMs: readonly number[]): Promise<void> => void figures.push({ ...(await during(label, act)), bareMs });
  await typed('invoices: filter keystroke to rows', () => filterInvoices(page, repetitions), sql.filter);
  await typed('invoices: search keystroke to rows', () => searchIn(page, 'invoices', repetitions), sql.search);
  await typed('clients: search keystroke to rows', () => searchIn(page, 'clients', repetitions), sql.clients);
  await typed('ledger: search keystroke to rows', () => searchIn(page, 'ledger', repetitions), sql.ledger);
  await typed('palette: search keystroke to results', () => searchPalette(page, repetitions), sql.search);
    await typed('Revenue: a tile to its clients', () => drillRevenue(page, repetitions), bare.rowsMs);
  figures.push({ label: 'a bare page: a click to 40 rows drawn', ms: bare.rowsMs });
  const scrolled: { label: string; framesMs: readonly number[] }[] = [];
  for (const route of ['invoices', 'ledger'])
    for (const way of ['wheel', 'bar'] as const) scrolled.push({ label: `${route}, ${way === 'wheel' ? 'by the wheel' : 'the bar dragged to the end'}`, framesMs: await scrollThrough(page, route, way) });
  scrolled.push({ label: 'bare page, all rows drawn anew in each', framesMs: bare.framesMs });
  await goTo(page, 'invoices');
  return { figures, scrolled, hostMemoryMb: peakMemoryMb(host.pid), ...(await pageMemory(browser, page)) };
}

async function pageMemory(browser: Browser, page: Page): Promise<{ pageMemoryMb: number | null; pageHeapMb: number }> {
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const peaks = processInfo.filter(({ type }) => type === 'renderer').flatMap(({ id }) => peakMemoryMb(id) ?? []);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find((metric) => metric.name === 'JSHeapTotalSize')?.value ?? 0;
  return { pageMemoryMb: peaks.length === 0 ? null : Math.max(...peaks), pageHeapMb: heap / bytesPerMb };
}
