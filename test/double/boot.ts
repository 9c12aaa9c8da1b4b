// Starts the double: Chromium first, then the program's main bundle, then "ready" once Playwright has attached.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { packagedChromium } from '../e2e/chromium.ts';
import { app } from './app.ts';
import { DevTools } from './devTools.ts';
// Complete before Playwright attaches and asks for it.
import './electron.ts';
import { openStage } from './stage.ts';

const args = process.argv.slice(2);
const target = path.resolve(args.find((arg) => !arg.startsWith('-')) ?? '.');
const main = statSync(target).isDirectory() ? path.join(target, (JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8')) as { main: string }).main) : target;

const profile = mkdtempSync(path.join(os.tmpdir(), 'tieout-double-'));
const packaged = packagedChromium();
if (packaged === undefined) throw new Error('the double needs the packaged Chromium (Linux on x64)');
const browser = spawn(
  packaged.executablePath,
  ['--headless', '--no-sandbox', '--no-first-run', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
  { env: { ...process.env, ...packaged.env }, stdio: ['ignore', 'ignore', 'pipe'] },
);
process.on('exit', () => {
  browser.kill('SIGKILL');
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

const address = await new Promise<string>((resolve, reject) => {
  readline.createInterface({ input: browser.stderr }).on('line', (line) => {
    const found = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
    if (found !== undefined) resolve(found);
  });
  browser.once('exit', (code, signal) => {
    process.stderr.write(`Chromium ended (${signal ?? code})\n`);
    reject(new Error('Chromium ended at its start'));
  });
});
await openStage(await DevTools.connect(address));

const attached = new Promise<void>((resolve) => {
  Object.assign(globalThis, { __playwright_run: resolve });
});
process.stderr.write(`DevTools listening on ${address}\n`);
await import(pathToFileURL(main).href);
if (args.includes('--remote-debugging-port=0')) await attached;
app.becomeReady();
