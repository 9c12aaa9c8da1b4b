// Makes the README's pictures from the demo company: `npm run screenshots`, by hand, whenever a screen has changed its face.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import { packagedChromium } from '../test/e2e/chromium.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const imagesFolder = path.join(root, 'docs', 'images');
const maxBytes = 150 * 1024;

interface Picture {
  readonly name: string;
  readonly hash: string;
  /** CSS pixels; the width is always 1280. Dense pictures are lower, so that their files stay small. */
  readonly height: number;
  /** Brings up what the picture is about. */
  readonly arrange?: (page: Page) => Promise<void>;
}

const openFirstRow = async (page: Page): Promise<void> => {
  const row = page.getByRole('main').getByRole('row').filter({ hasText: /RTP-\d+/ }).first();
  await row.click();
  await page.getByRole('complementary').first().waitFor();
};

const pictures: readonly Picture[] = [
  { name: 'overview', hash: '#/overview', height: 800 },
  { name: 'revenue', hash: '#/revenue', height: 800 },
  { name: 'invoice-story', hash: '#/invoices?qbStatus=synced', height: 490, arrange: openFirstRow },
  { name: 'quickbooks-review', hash: '#/quickbooks?tab=awaiting_review', height: 530, arrange: openFirstRow },
  { name: 'gst', hash: '#/gst', height: 800 },
  { name: 'reconcile', hash: '#/reconcile', height: 800 },
];

const startDemo = async (homeFolder: string): Promise<{ startUrl: string; stop: () => Promise<void> }> => {
  const child = spawn(process.execPath, [path.join(root, 'out', 'main', 'host.js'), '--no-open', '--demo', '--home', homeFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const startUrl = await new Promise<string>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString('utf8');
      const address = /^Tieout ready: (\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return {
    startUrl,
    stop: async () => {
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
};

const isAtRest = async (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const ask = async (operation: string): Promise<{ output: Record<string, unknown> }> => {
      const answer = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ operation, input: {} }) });
      return (await answer.json()) as { output: Record<string, unknown> };
    };
    const [status, counts] = [await ask('status.get'), await ask('push.counts')];
    return (status.output['longWork'] as unknown[]).length === 0 && Number(counts.output['synced']) > 0;
  });

const takeAll = async (page: Page, startUrl: string): Promise<void> => {
  await page.goto(startUrl);
  while (!(await isAtRest(page))) await page.waitForTimeout(500);
  for (const { name, hash, height, arrange } of pictures) {
    await page.setViewportSize({ width: 1280, height });
    await page.goto(`${new URL('/', startUrl).href}${hash}`);
    await arrange?.(page);
    // Charts and panes draw themselves in.
    await page.waitForTimeout(1500);
    const file = path.join(imagesFolder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    const { size } = statSync(file);
    process.stdout.write(`${path.relative(root, file)}  ${Math.ceil(size / 1024)} kB\n`);
    if (size > maxBytes) process.exitCode = 1;
  }
};

const main = async (): Promise<void> => {
  const packaged = packagedChromium();
  mkdirSync(imagesFolder, { recursive: true });
  const homeFolder = mkdtempSync(path.join(os.tmpdir(), 'tieout-screenshots-'));
  const demo = await startDemo(homeFolder);
  const browser = await chromium.launch(
    packaged === undefined ? { channel: 'chrome' } : { executablePath: packaged.executablePath, env: { ...(process.env as Record<string, string>), ...packaged.env }, args: ['--no-sandbox'] },
  );
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en-AU', timezoneId: 'Australia/Brisbane' });
    await takeAll(await context.newPage(), demo.startUrl);
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(homeFolder, { recursive: true, force: true });
  }
};

await main();
