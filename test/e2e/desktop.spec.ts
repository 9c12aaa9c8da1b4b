// The desktop app, built, driven from outside: its window, its bridge, what it refuses, the sign-in, its end.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { Bridge, RpcResponse } from '../../src/contract/rpc.ts';
import { takeDataLock } from '../../src/shell/dataLock.ts';
import { companyPaths } from '../../src/shell/paths.ts';
import { electronExecutable } from './electronExecutable.ts';
import { newHomeFolder } from './hostFixture.ts';

declare global {
  interface Window {
    readonly bridge?: Bridge;
  }
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const executable = electronExecutable();

const launch = (homeFolder: string): Promise<ElectronApplication> =>
  _electron.launch({ executablePath: executable.path, args: [root, '--demo', '--home', homeFolder], cwd: root, timeout: 60_000 });

const ask = (page: Page, operation: string, input: object = {}): Promise<RpcResponse> =>
  page.evaluate(async (request) => {
    if (window.bridge === undefined) throw new Error('no bridge');
    return window.bridge.rpc({ ...request, idempotencyKey: crypto.randomUUID() });
  }, { operation, input });

test.describe('running', () => {
  let app: ElectronApplication;
  let page: Page;
  const homeFolder = newHomeFolder();
  test.beforeAll(async () => {
    app = await launch(homeFolder);
    page = await app.firstWindow();
    await page.waitForFunction(() => window.bridge !== undefined);
  });
  test.afterAll(async () => {
    await app.close();
    rmSync(homeFolder, { recursive: true, force: true });
  });

  test('the window opens with the console in it', async () => {
    await expect(page).toHaveTitle(/Tieout/);
    await expect(page.locator('#root > *').first()).toBeVisible();
  });

  test('the bridge answers from the engine, in the desktop shell', async () => {
    expect(await ask(page, 'status.get')).toMatchObject({ ok: true, output: { environment: 'demo', shell: 'desktop' } });
    expect(await ask(page, 'no.such')).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OPERATION' } });
  });

  test('a message that is no request is refused', async () => {
    const answer = await page.evaluate(() => (window.bridge as unknown as { rpc: (message: unknown) => Promise<unknown> }).rpc({ operation: { $ne: 1 } }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  });

  test('a frame within the page is not heard', async () => {
    const answer = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const answered = (await (frame.contentWindow as Window | null)?.bridge?.rpc({ operation: 'status.get', input: {} })) ?? 'no bridge there';
      frame.remove();
      return answered;
    });
    expect(answer === 'no bridge there' || (!answer.ok && answer.error.code === 'FORBIDDEN_ORIGIN')).toBe(true);
  });

  test('the page can not leave its address or open windows', async () => {
    const before = page.url();
    const windows = app.windows().length;
    await page.evaluate(() => {
      location.href = 'http://127.0.0.1:9/elsewhere';
    });
    expect(await page.evaluate(() => window.open('http://127.0.0.1:9/popup') === null)).toBe(true);
    // An answer from the engine comes after both were judged.
    expect(await ask(page, 'status.get')).toMatchObject({ ok: true });
    expect(page.url()).toBe(before);
    expect(app.windows().length).toBe(windows);
  });

  test('the page runs no inline code and reaches no other host', async () => {
    const result = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hasRunInline = true';
      document.head.append(script);
      const outside = await fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        () => 'refused',
      );
      return { inline: 'hasRunInline' in globalThis, outside };
    });
    expect(result).toEqual({ inline: false, outside: 'refused' });
  });

  test('QuickBooks signs in through its own window, and the way back reaches the engine', async () => {
    const answer = await ask(page, 'quickbooks.connect');
    expect(answer).toMatchObject({ ok: true });
    const { authorizeUrl } = (answer as { output: { authorizeUrl: string } }).output;
    const [signIn] = await Promise.all([app.waitForEvent('window'), page.evaluate((url) => window.bridge?.openExternal(url), authorizeUrl)]);
    await expect(signIn.getByRole('button', { name: 'Connect' })).toBeVisible();
    expect(await signIn.evaluate(() => window.bridge === undefined)).toBe(true);
    const closed = signIn.waitForEvent('close');
    await signIn.getByRole('button', { name: 'Connect' }).click({ noWaitAfter: true });
    await closed;
    await expect.poll(async () => ((await ask(page, 'quickbooks.status')) as { output: { state: string } }).output.state).toBe('connected');
    expect(app.windows()).toHaveLength(1);
  });
});

test('quitting stops the engine and lets go of the data; the next start finds it whole', async () => {
  const homeFolder = newHomeFolder();
  const first = await launch(homeFolder);
  const page = await first.firstWindow();
  await page.waitForFunction(() => window.bridge !== undefined);
  expect(await ask(page, 'status.get')).toMatchObject({ ok: true });
  const { lockFile } = companyPaths(homeFolder, 'demo');
  expect(() => takeDataLock(lockFile, process.pid)).toThrow(/already running/);
  await first.close();
  takeDataLock(lockFile, process.pid).release();

  const second = await launch(homeFolder);
  const again = await second.firstWindow();
  await again.waitForFunction(() => window.bridge !== undefined);
  expect(await ask(again, 'status.get')).toMatchObject({ ok: true });
  await second.close();
  rmSync(homeFolder, { recursive: true, force: true });
});

test('a damaged database is said in the window, with what to do', async () => {
  const homeFolder = newHomeFolder();
  const { folder, databaseFile } = companyPaths(homeFolder, 'demo');
  mkdirSync(folder, { recursive: true });
  writeFileSync(databaseFile, 'This is no database. '.repeat(500));
  const app = await launch(homeFolder);
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { name: 'Tieout could not start' })).toBeVisible({ timeout: 30_000 });
  await app.close();
  rmSync(homeFolder, { recursive: true, force: true });
});
