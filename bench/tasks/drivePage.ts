// Task: the built browser host on a seeded database, and its real page in the packaged Chromium, timed from inside the page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { packagedChromium } from '../../test/e2e/chromium.ts';

export interface DrivePageInput {
  /** With the seeded company in its folder `demo`. */
  readonly homeFolder: string;
  readonly repetitions: number;
}

export interface DrivePageOutcome {
  readonly figures: readonly { readonly label: string; readonly ms: readonly number[] }[];
  /** Longest time between two frames while scrolling to the end. */
  readonly longestFrameMs: readonly number[];
  readonly engineMemoryMb: number | null;
  readonly pageMemoryMb: number;
}

const host = path.resolve(import.meta.dirname, '../../out/main/host.js');
const bytesPerMb = 1024 * 1024;

export async function task({ homeFolder, repetitions }: DrivePageInput): Promise<DrivePageOutcome> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [host, '--no-open', '--demo', '--home', homeFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString('utf8');
      const address = /^Tieout ready: (\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the host ended with code ${String(code)}: ${said}`)));
  });
  const readyMs = performance.now() - startedMs;
  const packaged = packagedChromium();
  const browser = await chromium.launch({ ...(packaged === undefined ? {} : { executablePath: packaged.executablePath }), env: { ...process.env, ...packaged?.env } as Record<string, string>, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.goto(url);
    await shown(page, 'main');
    const usableMs = performance.now() - startedMs;
    const home = new URL('/', url).href;
    const figures = [
      { label: 'host ready, from the start of its process', ms: [readyMs] },
      { label: 'first screen shown, from the start of its process', ms: [usableMs] },
      ...(await opened(page, home, repetitions)),
      { label: 'search keystroke to rows', ms: await searched(page, home, repetitions) },
      { label: 'filter keystroke to rows', ms: await filtered(page, repetitions) },
    ];
    const longestFrameMs = await scrolled(page, home);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    const heap = metrics.find((metric) => metric.name === 'JSHeapTotalSize')?.value ?? 0;
    return { figures, longestFrameMs, engineMemoryMb: peakMemoryMb(child.pid), pageMemoryMb: heap / bytesPerMb };
  } finally {
    await browser.close();
    child.removeAllListeners('exit');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }
}

/** Highest resident memory of a process; null where the system does not tell. */
function peakMemoryMb(pid: number | undefined): number | null {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) return null;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

const shown = async (page: Page, selector: string): Promise<void> => void (await page.waitForSelector(selector, { state: 'visible' }));

/** From the click on the address to the figures of the screen. */
async function opened(page: Page, home: string, repetitions: number): Promise<DrivePageOutcome['figures']> {
  const screens = [
    { label: 'Overview opened', route: 'overview', heading: 'Overview' },
    { label: 'Revenue opened', route: 'revenue', heading: 'Revenue' },
    { label: 'Invoices opened', route: 'invoices', heading: 'Invoices' },
    { label: 'Clients opened', route: 'clients', heading: 'Clients' },
  ] as const;
  await page.goto(`${home}#/settings`);
  const figures: { label: string; ms: number[] }[] = [];
  for (const { label, route, heading } of screens) {
    const ms: number[] = [];
    for (let turn = 0; turn < repetitions; turn += 1) {
      await page.evaluate(() => void (location.hash = '#/settings'));
      await page.waitForFunction(() => document.querySelector('main h1')?.textContent === 'Settings');
      ms.push(
        await page.evaluate(
          ([hash, name]) =>
            new Promise<number>((resolve) => {
              const startedMs = performance.now();
              location.hash = hash;
              const look = (): void => {
                const main = document.querySelector('main');
                const isThere = main?.querySelector('h1')?.textContent?.startsWith(name) === true && /\d\.\d\d/.test(main.textContent ?? '') && main.querySelector('[aria-busy="true"]') === null;
                if (isThere) resolve(performance.now() - startedMs);
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            }),
          [`#/${route}`, heading] as const,
        ),
      );
    }
    figures.push({ label, ms });
  }
  return figures;
}

/** Arms a watch in the page: from the next input or click to the frame in which the rows of the grid have changed. */
const watchRows = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const holder = window as unknown as { rowsChanged: Promise<number> };
    const rows = (): string => [...document.querySelectorAll('[role="grid"] [aria-rowindex]')].slice(1, 6).map((row) => row.textContent).join('|');
    holder.rowsChanged = new Promise((resolve) => {
      const begin = (): void => {
        removeEventListener('input', begin, true);
        removeEventListener('click', begin, true);
        const startedMs = performance.now();
        const before = rows();
        const look = (): void => {
          if (rows() !== before && rows() !== '') resolve(performance.now() - startedMs);
          // Nothing changed: it does not count.
          else if (performance.now() - startedMs > 10_000) resolve(-1);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      addEventListener('input', begin, true);
      addEventListener('click', begin, true);
    });
  });

const rowsChanged = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { rowsChanged: Promise<number> }).rowsChanged);

const words = ['Kimberley', 'Pilbara', 'Gippsland', 'Illawarra', 'RTP-0042', 'Riverina', '399.00', 'Barossa', 'Mallee', '1490.00'] as const;

async function searched(page: Page, home: string, repetitions: number): Promise<number[]> {
  await page.goto(`${home}#/invoices`);
  await shown(page, '[aria-rowindex="2"]');
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await page.focus('[data-filter-focus]');
    await page.keyboard.press('ControlOrMeta+a');
    await watchRows(page);
    await page.keyboard.insertText(words[turn % words.length] ?? '');
    ms.push(await rowsChanged(page));
  }
  await page.fill('[data-filter-focus]', '');
  await shown(page, '[aria-rowindex="2"]');
  return ms.filter((each) => each >= 0);
}

async function filtered(page: Page, repetitions: number): Promise<number[]> {
  await page.getByRole('button', { name: 'Filter by quickbooks' }).click();
  const box = page.getByRole('dialog', { name: 'QuickBooks' }).getByRole('checkbox', { name: 'To review' });
  const ms: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    await box.focus();
    await watchRows(page);
    await page.keyboard.press('Space');
    ms.push(await rowsChanged(page));
  }
  await page.keyboard.press('Escape');
  return ms.filter((each) => each >= 0);
}

/** To the end of the list in steps of a frame each. */
async function scrolled(page: Page, home: string): Promise<number[]> {
  await page.goto(`${home}#/invoices`);
  await shown(page, '[aria-rowindex="2"]');
  const longest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const scroller = document.querySelector('[role="grid"]');
        if (!(scroller instanceof HTMLElement)) return resolve(-1);
        const steps = 120;
        let step = 0;
        let longestMs = 0;
        let lastMs = performance.now();
        const next = (nowMs: number): void => {
          longestMs = Math.max(longestMs, nowMs - lastMs);
          lastMs = nowMs;
          step += 1;
          scroller.scrollTop = (scroller.scrollHeight * step) / steps;
          if (step <= steps) requestAnimationFrame(next);
          else resolve(longestMs);
        };
        requestAnimationFrame(next);
      }),
  );
  return longest < 0 ? [] : [longest];
}
